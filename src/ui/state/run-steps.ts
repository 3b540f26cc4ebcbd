// Types the lines of a script into a lab, each when the one before has ended, letting virtual time run as fast as it
// can: how a scene is brought to its start, and how tests play a solution.

import type { Lab } from '../../lab/contract.ts';
import type { Step } from '../lesson/compiled.ts';

/** How long a line may keep its prompt away, in virtual time, before Ctrl-C ends it. */
const LINE_US_MAX = 120_000_000;
const BUDGET = 1_000;

export async function runSteps(
  lab: Lab,
  steps: readonly Step[],
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<void> {
  for (const { host, command } of steps) {
    await untilPrompt(lab, host, breathe);
    lab.type(host, `${command.replaceAll('\n', '\r')}\r`);
    if (await untilPrompt(lab, host, breathe)) continue;
    lab.type(host, '\x03');
    await untilPrompt(lab, host, breathe);
  }
}

/** Whether the prompt came before the time was up. */
export async function untilPrompt(
  lab: Lab,
  host: string,
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<boolean> {
  const deadlineUs = lab.nowUs + LINE_US_MAX;
  // Keys typed just now have not been read yet: whether the shell is at its prompt is known after what is due now.
  do {
    const due = lab.nextDueUs();
    if (due === undefined && !lab.held) break;
    if (lab.advance(Math.min(Math.max(due ?? 0, lab.nowUs), deadlineUs), BUDGET) === 'held') await lab.settle();
    const pause = breathe();
    if (pause) await pause;
  } while (!lab.terminal(host).atPrompt && lab.nowUs < deadlineUs);
  return lab.terminal(host).atPrompt;
}
