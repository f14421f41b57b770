# expect: 4:33 `not` over `input.x`
package t

deny contains "x" if count([1 | not startswith(input.x, "a")]) > 0

deny contains "y" if {
	every x in ["a"] { count([y | some y in input.ys; y == x]) > 0 }
}
