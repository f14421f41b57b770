"""Side by side with what a user would pick instead: whole processes, one run, ratios.

    make bench                 all rows
    python benchmarks/bench.py --only one-card,registry --cards 500

Every repository is made here from a fixed seed; nothing of the machine's user is read. Times are the best of a few
runs, peak memory is the largest resident set of any process of a run. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TASKS = ["classification", "regression", "ranking", "forecasting"]


class Run(NamedTuple):
    """What running a command cost."""

    seconds: float
    peak_mb: float
    code: int


class Row(NamedTuple):
    """One line of the result."""

    work: str
    ours: Run
    peer_name: str
    peer: Run | None
    wanted: str


def main() -> None:
    """Run the benchmarks that were asked for and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(_BENCHES), help="rows to run, separated by commas")
    parser.add_argument("--cards", type=int, default=5_000, help="cards in the large repository (default 5000)")
    parser.add_argument("--records", type=int, default=10_000, help="records in the changed repository (default 10000)")
    parser.add_argument("--tags", type=int, default=5_000, help="annotated tags (default 5000)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    args = parser.parse_args()
    sizes = {"cards": args.cards, "change": args.records, "base": args.records, "registry": args.tags}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="govml-bench-") as folder:
        work = Path(folder)
        for name in args.only.split(","):
            print(f"… {name}", file=sys.stderr, flush=True)
            rows += _BENCHES[name](work / name, sizes.get(name, 1))
    print(table(rows))
    if args.json:
        args.json.write_text(json.dumps([row._asdict() for row in rows], indent=2) + "\n")


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| work | govml | peer | ratio | must be |", "|---|---|---|---|---|"]
    for row in rows:
        ours = f"{row.ours.seconds:.2f} s, {row.ours.peak_mb:.0f} MB"
        if row.peer is None:
            lines.append(f"| {row.work} | {ours} | {row.peer_name}: not installed | - | {row.wanted} |")
            continue
        peer = f"{row.peer_name}: {row.peer.seconds:.2f} s, {row.peer.peak_mb:.0f} MB"
        lines.append(f"| {row.work} | {ours} | {peer} | {row.peer.seconds / row.ours.seconds:.1f}x | {row.wanted} |")
    return "\n".join(lines)


# -- running ----------------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """An environment without the user's Git configuration."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GOVML_"))}
    who = {"GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@example.org"}
    who |= {"GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@example.org"}
    fixed = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "DVC_NO_ANALYTICS": "1", "NO_COLOR": "1"}
    return keep | who | fixed


def run(command: list[str], folder: Path, codes: tuple[int, ...] = (0, 1), times: int = 1) -> Run:
    """Best wall time of `times` runs, and the peak memory of the process tree. Stops when the exit code is another."""
    best: Run | None = None
    for _ in range(times):
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        peak, seconds = _watch(process, start)
        if process.returncode not in codes:
            error = process.stderr.read().decode(errors="replace") if process.stderr else ""
            raise SystemExit(f"{' '.join(command)} gave {process.returncode}: {error[-2000:]}")
        if best is None or seconds < best.seconds:
            best = Run(seconds, max(peak, best.peak_mb if best else 0), process.returncode)
    assert best is not None
    return best


def _watch(process: subprocess.Popen[bytes], start: float) -> tuple[float, float]:
    """Wait for a process; the peak resident set in MB, summed over it and its children where /proc tells, and seconds.

    Another thread looks at the memory, so that the end of a short run is seen when it comes.
    """
    peaks = [0]
    ended = threading.Event()

    def look() -> None:
        while Path("/proc").is_dir() and not ended.wait(0.02):
            peaks.append(sum(_resident(pid) for pid in _family(process.pid)))

    watcher = threading.Thread(target=look)
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - start
    ended.set()
    watcher.join()
    return max(peaks) / 1024, seconds


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        # Proportional set size: pages that forked workers share count once.
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def tool(name: str) -> str | None:
    """A program of this Python's environment, of `.tools/bin`, or of the PATH."""
    for folder in (Path(sys.executable).parent, ROOT / ".tools" / "bin"):
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


def govml(*args: str) -> list[str]:
    """The command as users run it."""
    command = tool("govml")
    if command is None:
        raise SystemExit("govml is not installed beside this Python: run `make bench`")
    return [command, *args]


