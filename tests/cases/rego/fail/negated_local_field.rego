# expect: 7:2 `not` over `model.stage`
# expect: 8:2 `not` over `input.names[_]`
package t

deny contains "stage" if {
	some model in input.models
	not model.stage in ["dev", "prod"]
	not input.names[input.key] == "x"
}
