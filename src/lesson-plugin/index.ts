// The Vite plugin that turns lessons/ into modules: `virtual:lessons` is the table of contents; each lesson in each language,
// each scene, exercise and glossary is a module of its own, loaded when it is wanted.

import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { loadLessons, type CompiledLessons } from './load.ts';

const PREFIX = 'virtual:lessons';

export interface LessonsOptions {
  /** The folder lessons/. */
  readonly directory: string;
}

export function lessons({ directory }: LessonsOptions): Plugin {
  const folder = resolve(directory);
  let compiled: Promise<CompiledLessons> | undefined;
  const get = () => (compiled ??= loadLessons(folder));
  return {
    name: 'lessons',
    resolveId: { filter: { id: /^virtual:lessons(\/|$)/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:lessons/ },
      async handler(id) {
        const all = await get();
        for (const file of all.files) this.addWatchFile(file);
        return print(all, id.slice(`\0${PREFIX}`.length));
      },
    },
    configureServer(server) {
      server.watcher.add(folder);
      server.watcher.on('all', (_event, file) => {
        if (!file.startsWith(folder)) return;
        compiled = undefined;
        server.moduleGraph.invalidateAll();
        server.ws.send({ type: 'full-reload' });
      });
    },
  };
}

/** The source of `virtual:lessons` + `path`. */
export function print(all: CompiledLessons, path: string): string {
  if (path === '') return printIndex(all);
  const [, kind, ...rest] = path.split('/');
  const key = rest.join('/');
  const data =
    kind === 'slides'
      ? all.lessons.find(({ slug }) => slug === rest[0])?.slides[rest[1] as 'zh' | 'en']
      : kind === 'scene'
        ? all.scenes.get(key)
        : kind === 'exercise'
          ? publicPart(all.exercises.get(key))
          : kind === 'glossary'
            ? all.glossary[key as 'zh' | 'en']
            : undefined;
  if (data === undefined) throw new Error(`virtual:lessons${path}: no such module`);
  return `export default ${JSON.stringify(data)};`;
}

const publicPart = (
  exercise: CompiledLessons['exercises'] extends ReadonlyMap<string, infer E> ? E | undefined : never,
) => exercise && { key: exercise.key, objectives: exercise.objectives, solve: exercise.solve };

function printIndex(all: CompiledLessons): string {
  const importing = (kind: string, key: string) =>
    `() => import(${JSON.stringify(`${PREFIX}/${kind}/${key}`)}).then((module) => module.default)`;
  const table = (kind: string, keys: Iterable<string>) =>
    `{${[...keys].map((key) => `${JSON.stringify(key)}: ${importing(kind, key)}`).join(', ')}}`;
  const entries = all.lessons.map(
    ({ slug, number, title, heads }) => `{
  slug: ${JSON.stringify(slug)}, number: ${number}, title: ${JSON.stringify(title)}, slides: ${JSON.stringify(heads)},
  load: (language) => (${`{ zh: ${importing('slides', `${slug}/zh`)}, en: ${importing('slides', `${slug}/en`)} }`})[language](),
}`,
  );
  return `export const lessons = [${entries.join(',\n')}];
const pick = (table, what) => (key) => table[key] ? table[key]() : Promise.reject(new Error(\`no \${what} \${key}\`));
export const loadScene = pick(${table('scene', all.scenes.keys())}, 'scene');
export const loadExercise = pick(${table('exercise', all.exercises.keys())}, 'exercise');
export const loadGlossary = pick(${table('glossary', ['zh', 'en'])}, 'glossary');
`;
}
