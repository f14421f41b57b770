"""What a deployment manifest says, whatever its kind: models, versions, digests, traffic, stage, roll-back, logging."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govml.base.document import pointer_text
from govml.model import Json
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.records.index import Record

_FRAMEWORKS = (
    "model", "sklearn", "xgboost", "tensorflow", "pytorch", "triton", "onnx", "huggingface", "pmml", "lightgbm",
    "paddle",
)  # fmt: skip
PREFIX = "govml/"
"""Prefix of the Kubernetes annotations that govml reads."""


class DeployedModel(NamedTuple):
    """One model that a manifest puts into service."""

    name: str
    version: str
    digests: dict[str, str]
    uri: str
    traffic: int | None
    """Percent of the requests, None when the manifest doesn't say."""
    at: str
    """Pointer into the manifest where the model is claimed."""
    digest_at: str


def deployed_models(record: Record) -> list[DeployedModel]:
    """The models of a manifest, in its order."""
    reader = {"inference-service": _inference_service, "workload": _workload, "deployment": _manifest}.get(record.kind)
    return list(reader(record.fields)) if reader else []


def facts(record: Record) -> dict[str, Json]:
    """`stage`, `logging`, `rollback` and `monitoring` of a manifest, those that it states."""
    found: dict[str, Json] = {}
    if record.kind == "deployment":
        for key in ("stage", "rollback", "monitoring"):
            if key in record.fields:
                found[key] = record.fields[key]
        logging = record.fields.get("logging")
        if isinstance(logging, dict):
            found["logging"] = _logging(logging.get("enabled") is True, logging.get("retention"))
        return found
    annotations, _ = _annotations(record.fields)
    if "stage" in annotations:
        found["stage"] = annotations["stage"]
    if "rollback-to" in annotations:
        found["rollback"] = {"version": annotations["rollback-to"]}
    predictor = _get(record.fields, "spec", "predictor")
    enabled = isinstance(predictor, dict) and "logger" in predictor
    if enabled or "log-retention" in annotations:
        # A workload has no field for logging of its own: stating how long logs are kept states that they are.
        found["logging"] = _logging(enabled or record.kind == "workload", annotations.get("log-retention"))
    return found


def days(duration: Json) -> int | None:
    """Days of an ISO 8601 duration, a month as 30 and a year as 365; None for anything else."""
    match = re.fullmatch(r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T[0-9HMS]+)?", str(duration))
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, rest = (int(part or 0) for part in match.groups())
    return years * 365 + months * 30 + weeks * 7 + rest


def _logging(enabled: bool, retention: Json) -> dict[str, Json]:
    kept = days(retention)
    return {"enabled": enabled} if kept is None else {"enabled": enabled, "retention_days": kept}


def _get(value: Json, *keys: str) -> Json:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _annotations(fields: dict[str, Json]) -> tuple[dict[str, str], str]:
    """govml's annotations without their prefix, and the pointer of their mapping."""
    places = (
        ("metadata",),
        ("spec", "template", "metadata"),
        ("spec", "jobTemplate", "spec", "template", "metadata"),
    )
    for place in places:
        found = _get(fields, *place, "annotations")
        if isinstance(found, dict):
            own = {
                key.removeprefix(PREFIX): str(value)
                for key, value in found.items()
                if key.startswith(PREFIX) and isinstance(value, str | int | float)
            }
            if own:
                return own, pointer_text((*place, "annotations"))
    return {}, "/metadata/annotations"


def _digests(text: Json) -> dict[str, str]:
    algorithm, colon, value = str(text or "").partition(":")
    return {algorithm: value} if colon and algorithm and value else {}


def _claimed(
    annotations: dict[str, str], at: str, uri: str, traffic: int | None, uri_at: str
) -> Iterator[DeployedModel]:
    name, _, version = annotations.get("model", "").rpartition("@") if "@" in annotations.get("model", "") else (
        annotations.get("model", ""), "", "",
    )  # fmt: skip
    if not name and not uri:
        return
    where = f"{at}/govml~1model" if name else uri_at
    yield DeployedModel(name, version, _digests(annotations.get("digest")), uri, traffic, where, f"{at}/govml~1digest")


def _predictor_uri(predictor: Json) -> tuple[str, str]:
    for framework in _FRAMEWORKS:
        uri = _get(predictor, framework, "storageUri")
        if isinstance(uri, str):
            return uri, f"/{framework}/storageUri"
    return "", ""


def _inference_service(fields: dict[str, Json]) -> Iterator[DeployedModel]:
    annotations, at = _annotations(fields)
    predictor = _get(fields, "spec", "predictor")
    percent = _get(predictor, "canaryTrafficPercent")
    traffic = percent if isinstance(percent, int) else None
    uri, below = _predictor_uri(predictor)
    yield from _claimed(annotations, at, uri, traffic, "/spec/predictor" + below)
    canaries = _get(fields, "spec", "canary")
    for number, canary in enumerate(canaries if isinstance(canaries, list) else []):
        inner = _get(canary, "predictor")
        own = _get(inner, "annotations")
        percent = _get(canary, "trafficPercent")
        place = f"/spec/canary/{number}/predictor"
        uri, below = _predictor_uri(inner)
        names = {
            key.removeprefix(PREFIX): value
            for key, value in (own if isinstance(own, dict) else {}).items()
            if key.startswith(PREFIX) and isinstance(value, str)
        }
        yield from _claimed(
            names, place + "/annotations", uri, percent if isinstance(percent, int) else None, place + below
        )


def _workload(fields: dict[str, Json]) -> Iterator[DeployedModel]:
    annotations, at = _annotations(fields)
    yield from _claimed(annotations, at, "", None, at)


def _manifest(fields: dict[str, Json]) -> Iterator[DeployedModel]:
    models = fields.get("models")
    for number, model in enumerate(models if isinstance(models, list) else []):
        if isinstance(model, dict):
            traffic = model.get("traffic")
            yield DeployedModel(
                str(model.get("name") or ""),
                str(model.get("version") or ""),
                _digests(model.get("digest")),
                str(model.get("uri") or ""),
                traffic if isinstance(traffic, int) else None,
                f"/models/{number}",
                f"/models/{number}/digest",
            )
