// Lessons as the build hands them to the page: what src/lesson-plugin makes of lessons/. Types only.

import type { Objective, Text } from '../../lab/check/check.ts';
import type { Topology } from '../../lab/topology/topology.ts';
import type { Language } from '../state/stage-context.ts';

/** What a slide is made of, from top to bottom. `html` was made of our own Markdown at build time. */
export type Block =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'commands'; readonly host: string; readonly commands: readonly CommandLine[] }
  | {
      readonly kind: 'component';
      readonly name: string;
      readonly props: { readonly [name: string]: string | number };
      readonly blocks: readonly Block[];
    };

/** One command: the text to type and its highlighted form. */
export interface CommandLine {
  readonly text: string;
  readonly html: string;
}

export interface Slide {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Speaker notes, as html; '' when there are none. */
  readonly notes: string;
}

/** What both languages share of a slide. */
export interface SlideHead {
  readonly id: string;
  /** Which scene the workbench shows beside it: its key in `loadScene`. */
  readonly scene: string;
  /** The exercise that this slide is, if it is one: its key in `loadExercise`. */
  readonly exercise?: string;
  readonly title: Text;
}

export interface LessonEntry {
  /** The folder: '13-lvs-nat'. */
  readonly slug: string;
  readonly number: number;
  readonly title: Text;
  readonly slides: readonly SlideHead[];
  load(language: Language): Promise<readonly Slide[]>;
}

/** A line typed into a host's terminal. */
export interface Step {
  readonly host: string;
  readonly command: string;
}

/** A lab and what is typed into it before the learner comes. */
export interface Scene {
  readonly key: string;
  readonly topology: Topology;
  readonly start: readonly Step[];
  /** Changes when the topology or the start does: a lab saved under another one cannot be brought back. */
  readonly fingerprint: string;
}

export interface Exercise {
  readonly key: string;
  readonly objectives: readonly Objective[];
  readonly solve: readonly Step[];
}

export interface GlossaryEntry {
  readonly name: string;
  readonly text: string;
}
export type Glossary = { readonly [term: string]: GlossaryEntry };
