# expect: 12:7 `time.clock` in a time zone that is not a constant
# expect: 13:7 `time.date` in a time zone that is not a constant
# expect: 14:7 `time.weekday` in a time zone that is not a constant
# expect: 15:7 `time.date` of a value that may name any time zone
# expect: 16:7 `time.clock` of a value that may name any time zone
# expect: 17:7 `time.format` in a layout that is not a constant
# expect: 18:7 `time.format` in a layout that is not a constant
# expect: 19:7 `time.diff` in a time zone that is not a constant
package t

deny contains "x" if {
	x := time.clock([0, "Local"])
	x := time.date([0, ""])
	x := time.weekday([0, input.card.zone])
	x := time.date(input.card.day)
	x := time.clock(x)
	x := time.format([0, "Europe/Paris", "15:04 MST"])
	x := time.format([0, "UTC", input.layout])
	x := time.diff(0, [0, "localtime"])
}
