# The chain that evidence has to pass before a rule takes its word, one step after the other. Every step asks for
# something that is there, so evidence, signatures or fields that are taken away never help. A rule about a step speaks
# only where evidence got to it; where none did, the rule about an earlier step does.
package govml.evidence_lib

import data.govml.lib.agree
import data.govml.lib.calendar_day
import data.govml.lib.digests
import data.govml.lib.shortened
import data.govml.lib.tier
import data.govml.lib.training_data
import data.govml.parameters

default entries := []

entries := input.evidence if is_array(input.evidence)

# The members of a list, none where it is something else.
members(x, field) := x[field] if {
	is_array(x[field])
} else := []

# -- the steps: what got there, as [evidence], and from the signatures on as [evidence, signature, principal] ------------

# It is evidence of a run that succeeded.
present contains [i] if {
	some i, entry in entries
	readable(entry)
	finished(entry)
}

readable(entry) if {
	is_object(entry)
	not entry.problem
}

finished(entry) if {
	entry.kind == "training"
	entry.status == "succeeded"
} else if {
	entry.kind == "evaluation"
}

# It is about the weights that the card names.
fitting contains [i] if {
	is_object(input.artifact)
	some [i] in present
	entries[i].artifact == true
}

# A key that is allowed signed it.
signed contains [i, s, p] if {
	some [i] in fitting
	some s, signature in signatures_of(entries[i])
	not signature.problem
	some p, principal in members(signature, "principals")
	is_string(principal.name)
}

# That key is not revoked, and was its principal's when the run ended.
trusted contains [i, s, p] if {
	some [i, s, p] in signed
	entries[i].signatures[s].revoked == false
	valid(entries[i].signatures[s].principals[p], entries[i].finished)
}

valid(principal, time) if {
	is_string(time)
	is_string(principal.valid_after)
	principal.valid_after <= time
	before_end(principal, time)
}

before_end(principal, _) if principal.valid_before == ""

before_end(principal, time) if {
	is_string(principal.valid_before)
	time <= principal.valid_before
}

# It was made for this model, in this repository.
own contains [i, s, p] if {
	some [i, s, p] in trusted
	entries[i].model == input.name
	from_here(entries[i])
}

from_here(entry) if {
	not repository
} else if {
	entry.repository == repository
}

repository := parameters.repository if {
	is_string(parameters.repository)
	parameters.repository != ""
}

# A builder that is trusted with this made it, and the key is that builder's.
built contains [i, s, p] if {
	some [i, s, p] in own
	by_builder(entries[i], entries[i].signatures[s].principals[p].name)
}

by_builder(entry, principal) if {
	some builder in builders
	builder.id == entry.builder
	some name in members(builder, "principals")
	name == principal
	builds(builder, entry.kind)
} else if {
	tier == "limited"
	count(builders) == 0
	entry.builder == local
}

builds(builder, kind) if {
	not builder.kinds
} else if {
	some each in members(builder, "kinds")
	each == kind
}

default builders := []

builders := parameters.builders if is_array(parameters.builders)

local := "https://govml.dev/builders/local"

# What ran is in the history of what is judged.
reached contains [i, s, p] if {
	some [i, s, p] in built
	entries[i].reachable == true
}

# Nothing ran that is not in that commit.
clean contains [i, s, p] if {
	some [i, s, p] in reached
	entries[i].dirty == false
}

# What it read is what is there now.
unchanged contains [i, s, p] if {
	some [i, s, p] in clean
	count(read_now[i]) > 0
	not moved[i]
	not incomplete[i]
}

# -- what evidence read ------------------------------------------------------------------------------------------------

inputs_of(entry) := members(entry, "inputs")

# Data, base models, code and parameters that are what they were.
read_now[i] contains n if {
	some i, entry in entries
	some n, each in inputs_of(entry)
	same_bytes(each)
}

# Those that are not. Lock files are no part of it: they pin tools that other models use, too.
moved[i] contains n if {
	some i, entry in entries
	some n, each in inputs_of(entry)
	not locks(each)
	not read_now[i][n]
}

locks(each) if each.role == "lock"

same_bytes(each) if agree(digests(each), digests({"digests": each.now}))

# Evidence of training that does not say that the run read all the training data that the card names.
incomplete contains i if {
	some i, entry in entries
	count(unread(entry)) > 0
}

unread(entry) := [each | some each in training_data; not read_by(entry, each)] if {
	entry.kind == "training"
} else := []

# A run read data when it read the same bytes, or the folder that holds it.
read_by(entry, set) if {
	some each in inputs_of(entry)
	agree(digests(each), digests(set))
} else if {
	some each in inputs_of(entry)
	is_string(each.path)
	is_string(set.path)
	startswith(set.path, concat("", [each.path, "/"]))
}

# -- until when --------------------------------------------------------------------------------------------------------

# The day from which on evidence counts no longer: its key's time ends, or it is too old. The last day that texts can say
# where neither is so.
until(triple) := min({key_end(triple), age_end(entries[triple[0]])})

key_end(triple) := substring(holder(triple).valid_before, 0, 10) if {
	holder(triple).valid_before != ""
} else := "9999-12-31"

age_end(entry) := "9999-12-31" if {
	not max_age
} else := time.format([time.add_date(time.parse_ns("2006-01-02", day), 0, 0, max_age), "UTC", "2006-01-02"]) if {
	day := substring(entry.finished, 0, 10)
	calendar_day(day)
	day >= "1970-01-01"
	day < "2100-01-01"
} else := "1970-01-01"

