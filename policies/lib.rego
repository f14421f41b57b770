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

tier := tier_of(input)

tier_of(model) := model.card.governance.risk.tier if {
	model.card.governance.risk.tier in tiers
} else := "unknown"

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
data_tier := tier_of_data(input)

tier_of_data(data_set) := riskiest({risk(use) | some use in data_set.used_by}) if {
	is_array(data_set.used_by)
} else := "high"

deployment_tier := tier_of_deployment(input)

tier_of_deployment(deployment) := riskiest({served_risk(served) | some served in deployment.models}) if {
	is_array(deployment.models)
} else := "high"

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
	word := folded(core)
	not placeholders[word]
	not openers[substring(core, 0, 5)]
} else if {
	is_string(x)
	contains(x, "<!--")
	core := trim(regex.replace(folded(x), boilerplate, " "), marks)
	not placeholders[core]
	not openers[substring(core, 0, 5)]
}

# In lower case; engines make different letters of the only capital that another alphabet's `i` has a dot above.
folded(text) := lower(replace(text, "İ", "i"))

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
	address := folded(trim_space(contact))
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

# The bytes are known to be the same: an algorithm is common to both, and none differs.
agree(left, right) if {
	common := {algorithm | some algorithm, _ in left; right[algorithm]}
	count(common) > 0
	every algorithm in common { left[algorithm] == right[algorithm] }
}

# Digests of the weights of a model.
weights(model) := digests(model.artifact) if {
	is_object(model.artifact)
} else := {}

# A version without the `v` that tags have.
bare(version) := trim_prefix(version, "v")

# What a change does to the models and data sets that are there before and after it, by index.
changed_models[i] := model if {
	some i, model in models
	is_object(model.before)
	is_object(model.after)
}

changed_data[i] := data_set if {
	is_array(input.data)
	some i, data_set in input.data
	is_object(data_set.before)
	is_object(data_set.after)
}

# What a model reads for training or evaluation.
data_of(model, role) := model[role].data if {
	is_array(model[role].data)
} else := []

called(x) := shortened(x.name) if {
	is_string(x.name)
	x.name != ""
} else := "what has no name"

path_of(file) := shortened(file.path) if {
	is_string(file.path)
} else := "a file without a path"

# A waiver to be merged before a change, for advice. A name that YAML or Markdown may read as something else is left open.
waiver(rule, kind, x, reason, approver) := concat("\n", [
	"```yaml",
	"schema: govml.waiver/v1",
	"waivers:",
	sprintf("- rule: %s", [rule]),
	sprintf("  subject: %s %s", [kind, plain_name(x)]),
	sprintf("  reason: %s", [reason]),
	sprintf("  approver: %s", [approver]),
	"  created: 2026-05-04",
	"  expires: 2026-06-04",
	"```",
])

plain_name(x) := x.name if {
	plain(x.name)
} else := "NAME"

plain(text) if {
	is_string(text)
	regex.match(`^[A-Za-z0-9_./-]{1,200}$`, text)
}

# What the numbers of a model are about: metric, data set and split, null where one is not given.
measures(model) := {measure(metric) | some metric in model.metrics; is_number(metric.value)} if {
	is_array(model.metrics)
} else := set()

# Its numbers about that. What leaves something open may be about it, so an entry that says less hides nothing.
numbers(model, about) := {metric.value |
	some metric in model.metrics
	is_number(metric.value)
	measures_that(metric, about)
} if {
	is_array(model.metrics)
} else := set()

measure(metric) := [text_or_null(metric, field) | some field in ["name", "dataset", "split"]]

text_or_null(x, field) := x[field] if {
	is_string(x[field])
} else := null

measures_that(metric, about) if {
	every i, stated in measure(metric) { count({stated, about[i]} - {null}) < 2 }
}

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
} else := sprintf("holds only a placeholder, \"%s\"", [shortened(x[0])]) if {
	is_array(x)
	is_string(x[0])
	every each in x { not real(each) }
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

# Engines write floats differently, so four digits are written from whole numbers.
decimal(x) := concat(".", [
	format_int(floor(x), 10),
	substring(format_int(20000 + (round(x * 10000) % 10000), 10), 1, 4),
]) if {
	x >= 0
	x < 100000000
} else := "more than can be shown"

# By how much one number is above another, without the last rounding error: 0.3 - 0.2 is not above 0.1.
gap(high, low) := round((high - low) * 1000000) / 1000000

# The words of a name, in lower case: `rocAuc_5` has `roc`, `auc` and `5`. Other letters than ASCII's stand between words.
words(name) := {lower(word) |
	some word in regex.split(`[^A-Za-z0-9]+`, regex.replace(name, `([a-z])([A-Z])`, "${1}_${2}"))
} if {
	is_string(name)
} else := set()

# Four, two and two digits that are a day of the calendar.
calendar_day(text) if {
	is_string(text)
	[year, month, day] := split(text, "-")
	count(year) == 4
	trim(year, "0123456789") == ""
	year >= "1000"
	count(day) == 2
	trim(day, "0123456789") == ""
	day >= "01"
	day <= last_day(to_number(year), month)
}

last_day(year, month) := "29" if {
	month == "02"
	leap(year)
} else := last_days[month]

last_days := {
	"01": "31", "02": "28", "03": "31", "04": "30", "05": "31", "06": "30",
	"07": "31", "08": "31", "09": "30", "10": "31", "11": "30", "12": "31",
}

leap(year) if {
	year % 4 == 0
	year % 100 != 0
} else if {
	year % 400 == 0
}
