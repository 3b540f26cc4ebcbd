// Texts of /etc and /boot in the base image: a CentOS 7.2 as the course installs it. /etc/services keeps the names that the recorded
// listings show (8080 is http-alt there). Kernel configuration: only the lines that are known.

export const PASSWD = `root:x:0:0:root:/root:/bin/bash
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
adm:x:3:4:adm:/var/adm:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/spool/mail:/sbin/nologin
operator:x:11:0:operator:/root:/sbin/nologin
games:x:12:100:games:/usr/games:/sbin/nologin
ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin
nobody:x:99:99:Nobody:/:/sbin/nologin
dbus:x:81:81:System message bus:/:/sbin/nologin
sshd:x:74:74:Privilege-separated SSH:/var/empty/sshd:/sbin/nologin
apache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin
`;

export const GROUP = `root:x:0:
bin:x:1:
daemon:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mem:x:8:
kmem:x:9:
wheel:x:10:
mail:x:12:
games:x:20:
ftp:x:50:
users:x:100:
nobody:x:99:
dbus:x:81:
sshd:x:74:
apache:x:48:
`;

export const HOSTS = `127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4
::1         localhost localhost.localdomain localhost6 localhost6.localdomain6
`;

export const OS_RELEASE = `NAME="CentOS Linux"
VERSION="7 (Core)"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"
ANSI_COLOR="0;31"
CPE_NAME="cpe:/o:centos:centos:7"
HOME_URL="https://www.centos.org/"
BUG_REPORT_URL="https://bugs.centos.org/"

CENTOS_MANTISBT_PROJECT="CentOS-7"
CENTOS_MANTISBT_PROJECT_VERSION="7"
REDHAT_SUPPORT_PRODUCT="centos"
REDHAT_SUPPORT_PRODUCT_VERSION="7"

`;

export const REDHAT_RELEASE = 'CentOS Linux release 7.2.1511 (Core) \n';

export const SYSCTL_CONF = `# System default settings live in /usr/lib/sysctl.d/00-system.conf.
# To override those settings, enter new settings here, or in an /etc/sysctl.d/<name>.conf file
#
# For more information, see sysctl.conf(5) and sysctl.d(5).
`;

export const NSSWITCH = `passwd:     files
shadow:     files
group:      files
hosts:      files dns
services:   files
networks:   files
protocols:  files
`;

export const FSTAB = `/dev/mapper/centos-root /                       xfs     defaults        0 0
`;

export const PROFILE = `# /etc/profile

# System wide environment and startup programs, for login setup
# Functions and aliases go in /etc/bashrc
`;

export const BASHRC = `# /etc/bashrc

# System wide functions and aliases
# Environment stuff goes in /etc/profile
`;

export const ROOT_BASHRC = `# .bashrc

# User specific aliases and functions

alias rm='rm -i'
alias cp='cp -i'
alias mv='mv -i'

# Source global definitions
if [ -f /etc/bashrc ]; then
	. /etc/bashrc
fi
`;

export const ROOT_BASH_PROFILE = `# .bash_profile

# Get the aliases and functions
if [ -f ~/.bashrc ]; then
	. ~/.bashrc
fi

# User specific environment and startup programs

PATH=$PATH:$HOME/bin

export PATH
`;

export const PROTOCOLS = `# Internet (IP) protocols
ip	0	IP		# internet protocol, pseudo protocol number
icmp	1	ICMP		# internet control message protocol
igmp	2	IGMP		# Internet Group Management
ipencap	4	IP-ENCAP	# IP encapsulated in IP (officially \`\`IP'')
tcp	6	TCP		# transmission control protocol
udp	17	UDP		# user datagram protocol
gre	47	GRE		# General Routing Encapsulation
esp	50	IPSEC-ESP	# Encap Security Payload [RFC2406]
ah	51	IPSEC-AH	# Authentication Header [RFC2402]
vrrp	112	VRRP		# Virtual Router Redundancy Protocol [RFC5798]
sctp	132	SCTP		# Stream Control Transmission Protocol
`;

