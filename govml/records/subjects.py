"""Subjects: one policy input for each model, data set and deployment, its links resolved.

`schemas/policy-input.schema.json` describes the inputs. A link that leads nowhere, or to something else than it says,
is reported at the place that claims it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govml.base.document import parse_pointer
from govml.model import Json
from govml.named import NamedTuple
from govml.records import artifacts, deployments
from govml.records.index import (
    Lookups,
    Record,
    Source,
    claimed_paths,
    described_data,
    governance_of,
    list_of,
    mapping_of,
    text_of,
)
from govml.records.paths import candidates, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govml.base.spans import Pointer
    from govml.model import Level


class SubjectKey(NamedTuple):
    """What identifies a subject: its kind and name, and the record that declares it."""

    kind: str
    name: str
    path: str
    number: int

    @property
    def told(self) -> str:
        """As findings name it: `model credit-risk`."""
        return f"{self.kind} {self.name}"


class Defect(NamedTuple):
    """A link that is not what it says."""

    record: Record
    pointer: Pointer
    message: str
    hint: str
    level: Level = "error"


class Origin(NamedTuple):
    """Where a part of an input comes from."""

    prefix: Pointer
    """Pointer into the input."""
    record: Record
    base: Pointer
    """Pointer into the record that stands at `prefix`."""


class Subject(NamedTuple):
    """A subject, ready to be asked about."""

    key: SubjectKey
    record: Record
    input: dict[str, Json]
    origins: tuple[Origin, ...]
    defects: tuple[Defect, ...]

    def place(self, pointer: Pointer) -> tuple[Record, Pointer]:
        """Record and pointer in it from which a place of the input came; the subject's own record by default."""
        best: Origin | None = None
        for origin in self.origins:
            size = len(origin.prefix)
            if pointer[:size] == origin.prefix and (best is None or size > len(best.prefix)):
                best = origin
        if best is None:  # what is absent belongs where the subject is declared
            base = next((origin.base for origin in self.origins if origin.prefix == ("record",)), ())
            return self.record, base
        return best.record, best.base + pointer[len(best.prefix) :]


def declared(record: Record, subject: str) -> Iterator[SubjectKey]:
    """Subjects that a record may declare; `build` tells whether it really does."""
    if subject:
        yield SubjectKey(subject, record.name, record.path, record.number)
    for name, kind in artifacts.declared(record):
        yield SubjectKey(kind, name, record.path, record.number)


def build(key: SubjectKey, record: Record, lookups: Lookups) -> Subject | None:
    """The subject that a record declares; None when a card speaks for the same artifact."""
    if key.kind == "deployment":
        return _Deployment(key, record, lookups).build()
    kind = _Model if key.kind == "model" else _Data
    if any(True for _ in artifacts.declared(record)):
        return kind(key, record, lookups).build_without_card()
    return kind(key, record, lookups).build()


