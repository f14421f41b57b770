"""The manifest of a training in a cluster, held against the CRD of Kubeflow Trainer and against govml's own schema."""

from __future__ import annotations

import copy
import gzip
import json
import re
import subprocess
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.launch.trainjob import ClusterRun, manifest
from govml.model import UsageError
from tests.builders import ROOT

RUN = ClusterRun(
    model="team/net",
    commit="a" * 40,
    url="https://git.example.org/ada/net.git",
    command="python train.py",
    folder="",
    data=("data/train.csv",),
    written=("dvc.lock", "metrics.json"),
    builder="",
    gpu=False,
    processes=0,
    settings={"image": "registry.example.org/train:1"},
)
FULL: dict[str, Any] = {
    "image": "registry.example.org/train:1",
    "runtime": "torch-runai",
    "runtime_kind": "TrainingRuntime",
    "namespace": "ml",
    "nodes": 2,
    "processes": 4,
    "resources": {"requests": {"cpu": 8, "memory": "64Gi"}, "limits": {"nvidia.com/gpu": 4}},
    "env": {"AWS_REGION": "eu-central-1"},
    "secrets": {"GOVML_SIGNING_KEY": "signing/ssh-privatekey", "GIT_TOKEN": "git/token"},
    "queue": "gpu",
    "labels": {"team": "credit-ml"},
    "pod_labels": {"runai/queue": "credit-ml"},
    "annotations": {"example.org/cost-centre": "42"},
    "node_selector": {"gpu": "h200"},
    "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
    "timeout_seconds": 7200,
}


def closed(schema: Any) -> Any:
    """A structural schema as the API server reads it with `fieldValidation=Strict`: unknown fields are errors."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    open_ended = found.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in found
    if isinstance(found.get("properties"), dict) and "type" in found and not open_ended:
        found["additionalProperties"] = False
    return found


@pytest.fixture(scope="module")
def crd() -> dict[str, Any]:
    """The OpenAPI schema of a TrainJob, `metadata` left to the API server, as it is there."""
    packed = (ROOT / "tests/data/kubeflow-trainer/trainjobs.yaml.gz").read_bytes()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    definition = yaml.load(gzip.decompress(packed), Loader=loader)
    version = definition["spec"]["versions"][0]
    assert (definition["spec"]["names"]["kind"], version["name"]) == ("TrainJob", "v1alpha1")
    schema = closed(version["schema"]["openAPIV3Schema"])
    schema["properties"]["metadata"] = {"type": "object"}
    return dict(schema)


@pytest.mark.parametrize("options", [RUN.settings, FULL, FULL | {"pod_labels": {}}, FULL | {"tolerations": []}])
def test_manifests_are_what_the_crd_and_the_record_kind_take(crd: dict[str, Any], options: dict[str, Any]) -> None:
    made = manifest(RUN._replace(settings=options))
    jsonschema.validate(made, crd, cls=jsonschema.Draft202012Validator)
    own = json.loads((ROOT / "schemas/train-job.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, own, cls=jsonschema.Draft202012Validator)
    config = json.loads((ROOT / "schemas/config.schema.json").read_text(encoding="utf-8"))
    document = {"training": {"trainjob": dict(options)}}
    jsonschema.validate(document, config, cls=jsonschema.Draft202012Validator)


def test_the_crd_refuses_what_a_manifest_must_not_have(crd: dict[str, Any]) -> None:
    wrong = copy.deepcopy(manifest(RUN))
    wrong["spec"]["podTemplateOverrides"] = []  # type: ignore[index,call-overload]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, crd, cls=jsonschema.Draft202012Validator)


def test_settings_come_where_kueue_schedulers_and_kubernetes_look() -> None:
    made: Any = manifest(RUN._replace(settings=FULL))
    assert made["metadata"]["namespace"] == "ml"
    assert made["metadata"]["labels"] == {
        "app.kubernetes.io/managed-by": "govml",
        "kueue.x-k8s.io/queue-name": "gpu",
        "team": "credit-ml",
    }
    assert made["metadata"]["annotations"]["govml/model"] == "team/net"
    spec = made["spec"]
    assert spec["runtimeRef"] == {
        "apiGroup": "trainer.kubeflow.org", "kind": "TrainingRuntime", "name": "torch-runai"
    }  # fmt: skip
    assert (spec["trainer"]["numNodes"], spec["trainer"]["numProcPerNode"]) == (2, 4)
    assert spec["trainer"]["resourcesPerNode"] == FULL["resources"]
    assert spec["activeDeadlineSeconds"] == 7200
    secret = {"name": "GOVML_SIGNING_KEY", "valueFrom": {"secretKeyRef": {"name": "signing", "key": "ssh-privatekey"}}}
    assert secret in spec["trainer"]["env"]
    job = spec["runtimePatches"][0]["trainingRuntimeSpec"]["template"]["spec"]["replicatedJobs"][0]
    pods = job["template"]["spec"]["template"]
    assert pods["metadata"]["labels"] == {"runai/queue": "credit-ml"}
    assert pods["spec"] == {"nodeSelector": FULL["node_selector"], "tolerations": FULL["tolerations"]}
    script = spec["trainer"]["command"][2]
    assert "govml train --force --launcher torchrun --processes 4" in script
    assert "--no-sign" not in script


def test_without_a_key_in_the_cluster_the_evidence_is_signed_elsewhere() -> None:
    made: Any = manifest(RUN)
    assert "--no-sign -- team/net" in made["spec"]["trainer"]["command"][2]


def test_a_manifest_without_an_image_is_refused() -> None:
    with pytest.raises(UsageError, match="names no image"):
        manifest(RUN._replace(settings={}))


def test_names_are_derived_from_everything_that_matters() -> None:
    assert manifest(RUN) == manifest(RUN)
    others = [
        RUN._replace(commit="b" * 40), RUN._replace(model="net"), RUN._replace(settings=FULL), RUN._replace(gpu=True)
    ]  # fmt: skip
    assert len({each.name for each in (RUN, *others)}) == 5


@settings(max_examples=60, deadline=None)
@given(model=st.text(min_size=1, max_size=120), command=st.text(max_size=60), path=st.text(min_size=1, max_size=30))
def test_names_are_valid_and_nothing_of_the_repository_is_shell(model: str, command: str, path: str) -> None:
    text = model.replace("\0", "") or "x"
    run = RUN._replace(model=text, command=command.replace("\0", ""), data=(path.replace("\0", "") or "x",))
    try:
        made: Any = manifest(run)
    except ValueError:  # a lone surrogate, which no name of a model has
        return
    name = made["metadata"]["name"]
    assert re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", name)
    assert len(name) <= 45
    script = made["spec"]["trainer"]["command"][2]
    # Only syntax is looked at; what is quoted right leaves the shell nothing to stumble over.
    done = subprocess.run(["sh", "-n"], input=script.encode("utf-8", "replace"), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