/** port/protocols name aliases # comment */
const SERVICES_BRIEF: readonly (readonly [name: string, port: number, protocols: string, aliases?: string])[] = [
  ['tcpmux', 1, 'tcp'],
  ['echo', 7, 'tcp udp'],
  ['discard', 9, 'tcp udp', 'sink null'],
  ['systat', 11, 'tcp', 'users'],
  ['daytime', 13, 'tcp udp'],
  ['netstat', 15, 'tcp'],
  ['qotd', 17, 'tcp', 'quote'],
  ['chargen', 19, 'tcp udp', 'ttytst source'],
  ['ftp-data', 20, 'tcp'],
  ['ftp', 21, 'tcp'],
  ['ssh', 22, 'tcp'],
  ['telnet', 23, 'tcp'],
  ['smtp', 25, 'tcp', 'mail'],
  ['time', 37, 'tcp udp', 'timserver'],
  ['whois', 43, 'tcp', 'nicname'],
  ['tacacs', 49, 'tcp udp'],
  ['domain', 53, 'tcp udp'],
  ['bootps', 67, 'udp'],
  ['bootpc', 68, 'udp'],
  ['tftp', 69, 'udp'],
  ['gopher', 70, 'tcp'],
  ['finger', 79, 'tcp'],
  ['http', 80, 'tcp', 'www'],
  ['kerberos', 88, 'tcp udp', 'kerberos5 krb5 kerberos-sec'],
  ['pop3', 110, 'tcp', 'pop-3'],
  ['sunrpc', 111, 'tcp udp', 'portmapper'],
  ['auth', 113, 'tcp', 'authentication tap ident'],
  ['nntp', 119, 'tcp', 'readnews untp'],
  ['ntp', 123, 'udp'],
  ['netbios-ns', 137, 'udp'],
  ['netbios-dgm', 138, 'udp'],
  ['netbios-ssn', 139, 'tcp'],
  ['imap2', 143, 'tcp', 'imap'],
  ['snmp', 161, 'tcp udp'],
  ['snmp-trap', 162, 'tcp udp', 'snmptrap'],
  ['bgp', 179, 'tcp'],
  ['irc', 194, 'tcp udp'],
  ['ldap', 389, 'tcp udp'],
  ['https', 443, 'tcp udp'],
  ['microsoft-ds', 445, 'tcp udp'],
  ['submissions', 465, 'tcp', 'ssmtp smtps urd'],
  ['syslog', 514, 'udp'],
  ['printer', 515, 'tcp', 'spooler'],
  ['submission', 587, 'tcp'],
  ['ldaps', 636, 'tcp udp'],
  ['rsync', 873, 'tcp'],
  ['imaps', 993, 'tcp'],
  ['pop3s', 995, 'tcp'],
  ['socks', 1080, 'tcp'],
  ['openvpn', 1194, 'tcp udp'],
  ['ms-sql-s', 1433, 'tcp'],
  ['radius', 1812, 'tcp udp'],
  ['radius-acct', 1813, 'tcp udp', 'radacct'],
  ['nfs', 2049, 'tcp udp'],
  ['iscsi-target', 3260, 'tcp'],
  ['mysql', 3306, 'tcp'],
  ['svn', 3690, 'tcp', 'subversion'],
  ['sip', 5060, 'tcp udp'],
  ['sip-tls', 5061, 'tcp udp'],
  ['xmpp-client', 5222, 'tcp', 'jabber-client'],
  ['postgresql', 5432, 'tcp', 'postgres'],
  ['amqp', 5672, 'tcp udp'],
  ['x11', 6000, 'tcp', 'x11-0'],
  ['mysql-proxy', 6446, 'tcp'],
  ['http-alt', 8080, 'tcp', 'webcache'],
  ['git', 9418, 'tcp'],
  ['zabbix-agent', 10050, 'tcp'],
  ['zabbix-trapper', 10051, 'tcp'],
];

export const SERVICES = `# Network services, Internet style
#
# The names that this lab's programs know: a part of the real file.

${SERVICES_BRIEF.flatMap(([name, port, protocols, aliases]) =>
  protocols
    .split(' ')
    .map((protocol) => `${name.padEnd(15)} ${`${port}/${protocol}`}${aliases ? `\t\t${aliases}` : ''}\n`),
).join('')}`;

export const HTTPD_CONF = `# The parts of Apache's configuration that the lab's web server reads.
ServerRoot "/etc/httpd"
Listen 80
ServerName localhost
DocumentRoot "/var/www/html"
DirectoryIndex index.html
ServerTokens Prod
`;

/** el6's script read it; nothing here does. */
export const IPVSADM_CONFIG = `# Unload modules on restart and stop
#   Value: yes|no,  default: yes
IPVS_MODULES_UNLOAD="yes"
# Save current table on stop
IPVS_SAVE_ON_STOP="no"
# Save current table on restart
IPVS_SAVE_ON_RESTART="no"
# Numeric status output
IPVS_STATUS_NUMERIC="yes"
`;

const VS = (name: string) => `CONFIG_IP_VS_${name}`;

export const KERNEL_CONFIG = `CONFIG_HZ_1000=y
CONFIG_HZ=1000
CONFIG_NETFILTER_XT_MATCH_IPVS=m
CONFIG_IP_VS=m
CONFIG_IP_VS_IPV6=y
# CONFIG_IP_VS_DEBUG is not set
CONFIG_IP_VS_TAB_BITS=12

#
# IPVS transport protocol load balancing support
#
${['TCP', 'UDP', 'AH_ESP', 'ESP', 'AH', 'SCTP'].map((name) => `${VS(`PROTO_${name}`)}=y`).join('\n')}

#
# IPVS scheduler
#
${['RR', 'WRR', 'LC', 'WLC', 'LBLC', 'LBLCR', 'DH', 'SH', 'SED', 'NQ'].map((name) => `${VS(name)}=m`).join('\n')}

#
# IPVS SH scheduler
#
CONFIG_IP_VS_SH_TAB_BITS=8

#
# IPVS application helper
#
CONFIG_IP_VS_FTP=m
CONFIG_IP_VS_NFCT=y
CONFIG_IP_VS_PE_SIP=m
`;
