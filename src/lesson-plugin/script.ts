// start.sh, solve.sh, wrong/*.sh and a lesson's scenes: shell that says on which host it is typed.
//
//   # lab: nat-bare              the topology, lessons/+labs/nat-bare.json (scenes and start.sh only)
//   # [svr1]                     the lines below are typed on svr1
//   sysctl -w net.ipv4.ip_forward=1
//
// A line that ends in a backslash goes on in the next one. Other comments are for people.

import type { Step } from '../ui/lesson/compiled.ts';
import type { Reporter } from './problem.ts';

export interface Script {
  readonly lab: string | undefined;
  readonly steps: readonly (Step & { readonly line: number })[];
}

export function parseScript(text: string, report: Reporter): Script {
  const steps: (Step & { line: number })[] = [];
  let lab: string | undefined;
  let host: string | undefined;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trimEnd();
    const number = at + 1;
    const marker = /^# \[([^\]]*)\]$/.exec(line);
    const labLine = /^# lab: (\S+)$/.exec(line);
    if (marker) host = marker[1]!;
    else if (labLine) lab = labLine[1]!;
    else if (line && !line.startsWith('#')) {
      let command = line;
      while (command.endsWith('\\') && at + 1 < lines.length) command += `\n${lines[++at]!.trimEnd()}`;
      if (host === undefined) report.report(number, 'a line `# [host]` before the first command', command);
      else steps.push({ host, command, line: number });
    }
  }
  return { lab, steps };
}
