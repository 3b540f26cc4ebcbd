// What ipvsadm says when the kernel refuses (ipvs_strerror of libipvs): by operation and errno, then by errno alone, else as
// strerror(3) does.

import { strerror, type Errno, type ErrnoName } from '../../../base/errno.ts';

export type Operation =
  'add-service' | 'edit-service' | 'delete-service' | 'list' | 'zero' | 'add-server' | 'edit-server' | 'delete-server';

const NO_SCHEDULER = 'Scheduler or persistence engine not found';

const BY_OPERATION: Readonly<Record<Operation, Partial<Record<ErrnoName, string>>>> = {
  'add-service': { EEXIST: 'Service already exists', ENOENT: NO_SCHEDULER },
  'edit-service': { ESRCH: 'No such service', ENOENT: NO_SCHEDULER },
  'delete-service': { ESRCH: 'No such service' },
  list: { ESRCH: 'No such service' },
  zero: { ESRCH: 'No such service' },
  'add-server': { ESRCH: 'Service not defined', EEXIST: 'Destination already exists' },
  'edit-server': { ESRCH: 'Service not defined', ENOENT: 'No such destination' },
  'delete-server': { ESRCH: 'Service not defined', ENOENT: 'No such destination' },
};

const BY_ERRNO: Partial<Record<ErrnoName, string>> = {
  EPERM: 'Permission denied (you must be root)',
  EINVAL: 'Invalid operation.  Possibly wrong module version, address not unicast, ...',
  ENOPROTOOPT: 'Protocol not available',
  ENOMEM: 'Memory allocation problem',
};

export const describe = (operation: Operation, refusal: Errno): string =>
  BY_OPERATION[operation][refusal.errno] ?? BY_ERRNO[refusal.errno] ?? strerror(refusal);
