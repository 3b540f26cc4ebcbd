// true as a program; the shell has its own.

import type { Command } from '../../command.ts';

const yes: Command = {
  name: 'true',
  summary: { zh: '成功', en: 'Exit with a status code indicating success.' },
  options: [],
  // eslint-disable-next-line require-yield -- a program need not wait
  *main() {
    return 0;
  },
};
export { yes as true_ };
