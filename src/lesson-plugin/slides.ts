// One language's file of a lesson → its slides. The format:
//
//   ---                                  front matter: title
//   title: LVS-NAT
//   ---
//   # 一个请求的旅程 {#journey scene=running}     a heading opens a slide: id, and the scene beside it
//   Markdown, ```sh host=svr1 fences, ::: component {prop=value} … :::, [[terms]]
//   ???                                  speaker notes, to the slide's end
//   ---                                  the next slide

import type { Block } from '../ui/lesson/compiled.ts';
import { COMPONENTS, parseProps } from './components.ts';
import type { Known, LessonMarkdown } from './markdown.ts';
import type { Reporter } from './problem.ts';

export interface RawSlide {
  readonly id: string;
  readonly title: string;
  readonly scene: string | undefined;
  readonly exercise: string | undefined;
  readonly line: number;
  readonly body: readonly NumberedLine[];
  readonly notes: readonly NumberedLine[];
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

export interface RawLesson {
  readonly title: string;
  readonly slides: readonly RawSlide[];
}

/** Splits the file; nothing is rendered yet (that needs the scene's hosts). */
export function parseLesson(text: string, report: Reporter): RawLesson {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trimEnd() }));
  let start = 0;
  let title = '';
  if (lines[0]?.text === '---') {
    const end = lines.findIndex((line, index) => index > 0 && line.text === '---');
    start = end < 0 ? lines.length : end + 1;
    for (const { number, text: row } of lines.slice(1, start - 1)) {
      const pair = /^(\w+):\s*(.+)$/.exec(row);
      if (pair?.[1] === 'title') title = pair[2]!;
      else if (row) report.report(number, 'front matter `title: …`', row);
    }
  }
  if (!title) report.report(1, 'front matter with a title (--- / title: … / ---)', lines[0]?.text ?? 'nothing');
  const slides: RawSlide[] = [];
  for (const part of splitSlides(lines.slice(start))) {
    const slide = openSlide(part, report);
    if (!slide) continue;
    if (slides.some(({ id }) => id === slide.id)) report.report(slide.line, 'an id of its own', `{#${slide.id}} again`);
    slides.push(slide);
  }
  return { title, slides };
}

/** Splits at `---` lines that do not stand in a code fence. */
function splitSlides(lines: readonly NumberedLine[]): NumberedLine[][] {
  const parts: NumberedLine[][] = [[]];
  let fenced = false;
  for (const line of lines) {
    if (line.text.startsWith('```')) fenced = !fenced;
    if (line.text === '---' && !fenced) parts.push([]);
    else parts.at(-1)!.push(line);
  }
  return parts.filter((part) => part.some(({ text }) => text));
}

function openSlide(lines: readonly NumberedLine[], report: Reporter): RawSlide | undefined {
  const first = lines.findIndex(({ text }) => text);
  const { number, text } = lines[first]!;
  const heading = /^# (.+?)\s*\{#([\w-]+)((?:\s+[\w-]+=[\w/-]+)*)\}$/.exec(text);
  if (!heading) {
    report.report(number, 'a heading that opens the slide: # Title {#id}', text);
    return undefined;
  }
  const props = parseProps(heading[3]!);
  const given = typeof props === 'string' ? new Map<string, string>() : props;
  for (const name of given.keys())
    if (name !== 'scene' && name !== 'exercise') report.report(number, 'scene=… or exercise=…', name);
  const rest = lines.slice(first + 1);
  const notesAt = rest.findIndex((line) => line.text === '???');
  return {
    id: heading[2]!,
    title: heading[1]!,
    scene: given.get('scene'),
    exercise: given.get('exercise'),
    line: number,
    body: notesAt < 0 ? rest : rest.slice(0, notesAt),
    notes: notesAt < 0 ? [] : rest.slice(notesAt + 1),
  };
}

/** A slide's lines → blocks. Components may stand in components (`::: answer` in `::: question`). */
export function renderBlocks(
  lines: readonly NumberedLine[],
  markdown: LessonMarkdown,
  known: Known,
  report: Reporter,
): Block[] {
  const blocks: Block[] = [];
  let plain: NumberedLine[] = [];
  const flush = () => {
    if (plain.some(({ text }) => text))
      blocks.push(...markdown.blocks(plain.map(({ text }) => text).join('\n'), plain[0]!.number, known, report));
    plain = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const opening = /^::: ?([\w-]+)\s*(?:\{(.*)\})?$/.exec(line.text);
    if (!opening) {
      if (line.text.startsWith(':::')) report.report(line.number, '::: component {props}', line.text);
      else plain.push(line);
      continue;
    }
    flush();
    const end = findEnd(lines, at);
    if (end < 0) {
      report.report(line.number, 'a line ::: that closes it', 'the end of the slide');
      return blocks;
    }
    const inner = lines.slice(at + 1, end);
    const component = readComponent(opening[1]!, opening[2] ?? '', line.number, inner, known, report);
    if (component) blocks.push({ ...component, blocks: renderBlocks(inner, markdown, known, report) });
    at = end;
  }
  flush();
  return blocks;
}

function findEnd(lines: readonly NumberedLine[], opening: number): number {
  let depth = 0;
  for (let at = opening; at < lines.length; at++) {
    const { text } = lines[at]!;
    if (text === ':::') depth--;
    else if (text.startsWith(':::')) depth++;
    if (depth === 0) return at;
  }
  return -1;
}

function readComponent(
  name: string,
  written: string,
  line: number,
  inner: readonly NumberedLine[],
  known: Known,
  report: Reporter,
): Omit<Extract<Block, { kind: 'component' }>, 'blocks'> | undefined {
  const shape = COMPONENTS[name];
  if (!shape) {
    report.report(line, `a component (${Object.keys(COMPONENTS).join(', ')})`, name);
    return undefined;
  }
  const given = parseProps(written);
  if (typeof given === 'string') {
    report.report(line, 'props written name=value or name="…"', given);
    return undefined;
  }
  const props: Record<string, string | number> = {};
  for (const [prop, value] of given) {
    const kind = shape.props[prop];
    if (!kind) report.report(line, `props of ${name}: ${Object.keys(shape.props).join(', ') || 'none'}`, prop);
    else if (kind === 'number' && !/^\d+$/.test(value)) report.report(line, `a number for ${prop}`, value);
    else if (kind === 'host' && !known.hosts.has(value))
      report.report(line, `a host of the scene (${[...known.hosts].join(', ')})`, value);
    else props[prop] = kind === 'number' ? Number(value) : value;
  }
  for (const prop of Object.keys(shape.props))
    if (!given.has(prop) && !shape.optional?.includes(prop)) report.report(line, `${prop}=… for ${name}`, 'nothing');
  if (!shape.body && inner.some(({ text }) => text)) report.report(line, `${name} without a body`, inner[0]!.text);
  return { kind: 'component', name, props };
}
