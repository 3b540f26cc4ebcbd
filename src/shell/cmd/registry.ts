// Every command of the simulator, by name: one import and one line each, in alphabetical order. A test compares this list
// with the folders beside it.

import type { Command } from '../command.ts';
import { ab } from './ab/ab.ts';
import { arp } from './arp/arp.ts';
import { awk } from './awk/awk.ts';
import { basename } from './basename/basename.ts';
import { cat } from './cat/cat.ts';
import { chmod } from './chmod/chmod.ts';
import { clear } from './clear/clear.ts';
import { column } from './column/column.ts';
import { comm } from './comm/comm.ts';
import { cp } from './cp/cp.ts';
import { curl } from './curl/curl.ts';
import { cut } from './cut/cut.ts';
import { date } from './date/date.ts';
import { diff } from './diff/diff.ts';
import { dirname } from './dirname/dirname.ts';
import { echo } from './echo/echo.ts';
import { egrep } from './egrep/egrep.ts';
import { env } from './env/env.ts';
import { false_ } from './false/false.ts';
import { fgrep } from './fgrep/fgrep.ts';
import { find } from './find/find.ts';
import { grep } from './grep/grep.ts';
import { head } from './head/head.ts';
import { hostname } from './hostname/hostname.ts';
import { id } from './id/id.ts';
import { ifconfig } from './ifconfig/ifconfig.ts';
import { ip } from './ip/ip.ts';
import { ipvsadm } from './ipvsadm/ipvsadm.ts';
import { ipvsadmRestore } from './ipvsadm-restore/ipvsadm-restore.ts';
import { ipvsadmSave } from './ipvsadm-save/ipvsadm-save.ts';
import { join } from './join/join.ts';
import { journalctl } from './journalctl/journalctl.ts';
import { jq } from './jq/jq.ts';
import { kill } from './kill/kill.ts';
import { ln } from './ln/ln.ts';
import { ls } from './ls/ls.ts';
import { lsmod } from './lsmod/lsmod.ts';
import { mkdir } from './mkdir/mkdir.ts';
import { mktemp } from './mktemp/mktemp.ts';
import { modprobe } from './modprobe/modprobe.ts';
import { mv } from './mv/mv.ts';
import { nc } from './nc/nc.ts';
import { nl } from './nl/nl.ts';
import { paste } from './paste/paste.ts';
import { ping } from './ping/ping.ts';
import { poweroff } from './poweroff/poweroff.ts';
import { printf } from './printf/printf.ts';
import { ps } from './ps/ps.ts';
import { pwd } from './pwd/pwd.ts';
import { readlink } from './readlink/readlink.ts';
import { realpath } from './realpath/realpath.ts';
import { reboot } from './reboot/reboot.ts';
import { rev } from './rev/rev.ts';
import { rm } from './rm/rm.ts';
import { rmdir } from './rmdir/rmdir.ts';
import { rmmod } from './rmmod/rmmod.ts';
import { route } from './route/route.ts';
import { sed } from './sed/sed.ts';
import { seq } from './seq/seq.ts';
import { sleep } from './sleep/sleep.ts';
import { sort } from './sort/sort.ts';
import { sysctl } from './sysctl/sysctl.ts';
import { systemctl } from './systemctl/systemctl.ts';
import { tac } from './tac/tac.ts';
import { tail } from './tail/tail.ts';
import { tee } from './tee/tee.ts';
import { bracket } from './test/test.ts';
import { test } from './test/test.ts';
import { touch } from './touch/touch.ts';
import { tr } from './tr/tr.ts';
import { true_ } from './true/true.ts';
import { uname } from './uname/uname.ts';
import { uniq } from './uniq/uniq.ts';
import { uptime } from './uptime/uptime.ts';
import { wc } from './wc/wc.ts';
import { which } from './which/which.ts';
import { whoami } from './whoami/whoami.ts';
import { xargs } from './xargs/xargs.ts';
import { yes } from './yes/yes.ts';

export const COMMANDS: readonly Command[] = [
  ab,
  arp,
  awk,
  basename,
  cat,
  chmod,
  clear,
  column,
  comm,
  cp,
  curl,
  cut,
  date,
  diff,
  dirname,
  echo,
  egrep,
  env,
  false_,
  fgrep,
  find,
  grep,
  head,
  hostname,
  id,
  ifconfig,
  ip,
  ipvsadm,
  ipvsadmRestore,
  ipvsadmSave,
  join,
  journalctl,
  jq,
  kill,
  ln,
  ls,
  lsmod,
  mkdir,
  mktemp,
  modprobe,
  mv,
  nc,
  nl,
  paste,
  ping,
  poweroff,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  reboot,
  rev,
  rm,
  rmdir,
  rmmod,
  route,
  sed,
  seq,
  sleep,
  sort,
  sysctl,
  systemctl,
  tac,
  tail,
  tee,
  bracket,
  test,
  touch,
  tr,
  true_,
  uname,
  uniq,
  uptime,
  wc,
  which,
  whoami,
  xargs,
  yes,
];
