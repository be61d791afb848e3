"""Studies whose batch lives on another device than the processor."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import METHODS
from core.study import raster
from core.study.sampling import Sampling
from core.study.tasks import Task, run
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


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
@pytest.mark.parametrize("spec", EVERY, ids=lambda s: f"{s.label} {s.values.get('policy', '')}")
def test_a_graphics_processor_agrees_with_the_processor(spec: MethodSpec) -> None:
    """The same draws of noise and policy, and sums that differ in their last bits only."""
    here = dataclasses.replace(task(spec), entered=False)
    wanted, found = run(here), run(dataclasses.replace(here, device="cuda"))
    for name, values in wanted.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-6, atol=1e-6, err_msg=name)
