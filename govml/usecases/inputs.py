"""`govml policy input`: what the policies are asked about a model, a data set or a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.model import Json, UsageError
from govml.records.kinds import SUBJECTS
from govml.usecases.check import judgement_of, take_snapshot
from govml.usecases.judge import load_judge

if TYPE_CHECKING:
    from govml.base.git import Repository


def policy_input(repository: Repository, name: str, rev: str = "", at: str = "") -> list[dict[str, Json]]:
    """The inputs of every subject with a name, models first; `KIND/NAME` asks for one kind.

    Raises `UsageError` when there is none, naming those that are close.
    """
    snapshot = take_snapshot(repository, rev, staged=False)
    judgement = judgement_of(repository, snapshot, load_judge(snapshot))
    wanted_kind, slash, rest = name.partition("/")
    if not slash or wanted_kind not in SUBJECTS:
        wanted_kind, rest = "", name
    found = []
    for key in sorted(judgement.declared(), key=lambda key: (SUBJECTS.index(key.kind), key.path, key.number)):
        if key.name == rest and wanted_kind in ("", key.kind):
            subject = judgement.subject(key)
            if subject is not None:
                found.append({**subject.input, **({"at": at} if at else {})})
    if not found:
        import difflib

        names = sorted({key.name for key in judgement.declared()})
        close = difflib.get_close_matches(rest, names, 3, 0.5) or names[:5]
        hint = f"there are: {', '.join(close)}" if close else "no record of this snapshot declares one"
        raise UsageError(f"there is no model, data set or deployment {rest!r}", hint)
    return found
