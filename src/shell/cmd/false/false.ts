// false as a program; the shell has its own.

import type { Command } from '../../command.ts';

const no: Command = {
  name: 'false',
  summary: { zh: '失败', en: 'Exit with a status code indicating failure.' },
  options: [],
  // eslint-disable-next-line require-yield -- a program need not wait
  *main() {
    return 1;
  },
};
export { no as false_ };
