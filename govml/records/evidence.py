"""Evidence about a model as its policy input has it: what each line says, who signed it, and what it agrees with.

Nothing is decided here. A statement that can't be read, a signature that doesn't hold or a key that nobody allowed
stays in the list, with what is wrong; `policies/evidence_lib.rego` asks for evidence of which nothing is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.base.canonical import digest
from govml.evidence.resources import RECIPE, STAGE, Resource
from govml.evidence.signers import signatures
from govml.evidence.statement import same
from govml.evidence.training import Training
from govml.launch.files import folder_digests
from govml.model import Json
from govml.records import artifacts
from govml.records.index import mapping_of, text_of
from govml.records.paths import clean
from govml.records.stages import definition
from govml.records.statements import UNKNOWN, read_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govml.evidence.dsse import Envelope
    from govml.evidence.evaluation import Evaluation
    from govml.evidence.signers import Signers
    from govml.records.index import Lookups, Record

MAX_SIGNATURES: Final = 16
"""Signatures of one envelope that are verified; the schema refuses more, and then none of them counts."""


def evidence_facts(record: Record, model: Mapping[str, Json], lookups: Lookups) -> dict[str, Json]:
    """What a line of evidence is for a model, of which the policy input tells all but its evidence."""
    digests = mapping_of(mapping_of(model.get("artifact")).get("digests"))
    known = {name: text for name, text in digests.items() if isinstance(text, str)}
    said = read_line(record.value)
    facts: dict[str, Json] = {"kind": said.kind, "path": record.path}
    if said.model:
        facts["model"] = said.model
    facts["artifact"] = any(same(subject.digest, known) for subject in said.subjects)
    if said.run is None or said.envelope is None:
        what = "is of a kind that is not judged" if said.kind == UNKNOWN else ""
        return facts | {"problem": said.problem or what, "signatures": []}
    if len(said.envelope.signatures) > MAX_SIGNATURES:
        return facts | {"problem": f"has more than {MAX_SIGNATURES} signatures", "signatures": []}
    facts["signatures"] = [*_signatures(said.envelope, lookups.signers())]
    return facts | _about(said.run, model, lookups) | (_of_training(said.run) if isinstance(said.run, Training) else {})


def _about(run: Training | Evaluation, model: Mapping[str, Json], lookups: Lookups) -> dict[str, Json]:
    """What both kinds of evidence tell."""
    facts: dict[str, Json] = {
        "repository": run.repository,
        "builder": run.builder,
        "started": run.started,
        "finished": run.finished,
        "commit": run.commit,
        "dirty": run.dirty,
        "environment": run.environment,
    }
    reachable = lookups.reaches(run.commit)
    if reachable is not None:
        facts["reachable"] = reachable
    if isinstance(run, Training):
        stages = _stages(run, mapping_of(mapping_of(model.get("training")).get("pipeline")), lookups)
        return facts | {"inputs": [*_inputs(run.inputs, lookups), *stages]}
    recipe = mapping_of(mapping_of(mapping_of(model.get("card")).get("governance")).get("evaluation")).get("recompute")
    facts["inputs"] = [*_inputs(_read(run), lookups), *_recipe(run, recipe, lookups)]
    return facts | _of_evaluation(run)


def _read(run: Evaluation) -> list[Resource]:
    """What decided the numbers: the data, and the code and other files beside it."""
    data = [Resource("data", each.path, each.digests) for each in run.data]
    known = {each.name for each in data}
    return [*data, *(each for each in run.configuration if each.name not in known)]


def _inputs(read: Iterable[Resource], lookups: Lookups) -> list[Json]:
    """Files and folders that a run read, and what is at these paths of the judged tree."""
    found: list[Json] = []
    for role, path, digests in read:
        if role in (STAGE, RECIPE):
            continue
        there = artifacts.resolve(path, "", lookups)
        now: dict[str, Json] = dict(there.digests) if there is not None else {}
        if there is None and digests.get("md5", "").endswith(".dir"):
            now = {**_folder(clean(path), lookups)}
        found.append({"role": role, "path": path, "digests": {**digests}, "now": now})
    return found


def _stages(run: Training, stated: Mapping[str, Json], lookups: Lookups) -> list[Json]:
    """The stages that ran, and what they are in the judged tree. The one that makes the model is always among them.

    It is the one that the card states, if it states one: evidence of another stage has no digest of it.
    """
    making = f"{run.pipeline}#{run.stages[-1].name}" if run.stages else run.pipeline
    if stated.get("stage"):
        making = f"{text_of(stated.get('path'))}#{text_of(stated.get('stage'))}"
    told = {making: {}, **{each.name: each.digest for each in run.inputs if each.role == STAGE}}
    return [_defined(name, digests, lookups) for name, digests in sorted(told.items())]


def _defined(name: str, digests: Mapping[str, str], lookups: Lookups) -> Json:
    """A stage as evidence defines it, and as the judged tree does."""
    path, _, stage = name.partition("#")
    pipelines = [each for each in lookups.get("path:" + path) if each.kind == "dvc-pipeline"]
    now = definition(pipelines[0].value, stage) if pipelines else ""
    return {"role": STAGE, "path": name, "digests": {**digests}, "now": {"sha256": now} if now else {}}


def _recipe(run: Evaluation, stated: Json, lookups: Lookups) -> list[Json]:
    """How the numbers were made, and how the judged tree says that they are: the card's recipe, and its stage."""
    told = [each for each in run.configuration if each.role == RECIPE]
    stages = [_defined(each.name, each.digest, lookups) for each in run.configuration if each.role == STAGE]
    if stated is None and not told:
        return stages  # of an evaluation that the card doesn't describe
    digests: Mapping[str, str] = told[0].digest if told else {}
    try:
        now: dict[str, Json] = {"sha256": digest(stated).removeprefix("sha256:")} if stated is not None else {}
    except ValueError:  # a number that RFC 8785 has no form for
        now = {}
    return [{"role": RECIPE, "path": "governance.evaluation.recompute", "digests": {**digests}, "now": now}, *stages]


