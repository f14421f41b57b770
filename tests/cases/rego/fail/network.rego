# expect: 6:11 `http.send` reaches the network
# expect: 8:8 `net.lookup_ip_addr` reaches the network
package t

deny contains "down" if {
	reply := http.send({"method": "GET", "url": "http://127.0.0.1:1"})
	reply.status_code != 200
	count(net.lookup_ip_addr("example.org")) == 0
}
