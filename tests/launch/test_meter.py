"""What a run used is measured, priced, and never made up."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from govml.launch import meter
from govml.launch.meter import Bill, Gpu, Meter, Prices, Usage, bill
from tests.builders import ROOT

H200 = Gpu("NVIDIA H200", "aa", 150_000_000_000, 0, 0.5)
HOUR = Usage(3600, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "steady", (H200, H200), "580.1", 7200, 1.0, "")
PRICES = Prices("EUR", {"NVIDIA H200": 4.10, "cpu": 0.05}, 230)


@pytest.mark.parametrize(
    ("usage", "prices", "expected"),
    [
        (HOUR, PRICES, Bill(8.25, "EUR", 0.23, "")),
        (HOUR._replace(seconds=1, gpu_seconds=2), PRICES, Bill(0.0023, "EUR", 0.23, "")),
        (HOUR, Prices("EUR", {"NVIDIA H200": 4.10}), Bill(8.2, "EUR", None, "")),
        (HOUR, Prices("EUR", {"cpu": 0.05}, 230), Bill(None, "", 0.23, "no price for NVIDIA H200")),
        (HOUR, Prices(), Bill(None, "", None, "")),
        (
            HOUR._replace(gpus=(), gpu_seconds=None, energy_kwh=None),
            PRICES,
            Bill(None, "", None, "no cost, as not every GPU of the run is known; no CO2, as the energy is not known"),
        ),
        (
            HOUR._replace(gpus=(H200,)),
            PRICES,
            Bill(None, "", 0.23, "no cost, as not every GPU of the run is known"),
        ),
        (HOUR._replace(gpus=(), gpu_seconds=0), Prices("EUR", {"cpu": 0.05}), Bill(0.05, "EUR", None, "")),
    ],
)
def test_what_a_run_cost(usage: Usage, prices: Prices, expected: Bill) -> None:
    assert bill(usage, prices) == expected


class Clock:
    """A steady clock and a wall clock, that a test turns."""

    def __init__(self) -> None:
        self.now, self.wall = 1000.0, 1_767_225_600.0

    def turn(self, seconds: float, wall: float | None = None) -> None:
        self.now += seconds
        self.wall += seconds if wall is None else wall


class Nvml:
    """The functions of NVML that the meter calls, with answers that a test chooses."""

    def __init__(self, clock: Clock, devices: int = 2) -> None:
        self.clock, self.devices, self.ended = clock, devices, False
        self.joules: Callable[[], float] = lambda: 500 + self.clock.now * 300
        self.names = ["NVIDIA H200"] * devices

    def nvmlInit(self) -> None: ...

    def nvmlShutdown(self) -> None:
        self.ended = True

    def nvmlSystemGetDriverVersion(self) -> bytes:
        return b"580.95.05"

    def nvmlDeviceGetCount(self) -> int:
        return self.devices

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return index

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> int:
        return {"MIG-7": 1}[uuid]

    def nvmlDeviceGetName(self, handle: int) -> str:
        return self.names[handle]

    def nvmlDeviceGetUUID(self, handle: int) -> str:
        return f"GPU-{handle}{handle}"

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:
        return SimpleNamespace(total=1000, used=int(self.clock.now) - 1000)

    def nvmlDeviceGetTotalEnergyConsumption(self, handle: int) -> int:
        return int(self.joules() * 1000)

    def nvmlDeviceGetPowerUsage(self, handle: int) -> int:
        return 360_000


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(meter, "_SECONDS_BETWEEN_SAMPLES", 3600)  # the tests take the samples
    return Clock()


def measure(nvml: object, clock: Clock, during: Callable[[], object], **environment: str) -> Meter:
    library: Any = lambda: nvml  # noqa: E731
    with Meter(environment, library=library, steady=lambda: clock.now, wall=lambda: clock.wall) as measured:
        during()
    return measured


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_gpus_are_measured(clock: Clock) -> None:
    nvml = Nvml(clock)
    usage = measure(nvml, clock, lambda: clock.turn(600)).usage()
    gpu = Gpu("NVIDIA H200", sha256("GPU-00"), 1000, 600, 0.05)
    assert usage == Usage(
        seconds=600,
        started="2026-01-01T00:00:00Z",
        finished="2026-01-01T00:10:00Z",
        clock="steady",
        gpus=(gpu, gpu._replace(uuid_sha256=sha256("GPU-11"))),
        driver="580.95.05",
        gpu_seconds=1200,
        energy_kwh=0.1,
        note="",
    )
    assert nvml.ended


def test_only_gpus_that_the_run_worked_on_count(clock: Clock) -> None:
    measured = measure(Nvml(clock), clock, lambda: clock.turn(600))
    usage = measured.usage([sha256("GPU-11")])
    assert ([gpu.uuid_sha256 for gpu in usage.gpus], usage.gpu_seconds, usage.energy_kwh) == (
        [sha256("GPU-11")],
        600,
        0.05,
    )
    usage = measured.usage([])
    assert (usage.gpus, usage.gpu_seconds, usage.energy_kwh, usage.note) == ((), 0, None, "")
    usage = measured.usage([sha256("GPU-11"), "unknown"])
    assert (usage.gpu_seconds, usage.energy_kwh) == (1200, None)
    assert usage.note == "NVML doesn't show every GPU that the run worked on"


@pytest.mark.parametrize(
    ("visible", "expected"),
    [
        ("1", ["11"]),
        ("1, 0", ["11", "00"]),
        ("1,7,0", ["11"]),
        ("", []),
        ("-1", []),
        ("NoDevFiles", []),
        ("GPU-1", ["11"]),
        ("GPU-", []),
        ("MIG-7", ["11"]),
    ],
)
def test_visible_devices_are_read_as_cuda_does(visible: str, expected: list[str], clock: Clock) -> None:
    usage = measure(Nvml(clock), clock, lambda: clock.turn(1), CUDA_VISIBLE_DEVICES=visible).usage()
    assert [gpu.uuid_sha256 for gpu in usage.gpus] == [sha256(f"GPU-{name}") for name in expected]
    assert usage.gpu_seconds == len(expected)


def test_a_run_on_the_cpu_uses_no_gpu(clock: Clock) -> None:
    measured = measure(Nvml(clock), clock, lambda: clock.turn(5), GOVML_DEVICE="cpu")
    nothing: tuple[str, ...] = ()
    for used in (None, nothing):
        assert measured.usage(used)[3:] == ("steady", (), "", 0, None, "")


def test_gpus_of_several_kinds_may_be_counted_otherwise(clock: Clock) -> None:
    nvml = Nvml(clock)
    nvml.names = ["NVIDIA H200", "NVIDIA T4"]
    assert "CUDA_DEVICE_ORDER=PCI_BUS_ID" in measure(nvml, clock, lambda: None).usage().note
    assert measure(nvml, clock, lambda: None, CUDA_DEVICE_ORDER="PCI_BUS_ID").usage().note == ""


def failing(*_: object) -> Any:
    raise RuntimeError("Not Supported")


def test_power_stands_in_for_a_counter(clock: Clock) -> None:
    nvml = Nvml(clock, devices=1)
    vars(nvml).update(nvmlDeviceGetTotalEnergyConsumption=failing)
    assert measure(nvml, clock, lambda: clock.turn(1000)).usage().energy_kwh == 0.1
    nvml = Nvml(clock, devices=1)
    nvml.joules = lambda: 1e6 - clock.now  # the driver was loaded again
    assert measure(nvml, clock, lambda: clock.turn(1000)).usage().energy_kwh == 0.1
    vars(nvml).update(nvmlDeviceGetPowerUsage=failing)
    usage = measure(nvml, clock, lambda: clock.turn(1000)).usage()
    assert (usage.gpu_seconds, usage.energy_kwh, usage.note) == (1000, None, "NVIDIA H200: Not Supported")


@pytest.mark.parametrize("function", ["nvmlInit", "nvmlDeviceGetCount", "nvmlDeviceGetName", "nvmlShutdown"])
def test_nvml_that_fails_stops_nothing(function: str, clock: Clock) -> None:
    nvml = Nvml(clock)
    setattr(nvml, function, failing)
    usage = measure(nvml, clock, lambda: clock.turn(10)).usage()
    assert usage.seconds == 10
    assert "Not Supported" in usage.note
    if function != "nvmlShutdown":
        assert (usage.gpus, usage.gpu_seconds, usage.energy_kwh) == ((), None, None)


@pytest.mark.parametrize(
    ("turns", "clock_was", "finished"),
    [
        ([(60, -7200)], "moved-back", "2026-01-01T00:01:00Z"),
        ([(60, -7200), (60, 7320)], "moved-back", "2026-01-01T00:02:00Z"),
        ([(60, 3600)], "steady", "2026-01-01T01:00:00Z"),
        ([(60, 59.5)], "steady", "2026-01-01T00:01:00Z"),
        ([(0, -0.5)], "steady", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_clock_that_moves_back_is_noticed(
    turns: list[tuple[float, float]], clock_was: str, finished: str, clock: Clock
) -> None:
    measured = Meter({"GOVML_DEVICE": "cpu"}, steady=lambda: clock.now, wall=lambda: clock.wall)
    with measured:
        for seconds, wall in turns:
            clock.turn(seconds, wall)
            measured._sample()
    usage = measured.usage()
    assert (usage.clock, usage.finished) == (clock_was, finished)
    assert usage.seconds == sum(seconds for seconds, _ in turns)


def test_the_thread_takes_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "_SECONDS_BETWEEN_SAMPLES", 0.001)
    clock = Clock()
    nvml = Nvml(clock, devices=1)

    def busy() -> None:
        clock.turn(400, 400)
        seen = len(samples)
        while len(samples) < seen + 2:
            pass
        clock.turn(-300, -300)

    samples: list[int] = []
    vars(nvml).update(nvmlDeviceGetPowerUsage=samples.append)
    usage = measure(nvml, clock, busy).usage()
    assert usage.gpus[0].peak_memory_bytes == 400


LIBRARY = r"""
#include <string.h>
typedef struct { unsigned long long total, free, used; } memory;
static unsigned long long energy = 1000;
int nvmlInitWithFlags(unsigned flags) { return 0; }
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *text, unsigned size) { strcpy(text, "580.95.05"); return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 1; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) { *device = &energy; return 0; }
int nvmlDeviceGetName(void *device, char *text, unsigned size) { strcpy(text, "NVIDIA H200"); return 0; }
int nvmlDeviceGetUUID(void *device, char *text, unsigned size) { strcpy(text, "GPU-42"); return 0; }
int nvmlDeviceGetMemoryInfo(void *device, memory *info) { info->total = 100; info->used = 40; return 0; }
int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *value) { *value = energy += 1800; return 0; }
int nvmlDeviceGetPowerUsage(void *device, unsigned *value) { return 3; /* not supported */ }
"""
MEASURE = """
import json
from govml.launch.meter import Meter
with Meter({}) as meter:
    pass