class _Builder:
    """What the three kinds of subjects share."""

    def __init__(self, key: SubjectKey, record: Record, lookups: Lookups) -> None:
        self.key = key
        self.record = record
        self.lookups = lookups
        self.origins: list[Origin] = []
        self.defects: list[Defect] = []
        self.input: dict[str, Json] = {
            "kind": key.kind,
            "name": key.name,
            "record": {"kind": record.kind, "path": record.path, "blob": record.blob},
        }

    def subject(self) -> Subject:
        return Subject(self.key, self.record, self.input, tuple(self.origins), tuple(self.defects))

    def origin(self, prefix: str, record: Record, base: str = "") -> None:
        self.origins.append(Origin(parse_pointer(prefix), record, parse_pointer(base)))

    def defect(self, pointer: str, message: str, hint: str = "") -> None:
        self.defects.append(Defect(self.record, parse_pointer(pointer), message, hint))

    def card(self) -> None:
        self.input["card"] = self.record.value
        self.origin("/card", self.record)
        self.origin("/record", self.record)
        if self.record.body:
            self.input["sections"] = sections(self.record.body)

    def resolve(self, pointer: str, path: str, what: str) -> artifacts.Artifact | None:
        """What a claimed path leads to; a defect when that is nothing."""
        found = artifacts.resolve(path, folder_of(self.record.path), self.lookups)
        if found is None:
            self._nowhere(pointer, path, what)
        return found

    def exists(self, pointer: str, path: str, what: str) -> None:
        """A defect when a claimed path leads nowhere."""
        if not artifacts.target(path, folder_of(self.record.path), self.lookups):
            self._nowhere(pointer, path, what)

    def _nowhere(self, pointer: str, path: str, what: str) -> None:
        hint = "correct the path: it is looked up from the root of the repository, then from the record's folder"
        self.defect(pointer, f"{what} {path!r} leads nowhere: there is no such file, .dvc file or DVC output", hint)

    def same_name(self, kind: str) -> None:
        own = self.record.path, self.record.number
        others = [r for r in self.lookups.get(f"name:{kind}:{self.record.name}") if (r.path, r.number) != own]
        if others:
            pointer = "/governance/name" if "name" in governance_of(self.record) else ""
            more = f", document {others[0].number + 1}" if others[0].path == self.record.path else ""
            self.defect(
                pointer,
                f"{self.key.kind} {self.record.name!r} is also declared in {others[0].path}{more}",
                "give one of them another `governance.name`",
            )


