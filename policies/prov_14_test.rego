package govml.prov_14_test

import data.govml.evidence_lib_test.evident
import data.govml.evidence_lib_test.limited
import data.govml.evidence_lib_test.without
import data.govml.lib_test.of_models

test_stays if {
	count(data.govml.prov_14.deny) == 0 with input as of_models(evident, evident)
}

test_removed if {
	count(data.govml.prov_14.deny) == 2 with input as of_models(evident, without("/evidence"))
}

test_other_weights if {
	after := json.patch(evident, [{"op": "remove", "path": "/evidence"}, {"op": "replace", "path": "/artifact/digests/md5", "value": "e1"}])
	count(data.govml.prov_14.deny) == 0 with input as of_models(evident, after)
}

test_limited if {
	after := json.patch(limited, [{"op": "remove", "path": "/evidence"}])
	count(data.govml.prov_14.deny) == 0 with input as of_models(limited, after)
	count(data.govml.prov_14.warn) == 2 with input as of_models(limited, after)
}
