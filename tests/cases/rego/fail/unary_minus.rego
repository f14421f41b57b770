# expect: 4:32 `-` before anything but a number
package t

deny contains "x" if input.x < -input.y
