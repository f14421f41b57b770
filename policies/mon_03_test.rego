package govml.mon_03_test

import data.govml.lib_test.changed
import data.govml.lib_test.high
import data.govml.lib_test.limited
import data.govml.lib_test.without

test_from_that_day if {
	members := data.govml.mon_03.deny with input as high
	{member.from | some member in members} == {"2027-03-31"}
}

test_missing if {
	members := data.govml.mon_03.deny with input as without("/card/governance/revalidate_by")
	count(members) == 1
	{member | some member in members; member.from} == set()
}

test_no_day if {
	texts := ["2027-02-29", "2100-02-29", "2027-13-01", "2027-04-31", "2027-4-1", "31.03.2027", "2027-03-00", "0000-01-01", "20a7-01-01", "", "2027-03-31T00:00:00Z", 20270331]
	{text | some text in texts; members := data.govml.mon_03.deny with input as changed("/card/governance/revalidate_by", text); some member in members; member.from} == set()
}

test_leap_years if {
	texts := ["2028-02-29", "2000-02-29", "2027-12-31"]
	every text in texts { data.govml.lib.calendar_day(text) }
}

test_limited if {
	asked := json.patch(limited, [{"op": "remove", "path": "/card/governance/revalidate_by"}])
	count(data.govml.mon_03.deny) == 0 with input as asked
	count(data.govml.mon_03.warn) == 1 with input as asked
	count(data.govml.mon_03.warn) == 0 with input as asked with data.govml.parameters as {"revalidation_days": {"high": 365}}
	count(data.govml.mon_03.warn) == 1 with input as asked with data.govml.parameters as {"revalidation_days": 90}
}
