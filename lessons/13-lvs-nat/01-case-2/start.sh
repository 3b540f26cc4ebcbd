# lab: nat-bare
# Bare hosts: addresses and httpd are there; forwarding, gateways and rules are not.
