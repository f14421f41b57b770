# METADATA
# title: The weights are not in a format that can run code
# description: >-
#   The weights are not a pickle, which runs whatever code is in it when it is loaded: no `.pkl`, `.pt`, `.pth`, `.bin`,
#   `.joblib` or `.ckpt` file. A warning at tier limited.
# custom:
#   id: PROV-05
#   subject: model
#   tiers: [limited, high]
#   needs: [weights]
#   severity: error
#   controls: [eu-ai-act 15.5, nist-ai-rmf MEASURE-2.7, iso-42001 A.6.2.5]
#   remediation: |-
#     Save the weights as safetensors or ONNX and name that file:
#
#     ```yaml
#     governance:
#       artifact: models/MODEL/model.safetensors.dvc
#     ```
package govml.prov_05

import data.govml.lib.path_of
import data.govml.lib.tier

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/artifact/path"} if {
	is_object(input.artifact)
	not harmless
	msg := sprintf("the weights %s may be a pickle, which runs code when it is loaded; expected safetensors or ONNX", [path_of(input.artifact)])
}

harmless if input.artifact.pickle == false