# -- repositories -----------------------------------------------------------------------------------------------------


def git(folder: Path, *args: str, stdin: bytes = b"") -> str:
    """Run git and return what it prints."""
    done = subprocess.run(["git", *args], cwd=folder, env=environment(), input=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()


def card(number: int, random_: random.Random) -> str:
    """A model card of 40 lines, as YAML."""
    task = random_.choice(TASKS)
    name = f"model-{number:05d}"
    return f"""license: apache-2.0
library_name: pytorch
pipeline_tag: tabular-{task}
language:
- en
tags:
- tabular
- team-{number % 40}
datasets:
- set-{number % 97}
model-index:
- name: {name}
  results:
  - task:
      type: tabular-{task}
    dataset:
      type: set-{number % 97}
      name: set-{number % 97}
      split: test
    metrics:
    - type: roc_auc
      value: {0.7 + random_.random() / 4:.4f}
      n: {random_.randrange(500, 5000)}
    - type: accuracy
      value: {0.7 + random_.random() / 4:.4f}
      n: {random_.randrange(500, 5000)}
governance:
  name: {name}
  version: 1.{number % 7}.0
  owner:
    team: team-{number % 40}
    contact: team-{number % 40}@models.test
  risk:
    tier: minimal
    reason: Sorts an internal work list; people see every entry.
  intended_use: Orders the entries of work list {number} for its team.
  out_of_scope:
  - decisions about people
  limitations:
  - trained on one market
"""


def repository(folder: Path, cards: int) -> Path:
    """A repository with that many cards in one commit."""
    random_ = random.Random(20260101)
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "gc.auto", "0")  # else a commit starts a second `gc` in the background
    for number in range(cards):
        path = folder / "models" / f"model-{number:05d}" / "model_card.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(card(number, random_))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "cards")
    git(folder, "gc", "--quiet")
    return folder


# -- rows -------------------------------------------------------------------------------------------------------------


def one_card(folder: Path, _: int) -> list[Row]:
    """One card, cold."""
    repo = repository(folder, 1)
    file = "models/model-00000/model_card.yaml"
    ours = run(govml("check", "--no-cache", file), repo, (0,), 15)
    checker = tool("check-jsonschema")
    schema = str(ROOT / "schemas" / "model-card.schema.json")
    peer = run([checker, "--schemafile", schema, file], repo, (0,), 15) if checker else None
    return [Row("one card, cold", ours, "check-jsonschema, schema only", peer, ">= 2.5x")]


def cards(folder: Path, count: int) -> list[Row]:
    """Many cards from a bare repository, against a schema checker and a policy checker on a checkout."""
    repo = repository(folder / "checkout", count)
    git(folder, "clone", "--quiet", "--bare", "checkout", "bare.git")
    ours = run(govml("check", "--no-cache"), folder / "bare.git", (0,), 2)
    files = sorted(str(path.relative_to(repo)) for path in repo.glob("models/*/*.yaml"))
    checker, conftest = tool("check-jsonschema"), tool("conftest")
    schema = str(ROOT / "schemas" / "model-card.schema.json")
    peer = run([checker, "--schemafile", schema, *files], repo, (0,)) if checker else None
    work = f"{count:,} cards from a bare repository, schema + all policies"
    rows = [Row(work, ours, "check-jsonschema, schema only", peer, ">= 10x, <= 400 MB")]
    other = None
    if conftest:
        # conftest knows no links, so it gets the resolved inputs as files: less work than govml has.
        inputs = folder / "inputs"
        inputs.mkdir()
        for number, file in enumerate(files):
            text = "\n".join("    " + line for line in (repo / file).read_text().splitlines())
            head = f"kind: model\nname: model-{number:05d}\nrecord: {{kind: model-card, path: {file}, blob: ''}}\n"
            (inputs / f"{number:05d}.yaml").write_text(f"{head}metrics: []\ncard:\n{text}\n")
        policies = folder / "policies"
        policies.mkdir()
        for path in (ROOT / "policies").glob("*.rego"):
            if not path.name.endswith("_test.rego"):
                shutil.copy(path, policies)
        command = [conftest, "test", "--policy", str(policies), "--all-namespaces", "--no-color", str(inputs)]
        other = run(command, folder, (0, 1))
    return [*rows, Row(work, ours, "conftest, policies only", other, "faster")]


