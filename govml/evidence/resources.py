"""Files that a run read or wrote, as in-toto ResourceDescriptors (spec/v1/resource_descriptor.md) with a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.evidence.statement import Subject, read_digest
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govml.evidence.fields import Fields
    from govml.model import Json

COMMIT: Final = "commit"
"""Role of the commit that a run was made from."""
STAGE: Final = "stage"
"""Role of a stage as its `dvc.yaml` defines it, `dvc.yaml#train`: what ran is told by digest, too."""
RECIPE: Final = "recipe"
"""Role of what a card says about how its numbers are recomputed."""


class Resource(NamedTuple):
    """Something that a run read or wrote."""

    role: str
    """Of what it read `data`, `code`, `params`, `lock`, `base-model`, `stage`, `recipe` or `input`; of what it wrote
    `metrics`, `log`, `checkpoint` or `output`."""
    name: str
    """Path in the repository."""
    digest: dict[str, str]
    """Hex by algorithm: `sha256`, and what DVC or Git know it by (`md5`, `gitBlob`)."""


def commit_subject(commit: str) -> Subject:
    """What a run is about that left no artifact."""
    return Subject(COMMIT, {"gitCommit": commit})


def commit_descriptor(repository: str, ref: str, commit: str, tree: str) -> Json:
    """The commit that a run was made from; without a `uri` where the repository has no remote."""
    at = f"@{ref}" if ref else ""
    uri: dict[str, Json] = {"uri": f"git+{repository}{at}"} if repository else {}
    return {**uri, "digest": {"gitCommit": commit, "gitTree": tree}, "annotations": {"role": COMMIT}}


def descriptors(resources: Iterable[Resource]) -> list[Json]:
    """Resources by role and name."""
    return [
        {"name": each.name, "digest": {**each.digest}, "annotations": {"role": each.role}}
        for each in sorted(resources, key=lambda each: each[:2])
    ]


def read_descriptors(items: Iterable[Fields]) -> tuple[Resource, ...]:
    """The resources in a list of descriptors, by role and name. Raises `EvidenceError` for one without a digest."""
    return tuple(sorted(map(_resource, items), key=lambda each: each[:2]))


def read_with_commit(items: Iterable[Fields], place: str) -> tuple[str, str, tuple[Resource, ...]]:
    """Commit, tree and the other resources of the list at `place`.

    Raises `EvidenceError` as `read_descriptors` does, and where there is not one commit.
    """
    found = read_descriptors(items)
    commits = [each.digest for each in found if each.role == COMMIT]
    if len(commits) != 1 or not {"gitCommit", "gitTree"} <= commits[0].keys():
        message = f"{place} has not one commit with gitCommit and gitTree"
        raise EvidenceError(message, "docs/evidence.md has the format")
    return commits[0]["gitCommit"], commits[0]["gitTree"], tuple(each for each in found if each.role != COMMIT)


def _resource(fields: Fields) -> Resource:
    role = fields.object("annotations").get("role")
    digest = read_digest(fields["digest"], fields.place)
    return Resource(role if isinstance(role, str) else "input", fields.text("name", ""), digest)
