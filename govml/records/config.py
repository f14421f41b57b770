"""`govml.yaml`: what a repository changes about how it is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from govml.base.document import locate, parse
from govml.model import Json, PolicyError
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


def default_config() -> Config:
    """What holds in a repository without a `govml.yaml`."""
    return Config(False, "default", {}, {}, _IGNORED, ("policies",), {}, Limits(), {})


def read_config(data: bytes, schema: bytes) -> Config:
    """The settings in a `govml.yaml`. Raises `PolicyError` with its line for a file that can't be used."""
    from govml.records.kinds import parse_kind
    from govml.records.schema import Validator

    parsed = parse(data, "yaml")
    if parsed.problems:
        problem = parsed.problems[0]
        raise PolicyError(f"{PATH}:{problem.line}:{problem.column}: {problem.message}", problem.hint)
    value = parsed.documents[0].value if parsed.documents else None
    document = {} if value is None else value
    kind = parse_kind("govml:schemas/config.schema.json", schema, {})
    assert kind is not None
    violations = Validator().validate(kind, document)
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
    )


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
