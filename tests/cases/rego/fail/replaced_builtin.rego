# expect: 5:47 `with count` replaces a function
package t

deny contains "x" if {
	count(input.x) == 3 with input.x as [1] with count as 3
}