def change(folder: Path, count: int) -> list[Row]:
    """A second run after a commit that touches 20 records, against govml's own cold run: the best of five of each."""
    repo = repository(folder, count)
    for number in range(0, count, max(1, count // 20)):
        path = repo / "models" / f"model-{number:05d}" / "model_card.yaml"
        path.write_text(path.read_text().replace("one market", "two markets"))
    git(repo, "commit", "--quiet", "--all", "--message", "change")
    runs: dict[str, list[Run]] = {"HEAD~1": [], "HEAD": []}
    for _ in range(5):
        shutil.rmtree(repo / ".git" / "govml", ignore_errors=True)
        for rev, done in runs.items():
            done.append(run(govml("check", "--rev", rev), repo, (0,)))
    cold, warm = (min(done) for done in runs.values())
    return [Row(f"second run after a commit touching 20 of {count:,} records", warm, "govml, cold", cold, ">= 20x")]


def base(folder: Path, count: int) -> list[Row]:
    """The same 20-record change judged against its base, in a large and in a small repository."""
    runs: dict[str, list[Run]] = {}
    command = govml("check", "--base", "main", "--rev", "change")
    for size in (100, count):
        repo = repository(folder / str(size), size)
        run(govml("check", "--rev", "HEAD"), repo, (0,))
        git(repo, "checkout", "--quiet", "-b", "change")
        for number in range(0, size, size // 20):
            path = repo / "models" / f"model-{number:05d}" / "model_card.yaml"
            path.write_text(path.read_text().replace("one market", "two markets"))
        git(repo, "commit", "--quiet", "--all", "--message", "change")
        runs.setdefault("warm cache", []).append(run(command, repo, (0,), 7))
        clone = folder / f"clone-{size}"
        git(folder, "clone", "--quiet", "--branch", "change", str(repo), str(clone))
        git(clone, "branch", "--quiet", "main", "origin/main")
        if (repo / ".git" / "govml").is_dir():  # a small repository has no cache
            shutil.copytree(repo / ".git" / "govml", clone / ".git" / "govml")
        runs.setdefault("cache restored from a file, in a fresh clone", []).append(run(command, clone, (0,)))
    work = "a change of 20 records in {:,}, against its base, {}"
    return [
        Row(work.format(count, how), large, "govml, the same in 100", small, ">= 0.67x")
        for how, (small, large) in runs.items()
    ]


def registry(folder: Path, count: int) -> list[Row]:
    """Reading the registry from annotated tags."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    # gto reads artifacts from the commits that tags point at: a handful of commits, as in a real repository.
    commits = []
    for number in range(20):
        (folder / "file").write_text(str(number))
        git(folder, "add", "file")
        git(folder, "commit", "--quiet", "--message", str(number))
        commits.append(git(folder, "rev-parse", "HEAD"))
    stream, name = [], ""
    for number in range(count):
        model, version = number % 200, number // 200
        name = f"model-{model}@v1.{version}.0"
        stamp = 1_767_225_600 + number
        text = f"Registering artifact model-{model} version v1.{version}.0\n".encode()
        stream.append(
            b"tag %s\nfrom %s\ntagger bench <bench@example.org> %d +0000\ndata %d\n%s\n"
            % (name.encode(), commits[version % 20].encode(), stamp, len(text), text)
        )
    git(folder, "fast-import", "--quiet", stdin=b"".join(stream))
    git(folder, "pack-refs", "--all")
    rows = []
    gto = tool("gto")
    for ours, theirs in ((["show", "--json"], ["show", "--json"]), (["check-ref", name], ["check-ref", name])):
        mine = run(govml(*ours), folder, (0,), 5)
        peer = run([gto, *theirs], folder, (0,)) if gto else None
        rows.append(Row(f"`{ours[0]}`, {count:,} annotated tags over 200 models", mine, "gto", peer, ">= 100x"))
    return rows


_BENCHES = {"one-card": one_card, "cards": cards, "change": change, "base": base, "registry": registry}


if __name__ == "__main__":
    main()
