# expect: 6:2 `json.remove` is decided differently by the engines
# expect: 7:2 `json.filter` is decided differently by the engines
package t

deny contains "x" if {
	json.remove(input, ["/card/license"]) == input
	json.filter(input, ["/card/license"]) == {}
}
