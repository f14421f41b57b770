# METADATA
# title: Revalidation is not overdue
# description: >-
#   A card of tier high gives the day by which the model has to be validated again, and that day has not come. A warning
#   at tier limited. The parameter `revalidation_days` says which tiers need it.
# custom:
#   id: MON-03
#   subject: model
#   severity: error
#   controls: [eu-ai-act 9.2, nist-ai-rmf GOVERN-1.5, iso-42001 A.6.2.4, sr-11-7 V, sr-26-2 monitoring]
#   remediation: |-
#     Validate the model again, then set the next day in the card, as `YYYY-MM-DD`:
#
#     ```yaml
#     governance:
#       revalidate_by: 2027-03-31
#     ```
package govml.mon_03

import data.govml.lib

deny contains member if {
	lib.tier == "high"
	some member in gaps
}

warn contains member if {
	lib.tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/revalidate_by"} if {
	needed
	not dated
	msg := sprintf(
		"governance.revalidate_by %s; expected a day as YYYY-MM-DD%s",
		[lib.found(lib.governance, "revalidate_by"), within],
	)
}

# The policy knows no time: the finding holds from that day on.
gaps contains {"msg": msg, "pointer": "/card/governance/revalidate_by", "from": lib.governance.revalidate_by} if {
	needed
	dated
	msg := sprintf("the model had to be validated again by %s; expected a new validation and a later day", [lib.governance.revalidate_by])
}

# Needed unless the policy gives numbers of days by tier and none for this one.
needed if not exempt

exempt if {
	is_object(lib.parameters.revalidation_days)
	not days
}

days := lib.parameters.revalidation_days if is_number(lib.parameters.revalidation_days)

days := lib.parameters.revalidation_days[lib.tier] if is_number(lib.parameters.revalidation_days[lib.tier])

default within := ""

within := sprintf(", within %s days", [lib.whole_number(days)])

dated if calendar_day(lib.governance.revalidate_by)

calendar_day(text) if {
	is_string(text)
	regex.match(`^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, text)
	[year, month, day] := [to_number(trim_left(part, "0")) | some part in split(text, "-")]
	day <= days_in_month(year, month)
}

days_in_month(year, month) := 29 if {
	month == 2
	leap(year)
} else := 28 if {
	month == 2
} else := 30 if {
	month in {4, 6, 9, 11}
} else := 31

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0
