"""What two versions of a record, or of the policy input of a subject, say differently, as facts.

Two documents are compared by their leaves, lists as sets of what they hold. What has a meaning of its own is told as
that: metrics with their direction, data by its version, a deployment by what it serves.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from govml.evidence.evaluation import Evaluation
from govml.evidence.signers import NO_SIGNERS, signatures
from govml.evidence.training import Training
from govml.model import Fact, Json, Trend
from govml.records.index import digests_of, list_of, mapping_of, text_of
from govml.records.paths import join
from govml.records.statements import read_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from govml.records.index import Record
    from govml.records.statements import Said

HIGHER: Final = frozenset(
    (
        "acc", "accuracy", "ap", "auc", "auprc", "auroc", "bleu", "chrf", "dice", "em", "f1", "fbeta", "gini", "iou",
        "kappa", "map", "mcc", "meteor", "miou", "mrr", "ndcg", "npv", "ppv", "precision", "psnr", "r2", "recall",
        "rouge", "sensitivity", "specificity", "ssim", "throughput",
    )
)  # fmt: skip
LOWER: Final = frozenset(
    (
        "brier", "cer", "deviance", "ece", "error", "false", "fid", "latency", "logloss", "loss", "mae", "mape", "mse",
        "nll", "perplexity", "ppl", "regret", "rmse", "rmsle", "smape", "ter", "wer",
    )
)  # fmt: skip
"""Words of a metric's name that tell whether more of it is better, or less; `LOWER` goes first (`precision_loss`)."""
_DIGESTS: Final = ("sha256", "md5", "etag", "checksum", "gitBlob", "gitCommit")
_ROWS: Final = ("rows", "num_rows", "n_rows", "nrows")
_FIRST: Final = (
    "version", "risk", "intended_use", "out_of_scope", "license", "license_name", "license_link", "owner", "stage",
    "profile", "rules", "roles",
)  # fmt: skip
"""Parts of a document that a reviewer reads first."""
_STATED: Final = ("stage", "rollback", "logging", "monitoring")
_DEPLOYMENT: Final = frozenset({"schema", "name", "models", *_STATED})
_SERVED: Final = ("storageUri", "canaryTrafficPercent", "trafficPercent")
_STAGE: Final = {
    "cmd": "command",
    "deps": "dependency",
    "outs": "output",
    "params": "parameter read",
    "metrics": "metrics file",
}
_SCALE: Final = {"replicas": "replicas", "minReplicas": "min replicas", "maxReplicas": "max replicas"}


# -- documents --------------------------------------------------------------------------------------------------------


def document_facts(old: Json, new: Json) -> list[Fact]:
    """The leaves in which two documents differ, what matters most first."""
    return sorted(_compared(old, new, ""), key=lambda fact: _rank(fact.field))


def _rank(field: str) -> int:
    first = field.partition(".")[0]
    return _FIRST.index(first) if first in _FIRST else len(_FIRST)


def _compared(old: Json, new: Json, field: str) -> Iterator[Fact]:
    if _same(old, new):
        return
    if isinstance(old, dict | None) and isinstance(new, dict | None):
        before, after = mapping_of(old), mapping_of(new)
        for key in dict.fromkeys((*before, *after)):
            yield from _compared(before.get(key), after.get(key), f"{field}.{key}" if field else key)
        if not before and not after:  # `{}` for nothing
            yield Fact(field, "", old, new)
    elif isinstance(old, list | None) and isinstance(new, list | None):
        yield from _lists(old or [], new or [], field)
    else:
        yield Fact(field, "", old, new, _delta(old, new))


