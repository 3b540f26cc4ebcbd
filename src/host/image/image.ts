// The base image: the files of a freshly installed host, as templates that all machines of a page share. What differs from host to
// host (its name, its interfaces' files, its web pages) is written over it by host-files.ts.

import { programImage } from '../kernel/process-table.ts';
import type { Template } from '../vfs/node.ts';
import { UNIT_FILES } from '../unit/unit-files.ts';
import * as etc from './etc.ts';

/** A program of the simulator as the image needs it: a Command is one. */
export interface ProgramFile {
  readonly name: string;
  readonly directory?: '/usr/bin' | '/usr/sbin';
}

class Builder {
  readonly entries = new Map<string, Template>();

  directory(path: string, mode = 0o755): Map<string, Template> {
    let at = this.entries;
    for (const name of path.split('/').filter(Boolean)) {
      let next = at.get(name);
      if (next?.kind !== 'directory') at.set(name, (next = { kind: 'directory', entries: new Map(), mode }));
      at = next.entries as Map<string, Template>;
    }
    return at;
  }

  #at(path: string, template: Template): void {
    const slash = path.lastIndexOf('/');
    this.directory(path.slice(0, slash)).set(path.slice(slash + 1), template);
  }

  file(path: string, data: string, mode = 0o644): void {
    this.#at(path, { kind: 'file', data, mode });
  }

  link(path: string, target: string): void {
    this.#at(path, { kind: 'symlink', target });
  }
}

const EMPTY_DIRECTORIES =
  '/dev /proc /sys /run /boot /home /mnt /media /opt /srv /var/log /var/log/httpd /var/lib /var/run /var/tmp /var/www/html ' +
  '/etc/sysconfig/network-scripts /etc/sysctl.d /etc/profile.d /etc/httpd/conf.d /usr/lib/sysctl.d /usr/lib64 ' +
  '/usr/local/bin /usr/local/sbin /usr/share /etc/systemd/system/multi-user.target.wants /usr/lib/modules';

const LINKS: Readonly<Record<string, string>> = {
  '/bin': 'usr/bin',
  '/sbin': 'usr/sbin',
  '/lib': 'usr/lib',
  '/lib64': 'usr/lib64',
  '/usr/bin/sh': 'bash',
  '/etc/mtab': '/proc/self/mounts',
  '/etc/system-release': 'centos-release',
  '/etc/redhat-release': 'centos-release',
  '/etc/sysctl.d/99-sysctl.conf': '../sysctl.conf',
  '/etc/localtime': '../usr/share/zoneinfo/Asia/Shanghai',
};

const FILES: Readonly<Record<string, string>> = {
  '/etc/passwd': etc.PASSWD,
  '/etc/group': etc.GROUP,
  '/etc/hosts': etc.HOSTS,
  '/etc/services': etc.SERVICES,
  '/etc/protocols': etc.PROTOCOLS,
  '/etc/resolv.conf': '',
  '/etc/nsswitch.conf': etc.NSSWITCH,
  '/etc/os-release': etc.OS_RELEASE,
  '/etc/centos-release': etc.REDHAT_RELEASE,
  '/etc/sysctl.conf': etc.SYSCTL_CONF,
  '/etc/profile': etc.PROFILE,
  '/etc/bashrc': etc.BASHRC,
  '/etc/fstab': etc.FSTAB,
  '/etc/shells': '/bin/sh\n/bin/bash\n/sbin/nologin\n/usr/bin/sh\n/usr/bin/bash\n/usr/sbin/nologin\n',
  '/etc/issue': '\\S\nKernel \\r on an \\m\n\n',
  '/etc/motd': '',
  '/etc/httpd/conf/httpd.conf': etc.HTTPD_CONF,
  '/root/.bashrc': etc.ROOT_BASHRC,
  '/root/.bash_profile': etc.ROOT_BASH_PROFILE,
  '/boot/config-3.10.0-327.el7.x86_64': etc.KERNEL_CONFIG,
};

function build(programs: readonly ProgramFile[]): ReadonlyMap<string, Template> {
  const builder = new Builder();
  for (const path of EMPTY_DIRECTORIES.split(' ')) builder.directory(path);
  builder.directory('/root', 0o550);
  builder.directory('/tmp', 0o1777);
  builder.directory('/var/tmp').clear();
  for (const [path, data] of Object.entries(FILES)) builder.file(path, data);
  builder.file('/etc/sysconfig/ipvsadm-config', etc.IPVSADM_CONFIG, 0o600);
  for (const [path, data] of Object.entries(UNIT_FILES)) builder.file(path, data);
  for (const [path, target] of Object.entries(LINKS)) builder.link(path, target);
  for (const { name, directory } of programs)
    builder.file(`${directory ?? '/usr/bin'}/${name}`, programImage(name), 0o755);
  return builder.entries;
}

const built = new WeakMap<readonly ProgramFile[], ReadonlyMap<string, Template>>();

/** The image with an executable file for each program; built once for the same list. */
export function baseImage(programs: readonly ProgramFile[]): ReadonlyMap<string, Template> {
  let image = built.get(programs);
  if (!image) built.set(programs, (image = build(programs)));
  return image;
}
