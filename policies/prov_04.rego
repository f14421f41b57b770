# METADATA
# title: The environment of the training is known
# description: >-
#   The evidence says which Python and packages ran, on which GPUs with which driver or on which CPU, with which lock
#   file, seeds and flags of determinism. A warning at tier limited.
# custom:
#   id: PROV-04
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-03
#   severity: error
#   controls:
#     - eu-ai-act IV.2(c)
#     - eu-ai-act 13.3(e)
#     - nist-ai-rmf MEASURE-2.1
#     - iso-42001 A.4.4
#     - iso-42001 A.4.5
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Pin the packages in a lock file at the root (`*.lock` or `requirements*.txt`), set the seeds through
#     `govml.training`, and train again:
#
#     ```sh
#     pip freeze > requirements.lock
#     git add requirements.lock && git commit
#     govml train MODEL --force
#     ```
package govml.prov_04

import data.govml.evidence_lib.entries
import data.govml.evidence_lib.file_of
import data.govml.evidence_lib.inputs_of
import data.govml.evidence_lib.locks
import data.govml.evidence_lib.members
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.unchanged
import data.govml.lib.path
import data.govml.lib.real
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(unchanged, "training")])} if {
	count(of(unchanged, "training")) > 0
	not captured
	i := nearest(unchanged, "training")
	msg := sprintf(
		"the evidence in %s does not say the %s; expected what is needed to run the training again",
		[file_of(entries[i]), concat(", ", sort([each | some each in unsaid(entries[i])]))],
	)
}

captured if {
	some [i, _, _] in of(unchanged, "training")
	count(unsaid(entries[i])) == 0
}

unsaid(entry) := {what | some what in {"Python", "packages", "device", "lock file", "seeds", "flags of determinism"}; not says(entry, what)}

says(entry, "Python") if real(entry.environment.python)

says(entry, "packages") if {
	is_object(entry.environment.packages)
	count(entry.environment.packages) > 0
}

# The CPU, and of every GPU its name, with the driver and the libraries that drive it.
says(entry, "device") if {
	real(entry.environment.cpu)
	every gpu in members(entry.environment, "gpus") { driven(entry.environment, gpu) }
}

driven(environment, gpu) if {
	real(gpu.name)
	every part in ["driver", "cuda", "torch"] { real(environment[part]) }
}

says(entry, "lock file") if {
	some each in inputs_of(entry)
	locks(each)
}

says(entry, "seeds") if {
	is_object(entry.seeds)
	count(entry.seeds) > 0
}

says(entry, "flags of determinism") if {
	is_object(entry.deterministic)
	count(entry.deterministic) > 0
}