def _same(old: Json, new: Json) -> bool:
    """Whether two values mean the same: 1 is 1.0, but not true."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def _lists(old: list[Json], new: list[Json], field: str) -> Iterator[Fact]:
    if len(old) == len(new) and all(isinstance(item, dict) for item in (*old, *new)):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _compared(one, other, f"{field}[{number}]")
        return
    before, after = Counter(map(_text, old)), Counter(map(_text, new))
    gone, come = before - after, after - before
    yield from (Fact(field, "", item, None) for item in _kept(old, gone))
    yield from (Fact(field, "", None, item) for item in _kept(new, come))
    if not gone and not come:
        yield Fact(field, "in another order")


def _kept(items: list[Json], wanted: Counter[str]) -> Iterator[Json]:
    for item in items:
        if wanted[_text(item)] > 0:
            wanted[_text(item)] -= 1
            yield item


def _text(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


def _delta(old: Json, new: Json) -> str:
    """`+0.012` between two numbers, else nothing."""
    numbers = [value for value in (old, new) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < 2:
        return ""
    difference = Decimal(repr(numbers[1])) - Decimal(repr(numbers[0]))
    return f"{difference.normalize():+}" if difference else ""


# -- numbers ----------------------------------------------------------------------------------------------------------


def trend(metric: str, old: Json, new: Json) -> Trend:
    """Whether a metric got better or worse; nothing where its name doesn't tell."""
    delta = _delta(old, new)
    words = set(re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", metric).lower()))
    if not delta or not words & (HIGHER | LOWER):
        return ""
    return "better" if delta.startswith("-") == bool(words & LOWER) else "worse"


def metric_facts(old: Json, new: Json) -> list[Fact]:
    """Differences between the metrics of two policy inputs, each with what stands behind it: n, interval, revision."""
    before, after = _by_metric(old), _by_metric(new)
    facts = []
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one != other:
            name, about, _ = key
            values = mapping_of(one).get("value"), mapping_of(other).get("value")
            facts.append(Fact("metric", f"{name}{about}", one, other, _delta(*values), trend(name, *values)))
    return facts


def _by_metric(metrics: Json) -> dict[tuple[str, str, int], Json]:
    found: dict[tuple[str, str, int], Json] = {}
    for metric in list_of(metrics):
        where = "/".join(str(metric[key]) for key in ("dataset", "split") if key in metric)
        number = 0
        while (key := (str(metric.get("name", "")), f" on {where}" if where else "", number)) in found:
            number += 1
        found[key] = {key: metric[key] for key in ("value", "n", "interval", "revision") if key in metric}
    return found


def number_facts(field: str, old: Json, new: Json) -> list[Fact]:
    """Differences between two files of parameters or metrics; `field` is `parameter` or `metric`."""
    return [
        fact._replace(
            field=field,
            about=fact.field + (f" {fact.about}" if fact.about else ""),
            trend=trend(fact.field.rpartition(".")[2], fact.old, fact.new) if field == "metric" else "",
        )
        for fact in sorted(_compared(old, new, ""), key=lambda fact: fact.field)
    ]


# -- versions of data -------------------------------------------------------------------------------------------------


def version_of(entry: Mapping[str, Json], digests: Mapping[str, Json]) -> dict[str, Json]:
    """The version of a file or folder: its best digest, and files, size and rows where they are known."""
    found: dict[str, Json] = {}
    name = next((name for name in _DIGESTS if name in digests), next(iter(digests), ""))
    if name:
        found["digest"] = f"{name}:{text_of(digests[name])}"
    found |= {key: entry[key] for key in ("nfiles", "size") if isinstance(entry.get(key), int)}
    meta = mapping_of(entry.get("meta"))
    rows = next((meta[name] for name in _ROWS if isinstance(meta.get(name), int)), None)
    return found if rows is None else {**found, "rows": rows}


def artifact_facts(field: str, old: Iterable[dict[str, Json]], new: Iterable[dict[str, Json]]) -> list[Fact]:
    """Differences between the versions of artifacts, as they stand in policy inputs, by path."""
    before, after = _by_path(old), _by_path(new)
    facts = []
    for path in sorted(before.keys() | after.keys()):
        one, other = before.get(path), after.get(path)
        ours, theirs = mapping_of((one or {}).get("digests")), mapping_of((other or {}).get("digests"))
        common = ours.keys() & theirs.keys()
        differing = {name for name in common if ours[name] != theirs[name]}
        same = not differing and bool(common or not (ours or theirs))
        if not (one and other and same):
            telling = differing or common
            facts.append(Fact(field, path, _version(one, ours, telling), _version(other, theirs, telling)))
    return facts


def _by_path(items: Iterable[dict[str, Json]]) -> dict[str, dict[str, Json]]:
    return {text_of(item.get("path")).removesuffix(".dvc"): item for item in items}


def _version(item: dict[str, Json] | None, digests: dict[str, Json], telling: Collection[str]) -> Json:
    """A version by a digest that tells it from the other side's, else by one that the other side has too."""
    told = {name: digests[name] for name in digests if name in telling}
    return None if item is None else version_of(item, told or digests)


def outputs_of(record: Record | None) -> list[dict[str, Json]]:
    """The outputs of a `.dvc` file, as artifacts stand in policy inputs."""
    if record is None:
        return []
    folder = text_of(record.fields.get("wdir"))
    outs = ({"meta": record.fields.get("meta")} | out for out in list_of(record.fields.get("outs")))
    return [_artifact(record.path, out, folder) for out in outs]


def _artifact(record_path: str, entry: dict[str, Json], folder: str = "") -> dict[str, Json]:
    path = join(record_path, text_of(entry.get("path")), folder)
    return {**entry, "path": path, "digests": digests_of(entry)}


# -- subjects ---------------------------------------------------------------------------------------------------------


def model_facts(old: dict[str, Json], new: dict[str, Json]) -> list[Fact]:
    """What two policy inputs of a model say differently."""
    facts = _card_facts(old, new, {"artifact", "name"}, {"model-index"})
    facts = [fact for fact in facts if fact.field not in ("training.data", "evaluation.data")]
    told = metric_facts(old.get("metrics"), new.get("metrics"))
    told += artifact_facts("weights", _present(old.get("artifact")), _present(new.get("artifact")))
    for role in ("training", "evaluation"):
        told += artifact_facts(f"{role} data", _claimed(old, role), _claimed(new, role))
    urgent = [fact for fact in facts if _rank(fact.field) < len(_FIRST)]
    return [*urgent, *told, *(fact for fact in facts if fact not in urgent), *_section_facts(old, new)]


def data_facts(old: dict[str, Json], new: dict[str, Json]) -> list[Fact]:
    """What two policy inputs of a data set say differently."""
    versions = artifact_facts("version", list_of(old.get("pointers")), list_of(new.get("pointers")))
    return [*versions, *_card_facts(old, new, {"data", "name"}, set()), *_section_facts(old, new)]


def deployment_facts(old: dict[str, Json], new: dict[str, Json]) -> list[Fact]:
    """What two policy inputs of a deployment say differently: what it serves first, then how."""
    before, after = _served(old), _served(new)
    facts = []
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name, {}), after.get(name, {})
        facts += [fact._replace(about=name) for fact in document_facts(one, other)]
        if name not in before or name not in after:
            facts.insert(0, Fact("serves", "", name if name in before else None, name if name in after else None))
    facts += document_facts({key: old.get(key) for key in _STATED}, {key: new.get(key) for key in _STATED})
    how = map(_scaled, document_facts(_manifest(old), _manifest(new)))
    return [*facts, *sorted(how, key=lambda fact: "." in fact.field)]


