package t

import data.govml.parameters

deny contains "x" if {
	not input.owner
	not input.owner == "x"
	not input.a == input.b
	not ok
	some model in object.get(input, "models", [])
	not model.stage
	not model["stage"].name == "x"
	stage := model.stage
	not stage in stages
	not startswith(stage, "d")
	not startswith(lower(stage), "d")
	not stage in {"a", "b"}
	not count(names) > 3
	not count({name | some name in input.names; not name == ""}) > 2
	not object.get(input, ["a", "b"], 1) > 2
	not known(stage)
	allowed := parameters.licences
	not stage in allowed
	not count(fallback) > 1
	not data.govml.parameters.x
	not -1 == stage
}

stages := {"dev", "prod"}

names contains name if some name in input.names

default fallback := []

fallback := input.list if is_array(input.list)

ok if startswith(input.owner, "team-")

known(x) if x in ["a"]