# Days that evidence counts, for this tier or for all.
max_age := days if {
	is_object(parameters.evidence_max_age_days)
	days := parameters.evidence_max_age_days[tier]
	counted(days)
} else := parameters.evidence_max_age_days if {
	counted(parameters.evidence_max_age_days)
}

counted(days) if {
	is_number(days)
	days >= 0
	days <= 36500
	floor(days) == days
}

holder(triple) := entries[triple[0]].signatures[triple[1]].principals[triple[2]]

# -- words -------------------------------------------------------------------------------------------------------------

# What got to a step, of one kind of evidence, and the last evidence of it: the nearest to being taken.
of(step, kind) := {each | some each in step; entries[each[0]].kind == kind}

nearest(step, kind) := max(of(step, kind))[0]

file_of(entry) := shortened(entry.path) if {
	is_string(entry.path)
} else := "a bundle"

said(entry, field) := shortened(entry[field]) if {
	is_string(entry[field])
	entry[field] != ""
} else := "nothing"

# Why the evidence that got furthest is not taken. Only the first that holds is said.
refusal(kind) := missing(kind) if {
	count(of(present, kind)) == 0
} else := unfitting(nearest(present, kind)) if {
	count(of(fitting, kind)) == 0
} else := unsigned(nearest(fitting, kind)) if {
	count(of(signed, kind)) == 0
} else := untrusted(max(of(signed, kind))) if {
	count(of(trusted, kind)) == 0
} else := foreign(nearest(trusted, kind)) if {
	count(of(own, kind)) == 0
} else := unbuilt(max(of(own, kind))) if {
	count(of(built, kind)) == 0
} else := unreached(nearest(built, kind)) if {
	count(of(reached, kind)) == 0
} else := unclean(nearest(reached, kind)) if {
	count(of(clean, kind)) == 0
} else := outdated(nearest(clean, kind)) if {
	count(of(unchanged, kind)) == 0
}

missing(kind) := sprintf("there is only %s evidence of a run that ended as %s", [kind, said(entry, "status")]) if {
	entry := entries[max({i | some i, each in entries; readable(each); each.kind == kind})]
} else := sprintf("the %s evidence in %s can't be read: %s", [kind, file_of(entry), said(entry, "problem")]) if {
	entry := entries[max({i | some i, each in entries; each.kind == kind; each.problem})]
} else := sprintf("there is no %s evidence", [kind])

unfitting(i) := sprintf("the evidence in %s is about other weights than those of the card", [file_of(entries[i])])

unsigned(i) := sprintf("the evidence in %s is not signed", [file_of(entries[i])]) if {
	count(signatures_of(entries[i])) == 0
} else := sprintf("the evidence in %s is signed by %s, whose key is not allowed", [file_of(entries[i]), fingerprint]) if {
	some signature in signatures_of(entries[i])
	not signature.problem
	fingerprint := said(signature, "fingerprint")
	fingerprint == min({said(each, "fingerprint") | some each in signatures_of(entries[i]); not each.problem})
} else := sprintf("the signature of the evidence in %s does not hold: it %s", [file_of(entries[i]), problem]) if {
	problem := min({said(each, "problem") | some each in signatures_of(entries[i])})
}

signatures_of(entry) := members(entry, "signatures")

untrusted(last) := sprintf(
	"the evidence in %s is signed by %s, which is revoked",
	[file_of(entries[last[0]]), said(signature, "fingerprint")],
) if {
	signature := entries[last[0]].signatures[last[1]]
	not kept(signature)
} else := sprintf(
	"the evidence in %s is of a run that ended at %s, when its key was not valid for %s",
	[file_of(entries[last[0]]), said(entries[last[0]], "finished"), said(holder(last), "name")],
)

kept(signature) if signature.revoked == false

foreign(i) := sprintf("the evidence in %s is for the model %s", [file_of(entries[i]), said(entries[i], "model")]) if {
	entry := entries[i]
	not named(entry)
} else := sprintf("the evidence in %s is from the repository %s", [file_of(entries[i]), said(entries[i], "repository")])

named(entry) if entry.model == input.name

unbuilt(last) := sprintf(
	"the evidence in %s is made by the builder %s and signed by %s, who is not trusted with that",
	[file_of(entries[last[0]]), said(entries[last[0]], "builder"), said(holder(last), "name")],
)

unreached(i) := sprintf(
	"the evidence in %s is of commit %s, which is not in the history of what is judged",
	[file_of(entries[i]), substring(said(entries[i], "commit"), 0, 12)],
) if {
	entries[i].reachable == false
} else := sprintf(
	"whether commit %s of the evidence in %s is in the history can't be told in this clone",
	[substring(said(entries[i], "commit"), 0, 12), file_of(entries[i])],
)

unclean(i) := sprintf("the evidence in %s is of a run with changes that were not committed", [file_of(entries[i])])

outdated(i) := sprintf("the evidence in %s read another %s than the one that is there now", [file_of(entries[i]), path]) if {
	path := min({said(inputs_of(entries[i])[n], "path") | some n in moved[i]})
} else := sprintf("the evidence in %s does not say that the run read %s", [file_of(entries[i]), said(unread(entries[i])[0], "path")]) if {
	incomplete[i]
} else := sprintf("the evidence in %s does not say what the run read", [file_of(entries[i])])
