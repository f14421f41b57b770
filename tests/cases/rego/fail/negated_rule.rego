# expect: 9:2 `not` over `tier`
# expect: 10:2 `not` over `data.t.named(...)`
# expect: 11:2 `not` over `max(...)`
# expect: 12:2 `not` over `input.a`
# expect: 13:2 `not` over `input.a`
package t

deny contains "tier" if {
	not startswith(tier, "h")
	not count(named("x")) > 2
	not max(input_list) == 3
	not input.a != 1
	not [input.a] == input.b
}

tier := input.tier

default input_list := []

named(x) := x if x != ""
