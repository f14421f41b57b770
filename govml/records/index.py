"""Records of a snapshot and the keys they provide, so that links are looked up and never searched for.

A record provides keys such as `model:NAME`, `path:PATH` or `describes:PATH`. Whatever is built from looked-up records
remembers the keys it asked for, also in vain: when a change of the tree touches none of them, it is still true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from govml.model import Json
from govml.named import NamedTuple
from govml.records.deployments import deployed_models
from govml.records.paths import candidates, clean, folder_of, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govml.evidence.signers import Signers

TAGS: Final = "tags"
"""Key of the tags of the repository."""
UNREAD: Final = "unread"
"""Key of files that were not read, because they are too large or not in this clone."""
HISTORY: Final = "history"
"""Key of the commits before the judged one."""
NOT_OF_THE_TREE: Final = frozenset({TAGS, UNREAD, HISTORY})
"""Keys of what may change while the tree stays as it is: what was found with one of them has to be found again."""
_DEPLOYMENTS: Final = frozenset({"inference-service", "workload", "deployment"})
KINDS_OF: Final = {
    "model": frozenset({"model-card"}),
    "card-in": frozenset({"model-card"}),
    "uses": frozenset({"model-card"}),
    "data": frozenset({"data-card"}),
    "describes": frozenset({"data-card"}),
    "describes-folder": frozenset({"data-card"}),
    "dvc-in": frozenset({"dvc"}),
    "out": frozenset({"dvc"}),
    "locked": frozenset({"dvc-lock"}),
    "artifact": frozenset({"dvc-pipeline", "gto-index"}),
    "results-of": frozenset({"eval-results"}),
    "deploys": _DEPLOYMENTS,
    "evidence": frozenset({"evidence"}),
    "evidence-for": frozenset({"evidence"}),
}
"""Record kinds that alone provide keys, by the prefix of the key; `path:…` and `name:…` are of every record."""


class Record(NamedTuple):
    """A governed document."""

    kind: str
    name: str
    path: str
    blob: str
    sha256: str
    number: int
    """Position in a multi-document file."""
    value: Json
    body: str = ""
    """Markdown behind the front matter."""

    @property
    def fields(self) -> dict[str, Json]:
        """The document as a mapping; empty when it is something else."""
        return self.value if isinstance(self.value, dict) else {}


class Source(Protocol):
    """Where links are followed."""

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, by path."""

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of any file by algorithm, those that are known: `gitBlob`, and `sha256` and `md5` of the content."""


class Judged(Source, Protocol):
    """The tree that is judged, of which earlier versions may be asked, too."""

    def under(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below it, sorted."""

    def content(self, path: str) -> bytes | None:
        """The bytes of any file; None where there is none, or it can't be read."""

    def signers(self) -> Signers:
        """Whose signatures count."""

    def reaches(self, commit: str) -> bool | None:
        """Whether a commit is the one of the tree or before it; None when that isn't known."""

    def registered(self, model: str, version: str) -> Source | None:
        """The tree that a version of a model was registered at; None when that isn't known."""


