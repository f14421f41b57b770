# expect: 7:6 `strings.count` is decided differently by the engines, and can crash one
# expect: 9:20 `json.match_schema` is decided differently
# expect: 11:27 `json.marshal` is decided differently
# expect: 13:27 `crypto.sha256` is neither
package t

n := strings.count(input.x, "a")

deny contains 1 if json.match_schema(input, {})

deny contains m if { m := json.marshal(1.50) }

deny contains m if { m := crypto.sha256("x") }
