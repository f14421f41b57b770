# expect: 7:22 `data.exceptions.list.x` is given by no module
# expect: 9:22 `data.t.missing` is given by no module
# expect: 11:29 `data.govml` is given by no module
# expect: 13:29 `data[_].deny` reads several packages at once
package t

deny contains "a" if data.exceptions.list["x"]

deny contains "b" if data.t.missing

deny contains "c" if { x := data.govml; x }

deny contains "d" if { y := data[input.package].deny; y }