class Lookups:
    """A source that remembers what it was asked."""

    def __init__(self, source: Judged) -> None:
        self._source = source
        self.keys: set[str] = set()

    def get(self, key: str) -> list[Record]:
        """Records that provide a key, by path."""
        self.keys.add(key)
        return self._source.get(key)

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        self.keys.add("path:" + path)
        return self._source.has(path)

    def digests_at(self, path: str) -> dict[str, str]:
        """Digests of any file by algorithm, those that are known: `gitBlob`, and `sha256` and `md5` of the content."""
        self.keys.add("path:" + path)
        found = self._source.digests_at(path)
        if "sha256" not in found:
            self.keys.add(UNREAD)
        return found

    def under(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below it, sorted."""
        self.keys.add("under:" + folder)
        return self._source.under(folder)

    def content(self, path: str) -> bytes | None:
        """The bytes of any file; None where there is none, or it can't be read."""
        self.keys.add("path:" + path)
        found = self._source.content(path)
        if found is None:
            self.keys.add(UNREAD)
        return found

    def signers(self) -> Signers:
        """Whose signatures count."""
        return self._source.signers()

    def reaches(self, commit: str) -> bool | None:
        """Whether a commit is the one of the tree or before it; None when that isn't known."""
        self.keys.add(HISTORY)
        return self._source.reaches(commit)

    def registered(self, model: str, version: str) -> Source | None:
        """The tree that a version of a model was registered at; None when that isn't known."""
        self.keys.add(TAGS)
        return self._source.registered(model, version)


def provided_keys(record: Record) -> list[str]:
    """What a record can be found by, each key once."""
    keys = ["path:" + record.path, f"name:{record.kind}:{record.name}", *_PROVIDERS.get(record.kind, _none)(record)]
    return list(dict.fromkeys(keys))


def _none(_: Record) -> Iterator[str]:
    yield from ()


def _model_card(record: Record) -> Iterator[str]:
    yield "model:" + record.name
    yield "card-in:" + folder_of(record.path)
    for _, claim in data_claims(record):
        for path in candidates(claim, folder_of(record.path)):
            yield "uses:" + path.removesuffix(".dvc")


def _data_card(record: Record) -> Iterator[str]:
    yield "data:" + record.name
    described = [path for _, path in described_data(record)]
    for claim in described:
        for path in candidates(claim, folder_of(record.path)):
            yield "describes:" + path.removesuffix(".dvc")
    if not described:
        yield "describes-folder:" + folder_of(record.path)


def _dvc(record: Record) -> Iterator[str]:
    yield "dvc-in:" + folder_of(record.path)
    for out in list_of(record.fields.get("outs")):
        yield "out:" + join(record.path, text_of(out.get("path")), text_of(record.fields.get("wdir")))


def _dvc_pipeline(record: Record) -> Iterator[str]:
    for name in mapping_of(record.fields.get("artifacts")):
        yield "artifact:" + name


def _dvc_lock(record: Record) -> Iterator[str]:
    for path, _ in locked_outputs(record):
        yield "locked:" + path


def _gto_index(record: Record) -> Iterator[str]:
    for name in record.fields:
        yield "artifact:" + name


def _eval_results(record: Record) -> Iterator[str]:
    # `.eval_results/` lies beside the card that it belongs to.
    yield "results-of:" + folder_of(folder_of(record.path))


def _deployment(record: Record) -> Iterator[str]:
    for model in deployed_models(record):
        if model.name:
            yield "deploys:" + model.name


def _evidence(record: Record) -> Iterator[str]:
    from govml.records.statements import keys, read_line

    yield from keys(read_line(record.value))


_PROVIDERS: dict[str, Callable[[Record], Iterator[str]]] = {
    "model-card": _model_card,
    "data-card": _data_card,
    "dvc": _dvc,
    "dvc-pipeline": _dvc_pipeline,
    "dvc-lock": _dvc_lock,
    "gto-index": _gto_index,
    "eval-results": _eval_results,
    "inference-service": _deployment,
    "workload": _deployment,
    "deployment": _deployment,
    "evidence": _evidence,
}


# -- what documents claim, read leniently: their schemas have said what is wrong with them ----------------------------


def mapping_of(value: Json) -> dict[str, Json]:
    """The value when it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Json) -> list[dict[str, Json]]:
    """The mappings of a list, none when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Json) -> str:
    """The value when it is text, else nothing."""
    return value if isinstance(value, str) else ""


def governance_of(record: Record) -> dict[str, Json]:
    """The `governance` block of a card."""
    return mapping_of(record.fields.get("governance"))


def claimed_paths(value: Json, pointer: str) -> list[tuple[str, str]]:
    """`(pointer, path)` for a path or a list of paths."""
    if isinstance(value, str):
        return [(pointer, clean(value))]
    if isinstance(value, list):
        return [(f"{pointer}/{i}", clean(item)) for i, item in enumerate(value) if isinstance(item, str)]
    return []


def data_claims(record: Record) -> list[tuple[str, str]]:
    """`(pointer, path)` of every data set that a model card says it was trained or evaluated on."""
    governance = governance_of(record)
    return [
        claim
        for role in ("training", "evaluation")
        for claim in claimed_paths(mapping_of(governance.get(role)).get("data"), f"/governance/{role}/data")
    ]


def described_data(record: Record) -> list[tuple[str, str]]:
    """`(pointer, path)` of every file that a data card says it describes."""
    return claimed_paths(governance_of(record).get("data"), "/governance/data")


def locked_outputs(record: Record) -> Iterator[tuple[str, dict[str, Json]]]:
    """`(path, entry)` of every output in a `dvc.lock`."""
    for stage in mapping_of(record.fields.get("stages")).values():
        for out in list_of(mapping_of(stage).get("outs")):
            path = text_of(out.get("path"))
            if path:
                yield join(record.path, path), out


def digests_of(entry: dict[str, Json]) -> dict[str, Json]:
    """Digests of a DVC output: its checksum by algorithm, and a SHA-256 kept under `meta`."""
    found: dict[str, Json] = {
        name: value for name in ("md5", "etag", "checksum") if isinstance(value := entry.get(name), str)
    }
    sha256 = mapping_of(entry.get("meta")).get("sha256")
    if isinstance(sha256, str):
        found["sha256"] = sha256
    return found
