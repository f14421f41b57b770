"""Who judges: config, record kinds, policies and signers, read from the trusted snapshot and from govml itself."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from govml import __version__
from govml.base.canonical import digest
from govml.base.git import BlobTooLargeError
from govml.evidence.signers import ALLOWED, NO_SIGNERS, REVOKED, Signers
from govml.model import EvidenceError, Json, PolicyError
from govml.named import NamedTuple
from govml.policy.bundle import load_bundle
from govml.policy.facts import SUBJECTS
from govml.policy.index import shipped_modules
from govml.policy.nouns import TEST_SUFFIX, Bundle, Module
from govml.policy.waivers import NOT_WAIVABLE
from govml.policy.waivers import RULES as WAIVER_RULES
from govml.records.config import PATH, Config, default_config, read_config, shipped_settings
from govml.records.files import RULES, Limits
from govml.records.index import mapping_of, text_of
from govml.records.kinds import SUFFIX, Kinds, load_kinds, shipped_schemas

if TYPE_CHECKING:
    from typing import Literal

    from govml.base.entries import Entry
    from govml.base.git import Snapshot


_OWN_RULES: Final = frozenset({*RULES, *WAIVER_RULES, "policy"})
"""Those of govml itself; `policy` is about what a change brings (`govml.usecases.check`)."""


class Judge(NamedTuple):
    """Everything that decides, apart from the judged tree and the time."""

    config: Config
    kinds: Kinds
    bundle: Bundle
    severities: dict[str, str]
    """Severities that profile and config give to rules, of govml itself too."""
    signers: Signers
    """Whose signatures on evidence count."""
    digest: str
    """`sha256:HEX` over all of it."""

    @property
    def rules(self) -> frozenset[str]:
        """Every rule that there is, also one that is switched off."""
        return frozenset({*_OWN_RULES, *(each.rule.id for each in (*self.bundle.policies, *self.bundle.off))})

    @property
    def repository(self) -> str:
        """What the config calls this repository; empty where it doesn't."""
        return text_of(mapping_of(self.bundle.parameters).get("repository"))


def load_judge(snapshot: Snapshot) -> Judge:
    """The judge that a snapshot appoints.

    Raises `PolicyError` when its config, schemas, policies or signers can't be used.
    """
    config, kinds, schemas = _records(snapshot)
    shipped = shipped_modules()
    rules = mapping_of(shipped_settings(f"profiles/{config.profile}.yaml").get("rules"))
    severities = {**{rule: str(level) for rule, level in rules.items()}, **config.rules}
    bundle = load_bundle(
        shipped,
        own_modules(snapshot, config),
        {**shipped_settings("parameters.yaml"), **config.parameters},
        cast(
            "dict[str, Literal['off', 'warning', 'error']]",
            {rule: level for rule, level in severities.items() if rule not in RULES},
        ),
        kinds.by_name,
    )
    judged_by: dict[str, Json] = {
        "govml": __version__,
        "bundle": bundle.digest,
        "config": {key: value for key, value in config.document.items() if key not in ("parameters", "training")},
        "schemas": {path: sha256(data).hexdigest() for path, data in schemas.items()},
    }
    _check_rules(config, kinds, bundle)
    signers, files = load_signers(snapshot, config)
    if files:
        judged_by["signers"] = {name: sha256(data).hexdigest() for name, data in files.items()}
    return Judge(config, kinds, bundle, severities, signers, digest(judged_by))


def load_records(snapshot: Snapshot) -> tuple[Config, Kinds]:
    """The config of a snapshot and its record kinds, no policy read. Raises `PolicyError` when they can't be used."""
    config, kinds, _ = _records(snapshot)
    return config, kinds


def load_config(snapshot: Snapshot) -> Config:
    """The config of a snapshot, or the default one. Raises `PolicyError` when it can't be used."""
    entry = snapshot.entry(PATH)
    if entry is None:
        return default_config()
    return read_config(_read(snapshot, entry, Limits().blob_bytes))


def own_modules(snapshot: Snapshot, config: Config, tests: bool = False) -> list[Module]:
    """The policies of a snapshot itself, copies of shipped ones left out; their tests too when they are asked for.

    Raises `PolicyError` for one that is too large or not UTF-8.
    """
    found = {
        entry.path: _text(entry.path, _read(snapshot, entry, config.limits.blob_bytes))
        for folder in config.policies
        for entry in snapshot.under("" if folder == "." else folder)
        if entry.path.endswith(".rego") and (tests or not entry.path.endswith(TEST_SUFFIX))
    }
    shipped = {module.text for module in shipped_modules(tests=tests)} if found else set()
    return [Module(path, text) for path, text in found.items() if text not in shipped]


def _records(snapshot: Snapshot) -> tuple[Config, Kinds, dict[str, bytes]]:
    """Config, record kinds and the schema files that both were made of."""
    schemas = shipped_schemas()
    config = load_config(snapshot)
    own = {
        entry.path: _read(snapshot, entry, config.limits.blob_bytes)
        for entry in snapshot.under("schemas")
        if entry.path.endswith(SUFFIX)
    }
    own = {path: data for path, data in own.items() if data not in schemas.values()}
    return config, load_kinds(schemas, own, config.records, config.ignore), {**schemas, **own}


def load_signers(snapshot: Snapshot, config: Config) -> tuple[Signers, dict[str, bytes]]:
    """Whose signatures count, and the files that say so. A list of revoked keys that is named has to be there.

    Raises `PolicyError` with its line for a file that can't be used.
    """
    paths = {ALLOWED: config.evidence.allowed_signers, REVOKED: config.evidence.revoked_signers}
    entries = {name: snapshot.entry(path) for name, path in paths.items()}
    named = mapping_of(config.document.get("evidence"))
    if entries[REVOKED] is None and REVOKED in named:
        hint = "an empty file revokes nothing"
        raise PolicyError(f"{PATH}: evidence.revoked_signers: there is no file {paths[REVOKED]!r}", hint)
    found = {name: _read(snapshot, entry, config.limits.blob_bytes) for name, entry in entries.items() if entry}
    if not found:
        return NO_SIGNERS, {}
    from govml.evidence.allowed_signers import read_signers

    try:
        return read_signers(found.get(ALLOWED, b""), found.get(REVOKED, b"")), found
    except EvidenceError as error:
        name, _, rest = str(error).partition(":")
        raise PolicyError(f"{paths.get(name, name)}:{rest}", error.hint) from None


def _check_rules(config: Config, kinds: Kinds, bundle: Bundle) -> None:
    for rule, level in config.rules.items():
        if rule in NOT_WAIVABLE and level != "error":
            hint = "name what shall not be judged under `ignore`"
            raise PolicyError(f"{PATH}: rule {rule} is always an error: what can't be read can't be passed over", hint)
    known = {*SUBJECTS, *kinds.by_name}
    for policy in (*bundle.policies, *bundle.off):
        if policy.rule.subject not in known:
            what = f"rule {policy.rule.id} is about {policy.rule.subject!r}, which is no subject and no record kind"
            raise PolicyError(f"{policy.rule.source}: {what}", f"one of: {', '.join(sorted(known))}")


def _read(snapshot: Snapshot, entry: Entry, limit: int) -> bytes:
    try:
        return snapshot.read(entry, limit)
    except BlobTooLargeError as error:
        raise PolicyError(
            f"{entry.path}: {error}", "what decides is read whole or not at all: make it smaller"
        ) from None


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise PolicyError(f"{path} is not UTF-8", "save the policy as UTF-8") from None
