# expect: 8:22 `startwith` is neither a function of these policies nor a builtin
# expect: 10:22 `count` takes 1 argument, not 2
# expect: 12:22 `data.t.longer` takes 2 arguments, not 1
# expect: 14:22 no module defines the function `data.lib.f`
# expect: 14:33 `startswith` takes 2 arguments, not 3
package t

deny contains "a" if startwith("x", "a")

deny contains "b" if count(input.x, 2)

deny contains "c" if longer("x")

deny contains "d" if data.lib.f(startswith("a", "b", true))

longer(x, y) if count(x) > count(y)
