"""The `trainjob` launcher: a Kubeflow `TrainJob` whose first node runs `govml train` in a clone of the commit.

What it makes comes back through Git and the DVC remote: data to the remote, lock file and evidence as one commit on a
branch of its own. Manifests are of `trainer.kubeflow.org/v1alpha1` (github.com/kubeflow/trainer, from v2.2 on).
"""

from __future__ import annotations

import hashlib
import re
import shlex
from typing import TYPE_CHECKING, Final, cast

from govml.base.canonical import canonical
from govml.model import UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govml.model import Json

API_VERSION: Final = "trainer.kubeflow.org/v1alpha1"
BUILDER: Final = "https://govml.dev/builders/trainjob"
"""Builder of a run in a cluster that isn't told another."""
_RUNTIME: Final = "torch-distributed"
_SLUG: Final = 24
"""Letters of the model's name in the job's: pods have longer names, and 63 are the most."""
_CONTAINER: Final = "node"


class ClusterRun(NamedTuple):
    """What is to be trained in a cluster."""

    model: str
    commit: str
    url: str
    """Where the cluster clones from and pushes to, without credentials."""
    command: str
    """What the stage runs, for the nodes that only take part."""
    folder: str
    """Where it runs in the work tree."""
    data: tuple[str, ...]
    """Inputs of the stage that DVC keeps."""
    written: tuple[str, ...]
    """Paths that the run writes and Git keeps."""
    builder: str
    gpu: bool
    processes: int
    """Of each node; 0 for what the settings say."""
    settings: Mapping[str, Json]
    """`training.trainjob` of `govml.yaml`, which its schema has passed."""

    @property
    def id(self) -> str:
        """Ten hex digits over everything that the job is made of: the same job has the same name."""
        return hashlib.sha256(canonical([*self[:-1], {**self.settings}])).hexdigest()[:10]  # type: ignore[list-item]

    @property
    def name(self) -> str:
        """Name of the job, a label of RFC 1035."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.model.lower()).strip("-")[:_SLUG].strip("-")
        return f"govml-{slug}-{self.id}" if slug else f"govml-{self.id}"

    @property
    def branch(self) -> str:
        """Branch that the cluster pushes; not below `govml/train/MODEL`, which is one itself (`usecases.propose`)."""
        return f"govml/trainjob/{self.model}/{self.id}"

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return cast("int", self.settings.get("nodes", 1))

    @property
    def per_node(self) -> int:
        """Processes of each node."""
        return self.processes or cast("int", self.settings.get("processes", 1))


def manifest(run: ClusterRun) -> dict[str, Json]:
    """The `TrainJob`. Raises `UsageError` where the settings don't name an image."""
    settings = run.settings
    image = settings.get("image")
    if not isinstance(image, str):
        raise UsageError("govml.yaml names no image to train in", "add `training: {trainjob: {image: …}}`")
    labels = {"app.kubernetes.io/managed-by": "govml", **_mapping(settings.get("labels"))}
    if queue := settings.get("queue"):
        labels["kueue.x-k8s.io/queue-name"] = queue
    metadata: dict[str, Json] = {
        "name": run.name,
        "labels": labels,
        "annotations": {
            **_mapping(settings.get("annotations")),
            "govml/model": run.model,
            "govml.dev/commit": run.commit,
            "govml.dev/branch": run.branch,
        },
    }
    if namespace := settings.get("namespace"):
        metadata["namespace"] = namespace
    trainer: dict[str, Json] = {
        "image": image,
        "command": ["sh", "-ec", _script(run)],
        "env": _environment(run),
        "numNodes": run.nodes,
        "numProcPerNode": run.per_node,
    }
    if resources := settings.get("resources"):
        trainer["resourcesPerNode"] = resources
    spec: dict[str, Json] = {
        "runtimeRef": {
            "apiGroup": API_VERSION.partition("/")[0],
            "kind": settings.get("runtime_kind", "ClusterTrainingRuntime"),
            "name": settings.get("runtime", _RUNTIME),
        },
        "trainer": trainer,
    }
    if timeout := settings.get("timeout_seconds"):
        spec["activeDeadlineSeconds"] = timeout
    if patch := _pods(settings):
        spec["runtimePatches"] = [patch]
    return {"apiVersion": API_VERSION, "kind": "TrainJob", "metadata": metadata, "spec": spec}


