# Everything but ip_forward.

# [web1]
route add default gw 192.168.10.1
# [web2]
route add default gw 192.168.10.1
# [svr1]
ipvsadm -A -t 10.10.10.1:80 -s wrr
ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.11 -m -w 1
ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.12 -m -w 2
ipvsadm-save > /etc/sysconfig/ipvsadm
