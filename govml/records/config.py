"""`govml.yaml`: what a repository changes about how it is judged."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from govml import assets
from govml.base.document import locate, parse
from govml.model import Json, PolicyError
from govml.named import NamedTuple
from govml.records.files import Limits
from govml.records.index import mapping_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH: Final = "govml.yaml"
_IGNORED: Final = ("node_modules/**", "**/node_modules/**", "**/.venv/**", ".venv/**", "**/site-packages/**")


class TrainingConfig(NamedTuple):
    """How `govml train` runs, and what a run costs."""

    launcher: str = "local"
    currency: str = ""
    prices: Mapping[str, float] = {}
    """Of an hour, by GPU name, and `cpu` for the run itself."""
    g_co2_per_kwh: float | None = None
    trainjob: Mapping[str, Json] = {}
    """As written; the schema has its defaults and limits."""


class EvidenceConfig(NamedTuple):
    """Whose signatures count: paths of files in OpenSSH's formats."""

    allowed_signers: str = "allowed_signers"
    revoked_signers: str = "revoked_signers"


class StageConfig(NamedTuple):
    """What a version needs to get on a stage."""

    after: tuple[str, ...] = ()
    """Stages of which it has been on one before."""
    approvals: Mapping[str, Mapping[str, int]] = {}
    """How many principals by role by risk tier."""
    approval_days: int = 30
    evidence_days: int = 365


class PromotionConfig(NamedTuple):
    """Stages and their order, and where decisions are kept."""

    trusted: str = "main"
    """Branch whose tip decides."""
    stages: Mapping[str, StageConfig] | None = None
    """None where the config names none: any stage may be used, and `FREE` holds for each."""
    reviews: bool = False
    """Whether recorded reviews count as approvals."""
    ledger: str = "govml/ledger"

    def stage(self, name: str) -> StageConfig | None:
        """What holds for a stage; None for one that can't be promoted to."""
        return FREE if self.stages is None else self.stages.get(name)


FREE: Final = StageConfig(approvals={"high": {"approver": 1}})
"""What holds for every stage where the config names none."""


class Config(NamedTuple):
    """The settings that decide, defaults filled in."""

    present: bool
    profile: str
    rules: Mapping[str, str]
    records: Mapping[str, list[str]]
    ignore: tuple[str, ...]
    policies: tuple[str, ...]
    parameters: dict[str, Json]
    limits: Limits
    document: dict[str, Json]
    """The file as written, for digests."""
    training: TrainingConfig = TrainingConfig()
    evidence: EvidenceConfig = EvidenceConfig()
    roles: Mapping[str, tuple[str, ...]] = {}
    """Principals of `allowed_signers` by role."""
    promotion: PromotionConfig = PromotionConfig()


def default_config() -> Config:
    """What holds in a repository without a `govml.yaml`."""
    return Config(False, "default", {}, {}, _IGNORED, ("policies",), {}, Limits(), {})


@cache
def shipped_settings(name: str) -> Mapping[str, Json]:
    """The fields of a shipped YAML file below `policies/`: `parameters.yaml` or `profiles/NAME.yaml`."""
    parsed = parse((assets.policies() / name).read_bytes(), "yaml")
    return mapping_of(parsed.documents[0].value) if parsed.documents else {}


def read_config(data: bytes) -> Config:
    """The settings in a `govml.yaml`. Raises `PolicyError` with its line for a file that can't be used."""
    from govml.records.kinds import shipped_kind
    from govml.records.schema import Validator

    parsed = parse(data, "yaml")
    if parsed.problems:
        problem = parsed.problems[0]
        raise PolicyError(f"{PATH}:{problem.line}:{problem.column}: {problem.message}", problem.hint)
    value = parsed.documents[0].value if parsed.documents else None
    document = {} if value is None else value
    violations = Validator().validate(shipped_kind("config"), document)
    if violations:
        first = violations[0]
        span = locate(data, "yaml", 0, [first.pointer])[0]
        place = f":{span.line}:{span.column}" if span else ""
        raise PolicyError(
            f"{PATH}{place}: {first.message}", first.hint or "`govml schema config` shows what is allowed"
        )
    fields = mapping_of(cast("Json", document))
    limits = mapping_of(fields.get("limits"))
    return Config(
        True,
        str(fields.get("profile", "default")),
        {key: str(item) for key, item in mapping_of(fields.get("rules")).items()},
        {key: _texts(item) for key, item in mapping_of(fields.get("records")).items()},
        (*_IGNORED, *_texts(fields.get("ignore"))),
        tuple(folder.strip("/") for folder in _texts(fields.get("policies", ["policies"]))),
        mapping_of(fields.get("parameters")),
        Limits(**{key: cast("int", limits[key]) for key in Limits._fields if key in limits}),
        json.loads(json.dumps(fields)),
        _training(mapping_of(fields.get("training"))),
        EvidenceConfig(**{name: str(path) for name, path in mapping_of(fields.get("evidence")).items()}),
        {role: tuple(_texts(names)) for role, names in mapping_of(fields.get("roles")).items()},
        _promotion(mapping_of(fields.get("promotion"))),
    )


def _promotion(fields: dict[str, Json]) -> PromotionConfig:
    default = PromotionConfig()
    stages = {name: _stage(mapping_of(stage)) for name, stage in mapping_of(fields.get("stages")).items()}
    return PromotionConfig(
        str(fields.get("trusted", default.trusted)),
        stages if "stages" in fields else None,
        fields.get("approvals") == "review",
        str(fields.get("ledger", default.ledger)),
    )


def _stage(fields: dict[str, Json]) -> StageConfig:
    needed = {
        tier: {role: cast("int", count) for role, count in mapping_of(roles).items()}
        for tier, roles in mapping_of(fields.get("approvals")).items()
    }
    days = {name: cast("int", fields[name]) for name in ("approval_days", "evidence_days") if name in fields}
    return StageConfig(tuple(_texts(fields.get("after"))), needed, **days)


def _training(fields: dict[str, Json]) -> TrainingConfig:
    grid = mapping_of(fields.get("grid")).get("g_co2_per_kwh")
    return TrainingConfig(
        str(fields.get("launcher", "local")),
        str(fields.get("currency", "")),
        {name: float(cast("float", price)) for name, price in mapping_of(fields.get("prices")).items()},
        float(cast("float", grid)) if grid is not None else None,
        mapping_of(fields.get("trainjob")),
    )


def _texts(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
