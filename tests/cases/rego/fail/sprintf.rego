# expect: 6:25 `sprintf` with `%.` is decided differently
# expect: 8:25 `sprintf` has 2 verbs for 1 values
# expect: 10:25 `sprintf` with `%` is decided differently
package t

deny contains a if a := sprintf("%.3f", [input.x])

deny contains a if a := sprintf("%s of %d", [input.x])

deny contains a if a := sprintf("100%", [])
