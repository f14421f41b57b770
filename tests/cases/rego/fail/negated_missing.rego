# expect: 8:2 `not` over `input.owner`
# expect: 9:2 `not` over `input.tier`
# expect: 10:2 `not` over `input.limit`
# expect: 11:2 `not` over `input.limit`
package t

deny contains "no owner" if {
	not startswith(input.owner, "team-")
	not input.tier in {"low", "high"}
	not input.limit > 3
	not input.limit + 1 == 3
}
