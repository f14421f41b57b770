"""Attacks by evidence, weights and data on a version that is to be promoted: refused, beside the honest one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from govml.base.git import Repository
from govml.ledger.chain import read
from govml.model import GovmlError
from govml.render.promotion import sections
from govml.usecases.decide import Asked, Decision, decide, trusted_commit
from govml.usecases.judging import How
from govml.usecases.promote import RefusedError, Where, approve, promote
from govml.usecases.promotion_document import document_of
from tests.builders import Repo
from tests.evidence.keys import Key, make_key
from tests.usecases.examples import CARD, MD5, pointer
from tests.usecases.proven import CONFIG, EVALUATION, PRINCIPAL, TRAINING, Proven, digests, proven

AT = "2026-03-03T12:00:00Z"
CAROL, BOT = "carol@bank.example", "bot@bank.example"
STAGES = f"""\
roles: {{validator: [{CAROL}, {PRINCIPAL}], releaser: [{BOT}]}}
promotion: {{stages: {{dev: {{approvals: {{high: {{validator: 1}}}}}}}}}}
"""


class Bank(NamedTuple):
    """A proven model that Carol may approve, and the keys of all."""

    good: Proven
    keys: dict[str, Key]

    @property
    def repository(self) -> Repository:
        return Repository.open(self.good.repo.path)

    def decide(self, version: str = "v1.4.0", at: str = AT) -> Decision:
        repository = self.repository
        asked = Asked("promotion", "credit-risk", version, "dev", at, trusted_commit(repository))
        return decide(repository, asked, read(repository))

    def approve(self, who: str) -> None:
        where = Where("govml/ledger", How())
        approve(self.repository, self.decide(), self.keys[who].private, where, AT)

    def promote(self) -> bool:
        where = Where("govml/ledger", How())
        asked = Asked("promotion", "credit-risk", "v1.4.0", "dev", AT)
        return promote(self.repository, asked, self.keys[BOT].private, where).entry is not None

    def fired(self) -> set[str]:
        """Rules about the version that stop it."""
        findings = self.decide().report["findings"]
        assert isinstance(findings, list)
        return {str(each["rule"]) for each in findings if isinstance(each, dict) and each["level"] == "error"}


@pytest.fixture
def bank(repo: Repo, tmp_path: Path) -> Bank:
    keys = {who: make_key(tmp_path / "keys", who.partition("@")[0]) for who in (PRINCIPAL, CAROL, BOT)}
    good = proven(repo, keys[PRINCIPAL])
    repo.write("allowed_signers", "".join(key.allowed(who) for who, key in keys.items()))
    repo.write("govml.yaml", CONFIG + STAGES)
    repo.commit("Stages and roles")
    return Bank(good, keys)


def register(bank: Bank) -> None:
    bank.good.repo.commit("Version")
    bank.good.repo.tag("credit-risk@v1.4.0")


def test_the_honest_one_passes(bank: Bank) -> None:
    register(bank)
    assert bank.fired() == set()
    bank.approve(CAROL)
    assert bank.promote()
    report = bank.decide().report
    evidence = report["evidence"]
    assert isinstance(evidence, list)
    assert [(each["kind"], each["path"]) for each in evidence if isinstance(each, dict)] == [
        ("evaluation", EVALUATION),
        ("training", TRAINING),
    ]
    assert "evidence" in str(report["measured"])
    assert [entry.kind for entry in read(bank.repository).entries] == ["approval", "promotion"]


def weights_swapped_after_the_evaluation(bank: Bank) -> None:
    bank.good.repo.write(
        "models/credit-risk/model.safetensors.dvc", pointer("model", "model.safetensors").replace("c3", "d4")
    )


def data_swapped_under_its_name(bank: Bank) -> None:
    bank.good.repo.write("data/train.csv.dvc", pointer("train", "train.csv").replace("a1", "d4"))


def evaluation_data_swapped_under_its_name(bank: Bank) -> None:
    bank.good.repo.write("data/test.csv.dvc", pointer("test", "test.csv").replace("b2", "d4"))
    text = (bank.good.repo.path / "models/credit-risk/README.md").read_text()
    bank.good.repo.write("models/credit-risk/README.md", text.replace(MD5["test"], "d4" * 16))


def evidence_of_another_version(bank: Bank) -> None:
    other = bank.good.training._replace(subjects=(bank.good.training.subjects[0]._replace(digest={"md5": "d4" * 16}),))
    bank.good.write(other)


def evidence_of_another_repository(bank: Bank) -> None:
    bank.good.write(bank.good.training._replace(repository="https://github.com/other/models"))


def evidence_removed(bank: Bank) -> None:
    bank.good.repo.remove(TRAINING)


def numbers_that_nobody_measured(bank: Bank) -> None:
    bank.good.repo.write("models/credit-risk/README.md", CARD.replace("value: 0.912,", "value: 0.95,"))


def key_that_is_revoked(bank: Bank) -> None:
    bank.good.repo.write("revoked_signers", bank.keys[PRINCIPAL].public.line + "\n")


def collision_of_md5(bank: Bank) -> None:
    subject = bank.good.training.subjects[0]._replace(digest={**digests("model"), "sha256": "ee" * 32})
    bank.good.write(bank.good.training._replace(subjects=(subject,)))


@pytest.mark.parametrize(
    ("attack", "rule"),
    [
        (weights_swapped_after_the_evaluation, "PROV-06"),
        (data_swapped_under_its_name, "PROV-03"),
        (evaluation_data_swapped_under_its_name, "EVAL-03"),
        (evidence_of_another_version, "PROV-06"),
        (evidence_of_another_repository, "PROV-09"),
        (evidence_removed, "PROV-01"),
        (numbers_that_nobody_measured, "EVAL-03"),
        (key_that_is_revoked, "PROV-08"),
        (collision_of_md5, "PROV-06"),
    ],
)
def test_what_is_not_proven_is_not_promoted(bank: Bank, attack: Callable[[Bank], None], rule: str) -> None:
    attack(bank)
    register(bank)
    assert rule in bank.fired()
    with pytest.raises(RefusedError, match="the report is FAILED"):
        bank.approve(CAROL)
    assert not bank.promote()
    assert bank.repository.resolve("HEAD")
    assert read(bank.repository).entries == ()


def test_the_trainer_does_not_approve_what_they_trained(bank: Bank) -> None:
    register(bank)
    bank.approve(PRINCIPAL)
    decision = bank.decide()
    assert [finding.rule for finding in decision.findings] == ["APPR-02"]
    makers = decision.report["makers"]
    assert isinstance(makers, dict)
    assert makers["trained"] == [PRINCIPAL]
    document = document_of(decision)
    told = [section for section in sections(document) if section.heading == "The version"]
    assert ("trained by", PRINCIPAL) in told[0].lines
    assert decision.missing == {"validator": 1}
    assert not bank.promote()


def test_a_key_of_evidence_that_is_revoked_after_the_approval(bank: Bank) -> None:
    register(bank)
    bank.approve(CAROL)
    assert bank.decide().missing == {}
    key_that_is_revoked(bank)
    bank.good.repo.commit("The trainer's key was stolen")
    assert "PROV-08" in bank.fired()
    assert not bank.promote()


def test_a_file_that_is_added_beside_what_was_signed(bank: Bank) -> None:
    """A version is a commit: what is added later is another one, which nobody approved."""
    register(bank)
    bank.approve(CAROL)
    bank.good.repo.write("models/credit-risk/hook.py", "import os\n")
    bank.good.repo.commit("A file")
    bank.good.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    bank.good.repo.tag("credit-risk@v1.4.0")
    decision = bank.decide()
    assert decision.missing == {"validator": 1}
    assert decision.given[0].problem == "is for another commit"
    assert not bank.promote()


def test_a_clone_without_an_object_decides_nothing(bank: Bank) -> None:
    register(bank)
    partial = Repository.open(bank.good.repo.partial())
    asked = Asked("promotion", "credit-risk", "v1.4.0", "dev", AT)
    with pytest.raises(GovmlError):
        decide(partial, asked, read(partial))
