// Commands that a CentOS 7 host has and this simulator has not: the shell says so by name instead of "command not found", with what
// serves instead where something does. A command that comes to be is taken out here (a test holds this against the registry).

const EDIT = 'write files with echo, printf, cat > FILE or sed -i';
const PACKAGES = 'what the course installs is installed';
const PACKETS = 'the stage shows every packet';
const TABS = 'each host has a terminal of its own';
const PAGER = 'use cat, head or tail';
const SOCKETS = 'see /proc/net/tcp';
const FIREWALL = 'no host has a packet filter';

const INSTEAD: Readonly<Record<string, string>> = {
  vi: EDIT,
  vim: EDIT,
  nano: EDIT,
  emacs: EDIT,
  ed: EDIT,
  man: 'use --help',
  info: 'use --help',
  less: PAGER,
  more: PAGER,
  yum: PACKAGES,
  dnf: PACKAGES,
  rpm: PACKAGES,
  tcpdump: PACKETS,
  tshark: PACKETS,
  traceroute: PACKETS,
  tracepath: PACKETS,
  mtr: PACKETS,
  ss: SOCKETS,
  netstat: SOCKETS,
  lsof: SOCKETS,
  ssh: TABS,
  scp: TABS,
  sftp: TABS,
  telnet: 'use nc',
  wget: 'use curl',
  iptables: FIREWALL,
  'iptables-save': FIREWALL,
  nft: FIREWALL,
  'firewall-cmd': FIREWALL,
  service: 'use systemctl',
  chkconfig: 'use systemctl enable',
  ifup: 'use ifconfig or systemctl restart network',
  ifdown: 'use ifconfig',
};

/** Those for which nothing here serves. */
const NOTHING =
  'arping arptables at base64 bc brctl bridge cal chgrp chown cpio crontab dd df dig dmesg dnsdomainname dpkg du ethtool ' +
  'expand expr factor file fold free ftp fuser gcc getent git groupadd groups gunzip gzip halt hexdump host hostnamectl hping3 ' +
  'iconv install iostat ip6tables ipcalc ipset keepalived killall last locate logger login lsblk lscpu lspci make md5sum mii-tool mkfifo ' +
  'mount nice nmap nmcli nohup nslookup od passwd perl pgrep pidof pkill pr python python3 renice rsync ruby screen script sestatus ' +
  'setenforce getenforce sha1sum sha256sum shred shuf shutdown split stat strace strings stty su sudo sum sync tar tc time timedatectl ' +
  'timeout tmux top tput truncate tsort tty umount unexpand unzip useradd userdel usermod users vmstat w watch whereis who xxd zip';

export const ABSENT: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...NOTHING.split(' ').map((name) => [name, undefined] as const),
  ...Object.entries(INSTEAD),
]);

/** `vim: not in this simulator (write files with …)`; undefined for a name that no host would know. */
export function absentWords(name: string): string | undefined {
  if (!ABSENT.has(name)) return undefined;
  const instead = ABSENT.get(name);
  return `${name}: not in this simulator${instead ? ` (${instead})` : ''}`;
}
