// Types a session's commands into a lab, headless, and takes what each prints: the shells run without line editing and
// without prompts, as they did when the session was recorded.

import type { Topology } from '../topology/topology.ts';
import type { Lab } from '../contract.ts';
import { createLab } from '../lab.ts';
import type { SessionStep } from './format.ts';

/** A command that takes longer than this in virtual time is interrupted, as the recorder did. */
const COMMAND_US_MAX = 120_000_000;
/** What passes between a prompt and the next command: the recorder's own round trip. Closing segments arrive meanwhile. */
const BETWEEN_COMMANDS_US = 20_000;
export const SESSION_SEED = 20190116;

/** For each step, what its command printed. */
export async function runSession(
  topology: Topology,
  steps: readonly Pick<SessionStep, 'host' | 'command'>[],
): Promise<readonly string[]> {
  const lab = createLab({ topology, seed: SESSION_SEED, log: [] }, { editing: false });
  const answers: string[] = [];
  for (const { host, command } of steps) answers.push(await answer(lab, host, command));
  return answers;
}

/** Types one command (it may span lines) and lets time pass until the shell is at its prompt again. */
async function answer(lab: Lab, host: string, command: string): Promise<string> {
  const before = lab.terminal(host).outputLength;
  lab.type(host, `${command}\n`);
  let said = '';
  if (!(await untilPrompt(lab, host))) {
    said = '<<no answer>>';
    lab.type(host, '\x03');
    await untilPrompt(lab, host);
  }
  // The recorder's terminal leaves line ends alone, and the recorder takes CR LF for one: so do two CRs here, ours and a program's.
  const answered =
    lab
      .terminal(host)
      .outputSince(before)
      .replace(/\r?\r\n/g, '\n') + said;
  const untilUs = lab.nowUs + BETWEEN_COMMANDS_US;
  while (lab.advance(untilUs) === 'held') await lab.settle();
  return answered;
}

async function untilPrompt(lab: Lab, host: string): Promise<boolean> {
  const deadlineUs = lab.nowUs + COMMAND_US_MAX;
  // What was typed arrives at the next microsecond; until then the shell is still at its old prompt.
  for (let untilUs = lab.nowUs + 1; ; untilUs = Math.min(lab.nextDueUs() ?? deadlineUs, deadlineUs)) {
    if (lab.advance(untilUs) === 'held') await lab.settle();
    else if (lab.terminal(host).atPrompt) return true;
    else if (lab.nowUs >= deadlineUs) return false;
  }
}
