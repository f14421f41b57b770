# expect: 6:1 `down` calls itself
# expect: 8:1 `up` calls itself
# expect: 10:1 `round_trip` calls itself
package t

down(x) := down(x - 1)

up(x) := round_trip(x)

round_trip(x) := up(x)
