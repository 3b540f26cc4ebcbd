import { expect, test } from 'vitest';
import { ABSENT, absentWords } from '../../src/shell/absent.ts';
import { COMMANDS } from '../../src/shell/cmd/registry.ts';
import { natLab, typeLine } from '../support/nat-lab.ts';

test('absentWords names what real Linux has and this has not, and what serves instead', () => {
  expect(absentWords('vim')).toBe('vim: not in this simulator (write files with echo, printf, cat > FILE or sed -i)');
  expect(absentWords('nmap')).toBe('nmap: not in this simulator');
  expect(absentWords('nosuchcommand')).toBeUndefined();
});

test('ABSENT lists no command that is here', () => {
  expect(COMMANDS.filter(({ name }) => ABSENT.has(name)).map(({ name }) => name)).toEqual([]);
});

test('the shell refuses an absent command by name with status 127, and an unknown one as bash does', () => {
  const lab = natLab([]);
  typeLine(lab, 'client', 'yum install httpd; echo $?; nosuch; echo $?');
  expect(lab.terminal('client').output.replaceAll('\r', '')).toContain(
    'bash: yum: not in this simulator (what the course installs is installed)\n127\nbash: nosuch: command not found\n127\n',
  );
});