def _card_facts(old: dict[str, Json], new: dict[str, Json], own: set[str], top: set[str]) -> list[Fact]:
    """Differences between the fields of two cards; those of the `governance` block go by their bare names."""

    def fields(side: dict[str, Json]) -> Json:
        card = mapping_of(side.get("card"))
        governance = mapping_of(card.get("governance"))
        outside = {key: value for key, value in card.items() if key not in top and key != "governance"}
        return outside | {key: value for key, value in governance.items() if key not in own}

    return document_facts(fields(old), fields(new))


def _section_facts(old: dict[str, Json], new: dict[str, Json]) -> list[Fact]:
    before, after = mapping_of(old.get("sections")), mapping_of(new.get("sections"))
    headings = sorted(before.keys() | after.keys())
    facts = (Fact("section", each, before.get(each), after.get(each)) for each in headings)
    return [fact for fact in facts if fact.old != fact.new and (fact.old or fact.new)]


def _claimed(model: dict[str, Json], role: str) -> list[dict[str, Json]]:
    return list_of(mapping_of(model.get(role)).get("data"))


def _present(value: Json) -> list[dict[str, Json]]:
    return [value] if isinstance(value, dict) else []


def _served(deployment: dict[str, Json]) -> dict[str, dict[str, Json]]:
    """What a deployment serves by the model's name, or by its address where it has none."""
    found: dict[str, dict[str, Json]] = {}
    for model in list_of(deployment.get("models")):
        digests = mapping_of(model.get("digests"))
        facts: dict[str, Json] = {key: model[key] for key in ("version", "traffic", "uri") if key in model}
        if digests:
            facts["digest"] = ", ".join(f"{name}:{text_of(digests[name])}" for name in sorted(digests))
        name = text_of(model.get("name")) or text_of(model.get("uri"))
        while name in found:  # as a canary of itself
            name += " (again)"
        found[name] = facts
    return found


def _manifest(deployment: dict[str, Json]) -> Json:
    """A manifest without what is told as what it serves."""
    manifest = mapping_of(deployment.get("manifest"))
    if text_of(mapping_of(deployment.get("record")).get("kind")) == "deployment":
        return {key: value for key, value in manifest.items() if key not in _DEPLOYMENT}
    return _unserved(manifest)


