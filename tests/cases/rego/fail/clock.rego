# expect: 4:24 `time.now_ns` reads the clock
package t

deny contains "old" if time.now_ns() > 0
