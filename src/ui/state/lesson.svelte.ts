// The lesson on the page: which slide, in which language, and what it needs beside it (scene, exercise, glossary). The position
// is remembered, a lesson at a time.

import { lessons, loadExercise, loadGlossary, loadScene } from 'virtual:lessons';
import type { Glossary, LessonEntry, Slide, SlideHead } from '../lesson/compiled.ts';
import type { ExerciseState } from './exercise.svelte.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { Language } from './stage-context.ts';
import type { Store } from './store.svelte.ts';

interface Loaded {
  readonly lesson: string;
  readonly language: Language;
  readonly slides: readonly Slide[];
}

export class LessonState {
  readonly lessons: readonly LessonEntry[] = lessons;
  lesson: LessonEntry = $state.raw(lessons[0]!);
  index = $state(0);
  glossary: Glossary = $state.raw({});
  /** The glossary term that is pointed at. */
  term: string | undefined = $state();
  problem: string | undefined = $state();
  contentsOpen = $state(false);
  /** Scrolls the slide by a page; set by it. Whether there was anything further that way. */
  scroll: (way: 1 | -1) => boolean = () => false;
  #loaded: Loaded | undefined = $state.raw();
  #wanted = 0;
  readonly #store: Store;
  readonly #lab: LabState;
  readonly #exercise: ExerciseState;

  readonly head: SlideHead = $derived(this.lesson.slides[this.index]!);
  readonly slide: Slide | undefined = $derived(this.#loaded?.slides.find(({ id }) => id === this.head.id));
  readonly language: Language | undefined = $derived(this.#loaded?.language);

  constructor(store: Store, lab: LabState, exercise: ExerciseState) {
    this.#store = store;
    this.#lab = lab;
    this.#exercise = exercise;
  }

  /** Goes to what an address names. Answers the first part of it that does not exist. */
  find(lesson: string | undefined, slide: string | undefined): string | undefined {
    const wanted = lesson === undefined ? this.#remembered() : { lesson, slide };
    const entry = this.lessons.find(({ slug }) => slug === wanted.lesson);
    this.lesson = entry ?? this.lessons[0]!;
    const index = this.lesson.slides.findIndex(({ id }) => id === wanted.slide);
    this.index = Math.max(0, index);
    if (lesson === undefined) return undefined;
    if (!entry) return lesson;
    return slide !== undefined && index < 0 ? slide : undefined;
  }

  go(index: number): void {
    this.index = Math.min(this.lesson.slides.length - 1, Math.max(0, index));
    this.contentsOpen = false;
  }

  open(lesson: LessonEntry, index: number): void {
    this.lesson = lesson;
    this.go(index);
  }

  /** Brings the slide's text in `language`. */
  async loadText(language: Language): Promise<void> {
    const wanted = ++this.#wanted;
    const { lesson } = this;
    if (this.#loaded?.lesson === lesson.slug && this.#loaded.language === language) return;
    try {
      const [slides, glossary] = await Promise.all([lesson.load(language), loadGlossary(language)]);
      if (wanted !== this.#wanted) return;
      this.#loaded = { lesson: lesson.slug, language, slides };
      this.glossary = glossary;
      this.problem = undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Brings the scene ahead of time; what goes wrong is said when it is used. */
  async loadScene(): Promise<void> {
    await loadScene(this.head.scene).catch(() => undefined);
  }

  /** Brings the scene and exercise of the slide to the workbench, and remembers where the reader is. */
  async loadWorkbench(): Promise<void> {
    const { head, lesson } = this;
    this.#store.write('place', JSON.stringify({ lesson: lesson.slug, slide: head.id }));
    try {
      const [scene, exercise] = await Promise.all([
        loadScene(head.scene),
        head.exercise ? loadExercise(head.exercise) : undefined,
      ]);
      if (head.id !== this.head.id) return;
      await this.#lab.open(scene);
      if (head.id === this.head.id) this.#exercise.open(exercise);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  #remembered(): { readonly lesson: string | undefined; readonly slide: string | undefined } {
    try {
      const { lesson, slide } = JSON.parse(this.#store.read('place') ?? '{}') as Record<string, unknown>;
      return {
        lesson: typeof lesson === 'string' ? lesson : undefined,
        slide: typeof slide === 'string' ? slide : undefined,
      };
    } catch {
      return { lesson: undefined, slide: undefined };
    }
  }
}
