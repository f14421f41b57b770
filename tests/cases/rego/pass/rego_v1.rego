package acme.walks

import rego.v1
import data.govml.records as all
import input.card as model_card

deny contains sprintf("%v at %v", [value, concat("/", path)]) if {
	walk(model_card, [path, value])
	value == "TODO"
}

deny contains name if {
	some name, _ in all.model
	print("seen", name)
	every tag in model_card.tags { is_string(tag) }
}

level := 1 if model_card.a else := 2

f(x, [first, _]) := first if x else := 0

deny contains "f" if f(1, [2, 3]) > level
