"""Studies whose batch lives on another device than the processor."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import METHODS
from core.study.asking.devices import device_of, rows_on
from core.study.asking.question import Question
from core.study.claims.agreement import AgreementTask, memories
from core.study.starting.sampling import Sampling
from core.study.work import arithmetic, raster
from core.study.work.tasks import Task, run
from landscapes import LANDSCAPES, make
from tests.core.study.elsewhere import DEVICE, elsewhere

POLICIES = ("priority", "fifo", "random", "ema")
EVERY = [
    *(MethodSpec.create(name) for name in METHODS),
    *(MethodSpec.create("adam+cm", {"policy": policy, "memory_start": 3}) for policy in POLICIES),
    MethodSpec.create("sgd", {"lr": 50.0}, label="lost"),
]


def task(spec: MethodSpec, landscape: str = "two-basins", steps: int = 8) -> Task:
    ground = make({"name": landscape})
    lone = Experiment(ground, (spec,), ((0.0, 0.0),), steps=steps, noise=0.1, seed=3)
    return Task(lone, Sampling("uniform", 20).points(ground, 1), first=7, entered=True)


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    raster.raster.cache_clear()
    monkeypatch.setattr(raster, "CELLS", 16)


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("spec", EVERY, ids=lambda s: f"{s.label} {s.values.get('policy', '')}")
def test_a_race_lives_wholly_on_its_device(spec: MethodSpec) -> None:
    """A tensor that is made without saying where meets none of the device's."""
    here = task(spec)
    wanted = run(here)
    with elsewhere() as device:
        found = run(dataclasses.replace(here, device=DEVICE))
    assert device.done > 50
    assert set(found) == set(wanted)
    for name, values in wanted.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("landscape", sorted(set(LANDSCAPES) - {"expression"}))
def test_every_landscape_can_be_walked_there(landscape: str) -> None:
    here = task(MethodSpec.create("adam+cm"), landscape, steps=3)
    wanted = run(here)
    with elsewhere():
        found = run(dataclasses.replace(here, device=DEVICE))
    np.testing.assert_allclose(found["best_loss"], wanted["best_loss"], rtol=1e-9, atol=1e-9)


def test_agreement_is_found_there_as_well() -> None:
    ground = make({"name": "ackley"})
    race = Experiment(ground, memories(0.05, 4, 0.7, 3), ((0.0, 0.0),), steps=12)
    here = AgreementTask(race, Sampling("uniform", 20).points(ground, 1), 5)
    wanted = here.run()["agreement"]
    with elsewhere():
        found = dataclasses.replace(here, device=DEVICE).run()["agreement"]
    np.testing.assert_allclose(found, wanted, rtol=1e-9)
    assert wanted.shape == (20, 2) and 0 < wanted.min() < wanted.max() <= 1 + 1e-12


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
@pytest.mark.parametrize("spec", EVERY, ids=lambda s: f"{s.label} {s.values.get('policy', '')}")
def test_a_graphics_processor_agrees_with_the_processor(spec: MethodSpec) -> None:
    """The same draws of noise and policy, and sums that differ in their last bits only."""
    here = dataclasses.replace(task(spec), entered=False)
    wanted, found = run(here), run(dataclasses.replace(here, device="cuda"))
    for name, values in wanted.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-6, atol=1e-6, err_msg=name)


@pytest.mark.parametrize(
    ("there", "count", "steps", "wanted"),
    [
        (True, 250_000, 800, "cuda"),
        (True, 250_000, 799, "cpu"),  # not worth getting ready
        (True, 16_129, 100_000, "cpu"),  # too few at a time
        (False, 250_000, 800, "cpu"),
    ],
)
def test_a_large_study_is_handed_to_an_accelerator_where_there_is_one(
    there: bool, count: int, steps: int, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    race = Experiment(make({"name": "levy"}), EVERY[:1], ((0.0, 0.0),), steps=steps)
    question = Question("starts", race, Sampling("uniform", count))
    assert device_of("auto", [question]) == wanted
    assert device_of("cpu", [question]) == "cpu"
    lattice = Question("starts", race, Sampling("lattice", math.isqrt(count)))
    assert device_of("auto", [lattice]) == wanted
    assert rows_on("cpu", 2) == 8192 and rows_on("cuda", 2) == 2**19 and rows_on("cuda", 999) > 1000


@pytest.mark.parametrize("changed", ["torch", "numpy", "capability", "machine", "format", "device"])
def test_a_result_of_other_arithmetic_has_another_name(
    changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = task(EVERY[0])
    key = before.key
    assert task(EVERY[0]).key == key
    arithmetic.arithmetic.cache_clear()
    match changed:
        case "torch":
            monkeypatch.setattr(torch, "__version__", "2.99")
        case "numpy":
            monkeypatch.setattr(np, "__version__", "3.0")
        case "capability":
            monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "ABACUS")
        case "machine":
            monkeypatch.setattr(arithmetic.platform, "machine", lambda: "Z80")
        case "format":
            monkeypatch.setattr("core.study.work.tasks.FORMAT", 99)
        case "device":
            before = dataclasses.replace(before, device="cuda")
    assert before.key != key
    arithmetic.arithmetic.cache_clear()
