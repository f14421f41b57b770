"""Evidence as a JSON document (`schemas/evidence-list.schema.json`) and as text for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from govml.render.words import name, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govml.evidence.signers import Signed
    from govml.records.attestations import Attestation
    from govml.records.statements import Said

_GREEN, _RED, _RESET = "\x1b[32m", "\x1b[31m", "\x1b[0m"
_SUBJECTS = 10
"""Subjects of one statement that people are shown."""


def evidence_json(found: Iterable[Attestation], source: str, at: str) -> str:
    """Return `govml.evidence-list/v1`; `source` is where the signers come from."""
    document = {
        "schema": "govml.evidence-list/v1",
        "signers": source,
        "at": at,
        "evidence": [_document(each) for each in found],
    }
    return json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n"


def evidence_text(found: Sequence[Attestation], color: bool = False) -> str:
    """Return what each line of evidence says, and whether its signatures hold."""
    return "\n".join("\n".join(_paragraph(each, color)) + "\n" for each in found) or "no evidence\n"


def _document(found: Attestation) -> dict[str, object]:
    said, run = found.said, found.said.run
    document: dict[str, object] = {
        "path": found.path,
        "line": found.line,
        "kind": said.kind,
        "model": said.model,
        "subjects": [{"name": each.name, "digest": each.digest} for each in said.subjects],
        "signatures": [_signature(each) for each in found.signatures],
        "verified": not found.problem,
        "problem": found.problem,
    }
    if run is not None:
        document |= {
            "status": _status(said),
            "repository": run.repository,
            "commit": run.commit,
            "builder": run.builder,
            "started": run.started,
            "finished": run.finished,
        }
    return {key: value for key, value in document.items() if value != ""}


def _signature(signed: Signed) -> dict[str, object]:
    principals = [{key: value for key, value in each._asdict().items() if value} for each in signed.principals]
    if signed.problem:
        return {"problem": signed.problem}
    return {"fingerprint": signed.fingerprint, "principals": principals, "revoked": signed.revoked}


def _status(said: Said) -> str:
    from govml.evidence.training import Training

    return "" if said.run is None else said.run.status if isinstance(said.run, Training) else said.run.result


def _paragraph(found: Attestation, color: bool) -> Iterator[str]:
    said, run = found.said, found.said.run
    worth, shade = (f"not verified: it {prose(found.problem, 300)}", _RED) if found.problem else ("verified", _GREEN)
    yield f"{name(found.path, 300)}:{found.line}  " + (f"{shade}{worth}{_RESET}" if color else worth)
    about = f" of {name(said.model, 200)}" if said.model else ""
    yield f"  {'statement of another kind' if said.kind == 'unknown' else said.kind}{about}" + (
        f", {_status(said)}, finished {run.finished}" if run is not None else ""
    )
    for each in found.signatures:
        if not each.problem:
            who = ", ".join(principal.name for principal in each.principals) or "nobody who is known"
            yield f"  signed by  {prose(who, 200)}, {each.fingerprint}"
    if run is not None:
        yield f"  built by   {prose(run.builder, 200)}"
        yield f"  commit     {prose(run.commit, 64)}{' with changes' if run.dirty else ''}"
    for subject in said.subjects[:_SUBJECTS]:
        shown = ", ".join(f"{algorithm}:{text}" for algorithm, text in sorted(subject.digest.items(), reverse=True))
        yield f"  subject    {name(subject.name, 200)}  {prose(shown, 300)}"
    if len(said.subjects) > _SUBJECTS:
        yield f"  subject    and {len(said.subjects) - _SUBJECTS:,} more"
