// Checks are data of few kinds, so that they translate, validate, and mean the same in the browser, the command line and an
// export. An exercise's checks.json is { "objectives": Objective[] }. Each kind's behaviour is one file beside this one.

import type { JournalEvent } from '../../sim/journal.ts';
import type { Program } from '../../sim/process.ts';
import type { Sys } from '../../host/sys.ts';
import type { Lab } from '../contract.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Objective {
  readonly id: string;
  readonly text: Text;
  readonly points: number;
  /** All must hold. */
  readonly checks: readonly Check[];
}

/** Kind → fields. A new kind: a file beside this one, a row here and in kinds.ts. */
export interface CheckKinds {
  /** A virtual service exists on `host`. */
  service: {
    readonly host: string;
    readonly protocol: 'tcp' | 'udp';
    readonly address: string;
    readonly port: number;
    readonly scheduler?: string;
    readonly persistent?: boolean;
  };
  /** A destination of the service `service` ('10.10.10.1:80'). */
  destination: {
    readonly host: string;
    readonly service: string;
    readonly address: string;
    readonly port?: number;
    readonly forwarding?: 'nat' | 'dr' | 'tun';
    readonly weight?: number;
  };
  sysctl: { readonly host: string; readonly key: string; readonly value: number | string };
  /** A request gets this status (200 when not said) and, if given, this body. */
  http: {
    readonly from: string;
    readonly url: string;
    readonly status?: number;
    readonly body?: string;
    readonly timeoutSeconds?: number;
  };
  /** `requests` requests, one after another, get bodies in this proportion: {"web1\n": 1, "web2\n": 2}. */
  spread: {
    readonly from: string;
    readonly url: string;
    readonly requests: number;
    readonly shares: { readonly [body: string]: number };
  };
  /** The packets of a request's first exchange visit these hosts in this order; `web1|web2` is either. */
  path: {
    readonly from: string;
    readonly url: string;
    readonly request: readonly string[];
    readonly reply: readonly string[];
  };
  /** /etc/sysconfig/ipvsadm holds what ipvsadm-save (with or without -n) prints now, and that is not nothing. */
  saved: { readonly host: string };
}

export type Check = { [K in keyof CheckKinds]: { readonly kind: K } & CheckKinds[K] }[keyof CheckKinds];
export type CheckOf<K extends keyof CheckKinds> = { readonly kind: K } & CheckKinds[K];

/** What was expected and what was found, as data: `code` keys the words in words.ts. */
export interface Finding {
  readonly code: string;
  readonly expected: string;
  readonly found: string;
  readonly facts: { readonly [name: string]: string | number };
  /** The event of the copy's journal that shows it: a drop, a scheduler's pick, a rewritten packet. */
  readonly evidence?: JournalEvent | undefined;
}

/** undefined: the check holds. */
export type Outcome = Finding | undefined;

export interface CheckResult {
  readonly check: Check;
  readonly passed: boolean;
  readonly finding: Finding | undefined;
}

export interface ObjectiveResult {
  readonly id: string;
  readonly passed: boolean;
  readonly results: readonly CheckResult[];
}

/** What all objectives came to, and the copy of the lab on which they were tried: its journal holds the evidence. */
export interface CheckRun {
  readonly objectives: readonly ObjectiveResult[];
  readonly copy: Lab;
}

/** What a kind's behaviour may do: look through a machine's door, and run programs on the copy. */
export interface CheckWorld {
  readonly copy: Lab;
  sys(host: string): Sys;
  /** Runs `main` as a root process of `host` until it ends. */
  run<T>(host: string, main: (sys: Sys) => Program<T>): Promise<T>;
}

export type CheckBehaviour<K extends keyof CheckKinds> = (check: CheckOf<K>, world: CheckWorld) => Promise<Outcome>;
