"""What an audit costs beside the bare signature checks of the same ledger: one process, one run, ratios.

    python benchmarks/audit.py --entries 10000

The ledger is made here, each third entry a promotion with its report and tag, the others the approvals that it counts.
The audit reads it from Git as a clone has it (packed) and checks chain, signatures, roles, reports, approvals and tags.
Entries are checked in as many processes as there are processors, so the machine has to be at rest. Making decisions
again costs what deciding costs, so it is told apart, for each decision.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from govml.base.git import Repository  # noqa: E402
from govml.evidence.dsse import Envelope  # noqa: E402
from govml.evidence.signers import keys_of  # noqa: E402
from govml.evidence.sshsig import verify  # noqa: E402
from govml.evidence.statement import statement_bytes  # noqa: E402
from govml.ledger.entries import commit_bytes, entry_bytes, read_entry  # noqa: E402
from govml.ledger.statements import (  # noqa: E402
    About,
    Approval,
    Input,
    Promotion,
    approval_statement,
    promotion_statement,
)
from govml.usecases.audit import Question, audit  # noqa: E402
from govml.usecases.audit_clone import Clone  # noqa: E402
from tests.evidence.keys import Key  # noqa: E402
from tests.scenes import ALICE, BOT, CAROL, Scene  # noqa: E402

START = 1_780_000_000
WANTED = 2.0
"""How many times the bare checks the audit may take."""


class Cost(NamedTuple):
    """What something took."""

    seconds: float
    processors: float
    """Seconds of all processors together."""


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000, help="entries of the ledger (default 10000)")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs counts (default 3)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govml-bench-") as folder:
        scene = Scene(Path(folder))
        again = _deciding(scene)
        envelopes = _fill(scene, args.entries)
        gc.disable()  # as the command has it
        bare = Cost(*map(min, zip(*(_bare(envelopes) for _ in range(args.runs)), strict=True)))
        whole = Cost(*map(min, zip(*(_audit(scene.path, args.entries) for _ in range(args.runs)), strict=True)))
    print("| work | seconds | of processors |")
    print("|---|---|---|")
    print(f"| {args.entries:,} bare signature checks | {bare.seconds:.2f} | {bare.processors:.2f} |")
    print(f"| audit of {args.entries:,} entries | {whole.seconds:.2f} | {whole.processors:.2f} |")
    print(f"| a decision made again | {again:.3f} | |")
    ratio = whole.seconds / bare.seconds
    print(f"\nratio {ratio:.2f} (of processors {whole.processors / bare.processors:.2f}), wanted at most {WANTED}")
    sys.exit(ratio > WANTED)


def _deciding(scene: Scene) -> float:
    """Seconds that an audit takes longer for each decision that it makes again."""
    scene.to_production()
    times = []
    for recompute in (False, True):
        clone = Clone(scene.repository)
        start = time.perf_counter()
        done = audit(clone, Question("2030-01-01T00:00:00Z", recompute=recompute))
        times.append(time.perf_counter() - start)
        assert done.document["verdict"] == "PASSED", done.document["reason"]
    scene.repo.git("update-ref", "-d", "refs/heads/govml/ledger")
    for tag in scene.repo.git("tag", "--list", "credit-risk#*").split():
        scene.repo.git("tag", "--delete", tag)
    return (times[1] - times[0]) / 3


def _spent() -> Cost:
    times = os.times()
    return Cost(time.perf_counter(), times.user + times.system + times.children_user + times.children_system)


def _since(start: Cost) -> Cost:
    return Cost(*(after - before for after, before in zip(_spent(), start, strict=True)))


def _bare(envelopes: list[Envelope]) -> Cost:
    start = _spent()
    for envelope in envelopes:
        message = envelope.signed_bytes()
        for signature in envelope.signatures:
            verify(signature.sig, message)
    return _since(start)


def _audit(path: Path, entries: int) -> Cost:
    keys_of.cache_clear()  # what an earlier run verified
    start = _spent()
    done = audit(Clone(Repository.open(path)), Question("2030-01-01T00:00:00Z", recompute=False))
    cost = _since(start)
    assert done.document["verdict"] == "PASSED", (done.document["reason"], done.document["problems"])
    assert len(done.checked) == entries
    return cost


def _fill(scene: Scene, count: int) -> list[Envelope]:
    """Write a ledger with `git fast-import`, its tags too; the envelopes in it."""
    about = scene.decide("2026-03-03T12:00:00Z").about
    report = scene.decide("2026-03-03T12:00:00Z").data
    previous = ""
    counted: list[tuple[int, str]] = []
    envelopes: list[Envelope] = []
    stream: list[bytes] = []
    for number in range(count):
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + number * 60))
        data = report.replace(b"2026-03-03T12:00:00Z", at.encode())
        here = about._replace(report=sha256(data).hexdigest())
        kind = "promotion" if number % 3 == 2 else "approval"
        who = (ALICE, CAROL, BOT)[number % 3]
        envelope = _sealed(scene.keys[who], here, kind, who, at, number, counted)
        entry = read_entry(entry_bytes(number, previous, at, kind, envelope))
        raw = commit_bytes("0" * 40, "0" * 40, entry)
        message = raw.partition(b"\n\n")[2]
        head = f"commit refs/heads/govml/ledger\nmark :{number + 1}\n".encode()
        stamp = f"{START + number * 60} +0000"
        head += f"author govml <govml@localhost> {stamp}\ncommitter govml <govml@localhost> {stamp}\n".encode()
        stream.append(head + _data(message) + b"deleteall\nM 100644 inline entry.json\n" + _data(entry.data()))
        if kind == "promotion":
            stream.append(b"M 100644 inline report.json\n" + _data(data))
            title = f"Promotion of {about.model} {about.version} to {about.stage}\n\nledger entry {number}\n".encode()
            name = f"{about.model}#{about.stage}#{number}".encode()
            tagger = f"tagger govml <govml@localhost> {stamp}\n".encode()
            stream.append(b"tag %b\nfrom %b\n%b%b" % (name, about.commit.encode(), tagger, _data(title)))
            counted = []
        else:
            counted.append((number, entry.digest))
        previous = entry.digest
        envelopes.append(envelope)
    command = ["git", "-C", str(scene.path), "fast-import", "--quiet"]
    subprocess.run(command, input=b"".join(stream), check=True)
    scene.repo.git("repack", "-a", "-d", "-f", "-q")
    scene.repo.git("pack-refs", "--all")
    return envelopes


def _sealed(
    key: Key, about: About, kind: str, who: str, at: str, number: int, counted: list[tuple[int, str]]
) -> Envelope:
    if kind == "approval":
        said = Approval(about, who, at, "2035-01-01T00:00:00Z", comment=str(number))
        return key.seal(statement_bytes(approval_statement(said)))
    inputs = (Input("report.json", about.report), *(Input(f"ledger:{place}", digest) for place, digest in counted))
    tag = f"{about.model}#{about.stage}#{number}"
    approvals = tuple(digest for _, digest in counted)
    return key.seal(statement_bytes(promotion_statement(Promotion(about, at, "", approvals, tag, inputs, "0.1.0"))))


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


if __name__ == "__main__":
    main()
