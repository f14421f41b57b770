"""A server on the loopback that answers for TrainJobs as the API of Kubernetes does, and a kubeconfig for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

JOBS = "/apis/trainer.kubeflow.org/v1alpha1/namespaces/ml/trainjobs"


class ClusterApi:
    """The state of the cluster, and what a test wants it to answer."""

    def __init__(self) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []
        """`METHOD PATH`, as they came."""
        self.failures: list[tuple[str, int, str]] = []
        """`METHOD`, status and message of answers that fail, each once, before anything else is looked at."""
        self.on_create: Callable[[dict[str, Any]], None] = lambda job: None
        self.on_read: Callable[[dict[str, Any]], None] = lambda job: None
        self.url = ""

    def kubeconfig(self, path: Path) -> Path:
        """Write a kubeconfig for the cluster, whose context has the namespace `ml`."""
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "here",
            "contexts": [{"name": "here", "context": {"cluster": "here", "user": "ada", "namespace": "ml"}}],
            "clusters": [{"name": "here", "cluster": {"server": self.url}}],
            "users": [{"name": "ada", "user": {"token": "t"}}],
        }
        path.write_text(json.dumps(config), encoding="utf-8")
        return path

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the API says."""
        self.calls.append(f"{method} {path}")
        for failure in self.failures:
            if failure[0] == method:
                self.failures.remove(failure)
                return failure[1], status(failure[1], failure[2])
        if method == "POST" and path == JOBS:
            name = body["metadata"]["name"]
            if name in self.jobs:
                return 409, status(409, f'trainjobs.trainer.kubeflow.org "{name}" already exists')
            self.jobs[name] = body
            self.on_create(body)
            return 201, body
        name = path.removeprefix(JOBS + "/")
        if name not in self.jobs:
            return 404, status(404, f'trainjobs.trainer.kubeflow.org "{name}" not found')
        if method == "DELETE":
            return 200, self.jobs.pop(name)
        self.on_read(self.jobs[name])
        return 200, self.jobs[name]


def status(code: int, message: str) -> dict[str, Any]:
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}


def finish(job: dict[str, Any], kind: str, reason: str = "", message: str = "") -> None:
    """Give a job a condition."""
    condition = {"type": kind, "status": "True", "reason": reason, "message": message}
    job.setdefault("status", {}).setdefault("conditions", []).append(condition)


@contextmanager
def serve() -> Iterator[ClusterApi]:
    """The API on a port of its own."""
    api = ClusterApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            code, value = api.answer(self.command, self.path.partition("?")[0], body)
            data = json.dumps(value).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = handle_any

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
