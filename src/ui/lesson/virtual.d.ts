// The modules that src/lesson-plugin makes of lessons/.

declare module 'virtual:lessons' {
  import type { Exercise, Glossary, LessonEntry, Scene } from './compiled.ts';
  import type { Language } from '../state/stage-context.ts';

  export const lessons: readonly LessonEntry[];
  export function loadScene(key: string): Promise<Scene>;
  export function loadExercise(key: string): Promise<Exercise>;
  export function loadGlossary(language: Language): Promise<Glossary>;
}
