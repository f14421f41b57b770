"""One canned report, with everything in it that a format must cope with."""

from __future__ import annotations

import pytest

from govml.model import (
    Finding,
    Location,
    PolicyInfo,
    RecordInfo,
    Report,
    Rule,
    RuleOutcome,
    SnapshotInfo,
    WaiverStatus,
)

CARD = "models/credit-risk/README.md"
HOSTILE_PATH = "models/a|b`c@team,x:1%<!--\x1b[31m\u202e\n::error::/README.md"
HOSTILE_TEXT = (
    "</td><script>alert(1)</script> @octocat ##[error] \x1b[2J\u202egnp\n::stop-commands::x ]]> https://evil.example |"
)

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "CARD-02",
            "Intended use is stated",
            "A model card says what the model is for and what it must not be used for.",
            "error",
            "model",
            ("eu-ai-act 13.3(b)(i)", "nist-ai-rmf MAP-1.1"),
            "Add `governance.intended_use` and `governance.out_of_scope` to the card.",
            "policies/card_02.rego",
        ),
        Rule(
            "CARD-05", "An owner is named", "", "warning", "model", (), "Name a team that answers.", "policies/c.rego"
        ),
        Rule(
            "DATA-01", "A data card describes the data", "", "error", "model", ("gdpr 30",), "", "policies/data_01.rego"
        ),
        Rule("SCHEMA", "The record fits its schema", "", "error", "", (), "", "schemas/model-card.schema.json"),
        Rule(
            "SERVE-01", "A rollback version is named", "", "error", "deployment", ("eu-ai-act 14.4(e)",), "", "p.rego"
        ),
    )
}


def make_report() -> Report:
    """Return the canned report."""
    return Report(
        verdict="FAILED",
        reason="Four findings are errors.",
        snapshot=SnapshotInfo("commit", "c" * 40, "d" * 40, "b" * 40),
        policy=PolicyInfo("b" * 40, "sha256:" + "1" * 64, "default", "embedded (regorus 0.13.0)"),
        at="2026-03-03T00:00:00Z",
        kinds=(("data-card", 1), ("model-card", 2)),
        records=(
            RecordInfo("data-card", "loans", "data/loans/README.md", "1" * 40, "a" * 64),
            RecordInfo("model-card", "credit-risk", CARD, "2" * 40, "b" * 64),
            RecordInfo("model-card", "模型", HOSTILE_PATH, "3" * 40, "c" * 64),
        ),
        findings=(
            Finding(
                "CARD-02",
                "error",
                "no intended use is given",
                Location(CARD, "2" * 40, "/governance", 14, 1, 14, 11),
                "model credit-risk",
                excerpt="governance:",
            ),
            Finding(
                "CARD-05",
                "warning",
                "`governance.owner.contact` is nobody's address, so an incident would reach nobody at all",
                Location(CARD, "2" * 40, "/governance/owner", 17, 11),
                "model credit-risk",
                remediation="Give an address that someone reads.",
                status="existing",
                excerpt="  owner: {team: credit-ml, contact: nobody}",
            ),
            Finding(
                "DATA-01",
                "error",
                "the data set `loans` has no card",
                Location(CARD, "2" * 40, "/datasets/0", 4, 12),
                "model credit-risk",
                waiver="W-1",
                excerpt="datasets: [loans]",
            ),
            Finding(
                "SCHEMA",
                "error",
                "the file is not UTF-8",
                Location("data/loans/README.md", "1" * 40),
            ),
            Finding(
                "SCHEMA",
                "error",
                HOSTILE_TEXT,
                Location(HOSTILE_PATH, "3" * 40, "/name", 2, 8, 2, 10),
                "model 模型",
                excerpt="\tname:\t模型\x1b[0m # the name",
            ),
            Finding("SCHEMA", "error", "two records are named `x`", Location(""), "model x"),
        ),
        outcomes=(
            RuleOutcome("CARD-02", "fired", "1 of 2 subjects", 1, 2),
            RuleOutcome("CARD-05", "fired", "1 of 2 subjects", 1, 2),
            RuleOutcome("DATA-01", "waived", "1 of 2 subjects", 1, 2),
            RuleOutcome("SCHEMA", "fired", "3 of 3 records", 3, 3),
            RuleOutcome("SERVE-01", "not-evaluated", "there is no deployment"),
        ),
        rules=RULES,
        waivers=(
            WaiverStatus(
                "W-1",
                "DATA-01",
                "model credit-risk",
                "expiring",
                "The card is in review.",
                "ann@example.org",
                "2026-03-10",
                Location("waivers/w-1.yaml", "4" * 40, "", 1, 1),
                1,
            ),
            WaiverStatus(
                "W-2",
                "CARD-02",
                "model credit-risk",
                "expired",
                "Due in spring | @octocat",
                "bob@example.org",
                "2026-01-01",
                Location("waivers/w-2.yaml", "5" * 40, "", 1, 1),
            ),
            WaiverStatus(
                "W-3",
                "CARD-05",
                "",
                "unused",
                "",
                "",
                "",
                Location("waivers/w-3.yaml", "6" * 40, "", 1, 1),
            ),
        ),
        notes=("No govml.yaml: the defaults were used.",),
        fixed=(
            Finding("CARD-02", "error", "no intended use is given", Location("models/old/README.md", "", "", 3, 1)),
        ),
        subjects=(("data", 1), ("model", 2)),
    )


@pytest.fixture
def report() -> Report:
    return make_report()
