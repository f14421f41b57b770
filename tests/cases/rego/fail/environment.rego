# expect: 6:28 `opa.runtime` reads the environment
# expect: 8:27 `rand.intn` is random
# expect: 10:27 `uuid.rfc4122` is random
package t

deny contains "runtime" if opa.runtime().env.HOME

deny contains "random" if rand.intn("x", 2) == 1

deny contains "random" if uuid.rfc4122("x") == ""
