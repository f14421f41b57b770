# expect: 7:15 `y` has no value
# expect: 7:20 `x` has no value
# expect: 7:25 `y` has no value
# expect: 10:13 `messge` has no value
package t

deny contains y if x == y

deny contains message if {
	message := messge
	input.names[i] == "a"
	z = input.z[i]
	walk(input, [path, value])
	path == value
	count(z) > 0
}