class _Model(_Builder):
    def build(self) -> Subject:
        self.card()
        self.same_name(self.record.kind)
        governance = governance_of(self.record)
        self._artifact(governance)
        self._training(mapping_of(governance.get("training")))
        self._evaluation(mapping_of(governance.get("evaluation")))
        report = mapping_of(governance.get("explainability")).get("report")
        for pointer, path in claimed_paths(report, "/governance/explainability/report"):
            self.exists(pointer, path, "explainability report")
        self._metrics()
        self._deployments()
        self._evidence()
        return self.subject()

    def build_without_card(self) -> Subject | None:
        artifact = artifacts.declaration(self.record, self.key.name)
        self.origin("/record", self.record, artifact.pointer)
        if self.lookups.get("model:" + self.key.name):
            return None
        folder = folder_of(artifact.path)
        if artifact.path and folder and self.lookups.get("card-in:" + folder):
            return None
        found = artifacts.resolve(artifact.path, "", self.lookups) if artifact.path else None
        if found is not None:
            self.input["artifact"] = found.facts()
        self._deployments()
        self._evidence()
        return self.subject()

    def _artifact(self, governance: dict[str, Json]) -> None:
        for pointer, path in claimed_paths(governance.get("artifact"), "/governance/artifact"):
            found = self.resolve(pointer, path, "artifact")
            if found is not None:
                self.input["artifact"] = found.facts()
                self.origin("/artifact", self.record, "/governance/artifact")

    def _training(self, training: dict[str, Json]) -> None:
        facts: dict[str, Json] = {}
        pipeline = training.get("pipeline")
        if isinstance(pipeline, str):
            path, _, stage = pipeline.partition("#")
            places = candidates(path, folder_of(self.record.path))
            found = [r for place in places for r in self.lookups.get("path:" + place) if r.kind == "dvc-pipeline"]
            pointer = "/governance/training/pipeline"
            if not found:
                self.defect(pointer, f"pipeline {path!r} is not a dvc.yaml of this repository", "correct the path")
            elif stage and stage.partition("@")[0] not in mapping_of(found[0].fields.get("stages")):
                known = ", ".join(sorted(mapping_of(found[0].fields.get("stages")))[:8]) or "none"
                self.defect(pointer, f"{path} has no stage {stage!r}", f"its stages: {known}")
            else:
                facts["pipeline"] = {"path": found[0].path, **({"stage": stage} if stage else {})}
        facts["data"] = self._data(training.get("data"), "/governance/training/data")
        self.input["training"] = facts
        self.origin("/training", self.record, "/governance/training")

    def _evaluation(self, evaluation: dict[str, Json]) -> None:
        pointer = "/governance/evaluation"
        data = self._data(evaluation.get("data"), pointer + "/data")
        self.input["evaluation"] = {"data": data}
        self.origin("/evaluation", self.record, pointer)
        for where, path in claimed_paths(evaluation.get("metrics"), pointer + "/metrics"):
            self.exists(where, path, "metrics file")

    def _data(self, claims: Json, pointer: str) -> list[Json]:
        result: list[Json] = []
        for number, (where, path) in enumerate(claimed_paths(claims, pointer)):
            found = self.resolve(where, path, "data")
            facts: dict[str, Json] = {"name": path.rpartition("/")[2].removesuffix(".dvc"), "path": path}
            facts["at"] = "/card" + where
            if found is not None:
                facts |= found.facts()
                card = artifacts.data_card(found.path, self.lookups)
                if card is not None:
                    facts["name"] = card.name
                    facts["card"] = card.value
                    self.origin(f"{pointer.removeprefix('/governance')}/{number}/card", card)
            self.origin(f"{pointer.removeprefix('/governance')}/{number}", self.record, where)
            result.append(facts)
        return result

    def _metrics(self) -> None:
        metrics: list[Json] = []
        evaluation = mapping_of(self.input["evaluation"])["data"]
        for i, model in enumerate(list_of(self.record.fields.get("model-index"))):
            for j, result in enumerate(list_of(model.get("results"))):
                at = f"/model-index/{i}/results/{j}"
                dataset = mapping_of(result.get("dataset"))
                self._revision(dataset, at + "/dataset/revision", list_of(evaluation))
                for k, metric in enumerate(list_of(result.get("metrics"))):
                    metrics.append(_metric(metric, dataset, f"/card{at}/metrics/{k}"))
        documents: list[Json] = []
        for i, record in enumerate(self.lookups.get("results-of:" + folder_of(self.record.path))):
            documents.append(record.value)
            self.origin(f"/eval_results/{i}", record)
            for j, entry in enumerate(list_of(record.value)):
                dataset = mapping_of(entry.get("dataset"))
                named = {"type": dataset.get("task_id"), "value": entry.get("value")}
                source = {"name": dataset.get("id"), "split": dataset.get("task_id")}
                source["revision"] = dataset.get("revision")
                metrics.append(_metric(named, source, f"/eval_results/{i}/{j}"))
        if documents:
            self.input["eval_results"] = documents
        self.input["metrics"] = metrics

    def _revision(self, dataset: dict[str, Json], pointer: str, data: list[dict[str, Json]]) -> None:
        """A revision that looks like a digest is the data version: it must be one of the evaluation data's."""
        revision = text_of(dataset.get("revision")).rstrip(".…")
        names = (text_of(dataset.get("name")), text_of(dataset.get("type")))
        about = [item for item in data if item.get("name") in names] or (data if len(data) == 1 else [])
        known = [text_of(value) for item in about for value in mapping_of(item.get("digests")).values()]
        if not re.fullmatch(r"[0-9a-f]{4,64}(\.dir)?", revision) or not known:
            return
        if not any(value.startswith(revision) for value in known):
            self.defect(
                pointer,
                f"says data version {revision[:40]}, but {text_of(about[0].get('path'))} is at {known[0][:40]}",
                "evaluate again on this version, or state the version that was used",
            )

    def _deployments(self) -> None:
        found: list[Json] = []
        for record in self.lookups.get("deploys:" + self.key.name):
            for model in deployments.deployed_models(record):
                if model.name == self.key.name:
                    facts: dict[str, Json] = {"name": record.name, "path": record.path}
                    stage = deployments.facts(record).get("stage")
                    if isinstance(stage, str):
                        facts["stage"] = stage
                    if model.version:
                        facts["version"] = model.version
                    found.append(facts)
        self.input["deployments"] = found

    def _evidence(self) -> None:
        """Every line that names a digest of the artifact, or claims this model's name."""
        digests = mapping_of(mapping_of(self.input.get("artifact")).get("digests"))
        wanted = ["evidence-for:" + self.key.name]
        wanted += [f"evidence:{name}:{digests[name]}" for name in ("sha256", "md5") if name in digests]
        found = {(record.path, record.number): record for key in wanted for record in self.lookups.get(key)}
        if not found:
            return
        from govml.records.evidence import evidence_facts

        facts: list[Json] = []
        for number, place in enumerate(sorted(found)):
            facts.append(evidence_facts(found[place], self.input, self.lookups))
            self.origin(f"/evidence/{number}", found[place])
        self.input["evidence"] = facts


