# expect: 5:1 `violation` is not a set in every clause
# expect: 7:1 `deny_f` is not a set in every clause
package t

violation[message] if { message := "x" }

deny_f(x) := "no" if x
