// Reads the whole of lessons/ and checks it: front matter, slides with their counterparts in the other language, components,
// scenes and their topologies, exercises and their checks. Answers the compiled lessons, or throws all that is wrong.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Objective } from '../lab/check/check.ts';
import { parseChecks } from '../lab/check/parse.ts';
import { parseTopology } from '../lab/topology/parse.ts';
import type { Topology } from '../lab/topology/topology.ts';
import type { Exercise, Glossary, GlossaryEntry, Scene, Slide, SlideHead, Step } from '../ui/lesson/compiled.ts';
import { LessonMarkdown } from './markdown.ts';
import { LessonsWrong, Reporter, type LessonProblem } from './problem.ts';
import { parseScript } from './script.ts';
import { parseLesson, renderBlocks, type RawLesson, type RawSlide } from './slides.ts';

const LANGUAGES = ['zh', 'en'] as const;
type Language = (typeof LANGUAGES)[number];
type Both<T> = { readonly [L in Language]: T };

export interface CompiledLesson {
  readonly slug: string;
  readonly number: number;
  readonly title: Both<string>;
  readonly heads: readonly SlideHead[];
  readonly slides: Both<readonly Slide[]>;
}

export interface WrongAnswer {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** An exercise with what only the tests want of it. */
export interface CompiledExercise extends Exercise {
  readonly scene: string;
  readonly wrong: readonly WrongAnswer[];
}

export interface CompiledLessons {
  readonly lessons: readonly CompiledLesson[];
  readonly scenes: ReadonlyMap<string, Scene>;
  readonly exercises: ReadonlyMap<string, CompiledExercise>;
  readonly glossary: Both<Glossary>;
  /** Every file that was read, for the development server to watch. */
  readonly files: readonly string[];
}

export async function loadLessons(directory: string): Promise<CompiledLessons> {
  const loader = new Loader(directory, await LessonMarkdown.create());
  const compiled = loader.load();
  if (loader.problems.length) throw new LessonsWrong(loader.problems);
  return compiled;
}

class Loader {
  readonly problems: LessonProblem[] = [];
  readonly #directory: string;
  readonly #markdown: LessonMarkdown;
  readonly #files: string[] = [];
  readonly #topologies = new Map<string, Topology | undefined>();
  readonly #scenes = new Map<string, Scene>();
  readonly #exercises = new Map<string, CompiledExercise>();
  readonly #lessons: CompiledLesson[] = [];
  #glossary: Both<Glossary> = { zh: {}, en: {} };

  constructor(directory: string, markdown: LessonMarkdown) {
    this.#directory = directory;
    this.#markdown = markdown;
  }

  load(): CompiledLessons {
    this.#readGlossary();
    for (const file of this.#list('+labs')) if (file.endsWith('.json')) this.#topology(file.slice(0, -5));
    const slugs = this.#list('').filter((name) => /^\d\d-/.test(name));
    for (const slug of slugs) this.#lesson(slug);
    return {
      lessons: this.#lessons,
      scenes: this.#scenes,
      exercises: this.#exercises,
      glossary: this.#glossary,
      files: this.#files,
    };
  }

  #reporter(path: string): Reporter {
    return new Reporter(join('lessons', path), this.problems);
  }

  #list(path: string): string[] {
    const full = join(this.#directory, path);
    return existsSync(full) ? readdirSync(full).sort() : [];
  }

  #read(path: string): string | undefined {
    const full = join(this.#directory, path);
    if (!existsSync(full)) return undefined;
    this.#files.push(full);
    return readFileSync(full, 'utf8');
  }

  /** A JSON file; what is not JSON is reported. `missing` says whether its absence is. */
  #json(path: string): unknown {
    const text = this.#read(path);
    const report = this.#reporter(path);
    if (text === undefined) {
      report.report(0, 'this file', 'none');
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      const at = /position (\d+)/.exec(String(error));
      report.report(at ? text.slice(0, Number(at[1])).split('\n').length : 1, 'JSON', (error as Error).message);
      return undefined;
    }
  }