def _pods(settings: Mapping[str, Json]) -> dict[str, Json]:
    """What the pods have beyond the runtime; empty for nothing."""
    spec = {
        name: settings[key]
        for name, key in (("nodeSelector", "node_selector"), ("tolerations", "tolerations"))
        if key in settings
    }
    labels = settings.get("pod_labels")
    if not spec and not labels:
        return {}
    template: dict[str, Json] = {"metadata": {"labels": labels}} if labels else {}
    if spec:
        template["spec"] = spec
    job: dict[str, Json] = {"name": _CONTAINER, "template": {"spec": {"template": template}}}
    return {"manager": "govml.dev/train", "trainingRuntimeSpec": {"template": {"spec": {"replicatedJobs": [job]}}}}


def _environment(run: ClusterRun) -> list[Json]:
    found: dict[str, Json] = {
        "GOVML_BRANCH": run.branch,
        "GOVML_CLONE": run.url,
        "GOVML_COMMIT": run.commit,
        **_mapping(run.settings.get("env")),
    }
    entries: list[Json] = [{"name": name, "value": value} for name, value in sorted(found.items())]
    for name, place in sorted(_mapping(run.settings.get("secrets")).items()):
        secret, _, key = str(place).partition("/")
        entries.append({"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}})
    return entries


def _script(run: ClusterRun) -> str:
    """What every node runs. Names come quoted, or from the environment: nothing of them is shell."""
    quoted = shlex.quote
    several = run.nodes * run.per_node > 1
    launcher = ["--launcher", "torchrun", "--processes", str(run.per_node)] if several else ["--launcher", "local"]
    signed = "GOVML_SIGNING_KEY" in _mapping(run.settings.get("secrets"))
    train = ["env", "-u", "GIT_TOKEN", "govml", "train", "--force", *launcher, "--builder", run.builder or BUILDER]
    train += ["--gpu"] if run.gpu else []
    train += [] if signed else ["--no-sign"]
    data = f"dvc pull --quiet {' '.join(map(quoted, run.data))}" if run.data else ":"
    evidence = f"evidence/{run.model}"
    return f"""\
umask 077
export HOME="${{HOME:-/tmp}}" GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=govml GIT_AUTHOR_EMAIL=train@govml.invalid
export GIT_COMMITTER_NAME=govml GIT_COMMITTER_EMAIL=train@govml.invalid
if [ -n "${{GIT_TOKEN:-}}" ]; then
  git config --global credential.helper '!f() {{ echo username=git; echo "password=$GIT_TOKEN"; }}; f'
fi
folder=$(mktemp -d)
git clone --quiet "$GOVML_CLONE" "$folder/clone"
cd "$folder/clone"
git checkout --quiet -b "$GOVML_BRANCH" "$GOVML_COMMIT"
export GOVML_NODES="${{PET_NNODES:-1}}"
if [ "$GOVML_NODES" -gt 1 ]; then export GOVML_RDZV="$PET_MASTER_ADDR:$PET_MASTER_PORT"; fi
if [ "${{PET_NODE_RANK:-0}}" != 0 ]; then
  {data}
  cd ./{quoted(run.folder) if run.folder else ""}
  unset GIT_TOKEN GOVML_SIGNING_KEY
  GOVML_LAUNCHER=torchrun GOVML_PROCESSES={run.per_node} exec sh -ec {quoted(run.command)}
fi
if [ -n "${{GOVML_SIGNING_KEY:-}}" ]; then
  printf '%s\\n' "$GOVML_SIGNING_KEY" > "$folder/key"
  export GOVML_SIGNING_KEY="$folder/key"
fi
status=0
{shlex.join(train)} -- {quoted(run.model)} || status=$?
if [ "$status" = 0 ]; then dvc push --quiet; fi
git add --update
for path in {" ".join(map(quoted, (*run.written, evidence)))}; do
  if [ -e "$path" ]; then git add -- "$path"; fi
done
git ls-files -z --others --exclude-standard -- ':(glob)**/.gitignore' | xargs -0 -r git add --
git commit --quiet --allow-empty --message {quoted(f"Training of {run.model}")}
git push --quiet "$GOVML_CLONE" "HEAD:refs/heads/$GOVML_BRANCH"
exit "$status"
"""


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
