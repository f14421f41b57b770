# expect: 4:39 `time.now_ns` reads the clock
package t

deny contains "é€😀" if { "ü" == "é"; 	time.now_ns() > 1 }
