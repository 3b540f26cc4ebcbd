# All works, until the next reboot.

# [web1]
route add default gw 192.168.10.1
# [web2]
route add default gw 192.168.10.1
# [svr1]
sysctl -w net.ipv4.ip_forward=1
ipvsadm -A -t 10.10.10.1:80 -s wrr
ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m -w 1
ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2
