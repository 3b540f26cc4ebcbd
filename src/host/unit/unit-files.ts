// The unit files of the image, as their packages bring them (ipvsadm-1.27, httpd-2.4.6, initscripts' network). What systemd does
// with them is read from these very files, so that `cat` shows the truth.

const IPVSADM = `[Unit]
Description=Initialise the Linux Virtual Server
After=syslog.target network.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash -c "exec /sbin/ipvsadm-restore < /etc/sysconfig/ipvsadm"
ExecStop=/bin/bash -c "exec /sbin/ipvsadm-save -n > /etc/sysconfig/ipvsadm"
ExecStop=/sbin/ipvsadm -C

[Install]
WantedBy=multi-user.target
`;

const HTTPD = `[Unit]
Description=The Apache HTTP Server
After=network.target remote-fs.target nss-lookup.target
Documentation=man:httpd(8)
Documentation=man:apachectl(8)

[Service]
Type=notify
ExecStart=/usr/sbin/httpd -DFOREGROUND
KillSignal=SIGTERM

[Install]
WantedBy=multi-user.target
`;

const NETWORK = `[Unit]
Description=LSB: Bring up/down networking

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/etc/rc.d/init.d/network start
ExecStop=/etc/rc.d/init.d/network stop

[Install]
WantedBy=multi-user.target
`;

/** Path → text. */
export const UNIT_FILES: Readonly<Record<string, string>> = {
  '/usr/lib/systemd/system/ipvsadm.service': IPVSADM,
  '/usr/lib/systemd/system/httpd.service': HTTPD,
  '/usr/lib/systemd/system/network.service': NETWORK,
};

/** Where unit files lie: the administrator's before the packages'. */
export const UNIT_DIRECTORIES = ['/etc/systemd/system', '/usr/lib/systemd/system'] as const;
export const WANTS = '/etc/systemd/system/multi-user.target.wants';
