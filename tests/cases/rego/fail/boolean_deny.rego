# expect: 5:1 `deny` is not a set in every clause
# expect: 7:1 `warn_late` is not a set in every clause
package t

deny if input.x == 1

warn_late := ["late"] if input.late