print(json.dumps(meter.usage()))
"""


def measured_by(tmp_path: Path) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LD_LIBRARY_PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", MEASURE], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_real_binding_reads_a_library(tmp_path: Path) -> None:
    pytest.importorskip("pynvml")
    (tmp_path / "nvml.c").write_text(LIBRARY, encoding="utf-8")
    build = ["cc", "-shared", "-fPIC", "-o", str(tmp_path / "libnvidia-ml.so.1"), str(tmp_path / "nvml.c")]
    try:
        subprocess.run(build, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no C compiler")
    _, _, _, _, gpus, driver, _, energy, note = measured_by(tmp_path)
    assert gpus == [["NVIDIA H200", sha256("GPU-42"), 100, 40, 0.0000005]]
    assert (driver, energy, note) == ("580.95.05", 0.0000005, "")


def test_a_machine_without_a_driver(tmp_path: Path) -> None:
    pynvml = pytest.importorskip("pynvml")
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        pass
    else:
        pytest.skip("this machine has a driver")
    _, _, _, clock, gpus, driver, gpu_seconds, energy, note = measured_by(tmp_path)
    assert (clock, gpus, driver, gpu_seconds, energy) == ("steady", [], "", None, None)
    assert note == "GPUs are not measured: NVML Shared Library Not Found"
