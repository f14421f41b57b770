"""A server on the loopback interface that answers as GitHub's REST API is documented.

It knows comments, pull requests with their reviews, issues and releases.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "ghs_for-tests"
BOT = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
PERSON = {"login": "octocat", "id": 1, "type": "User"}


class Said(NamedTuple):
    """An answer that is given once, in place of the usual one."""

    status: int
    message: str = ""
    headers: Mapping[str, str] = {}
    body: Any = None
    after: bool = False
    """Whether the request is carried out before it: the work is done, and only the answer is lost."""
    hang_up: bool = False
    """Close the connection instead of answering."""


class GitHub:
    """What the server knows, what it is told to say next, and which requests it saw."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.comments: list[dict[str, Any]] = []
        self.pulls: list[dict[str, Any]] = []
        self.reviews: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.releases: list[dict[str, Any]] = []
        self.next: list[Said] = []
        self.seen: list[tuple[str, str]] = []
        self.tokens: list[str] = []
        self.page = 100
        self.prefix = ""

    def add(self, body: str, user: Mapping[str, Any] = BOT) -> dict[str, Any]:
        """Add a comment of somebody."""
        number = 100 + len(self.comments)
        comment = {
            "id": number,
            "user": dict(user),
            "body": body,
            "html_url": f"https://github.example/o/r/pull/7#issuecomment-{number}",
        }
        self.comments.append(comment)
        return comment

    def bodies(self) -> list[str]:
        """The bodies of all comments."""
        return [comment["body"] for comment in self.comments]

    def answer(self, method: str, target: str, body: Any) -> Said:
        """Answer one request as the documentation says."""
        path, query = urlsplit(target).path.removeprefix(self.prefix), parse_qs(urlsplit(target).query)
        if path == "/repos/o/r/issues/7/comments" and method == "GET":
            return self._listed(self.comments, path, query)
        if path == "/repos/o/r/issues/7/comments" and method == "POST":
            return Said(201, body=self.add(body["body"]))
        if path == "/repos/o/r/pulls" and method == "GET":
            owner, _, branch = query["head"][0].partition(":")
            asked = query.get("state", ["open"])[0]
            states = ("open", "closed") if asked == "all" else (asked,)
            found = [p for p in self.pulls if p["head"]["label"] == f"{owner}:{branch}" and p["state"] in states]
            if "base" in query:
                found = [p for p in found if p["base"]["ref"] == query["base"][0]]
            return self._listed(found, path, query)
        if path == "/repos/o/r/pulls" and method == "POST":
            return self._open(body)
        if path == "/repos/o/r/pulls/7/reviews" and method == "GET":
            return self._listed(self.reviews, path, query)
        if path.startswith(("/repos/o/r/releases", "/repos/o/r/issues")) and "/comments" not in path:
            return self._kept(method, path, query, body)
        for pull in self.pulls:
            if (method, path) == ("PATCH", f"/repos/o/r/pulls/{pull['number']}"):
                pull.update(body)
                return Said(200, body=pull)
        for comment in self.comments:
            if (method, path) == ("PATCH", f"/repos/o/r/issues/comments/{comment['id']}"):
                comment["body"] = body["body"]
                return Said(200, body=comment)
        return Said(404, "Not Found")

    def _kept(self, method: str, path: str, query: Mapping[str, list[str]], body: Any) -> Said:
        """Answer about releases and issues."""
        kind, _, which = path.removeprefix("/repos/o/r/").partition("/")
        kept = self.releases if kind == "releases" else self.issues
        if method == "GET" and which.startswith("tags/"):
            found = [each for each in kept if each["tag_name"] == unquote(which.removeprefix("tags/"))]
            return Said(200, body=found[0]) if found else Said(404, "Not Found")
        if method == "GET" and not which:
            wanted = query.get("creator", [BOT["login"]])[0]
            found = [each for each in kept if each["state"] == "open" and each["user"]["login"] == wanted]
            return self._listed(found, path, query)
        if method == "POST" and not which:
            number = 20 + len(kept)
            made = {"id": number, "number": number, "state": "open", "user": dict(BOT), **body}
            kept.append(made | {"html_url": f"https://github.example/o/r/{kind}/{number}"})
            return Said(201, body=kept[-1])
        for each in kept:
            if method == "PATCH" and which == str(each["id"]):
                each.update(body)
                return Said(200, body=each)
        return Said(404, "Not Found")

    def _open(self, told: Mapping[str, Any]) -> Said:
        """Open a pull request, of which there is one for two branches."""
        head = {"label": f"o:{told['head']}", "ref": told["head"], "repo": {"full_name": "o/r"}}
        for pull in self.pulls:
            if (pull["head"]["label"], pull["base"]["ref"], pull["state"]) == (head["label"], told["base"], "open"):
                detail = {"message": f"A pull request already exists for {head['label']}."}
                return Said(422, body={"message": "Validation Failed", "errors": [detail]})
        number = 7 + len(self.pulls)
        pull = {"number": number, "state": "open", "title": told["title"], "body": told["body"]}
        pull |= {"head": head, "base": {"ref": told["base"]}, "html_url": f"https://github.example/o/r/pull/{number}"}
        self.pulls.append(pull)
        return Said(201, body=pull)

    def _listed(self, items: list[dict[str, Any]], path: str, query: Mapping[str, list[str]]) -> Said:
        size, number = min(int(query["per_page"][0]), self.page), int(query.get("page", ["1"])[0])
        rest = "&".join(f"{key}={value[0]}" for key, value in query.items() if key != "page")
        links = [f'<{self.url}{self.prefix}{path}?{rest}&page=1>; rel="first"']
        if number * size < len(items):
            links.insert(0, f'<{self.url}{self.prefix}{path}?{rest}&page={number + 1}>; rel="next"')
        return Said(200, headers={"Link": ", ".join(links)}, body=items[(number - 1) * size : number * size])


@contextmanager
def github() -> Iterator[GitHub]:
    """Run the server until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(data) if data else None
            state.seen.append((self.command, self.path))
            state.tokens.append(self.headers.get("Authorization") or "")
            told = state.next.pop(0) if state.next else None
            said = state.answer(self.command, self.path, body) if told is None or told.after else told
            if told is not None and told.after:
                said = told
            if said.hang_up:
                self.close_connection = True
                return
            text = json.dumps(said.body if said.body is not None else {"message": said.message}).encode()
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = _serve

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = GitHub(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