def _folder(path: str, lookups: Lookups) -> dict[str, str]:
    """Digests of a folder in Git; none where there is no such folder, or a file in it that can't be read."""
    files = lookups.under(path) if path else []
    each = {name.removeprefix(path + "/"): lookups.digests_at(name) for name in files}
    known = all({"md5", "sha256"} <= digests.keys() for digests in each.values())
    return folder_digests(each) if each and known else {}


def _of_training(run: Training) -> dict[str, Json]:
    used = run.usage
    usage: dict[str, Json] = {}
    for name in ("gpu_seconds", "energy_kwh", "cost", "co2_kg"):
        if (value := getattr(used, name)) is not None:
            usage[name] = value
    if used.currency:
        usage["currency"] = used.currency
    return {"status": run.status, "seeds": run.seeds, "deterministic": run.deterministic, "usage": usage}


def _of_evaluation(run: Evaluation) -> dict[str, Json]:
    metrics: list[Json] = []
    for each in run.metrics:
        metric: dict[str, Json] = {"name": each.name, "value": each.value}
        metric |= {key: text for key in ("dataset", "split", "revision") if (text := getattr(each, key))}
        if each.n is not None:
            metric["n"] = each.n
        if each.confidence_interval is not None:
            metric["confidence_interval"] = [*each.confidence_interval]
        metrics.append(metric)
    slices: list[Json] = [
        {"by": each.by, "metric": each.metric, "values": {**each.values}, "n": {**each.n}, "gap": each.gap}
        for each in run.slices
    ]
    robustness: list[Json] = [{"method": each.method, "metrics": {**each.metrics}} for each in run.robustness]
    facts: dict[str, Json] = {"status": run.result, "metrics": metrics, "slices": slices, "robustness": robustness}
    if run.training_overlap is not None:
        rows, of, training = run.training_overlap
        facts["training_overlap"] = {"rows": rows, "of": of, "training": [*training]}
    return facts


def _signatures(envelope: Envelope, signers: Signers) -> Iterable[Json]:
    """Who signed an envelope; a signature that doesn't hold is nobody's."""
    for each in signatures(envelope, signers):
        principals: list[Json] = [{**principal._asdict()} for principal in each.principals]
        who = {"problem": each.problem} if each.problem else {"fingerprint": each.fingerprint}
        yield {**who, "principals": principals, "revoked": each.revoked}