class _Data(_Builder):
    def build(self) -> Subject:
        self.card()
        self.same_name(self.record.kind)
        pointers: list[Json] = []
        users: dict[tuple[str, str], Json] = {}
        claims = described_data(self.record)
        if not claims:
            folder = folder_of(self.record.path)
            claims = [("", record.path) for record in self.lookups.get("dvc-in:" + folder)]
        for where, path in claims:
            found = self.resolve(where, path, "data") if where else artifacts.resolve(path, "", self.lookups)
            if found is None:
                continue
            self.origin(f"/pointers/{len(pointers)}", self.record, where)
            pointers.append({"path": path, **found.facts()})
            for record in self.lookups.get("uses:" + found.path.removesuffix(".dvc")):
                users |= _uses(record, found.path, self.lookups)
        self.input["pointers"] = pointers
        self.input["used_by"] = [users[key] for key in sorted(users)]
        return self.subject()

    def build_without_card(self) -> Subject | None:
        artifact = artifacts.declaration(self.record, self.key.name)
        self.origin("/record", self.record, artifact.pointer)
        if self.lookups.get("data:" + self.key.name):
            return None
        if artifact.path and artifacts.data_card(artifact.path, self.lookups) is not None:
            return None
        found = artifacts.resolve(artifact.path, "", self.lookups) if artifact.path else None
        self.input["pointers"] = [found.facts()] if found is not None else []
        self.input["used_by"] = []
        return self.subject()


class _Deployment(_Builder):
    def build(self) -> Subject:
        self.input["manifest"] = self.record.value
        self.origin("/manifest", self.record)
        self.input |= deployments.facts(self.record)
        for part in ("rollback", "monitoring", "logging"):
            self.origin("/" + part, self.record, "/" + part if self.record.kind == "deployment" else "")
        models: list[Json] = []
        for number, model in enumerate(deployments.deployed_models(self.record)):
            facts: dict[str, Json] = {"at": "/manifest" + model.at, "digests": dict(model.digests)}
            for key, value in (("name", model.name), ("version", model.version), ("uri", model.uri)):
                if value:
                    facts[key] = value
            if model.traffic is not None:
                facts["traffic"] = model.traffic
            self.origin(f"/models/{number}", self.record, model.at)
            self.origin(f"/models/{number}/digests", self.record, model.digest_at)
            linked = self._linked(model) if model.name else None
            if linked is not None:
                facts["model"] = linked
            models.append(facts)
        self.input["models"] = models
        return self.subject()

    def _linked(self, model: deployments.DeployedModel) -> dict[str, Json] | None:
        cards = self.lookups.get("model:" + model.name)
        if not cards:
            if not self.lookups.get("artifact:" + model.name):
                self.defect(model.at, f"no card or artifact of this repository is called {model.name!r}", "correct it")
            return None
        card = cards[0]
        governance = governance_of(card)
        facts: dict[str, Json] = {"name": card.name, "path": card.path, "digests": {}}
        if isinstance(version := governance.get("version"), str):
            facts["version"] = version
        if isinstance(tier := mapping_of(governance.get("risk")).get("tier"), str):
            facts["risk"] = tier
        facts["digests"] = weights = _weights(card, self.lookups)
        served = _bare(model.version)
        current = served == _bare(governance.get("version")) and (not model.digests or _agree(model.digests, weights))
        if served and not current:
            registered = self._registered(card, served)
            if registered:
                facts["versions"] = {served: {"digests": registered}}
        return facts

    def _registered(self, card: Record, version: str) -> dict[str, Json]:
        """Digests of a registered version's weights, as its card had them where it was registered; none if unknown."""
        tree = self.lookups.registered(card.name, version)
        if tree is None:
            return {}
        for key in ("path:" + card.path, "model:" + card.name):
            for earlier in tree.get(key):
                if (earlier.kind, earlier.name) == (card.kind, card.name):
                    governance = governance_of(earlier)
                    agrees = "version" not in governance or _bare(governance["version"]) == version
                    return _weights(earlier, tree) if agrees else {}
        return {}


