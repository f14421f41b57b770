# expect: 5:1 `deny` is not a set in every clause
# expect: 7:1 `deny` is not a set in every clause
package t

deny contains "x" if input.x

default deny := false
