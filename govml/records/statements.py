"""What a line of evidence says, whoever signed it: an in-toto statement in a DSSE envelope, read leniently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govml.evidence.dsse import read_envelope
from govml.evidence.evaluation import MEMBER, read_evaluation
from govml.evidence.statement import PROVENANCE, TEST_RESULT, TRAIN, Statement, read_statement
from govml.evidence.training import read_training
from govml.model import EvidenceError, Json
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.evidence.dsse import Envelope
    from govml.evidence.evaluation import Evaluation
    from govml.evidence.statement import Subject
    from govml.evidence.training import Training

TRAINING: Final = "training"
EVALUATION: Final = "evaluation"
UNKNOWN: Final = "unknown"
_IN_TOTO: Final = re.compile(r"application/vnd\.in-toto(\.[a-z0-9-]+)?\+json")


class Said(NamedTuple):
    """What one line says."""

    kind: str
    """`training`, `evaluation`, or `unknown` for what govml doesn't judge."""
    model: str = ""
    """The model that it claims to be about."""
    subjects: tuple[Subject, ...] = ()
    run: Training | Evaluation | None = None
    """The whole of it; None where that can't be read, or is of an unknown kind."""
    envelope: Envelope | None = None
    problem: str = ""
    """What is wrong with it; empty for an unknown kind, too."""
    hint: str = ""


def read_line(value: Json) -> Said:
    """What the document of one line says; what is wrong with it is said, never raised."""
    try:
        envelope = read_envelope(value)
        if not _IN_TOTO.fullmatch(envelope.payload_type):
            return Said(UNKNOWN, envelope=envelope)
        statement = read_statement(envelope.payload)
    except EvidenceError as error:
        return Said(UNKNOWN, problem=str(error), hint=error.hint)
    kind, model = _claim(statement)
    said = Said(kind, model, statement.subjects, None, envelope)
    if kind == UNKNOWN:
        return said
    try:
        return said._replace(run=read_training(statement) if kind == TRAINING else read_evaluation(statement))
    except EvidenceError as error:
        return said._replace(problem=str(error), hint=error.hint)


def keys(said: Said) -> list[str]:
    """What a line can be found by: the digests of its subjects, and the model that it names."""
    found = [f"evidence:{name}:{text}" for _, digest in said.subjects for name, text in digest.items()]
    return [*found, "evidence-for:" + said.model] if said.model else found


def _claim(statement: Statement) -> tuple[str, str]:
    """Kind of a statement and the model that it names, even where the rest of it is broken."""
    predicate = statement.predicate
    if statement.predicate_type == PROVENANCE and _at(predicate, "buildDefinition", "buildType") == TRAIN:
        return TRAINING, _text(_at(predicate, "buildDefinition", "externalParameters", "model"))
    if statement.predicate_type == TEST_RESULT and MEMBER in predicate:
        return EVALUATION, _text(_at(predicate, MEMBER, "model"))
    return UNKNOWN, ""


def _at(value: Json, *path: str) -> Json:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
