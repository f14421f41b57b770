package govml.card_08_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.without

test_allowed if {
	count(data.govml.card_08.deny) == 0 with input as high with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}

test_missing if {
	count(data.govml.card_08.deny) == 1 with input as without("/card/license") with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}

test_not_allowed if {
	count(data.govml.card_08.deny) == 1 with input as changed("/card/license", "gpl-3.0") with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}

test_one_of_two if {
	count(data.govml.card_08.deny) == 1 with input as changed("/card/license", ["apache-2.0", "gpl-3.0"]) with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}

test_no_list if {
	count(data.govml.card_08.deny) == 3 with input as high with data.govml.parameters as {}
}

test_any if {
	count(data.govml.card_08.deny) == 0 with input as changed("/card/license", "gpl-3.0") with data.govml.parameters as {"allowed_licences": ["*"]}
}

test_data if {
	asked := without("/training/data/0/card/license")
	count(data.govml.card_08.deny) == 1 with input as asked with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
	low := json.patch(asked, [{"op": "replace", "path": "/card/governance/risk/tier", "value": "limited"}])
	count(data.govml.card_08.deny) == 0 with input as low with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
	count(data.govml.card_08.warn) == 1 with input as low with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}

test_base_model if {
	asked := object.union(high, {"card": {"base_model": ["a/b", "c/d"]}})
	count(data.govml.card_08.deny) == 0 with input as asked with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
	count(data.govml.card_08.warn) == 2 with input as asked with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
	licensed := object.union(asked, {"card": {"governance": {"base_model_license": "apache-2.0"}}})
	count(data.govml.card_08.warn) == 0 with input as licensed with data.govml.parameters as {"allowed_licences": ["apache-2.0", "cc-by-4.0"]}
}