def _unserved(value: Json) -> Json:
    if isinstance(value, list):
        return [_unserved(item) for item in value]
    if isinstance(value, dict):
        return {
            key: _unserved(item) for key, item in value.items() if key not in _SERVED and not key.startswith("govml/")
        }
    return value


def _scaled(fact: Fact) -> Fact:
    """A fact about replicas or accelerators, by that name."""
    path, _, last = fact.field.rpartition(".")
    if last in _SCALE:
        return fact._replace(field=_SCALE[last])
    if last.endswith("/gpu"):
        return fact._replace(field="GPUs", about=path.rpartition(".")[0].removesuffix("[0]"))
    return fact._replace(field="image", about=path.removesuffix("[0]")) if last == "image" else fact


# -- evidence ---------------------------------------------------------------------------------------------------------


def evidence_facts(old: Record | None, new: Record | None) -> list[Fact]:
    """What two lines of evidence say differently: what each is and of whom, about what, and its numbers."""
    before, after = _said(old), _said(new)
    claims = document_facts(_claims(before), _claims(after))
    subjects = artifact_facts("subject", _subjects(before), _subjects(after))
    return [*claims, *subjects, *metric_facts(_measured(before), _measured(after))]


def _said(record: Record | None) -> Said | None:
    return read_line(record.value) if record is not None else None


def _claims(said: Said | None) -> Json:
    """A line in the words of `govml evidence list`; the digest of what was signed stands for the rest."""
    if said is None:
        return None
    claims: dict[str, Json] = {"kind": said.kind}
    if said.problem:
        claims["problem"] = said.problem
    if said.run is not None:
        claims["status"] = said.run.status if isinstance(said.run, Training) else said.run.result
        claims["finished"] = said.run.finished
    if said.envelope is not None:
        signed = signatures(said.envelope, NO_SIGNERS)
        claims["signed by"] = [each.fingerprint or f"nobody: it {each.problem}" for each in signed] or "nobody"
    if said.run is not None:
        claims |= {"built by": said.run.builder, "commit": said.run.commit}
    if said.envelope is not None:
        claims["statement"] = f"sha256:{sha256(said.envelope.payload).hexdigest()}"
    return claims


def _subjects(said: Said | None) -> list[dict[str, Json]]:
    return [{"path": name, "digests": {**digest}} for name, digest in said.subjects] if said is not None else []


def _measured(said: Said | None) -> Json:
    """The numbers of an evaluation, as metrics stand in policy inputs."""
    if said is None or not isinstance(said.run, Evaluation):
        return []
    found: list[Json] = []
    for each in said.run.metrics:
        metric: dict[str, Json] = {"name": each.name, "value": each.value}
        metric |= {key: text for key in ("dataset", "split", "revision") if (text := getattr(each, key))}
        metric |= {"n": each.n} if each.n is not None else {}
        metric |= {"interval": [*each.confidence_interval]} if each.confidence_interval is not None else {}
        found.append(metric)
    return found


# -- pipelines --------------------------------------------------------------------------------------------------------


def stage_facts(old: Json, new: Json) -> list[Fact]:
    """What two versions of a stage in a `dvc.yaml` say differently."""
    return [fact._replace(field=_STAGE.get(fact.field, fact.field)) for fact in document_facts(old, new)]


def locked_facts(path: str, old: Json, new: Json) -> list[Fact]:
    """What two runs of a stage, as a `dvc.lock` keeps them, did differently."""
    before, after = mapping_of(old), mapping_of(new)
    facts = [fact._replace(field="command run") for fact in _compared(before.get("cmd"), after.get("cmd"), "")]
    files, more = mapping_of(before.get("params")), mapping_of(after.get("params"))
    for file in sorted(files.keys() | more.keys()):
        facts += [
            fact._replace(about=f"{fact.about} ({file})")
            for fact in number_facts("parameter", files.get(file), more.get(file))
        ]
    for key, field in (("deps", "dependency"), ("outs", "output")):
        sides = ([_artifact(path, item) for item in list_of(side.get(key))] for side in (before, after))
        facts += artifact_facts(field, *sides)
    return facts


def text_facts(old: str, new: str, field: str) -> list[Fact]:
    """How much of a text changed, in lines."""
    if old == new:
        return []
    before, after = Counter(old.splitlines()), Counter(new.splitlines())
    delta = f"+{(after - before).total():,} -{(before - after).total():,} lines" if old and new else ""
    return [Fact(field, "", _lines(before), _lines(after), delta)]


def _lines(text: Counter[str]) -> Json:
    return f"{text.total():,} line{'s' * (text.total() != 1)}" if text else None
