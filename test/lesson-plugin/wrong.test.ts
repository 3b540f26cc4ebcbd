// Each kind of mistake in a lesson is named with its file, its line and what was expected.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLessons } from '../../src/lesson-plugin/load.ts';
import { LessonsWrong, printLessonProblem } from '../../src/lesson-plugin/problem.ts';

const LESSON = '13-lvs-nat/lesson.zh.md';
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lessons-')), 'lessons');
  cpSync('lessons', folder, { recursive: true });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

async function problems(file: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  try {
    await loadLessons(folder);
    return '';
  } catch (error) {
    if (!(error instanceof LessonsWrong)) throw error;
    return error.problems.map(printLessonProblem).join('\n');
  }
}

const lineOf = (text: string): number => {
  const lines = readFileSync(join(folder, LESSON), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
};

describe('a lesson that is wrong says where', () => {
  it('an unknown component', async () => {
    const said = await problems(LESSON, (text) => text.replace('::: errata', '::: eratta'));
    expect(said).toContain(`lessons/${LESSON}:${lineOf('::: eratta')}: expected a component (errata,`);
    expect(said).toContain('found eratta');
  });

  it('a missing prop', async () => {
    const said = await problems(LESSON, (text) => text.replace('::: errata {number=6}', '::: errata'));
    expect(said).toMatch(/expected number=… for errata, found nothing/);
  });

  it('a missing title', async () => {
    const said = await problems(LESSON, (text) => text.replace('title: LVS-NAT案例', ''));
    expect(said).toContain(`lessons/${LESSON}:1: expected front matter with a title`);
  });

  it('a slide without a counterpart', async () => {
    const said = await problems(LESSON, (text) => text.replace('{#terms ', '{#names '));
    expect(said).toMatch(
      /lesson\.zh\.md:\d+: expected a counterpart \{#names\} in 13-lvs-nat\/lesson\.en\.md, found none/,
    );
    expect(said).toMatch(/lesson\.en\.md:\d+: expected a counterpart \{#terms\}/);
  });

  it('a command for a host that the scene has not', async () => {
    const said = await problems(LESSON, (text) => text.replace('```sh host=svr1', '```sh host=srv1'));
    expect(said).toMatch(/expected a host of the scene \(client, svr1, web1, web2\), found srv1/);
  });

  it('a component that is never closed', async () => {
    const said = await problems(LESSON, (text) => text.replace(/(::: errata[^]*?)\n:::\n/, '$1\n'));
    expect(said).toMatch(/expected a line ::: that closes it/);
  });

  it('an unknown term', async () => {
    const said = await problems(LESSON, (text) => text.replace('[[VIP]]', '[[PIV]]'));
    expect(said).toContain('expected a term of lessons/+glossary.json, found PIV');
  });

  it('a scene without its file', async () => {
    const said = await problems(LESSON, (text) => text.replace('scene=running', 'scene=walking'));
    expect(said).toContain('lessons/13-lvs-nat/walking.sh: expected this file, found none');
  });

  it('a topology that is wrong', async () => {
    const said = await problems('+labs/nat-bare.json', (text) => text.replace('"192.168.10.11/24"', '"192.168.10/24"'));
    expect(said).toMatch(/lessons\/\+labs\/nat-bare\.json: expected .*addresses\[0\].*IPv4 address/);
  });

  it('checks that are no JSON, with the line', async () => {
    const said = await problems('13-lvs-nat/01-case-2/checks.json', (text) =>
      text.replace('"points": 10,', '"points" 10,'),
    );
    expect(said).toMatch(/checks\.json:\d+: expected JSON/);
  });

  it('a check on a host that is not there', async () => {
    const said = await problems('13-lvs-nat/01-case-2/checks.json', (text) =>
      text.replace('"host": "svr1"', '"host": "svr9"'),
    );
    expect(said).toMatch(/checks\.json: expected .*host of the topology.*found svr9/);
  });

  it('a step on a host that is not there', async () => {
    const said = await problems('13-lvs-nat/01-case-2/solve.sh', (text) => text.replace('# [web1]', '# [web7]'));
    expect(said).toMatch(/solve\.sh:\d+: expected one of client, svr1, web1, web2, found web7/);
  });
});
