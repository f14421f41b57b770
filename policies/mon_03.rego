# METADATA
# title: Revalidation is not overdue
# description: >-
#   A card of tier high gives the day by which the model has to be validated again, and that day has not come. A warning
#   at tier limited. The parameter `revalidation_days` says which tiers need it.
# custom:
#   id: MON-03
#   subject: model
#   tiers: [limited, high]
#   severity: error
#   controls: [eu-ai-act 9.2, nist-ai-rmf GOVERN-1.5, iso-42001 A.6.2.4, sr-11-7 V, sr-26-2 monitoring]
#   remediation: |-
#     Give the day of the next validation in the card, as `YYYY-MM-DD`:
#
#     ```yaml
#     governance:
#       revalidate_by: 2027-03-31
#     ```
package govml.mon_03

import data.govml.lib.calendar_day
import data.govml.lib.found
import data.govml.lib.governance
import data.govml.lib.tier
import data.govml.lib.whole_number
import data.govml.parameters

deny contains member if {
	tier == "high"
	some member in gaps
}

warn contains member if {
	tier == "limited"
	some member in gaps
}

gaps contains {"msg": msg, "pointer": "/card/governance/revalidate_by"} if {
	needed
	not dated
	msg := sprintf(
		"governance.revalidate_by %s; expected a day as YYYY-MM-DD%s",
		[found(governance, "revalidate_by"), within],
	)
}

# The policy knows no time: the finding holds from that day on.
gaps contains {"msg": msg, "pointer": "/card/governance/revalidate_by", "from": governance.revalidate_by, "remediation": overdue_advice} if {
	needed
	dated
	msg := sprintf("the model had to be validated again by %s; expected a new validation and a later day", [governance.revalidate_by])
}

overdue_advice := concat("\n", [
	"Validate the model again first: evaluate it on current data and update the numbers of the card. Then set the next day:",
	"",
	"```yaml",
	"governance:",
	"  revalidate_by: 2027-03-31   # a later day",
	"```",
])

# Needed unless the policy gives numbers of days by tier and none for this one.
needed if not exempt

exempt if {
	is_object(parameters.revalidation_days)
	not days
}

days := parameters.revalidation_days if is_number(parameters.revalidation_days)

days := parameters.revalidation_days[tier] if is_number(parameters.revalidation_days[tier])

default within := ""

within := sprintf(", within %s days", [whole_number(days)])

dated if calendar_day(input.card.governance.revalidate_by)
