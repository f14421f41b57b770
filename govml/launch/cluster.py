"""A Kubernetes cluster, seen as one that runs a `TrainJob`; the only importer of kubernetes."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any, Final

from govml.launch.trainjob import API_VERSION
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.model import Json

SECONDS: Final = 30
"""How long the API may take to answer."""
_INTERVAL: Final = 5.0
_MISSES: Final = 5
"""Answers in a row that may fail to come while a job runs."""
_GROUP, _, _VERSION = API_VERSION.partition("/")
_PLURAL: Final = "trainjobs"


class ClusterError(GovmlError):
    """The cluster can't be reached, refuses, or lost the job."""


class JobState(NamedTuple):
    """How a job is doing."""

    state: str
    """`Complete`, `Failed`, `Suspended` or `Running`, or empty while the cluster says nothing."""
    reason: str
    """The cluster's own words."""


class Cluster:
    """The namespace that jobs are for."""

    def __init__(self, namespace: str = "", *, interval: float = _INTERVAL) -> None:
        """By the kubeconfig, or from inside of a cluster. Raises `ClusterError` where there is neither."""
        try:
            from kubernetes import client, config
            from kubernetes.client.rest import urllib3
        except ImportError:
            raise ClusterError("kubernetes is not installed", "install it: `pip install 'govml[kubernetes]'`") from None
        self._interval = interval
        self._refused: type[Exception] = client.exceptions.ApiException
        self._unreachable: type[Exception] = urllib3.exceptions.HTTPError
        settings = client.Configuration()
        settings.retries = 1
        try:
            try:
                config.load_incluster_config(client_configuration=settings)
                self.namespace = namespace or _namespace_here()
            except config.ConfigException:
                # Said here, as the library reads the variable once and for all when it is imported.
                file = os.environ.get("KUBECONFIG") or None
                config.load_kube_config(config_file=file, client_configuration=settings)
                context = config.list_kube_config_contexts(config_file=file)[1]
                self.namespace = namespace or str(context.get("context", {}).get("namespace") or "default")
        except config.ConfigException as error:
            raise ClusterError(
                f"no cluster is configured: {_line(str(error))}", "set KUBECONFIG; --dry-run prints the manifest"
            ) from None
        self._api: Any = client.CustomObjectsApi(client.ApiClient(settings))

    def submit(self, manifest: dict[str, Json]) -> bool:
        """Create a job; False when it is there already, and the same. Raises `ClusterError`."""
        name = _name(manifest)
        try:
            self._ask(self._api.create_namespaced_custom_object, f"create {name}", body=manifest)
        except _ConflictError:
            there = self._ask(self._api.get_namespaced_custom_object, f"read {name}", name=name)
            state = state_of(there)
            if state.state in ("Complete", "Failed"):
                raise ClusterError(
                    f"TrainJob {self.namespace}/{name} was run before: {state.state}, {state.reason}",
                    f"`kubectl delete trainjob -n {self.namespace} {name}`, then train again",
                ) from None
            return False
        return True

    def wait(self, name: str, tell: Callable[[str], None]) -> JobState:
        """The end of a job. `tell` gets every change. Raises `ClusterError` when it is gone, or the API is."""
        last: JobState | None = None
        misses = 0
        while True:
            try:
                state = state_of(self._ask(self._api.get_namespaced_custom_object, f"read {name}", name=name))
                misses = 0
            except _MissError as error:
                misses += 1
                if misses > _MISSES:
                    raise ClusterError(str(error), f"`kubectl get trainjob -n {self.namespace} {name}`") from None
                state = last or JobState("", "")
            if state != last and state.state:
                tell(f"TrainJob {self.namespace}/{name}: {state.state}{', ' if state.reason else ''}{state.reason}")
            last = state
            if state.state in ("Complete", "Failed"):
                return state
            time.sleep(self._interval)

    def delete(self, name: str) -> None:
        """End a job and remove it; one that is gone is no error. Raises `ClusterError`."""
        try:
            self._ask(
                self._api.delete_namespaced_custom_object,
                f"delete {name}",
                name=name,
                body={"propagationPolicy": "Background"},
            )
        except _GoneError:
            return

    def _ask(self, method: Callable[..., Any], what: str, **arguments: object) -> dict[str, Any]:
        try:
            found = method(
                group=_GROUP,
                version=_VERSION,
                namespace=self.namespace,
                plural=_PLURAL,
                _request_timeout=SECONDS,
                **arguments,
            )
        except self._refused as error:
            raise self._problem(error, what) from None
        except self._unreachable as error:
            reason = _line(str(getattr(error, "reason", error)))
            hint = "is the kubeconfig right?"
            raise _MissError(f"can't {what}: the cluster doesn't answer: {reason}", hint) from None
        return found if isinstance(found, dict) else {}

    def _problem(self, error: Any, what: str) -> ClusterError:
        """What an answer other than 2xx means."""
        status = int(error.status or 0)
        said = _said(error)
        if status == 409:
            return _ConflictError(f"can't {what}: {said}")
        if status == 404 and "the server could not find the requested resource" in said:
            return ClusterError(
                f"can't {what}: this cluster knows no TrainJob", "install Kubeflow Trainer 2.2 or later in it"
            )
        if status == 404:
            return _GoneError(f"can't {what}: it is gone", "somebody deleted it, or its namespace; train again")
        if status in (401, 403):
            verb = what.partition(" ")[0]
            return ClusterError(f"can't {what}: {said}", f"you need `{verb}` on trainjobs in {self.namespace}")
        if status == 429 or status >= 500:
            return _MissError(f"can't {what}: the API answers {status}: {said}", "try again later")
        return ClusterError(f"can't {what}: the API answers {status}: {said}", "--dry-run prints the manifest")


class _ConflictError(ClusterError):
    """The name is taken."""


class _GoneError(ClusterError):
    """There is no such job."""


class _MissError(ClusterError):
    """An answer that may come the next time."""


def state_of(job: dict[str, Any]) -> JobState:
    """The state in a `TrainJob`'s conditions: a final one, else the last that is true."""
    conditions = (job.get("status") or {}).get("conditions") or []
    true = {str(each.get("type")): each for each in conditions if each.get("status") == "True"}
    for kind in ("Failed", "Complete", "Suspended"):
        if kind in true:
            words = [str(true[kind].get(name) or "") for name in ("reason", "message")]
            return JobState(kind, ": ".join(filter(None, words)))
    jobs = (job.get("status") or {}).get("jobsStatus") or []
    active = sum(int(each.get("active") or 0) for each in jobs)
    return JobState("Running", f"{active} active") if active else JobState("", "")


def _namespace_here() -> str:
    try:
        with open("/var/run/secrets/kubernetes.io/serviceaccount/namespace", encoding="utf-8") as file:
            return file.read().strip() or "default"
    except OSError:
        return "default"


def _name(manifest: dict[str, Json]) -> str:
    metadata = manifest["metadata"]
    assert isinstance(metadata, dict)
    return str(metadata["name"])


def _said(error: Any) -> str:
    try:
        message = json.loads(error.body)["message"]
    except (TypeError, ValueError, KeyError):
        message = error.reason
    return _line(str(message))


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