  #readGlossary(): void {
    const path = '+glossary.json';
    const json = this.#json(path) as Record<string, Partial<Both<GlossaryEntry>>> | undefined;
    const zh: Record<string, GlossaryEntry> = {};
    const en: Record<string, GlossaryEntry> = {};
    for (const [term, entry] of Object.entries(json ?? {}))
      for (const language of LANGUAGES) {
        const words = entry[language];
        if (words?.name && words.text) (language === 'zh' ? zh : en)[term] = words;
        else this.#reporter(path).report(0, `${term}.${language} with name and text`, JSON.stringify(words));
      }
    this.#glossary = { zh, en };
  }

  #topology(name: string): Topology | undefined {
    if (this.#topologies.has(name)) return this.#topologies.get(name);
    const path = `+labs/${name}.json`;
    const json = this.#json(path);
    let topology: Topology | undefined;
    if (json !== undefined) {
      const parsed = parseTopology(json);
      if (parsed.ok) topology = parsed.topology;
      else
        for (const { place, expected, found } of parsed.problems)
          this.#reporter(path).report(0, `${place ? `${place}: ` : ''}${expected}`, found);
    }
    this.#topologies.set(name, topology);
    return topology;
  }

  /** A script's steps, with hosts that the topology must have. */
  #steps(path: string, topology: Topology | undefined, parsed = this.#script(path)): Step[] {
    const hosts = topology?.hosts.map(({ name }) => name);
    for (const { host, line } of parsed?.steps ?? [])
      if (hosts && !hosts.includes(host)) this.#reporter(path).report(line, `one of ${hosts.join(', ')}`, host);
    return (parsed?.steps ?? []).map(({ host, command }) => ({ host, command }));
  }

  #script(path: string) {
    const text = this.#read(path);
    const report = this.#reporter(path);
    if (text === undefined) report.report(0, 'this file', 'none');
    return text === undefined ? undefined : parseScript(text, report);
  }

  #scene(path: string): Scene | undefined {
    const known = this.#scenes.get(path);
    if (known) return known;
    const script = this.#script(path);
    if (!script) return undefined;
    if (!script.lab) this.#reporter(path).report(1, 'a line `# lab: NAME` (a file of lessons/+labs)', 'none');
    const topology = script.lab ? this.#topology(script.lab) : undefined;
    const start = this.#steps(path, topology, script);
    if (!topology) return undefined;
    const fingerprint = createHash('sha256').update(JSON.stringify({ topology, start })).digest('hex').slice(0, 12);
    const scene = { key: path.replace(/\.sh$/, ''), topology, start, fingerprint };
    this.#scenes.set(scene.key, scene);
    return scene;
  }

  #exercise(slug: string, name: string): CompiledExercise | undefined {
    const key = `${slug}/${name}`;
    if (this.#list(key).length === 0) return undefined;
    const scene = this.#scene(`${key}/start.sh`);
    const json = this.#json(`${key}/checks.json`);
    let objectives: readonly Objective[] = [];
    if (json !== undefined && scene) {
      const parsed = parseChecks(json, scene.topology);
      if (parsed.ok) objectives = parsed.objectives;
      else
        for (const { place, expected, found } of parsed.problems)
          this.#reporter(`${key}/checks.json`).report(0, `${place ? `${place}: ` : ''}${expected}`, found);
    }
    const solve = this.#steps(`${key}/solve.sh`, scene?.topology);
    const wrong = this.#list(`${key}/wrong`)
      .filter((file) => file.endsWith('.sh'))
      .map((file) => ({ name: file.slice(0, -3), steps: this.#steps(`${key}/wrong/${file}`, scene?.topology) }));
    const exercise = { key, objectives, solve, wrong, scene: scene?.key ?? '' };
    this.#exercises.set(key, exercise);
    return exercise;
  }

  #lesson(slug: string): void {
    const files: Both<string> = { zh: `${slug}/lesson.zh.md`, en: `${slug}/lesson.en.md` };
    const raw = { zh: this.#raw(files.zh), en: this.#raw(files.en) };
    this.#compare(files, raw);
    const exercises = this.#list(slug).filter((name) => /^\d\d-/.test(name));
    const heads: SlideHead[] = [];
    const scenes = new Map<string, Scene | undefined>();
    const known = (id: string) => ({
      terms: new Set(Object.keys(this.#glossary.zh)),
      hosts: new Set(scenes.get(id)?.topology.hosts.map(({ name }) => name)),
    });
    for (const slide of raw.zh.slides) {
      const scene = this.#sceneOf(slug, slide, files.zh, exercises);
      scenes.set(slide.id, scene);
      const en = raw.en.slides.find(({ id }) => id === slide.id);
      heads.push({
        id: slide.id,
        scene: scene?.key ?? '',
        ...(slide.exercise ? { exercise: `${slug}/${slide.exercise}` } : {}),
        title: { zh: slide.title, en: en?.title ?? '' },
      });
    }
    const render = (language: Language): Slide[] =>
      raw[language].slides.map((slide) => this.#slide(slug, slide, language, files[language], known(slide.id)));
    this.#lessons.push({
      slug,
      number: Number(slug.slice(0, 2)),
      title: { zh: raw.zh.title, en: raw.en.title },
      heads,
      slides: { zh: render('zh'), en: render('en') },
    });
  }

  #raw(path: string): RawLesson {
    const text = this.#read(path);
    if (text !== undefined) return parseLesson(text, this.#reporter(path));
    this.#reporter(path).report(0, 'this file', 'none');
    return { title: '', slides: [] };
  }

  /** Both languages have the same slides in the same order. */
  #compare(files: Both<string>, raw: Both<RawLesson>): void {
    for (const [language, other] of [
      ['zh', 'en'],
      ['en', 'zh'],
    ] as const)
      for (const { id, line } of raw[language].slides)
        if (!raw[other].slides.some((slide) => slide.id === id))
          this.#reporter(files[language]).report(line, `a counterpart {#${id}} in ${files[other]}`, 'none');
    const order = (lesson: RawLesson) => lesson.slides.map(({ id }) => id).join(' ');
    if (this.problems.length === 0 && order(raw.zh) !== order(raw.en))
      this.#reporter(files.en).report(0, `slides in the order ${order(raw.zh)}`, order(raw.en));
  }

  #sceneOf(slug: string, slide: RawSlide, file: string, exercises: readonly string[]): Scene | undefined {
    if (slide.exercise) {
      if (!exercises.includes(slide.exercise)) {
        this.#reporter(file).report(slide.line, `an exercise of this lesson (${exercises.join(', ')})`, slide.exercise);
        return undefined;
      }
      const exercise = this.#exercise(slug, slide.exercise);
      return exercise && this.#scenes.get(exercise.scene);
    }
    if (slide.scene) return this.#scene(`${slug}/${slide.scene}.sh`);
    this.#reporter(file).report(slide.line, 'scene=NAME (a file NAME.sh in this folder) or exercise=NAME', 'neither');
    return undefined;
  }

  #slide(
    slug: string,
    raw: RawSlide,
    language: Language,
    file: string,
    known: { terms: Set<string>; hosts: Set<string> },
  ): Slide {
    const report = this.#reporter(file);
    const blocks = renderBlocks(raw.body, this.#markdown, known, report);
    const notes = renderBlocks(raw.notes, this.#markdown, known, report)
      .map((block) => (block.kind === 'html' ? block.html : ''))
      .join('');
    if (!raw.exercise) return { id: raw.id, title: raw.title, blocks, notes };
    const task = this.#task(`${slug}/${raw.exercise}/task.${language}.md`, known);
    return { id: raw.id, title: raw.title, blocks: [...blocks, ...task], notes };
  }

  /** An exercise's text: Markdown without slides; the slide that names it shows it. */
  #task(path: string, known: { terms: Set<string>; hosts: Set<string> }) {
    const text = this.#read(path);
    const report = this.#reporter(path);
    if (text === undefined) {
      report.report(0, 'this file', 'none');
      return [];
    }
    const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trimEnd() }));
    return renderBlocks(lines, this.#markdown, known, report);
  }
}
