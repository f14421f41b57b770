# Helpers of the shipped policies: readings of the input that hold whatever type a field has. A field of the wrong type
# counts as missing. No helper reads `input.at`, and none is negated over a field that may be absent.
package govml.lib

import data.govml.parameters

tiers := {"minimal", "limited", "high"}

has_card if is_object(input.card)

default card := {}

card := input.card if is_object(input.card)

default governance := {}

governance := input.card.governance if is_object(input.card.governance)

# The declared tier. Where it is unknown CARD-04 denies, and the other rules of a model stay silent.
default tier := "unknown"

tier := input.card.governance.risk.tier if input.card.governance.risk.tier in {"minimal", "limited", "high"}

known_tier if tier != "unknown"

limited_or_high if tier in {"limited", "high"}

default metrics := []

metrics := input.metrics if is_array(input.metrics)

default training_data := []

training_data := input.training.data if is_array(input.training.data)

default evaluation_data := []

evaluation_data := input.evaluation.data if is_array(input.evaluation.data)

default models := []

models := input.models if is_array(input.models)

default pointers := []

pointers := input.pointers if is_array(input.pointers)

# The manifest is one of KServe or Kubernetes, where govml's annotations say what its own manifest has fields for.
annotated if input.record.kind in {"inference-service", "workload"}

# A data set or a deployment is judged by the riskiest model that it serves; unknown risk counts as high.
data_tier := riskiest({r | some use in uses; r := risk(use)})

default uses := []

uses := input.used_by if is_array(input.used_by)

deployment_tier := riskiest({r | some served in models; r := served_risk(served)})

riskiest(risks) := "minimal" if {
	risks == {"minimal"}
} else := "limited" if {
	risks & {"limited"} == {"limited"}
	risks - {"minimal", "limited"} == set()
} else := "high"

risk(x) := x.risk if {
	x.risk in tiers
} else := "unknown"

served_risk(x) := risk(x.model) if {
	is_object(x.model)
} else := "unknown"

default subject_name := "this subject"

subject_name := shortened(input.name) if {
	is_string(input.name)
	input.name != ""
}

# `real(x)`: x is a text that somebody wrote, no blank and no placeholder. It is called often, so it does little.
real(x) if {
	is_string(x)
	not contains(x, "<!--")
	core := trim(x, marks)
	not placeholders[lower(core)]
	not openers[substring(core, 0, 5)]
} else if {
	is_string(x)
	contains(x, "<!--")
	core := trim(regex.replace(lower(x), boilerplate, " "), marks)
	not placeholders[core]
	not openers[substring(core, 0, 5)]
}

marks := " \t\r\n\u00a0.,:;!?_*#<>[](){}\"'`|/\\-–—…"

# Comments hold the instructions of Hugging Face's template; the sentences are its own, too.
boilerplate := concat("|", [
	`(?s:<!--.*?(?:-->|$))`,
	`(?:more )?information needed`,
	`this is the model card of a [^.]{0,60} model that has been pushed on the hub\.`,
	`this model ?card has been automatically generated[^.\n]*\.?`,
	`this modelcard aims to be a base template for new models\.`,
	`it has been generated using \[this raw template\]\([^)\s]*\)\.?`,
])

openers := {
	"TODO:", "TODO ", "TODO(", "TODO\n", "todo:", "todo(", "FIXME", "fixme", "XXX: ", "LOREM", "Lorem", "lorem",
	"TBD: ", "TBD (", "TBD, ", "tbd: ", "tbd (", "tbd, ", "TBA: ", "tba: ",
}

placeholders := {
	"", "todo", "to do", "tbd", "tba", "to be done", "to be added", "to be completed", "to be decided", "to be defined",
	"to be determined", "to be filled", "to be filled in", "fill in", "fill me in", "fill this in", "fill out",
	"more information needed", "information needed", "needs more information", "your text here", "text here",
	"description here", "insert text here", "insert description here", "add text here", "add a description",
	"add description", "write something here", "coming soon", "work in progress", "wip", "not specified", "unspecified",
	"unknown", "none", "null", "nil", "n/a", "na", "not available", "pending", "your name", "your team", "your-team",
	"team name", "your org", "your-org", "your organisation", "your organization", "your company", "john doe",
	"jane doe",
}

# A list with at least one text that somebody wrote.
some_real(xs) if {
	is_array(xs)
	some x in xs
	real(x)
}

# The card's Markdown has one of these headings with a text below it.
section(headings) if {
	some heading in headings
	real(input.sections[heading])
}

# A mail address, handle, channel or address that can reach somebody.
reachable(contact) if {
	real(contact)
	address := lower(trim_space(contact))
	not made_up(address)
}

# One expression, as it is asked of every card.
made_up(address) if regex.match(
	`your[-_]|yourorg|yourcompany|^(?:you|your|name|user|username|email|mail|me|someone|somebody|foo|test|contact|owner|first\.last|firstname\.lastname|john\.doe|jane\.doe)@(?:example\.(?:com|org|net)|(?:domain|email|company)\.com)$`,
	address,
)

# Metrics, by index, that say what was measured, and on what.
complete[i] := metric if {
	some i, metric in metrics
	tells_all(metric)
}

tells_all(metric) if {
	is_number(metric.value)
	real(metric.name)
	real(metric.dataset)
	real(metric.split)
}

# Names of the metrics that the policy asks for: a list, or lists by tier.
required_metrics contains name if {
	is_array(parameters.required_metrics)
	some name in parameters.required_metrics
	is_string(name)
}

required_metrics contains name if {
	is_array(parameters.required_metrics[tier])
	some name in parameters.required_metrics[tier]
	is_string(name)
}

# What is known of the digests of a thing: algorithm -> hex.
digests(x) := {algorithm: hex |
	some algorithm, hex in x.digests
	is_string(hex)
	hex != ""
} if {
	is_object(x.digests)
} else := {}

# Where a thing is claimed, for a finding about it.
at(x, otherwise) := x.at if {
	is_string(x.at)
	startswith(x.at, "/")
} else := otherwise

path(keys) := concat("", [step | some key in keys; step := concat("", ["/", sprintf("%v", [key])])])

# What was found, for messages: never the digits of a float, which engines write differently.
state(x) := "is missing" if {
	x == null
} else := "is empty" if {
	x in {"", " "}
} else := "is an empty list" if {
	x == []
} else := sprintf("is \"%s\"", [shortened(x)]) if {
	is_string(x)
} else := "is true" if {
	x == true
} else := "is false" if {
	x == false
} else := sprintf("is %s", [whole_number(x)]) if {
	is_number(x)
} else := "is a list" if {
	is_array(x)
} else := "is a mapping"

whole_number(x) := format_int(x, 10) if {
	x < 1000000000000
	x > -1000000000000
	floor(x) == x
} else := "a number"

# What was found under a key that may be absent.
found(x, key) := state(object.get(x, key, null)) if {
	is_object(x)
} else := "is missing"

shortened(text) := text if {
	count(text) <= 80
} else := concat("", [substring(text, 0, 79), "…"])