def _bare(version: Json) -> str:
    """A version without the `v` that tags have and cards and manifests may have."""
    return text_of(version).removeprefix("v")


def _agree(stated: Mapping[str, str], known: Mapping[str, Json]) -> bool:
    """Whether digests are known to be of the same bytes, as the policies read them."""
    common = stated.keys() & known.keys()
    return bool(common) and all(stated[name] == known[name] for name in common)


def _weights(card: Record, source: Source) -> dict[str, Json]:
    """Digests of what a model card names as its artifact."""
    path = governance_of(card).get("artifact")
    found = artifacts.resolve(path, folder_of(card.path), source) if isinstance(path, str) else None
    return dict(found.digests) if found is not None else {}


def _metric(metric: dict[str, Json], dataset: dict[str, Json], at: str) -> Json:
    facts: dict[str, Json] = {"at": at}
    for key, value in (
        ("name", metric.get("type", metric.get("name"))),
        ("value", metric.get("value")),
        ("dataset", dataset.get("name", dataset.get("type"))),
        ("split", dataset.get("split")),
        ("revision", dataset.get("revision")),
        ("n", metric.get("n")),
        ("interval", metric.get("confidence_interval")),
    ):
        if value is not None:
            facts[key] = value
    return facts


def _uses(record: Record, path: str, lookups: Lookups) -> dict[tuple[str, str], Json]:
    governance = governance_of(record)
    tier = mapping_of(governance.get("risk")).get("tier")
    result: dict[tuple[str, str], Json] = {}
    for role in ("training", "evaluation"):
        for _, claimed in claimed_paths(mapping_of(governance.get(role)).get("data"), ""):
            if artifacts.names(claimed, folder_of(record.path), path, lookups):
                use: dict[str, Json] = {"model": record.name, "role": role}
                if isinstance(tier, str):
                    use["risk"] = tier
                result[record.name, role] = use
    return result


def sections(body: str) -> dict[str, Json]:
    """Text of a Markdown body by lower-cased heading (ATX, outside code fences); the first of equal headings counts."""
    found: dict[str, Json] = {}
    heading, lines, fence = "", list[str](), ""
    for line in [*body.split("\n"), "# "]:
        mark = re.match(r" {0,3}(```+|~~~+)", line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        title = None if fence else _title(line)
        if title is None:
            lines.append(line)
            continue
        if heading:
            found.setdefault(heading, "\n".join(lines).strip())
        heading, lines = title.lower(), []
    return found


def _title(line: str) -> str | None:
    """Text of an ATX heading (CommonMark 4.2); None for another line."""
    text = line.lstrip(" ")
    rest = text.lstrip("#")
    if len(line) - len(text) > 3 or not 1 <= len(text) - len(rest) <= 6 or rest[:1] not in ("", " ", "\t"):
        return None
    rest = rest.strip(" \t")
    bare = rest.rstrip("#")
    return (rest if bare and bare[-1] not in " \t" else bare).strip()
