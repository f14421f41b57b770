"""A run of a training script: `start` begins it, `Run` is what the script works with."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govml.model import GovmlError, UsageError
from govml.training import seeds
from govml.training.checkpoint import Checkpoint, Checkpoints, check, restore, states
from govml.training.device import choose_device, describe_gpu, out_of_memory
from govml.training.errors import TrainingError
from govml.training.metrics import finite_metrics
from govml.training.progress import Progress
from govml.training.ranks import Group, become_torchrun, distributed, read_ranks, torchrun_command
from govml.training.record import Gpu, Record, Status, read_record, write_json, write_record
from govml.training.signals import Stopped, Termination
from govml.training.weights import finite_weights, write_tensors

if TYPE_CHECKING:
    import torch

    from govml.model import Json


@contextlib.contextmanager
def start(seed: int, *, deterministic: seeds.Determinism = "error") -> Iterator[Run]:
    """Begin a run, seeded and on its device; to be called before anything else, as torchrun starts the script anew.

    `deterministic` says what happens where torch has no deterministic algorithm: `error`, `warn`, or `off`, which asks
    for none. At the end of the block `run.json` says what became of the run, and the checkpoint of one that succeeded
    is removed. A `GovmlError`, exhausted memory and signals end the script with one line and an exit status; other
    exceptions are the script's own, and pass through.
    """
    run = None
    try:
        run = Run(seed, deterministic)
        try:
            yield run
        except SystemExit as stop:
            if stop.code:
                raise
            run._succeed()
            raise
        run._succeed()
    except BaseException as error:
        status, reason, code = _ending(error, run)
        if status != "succeeded":
            _note_end(run, status, reason)
        if code is None:
            raise
        if isinstance(error, GovmlError) or status == "out-of-memory":
            hint = error.hint if isinstance(error, GovmlError) else _SPARE_MEMORY
            print(f"govml: {reason}" + (f"\nhint: {hint}" if hint else ""), file=sys.stderr, flush=True)
        raise SystemExit(code) from None
    finally:
        if run is not None:
            run._close()


_SPARE_MEMORY = "take smaller batches and accumulate their gradients, a smaller model, or lower precision"


def _ending(error: BaseException, run: Run | None) -> tuple[Status, str, int | None]:
    """Return what an exception makes of a run, why, and the exit status; with None the exception passes through."""
    if isinstance(error, Stopped):
        return "killed", error.name, 128 + error.number
    if isinstance(error, KeyboardInterrupt):
        return "killed", "interrupted", 128 + signal.SIGINT
    if isinstance(error, GovmlError):
        return "failed", str(error), error.exit_code
    if isinstance(error, SystemExit):
        return ("failed", f"exit status {error.code}", None) if error.code else ("succeeded", "", None)
    if run is not None and (full := out_of_memory(error, run.device)):
        return "out-of-memory", full, 1
    return "failed", f"{type(error).__name__}: {error}".splitlines()[0][:200], None


def _note_end(run: Run | None, status: Status, reason: str) -> None:
    """Write how a run ended, where none of its processes has said so before: the first failure is the cause."""
    folder = _folder("GOVML_RUN")
    with contextlib.suppress(GovmlError):  # what ended the run is more than that it can't be noted
        earlier = read_record(folder) if folder else None
        if folder is None or (earlier and earlier.status not in ("running", "succeeded")):
            return
        own = run._record if run is not None else Record("running")
        record = own if earlier is None or (run is not None and run.is_main) else earlier
        flags = seeds.flags() if run is not None else {}
        write_record(folder, record._replace(status=status, reason=reason, deterministic=flags))


class Run:
    """What a training script works with. Only the main process of several writes or shows anything."""

    device: torch.device
    """Where to put models and batches."""
    rank: int
    """Of this process among all of the run; 0 is the main one."""
    world_size: int
    """How many processes the run has."""
    generator: torch.Generator
    """For a data loader or a sampler that the script makes itself; a checkpoint keeps its state."""

    def __init__(self, seed: int, deterministic: seeds.Determinism) -> None:
        try:
            import torch
        except ImportError:
            raise TrainingError("torch is not installed", "govml's extra `train` has it") from None
        environment = os.environ
        ranks = read_ranks(environment)
        gpus = 0 if environment.get("GOVML_DEVICE") == "cpu" else torch.cuda.device_count()
        if command := torchrun_command(environment, sys.orig_argv, gpus):
            become_torchrun(command, environment)
        self.rank, self.world_size = ranks.rank, ranks.world_size
        self._progress = Progress(shown=self.is_main)
        self._folder = _folder("GOVML_RUN")
        self.device = choose_device(environment, ranks.local_rank)
        seeds.set_flags(deterministic)
        self._record = Record(
            status="running",
            seeds=seeds.set_seeds(seed),
            device=self.device.type,
            world_size=self.world_size,
            torch=str(torch.__version__),
            cuda=str(torch.version.cuda or "") if self.device.type == "cuda" else "",
            cudnn=str(torch.backends.cudnn.version() or "") if self.device.type == "cuda" else "",
        )
        self.generator = torch.Generator().manual_seed(seed)
        self._seed = seed
        self._deterministic = deterministic
        self._samplers: list[Any] = []
        self._checkpoints = Checkpoints(None, {})
        self._looped = False
        self._termination = Termination()
        if self.is_main:
            self._write(self._record)
        self._group = Group(ranks, self.device)
        if gpu := describe_gpu(self.device):
            told = self._group.gather(json.dumps(gpu).encode())
            self._update(gpus=tuple(Gpu(*json.loads(text)) for text in told))

    @property
    def is_main(self) -> bool:
        """Whether this is the process that writes and shows."""
        return self.rank == 0

    def wrap(self, model: torch.nn.Module) -> torch.nn.Module:
        """Return a module on this run's device, whose gradients are those of all processes where there are several."""
        model = model.to(self.device)
        return distributed(model, self.device) if self.world_size > 1 else model

    def loader(
        self, dataset: torch.utils.data.Dataset[Any], batch_size: int, *, shuffle: bool = False, **options: Any
    ) -> torch.utils.data.DataLoader[Any]:
        """Return a `DataLoader` that gives this process its share of a data set, in an order that the seed decides.

        `batch_size` is that of one process. `options` are those of `DataLoader`.
        """
        from torch.utils.data import DataLoader, DistributedSampler

        if self.world_size > 1:
            sampler = DistributedSampler(dataset, self.world_size, self.rank, shuffle=shuffle, seed=self._seed)
            self._samplers.append(sampler)
            return DataLoader(dataset, batch_size, sampler=sampler, generator=self.generator, **options)
        return DataLoader(dataset, batch_size, shuffle=shuffle, generator=self.generator, **options)

    def mean(self, value: float | torch.Tensor) -> float:
        """Return the mean of a number over the processes of the run."""
        import torch

        given = torch.as_tensor(value).detach().to(self.device, torch.float64)
        return float(self._group.mean(given))

    def epochs(
        self,
        count: int,
        state: Mapping[str, Any] | None = None,
        *,
        every: int = 1,
        seconds: float | None = None,
    ) -> Iterator[int]:
        """Count epochs from 0, or go on after the last one in the checkpoint of a run that was killed.

        `state` holds, by name, all that an epoch changes: modules, optimizers, schedulers, generators, or dictionaries
        that are changed in place. Every `every` epochs, at least `seconds` apart, it is written to the folder
        `GOVML_CHECKPOINTS` with the state of the random generators; by default as often as takes 1 % of the time. An
        epoch is whatever the script does in one turn of the loop: where epochs are long, let it be a part of one.

        Raises `TrainingError` for a state that can't be kept, `CheckpointError` for a checkpoint that is damaged or
        can't be written. Where there are several processes, all of them have to leave the loop in the same epoch.
        """
        if every < 1:
            raise UsageError(f"every is {every}", "give a whole number from 1")
        objects = dict(state or {})
        check(objects)
        first = 0
        if objects:
            if self._looped:
                raise TrainingError("a run has one loop with a checkpoint", "put both into one loop over `run.epochs`")
            self._looped = True
            self._checkpoints = Checkpoints(_folder("GOVML_CHECKPOINTS"), self._plan(count))
            first = self._resume(objects, count)
        self._termination.deferred = True
        try:
            for epoch in range(first, count):
                for sampler in self._samplers:
                    sampler.set_epoch(epoch)
                yield epoch
                due = self.is_main and (epoch + 1) % every == 0 and self._checkpoints.due(seconds)
                told, due = self._group.any(bool(self._termination.asked), due)
                if objects and (told or due):
                    self._save(objects, epoch + 1)
                if told:
                    self._progress.say(f"told to end after epoch {epoch + 1} of {count}")
                    raise Stopped(self._termination.asked or signal.SIGTERM)
        finally:
            self._termination.deferred = False

    def log(self, **values: object) -> None:
        """Show how far the run is: on a terminal one line that is rewritten, else a line each time, on stdout."""
        self._progress.show(values)

    def save_weights(self, path: str | Path, weights: torch.nn.Module | Mapping[str, torch.Tensor]) -> None:
        """Write the weights of a module, or tensors by name, as a safetensors file, whole or not at all.

        Raises `TrainingError` when the name doesn't end in `.safetensors`, a number is NaN or infinite (nothing is
        written then), or the file can't be written.
        """
        if self.is_main:
            write_tensors(Path(path), finite_weights(weights, Path(path)))

    def save_metrics(self, path: str | Path, metrics: Mapping[str, Any]) -> None:
        """Write metrics, by name and as deep as needed, as JSON that DVC reads, whole or not at all.

        Raises `TrainingError` when a number is NaN or infinite (nothing is written then), something is no number, text,
        list or mapping, or the file can't be written.
        """
        if Path(path).suffix != ".json":
            better = Path(path).with_suffix(".json").name
            raise TrainingError(f"{path}: metrics are written as JSON", f"name it {better}")
        if self.is_main:
            write_json(Path(path), finite_metrics(metrics))

    def _plan(self, count: int) -> dict[str, Json]:
        """What a checkpoint has to have been made with for this run to go on from it.

        `govml train` gives each set of inputs, parameters and code a folder of its own.
        """
        script = getattr(sys.modules["__main__"], "__file__", None)
        return {
            "arguments": list(sys.argv[1:]),
            "deterministic": self._deterministic,
            "device": self.device.type,
            "epochs": count,
            "script": hashlib.sha256(Path(script).read_bytes()).hexdigest() if script else "",
            "seed": self._seed,
            "torch": self._record.torch,
            "world_size": self.world_size,
        }

    def _resume(self, objects: Mapping[str, Any], count: int) -> int:
        """Take over the checkpoint, if there is one for this run, and return how many epochs it has behind it."""
        told = os.environ.get("GOVML_RESUME") or "auto"
        if told not in ("auto", "no"):
            raise UsageError(f"GOVML_RESUME is {told!r}", "give auto or no")
        if told == "no":
            if self.is_main:
                self._checkpoints.clear()
            return 0
        found, problem = self._checkpoints.load(self.device)
        if found is None:
            if problem:
                self._progress.say(f"the checkpoint is of another run ({problem}); starting anew")
            return 0
        restore(objects, found.state)
        seeds.restore_generators(found.generators[self.rank], self.device, self.generator)
        self._update(step=found.step, resumed_from=found.step)
        self._progress.say(f"going on after epoch {found.step} of {count}")
        return found.step

    def _save(self, objects: Mapping[str, Any], step: int) -> None:
        own = seeds.generator_states(self.device, self.generator)
        generators = [json.loads(text) for text in self._group.gather(json.dumps(own).encode())]
        if self.is_main:
            self._checkpoints.save(Checkpoint(step, states(objects), generators))
            self._update(step=step)

    def _succeed(self) -> None:
        self._group.close()
        if self.is_main:
            self._checkpoints.clear()
            self._update(status="succeeded")

    def _close(self) -> None:
        self._termination.close()
        self._progress.end()

    def _update(self, **changes: Any) -> None:
        self._record = self._record._replace(**changes)
        if self.is_main:
            self._write(self._record)

    def _write(self, record: Record) -> None:
        if self._folder:
            write_record(self._folder, record._replace(deterministic=seeds.flags()))


def _folder(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None
