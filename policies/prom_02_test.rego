package govml.prom_02_test

import data.govml.promotion_lib_test.promotion

test_registered if {
	count(data.govml.prom_02.deny) == 0 with input as promotion
}

test_nothing_is_denied_three_times if {
	count(data.govml.prom_02.deny) == 3 with input as {}
}
