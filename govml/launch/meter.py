"""What a run used: its time by a clock that never goes back, its GPUs and their energy by NVML, and what that costs.

The only importer of pynvml. A meter never fails a run: what can't be measured is no number, and a note says why.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
import time
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType, ModuleType, TracebackType
from typing import Any, Literal

from govml.named import NamedTuple

_SECONDS_BETWEEN_SAMPLES = 1.0
_MILLIJOULES_PER_KWH = 3.6e9
_CLOCK_TOLERANCE = 1.0
"""Seconds that the wall clock may fall behind the steady one before it counts as moved back."""


class Gpu(NamedTuple):
    """A GPU that a run was given."""

    name: str
    """As NVML says it, for example `NVIDIA H200`."""
    uuid_sha256: str
    """SHA-256, hex, of the UUID as `nvidia-smi -L` prints it: the same device can be told, the serial not read."""
    memory_bytes: int
    peak_memory_bytes: int
    """The most that was in use on the device in any sample, of all processes; 0 when unknown."""
    energy_kwh: float | None
    """Of the whole device while the run lasted, whoever used it; None when it can't be measured."""


class Usage(NamedTuple):
    """What a run used."""

    seconds: float
    """By a steady clock."""
    started: str
    """RFC 3339, UTC."""
    finished: str
    """RFC 3339, UTC; never before `started`."""
    clock: Literal["steady", "moved-back"]
    """Whether the wall clock was put back meanwhile, so that other times of this run may be wrong."""
    gpus: tuple[Gpu, ...]
    driver: str
    """Version of the NVIDIA driver, empty when unknown."""
    gpu_seconds: float | None
    """GPUs times seconds; None when it isn't known how many there were."""
    energy_kwh: float | None
    """Of all these GPUs; None when one of them isn't known, or there is none."""
    note: str
    """Why numbers are missing, empty when none is."""


class Prices(NamedTuple):
    """What an hour costs, and what the current stands for."""

    currency: str = ""
    per_hour: Mapping[str, float] = MappingProxyType({})
    """By GPU name for each GPU, and `cpu` for the run itself."""
    g_co2_per_kwh: float | None = None


class Bill(NamedTuple):
    """What a run cost."""

    cost: float | None
    """In `currency`; None without a price for everything that was used."""
    currency: str
    co2_kg: float | None
    note: str
    """Why a number is missing, empty when none is."""


def bill(usage: Usage, prices: Prices) -> Bill:
    """Return what a run cost by these prices, to a ten-thousandth, and its CO2 in kg, to a milligram."""
    hours = usage.seconds / 3600
    unpriced = sorted({gpu.name for gpu in usage.gpus} - set(prices.per_hour))
    cost: float | None = None
    notes = []
    if prices.per_hour:
        if unpriced:
            notes.append(f"no price for {', '.join(unpriced)}")
        elif usage.gpu_seconds is None or round(usage.gpu_seconds, 3) != round(usage.seconds * len(usage.gpus), 3):
            notes.append("no cost, as not every GPU of the run is known")
        else:
            per_hour = sum(prices.per_hour[gpu.name] for gpu in usage.gpus) + prices.per_hour.get("cpu", 0.0)
            cost = round(hours * per_hour, 4)
    co2 = None
    if prices.g_co2_per_kwh is not None:
        if usage.energy_kwh is None:
            notes.append("no CO2, as the energy is not known")
        else:
            co2 = round(usage.energy_kwh * prices.g_co2_per_kwh / 1000, 6)
    return Bill(cost, prices.currency if cost is not None else "", co2, "; ".join(notes))


