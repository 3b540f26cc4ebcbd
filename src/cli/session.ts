// `npm run -s session -- FILE...`: types recorded sessions into a lab and compares what it prints.
//   FILE...          for each step that differs: what was expected and what was found; then `N of M steps match in K sessions`
//   --print FILE     the session with our outputs
//   --due            every session of test/sessions but those that test/sessions/not-yet.json lists
// Exit status: 0 all match, 1 some differ, 2 a file that cannot be read or run (said which and why).

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printProblem } from '../lab/problem.ts';
import { parseSession, printSession, sameOutput, type Session } from '../lab/session/format.ts';
import { runSession } from '../lab/session/run.ts';
import { parseTopology } from '../lab/topology/parse.ts';
import type { Topology } from '../lab/topology/topology.ts';

/** A message for whoever called: exit 2. */
class Refused extends Error {}

/** A file as the caller meant it: from where npm was called, not from where npm runs scripts. */
const asCalled = (file: string): string => {
  const called = resolve(process.env.INIT_CWD ?? '.', file);
  return existsSync(called) ? called : file;
};

/** The project's folder, seen from the bundle in node_modules/.cache/cli/session. */
const project = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refused(`${file}: ${(error as Error).message}`);
  }
}

/** A topology by name: beside the session, then in ../topologies from it, then among the project's own. */
function findTopology(name: string, sessionFile: string): Topology {
  if (!name) throw new Refused(`${sessionFile}: the header lacks a line like "# topology: nat"`);
  const file = name.endsWith('.json') ? name : `${name}.json`;
  const beside = dirname(resolve(sessionFile));
  const places = [join(beside, file), join(beside, '../topologies', file), join(project, 'lessons/+labs', file)];
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Refused(`${sessionFile}: no topology ${name}; looked for ${places.join(', ')}`);
  let json: unknown;
  try {
    json = JSON.parse(readText(found));
  } catch (error) {
    throw new Refused(`${found}: not JSON: ${(error as Error).message}`);
  }
  const parsed = parseTopology(json);
  if (!parsed.ok) throw new Refused(parsed.problems.map((problem) => printProblem(found, problem)).join('\n'));
  return parsed.topology;
}

function readSession(file: string): Session {
  try {
    return parseSession(readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused(`${file}: ${error.message}`);
    throw error;
  }
}

async function answersTo(file: string): Promise<{ session: Session; answers: readonly string[] }> {
  const session = readSession(file);
  const topology = findTopology(session.topology, file);
  const stranger = session.steps.find((step) => !topology.hosts.some((host) => host.name === step.host));
  if (stranger)
    throw new Refused(
      `${file}: no host ${stranger.host} in ${session.topology} (it has ${topology.hosts.map((host) => host.name).join(', ')})`,
    );
  return { session, answers: await runSession(topology, session.steps) };
}

const indent = (text: string) => (text ? text.replace(/^/gm, '    ').trimEnd() : '    (nothing)');

/** Prints the steps that differ. Returns how many match. */
async function compare(file: string): Promise<{ steps: number; matching: number }> {
  const { session, answers } = await answersTo(file);
  let matching = 0;
  session.steps.forEach((step, i) => {
    if (sameOutput(step.said, answers[i]!, session.masks)) matching++;
    else
      console.log(
        `${file}: [${step.host}]# ${step.command.replace(/\n/g, '\n> ')}\n  expected\n${indent(step.said)}\n  found\n${indent(answers[i]!)}`,
      );
  });
  return { steps: session.steps.length, matching };
}

/** The sessions of the repository that must match. */
function dueSessions(): string[] {
  const folder = join(project, 'test/sessions');
  const notYet = JSON.parse(readText(join(folder, 'not-yet.json'))) as Record<string, string>;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.session') && !(basename(name, '.session') in notYet))
    .map((name) => join(folder, name));
}

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === '--print' && args.length === 2) {
    const { session, answers } = await answersTo(asCalled(args[1]!));
    process.stdout.write(
      printSession({ ...session, steps: session.steps.map((step, i) => ({ ...step, said: answers[i]! })) }),
    );
    return 0;
  }
  const files = args[0] === '--due' ? dueSessions() : args.map(asCalled);
  if (files.length === 0 || files.some((file) => file.startsWith('-')))
    throw new Refused('usage: npm run -s session -- FILE... | --print FILE | --due');
  let steps = 0;
  let matching = 0;
  for (const file of files) {
    const compared = await compare(file);
    steps += compared.steps;
    matching += compared.matching;
  }
  console.log(`${matching} of ${steps} steps match in ${files.length} sessions`);
  return matching === steps ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
