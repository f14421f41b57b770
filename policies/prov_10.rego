# METADATA
# title: Evidence of training comes from a builder that is trusted
# description: >-
#   The parameter `builders` names the builder together with the principal that signed, and the kind of evidence where
#   it says kinds. Where it names no builder, tier limited accepts the local one; tier high accepts none. A warning at
#   tier limited.
# custom:
#   id: PROV-10
#   subject: model
#   tiers: [limited, high]
#   needs: [training evidence]
#   after: PROV-09
#   severity: error
#   controls:
#     - eu-ai-act 12.1
#     - eu-ai-act 17.1(c)
#     - nist-ai-rmf MEASURE-2.8
#     - iso-42001 A.6.2.3
#     - sr-11-7 IV
#     - sr-26-2 development
#   remediation: |-
#     Name who may sign for which builder, in a change of its own, in `govml.yaml`:
#
#     ```yaml
#     parameters:
#       builders:
#       - id: https://github.com/example/models/.github/workflows/train.yml
#         principals: [trainer@example.org]
#         kinds: [training, evaluation]
#     ```
package govml.prov_10

import data.govml.evidence_lib.built
import data.govml.evidence_lib.nearest
import data.govml.evidence_lib.of
import data.govml.evidence_lib.own
import data.govml.evidence_lib.refusal
import data.govml.lib.path
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": path(["evidence", nearest(own, "training")])} if {
	count(of(own, "training")) > 0
	count(of(built, "training")) == 0
	msg := sprintf("%s; expected a builder that the parameter builders names together with who signed", [refusal("training")])
}