class Meter:
    """Measures what happens inside of its `with` block; a thread takes a sample every second.

    `environment` is the run's: its `CUDA_VISIBLE_DEVICES` and `GOVML_DEVICE` say which GPUs are the run's. They are
    counted in NVML's order, which is CUDA's own where all GPUs are of one kind, or `CUDA_DEVICE_ORDER` is `PCI_BUS_ID`.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        library: Callable[[], ModuleType] | None = None,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._environment = environment
        self._library = library or _nvml
        self._steady, self._wall = steady, wall
        self._gpus: list[_Watched] = []
        self._open = self._counted = False
        self._driver = self._note = ""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Meter:
        try:
            self._look()
        except Exception as error:  # the driver's errors are many, and none may stop a run
            self._note = f"GPUs are not measured: {error}"
        self._started, self._started_wall = self._steady(), self._wall()
        self._furthest, self._moved_back = self._started_wall - self._started, False
        self._sample()
        self._thread = threading.Thread(target=self._watch, name="govml-meter", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()
        self._sample()
        self._seconds = max(0.0, self._steady() - self._started)
        self._finished_wall = max(self._wall(), self._started_wall + self._seconds)
        if self._open:
            try:
                self._nvml.nvmlShutdown()
            except Exception as error:
                self._note = self._note or f"NVML did not end well: {error}"

    def usage(self, used: Collection[str] | None = None) -> Usage:
        """Return what the block used.

        `used` holds the `uuid_sha256` of the GPUs that the run says it worked on; without it all of its GPUs count.
        """
        if used is None:
            gpus, count = [gpu.result() for gpu in self._gpus], len(self._gpus) if self._counted else None
        else:
            gpus = [result for gpu in self._gpus if (result := gpu.result()).uuid_sha256 in used]
            count = len(set(used))
        energies = [gpu.energy_kwh for gpu in gpus if gpu.energy_kwh is not None]
        note = self._note if count != 0 else ""
        if not note and len(energies) < len(gpus):
            note = next((gpu.problem for gpu in self._gpus if gpu.problem), "") or "a GPU tells no energy"
        if not note and count is not None and len(gpus) < count:
            note = "NVML doesn't show every GPU that the run worked on"
        return Usage(
            seconds=round(self._seconds, 3),
            started=_rfc3339(self._started_wall),
            finished=_rfc3339(self._finished_wall),
            clock="moved-back" if self._moved_back else "steady",
            gpus=tuple(gpus),
            driver=self._driver,
            gpu_seconds=None if count is None else round(self._seconds * count, 3),
            energy_kwh=round(sum(energies), 9) if energies and len(energies) == count else None,
            note=note,
        )

    def _look(self) -> None:
        if self._environment.get("GOVML_DEVICE") == "cpu":
            self._counted = True
            return
        self._nvml = self._library()
        self._nvml.nvmlInit()
        self._open = True
        self._driver = _text(self._nvml.nvmlSystemGetDriverVersion())
        handles = _visible(self._nvml, self._environment.get("CUDA_VISIBLE_DEVICES"))
        self._gpus = [_Watched(self._nvml, handle) for handle in handles]
        self._counted = True
        if len({gpu.name for gpu in self._gpus}) > 1 and self._environment.get("CUDA_DEVICE_ORDER") != "PCI_BUS_ID":
            self._note = "GPUs of several kinds: CUDA may count them otherwise; set CUDA_DEVICE_ORDER=PCI_BUS_ID"

    def _watch(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN_SAMPLES):
            self._sample()

    def _sample(self) -> None:
        steady = self._steady()
        ahead = self._wall() - steady
        self._moved_back = self._moved_back or ahead < self._furthest - _CLOCK_TOLERANCE
        self._furthest = max(self._furthest, ahead)
        for gpu in self._gpus:
            gpu.sample(steady)


class _Watched:
    """One GPU while it is measured. The driver's own counter is right; power between samples is the next best."""

    def __init__(self, nvml: Any, handle: object) -> None:
        self._nvml, self._handle = nvml, handle
        self.name = _text(nvml.nvmlDeviceGetName(handle))
        self.problem = ""
        self._uuid = _text(nvml.nvmlDeviceGetUUID(handle))
        self._memory = int(nvml.nvmlDeviceGetMemoryInfo(handle).total)
        self._peak = 0
        self._counters: list[int] = []
        self._counter_broken = False
        self._last: tuple[float, float] | None = None
        self._joules = 0.0
        self._power_broken = False

    def sample(self, now: float) -> None:
        """Read memory, energy counter and power."""
        if (memory := self._ask("nvmlDeviceGetMemoryInfo")) is not None:
            self._peak = max(self._peak, int(memory.used))
        counter = self._ask("nvmlDeviceGetTotalEnergyConsumption")
        if counter is None or (self._counters and int(counter) < self._counters[-1]):
            self._counter_broken = True
        else:
            self._counters = [*self._counters[:1], int(counter)]
        power = self._ask("nvmlDeviceGetPowerUsage")
        if power is None:
            self._power_broken = True
            return
        watts = int(power) / 1000
        if self._last:
            self._joules += (now - self._last[0]) * (watts + self._last[1]) / 2
        self._last = now, watts

    def result(self) -> Gpu:
        """Return what was measured so far."""
        energy: float | None = None
        if not self._counter_broken and len(self._counters) == 2:
            energy = (self._counters[1] - self._counters[0]) / _MILLIJOULES_PER_KWH
        elif not self._power_broken:
            energy = self._joules * 1000 / _MILLIJOULES_PER_KWH
        digest = hashlib.sha256(self._uuid.encode()).hexdigest()
        return Gpu(self.name, digest, self._memory, self._peak, None if energy is None else round(energy, 9))

    def _ask(self, function: str) -> Any:
        try:
            return getattr(self._nvml, function)(self._handle)
        except Exception as error:  # not supported on this device, or the driver went away
            self.problem = f"{self.name}: {error}"
            return None


def _nvml() -> ModuleType:
    try:
        import pynvml
    except ImportError:
        raise RuntimeError("nvidia-ml-py is not installed; govml's extra `train` has it") from None
    module: ModuleType = pynvml
    return module


def _visible(nvml: Any, wanted: str | None) -> list[object]:
    """Handles of the devices that `CUDA_VISIBLE_DEVICES` gives; as in CUDA, the first bad word ends the list."""
    handles = [nvml.nvmlDeviceGetHandleByIndex(index) for index in range(nvml.nvmlDeviceGetCount())]
    if wanted is None:
        return handles
    uuids = [_text(nvml.nvmlDeviceGetUUID(handle)) for handle in handles]
    chosen: list[object] = []
    for word in (part.strip() for part in wanted.split(",")):
        if word.startswith("MIG-"):
            found = [nvml.nvmlDeviceGetHandleByUUID(word)]
        elif word.startswith("GPU-"):
            found = [handle for handle, uuid in zip(handles, uuids, strict=True) if uuid.startswith(word)]
        else:
            found = [handles[int(word)]] if word.isdecimal() and int(word) < len(handles) else []
        if len(found) != 1:
            break
        chosen += found
    return chosen


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _rfc3339(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
