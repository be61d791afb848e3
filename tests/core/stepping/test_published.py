"""The rules against figures made by running the authors' published optimizers."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Recording
from core.stepping.simulate import record, simulate
from core.stepping.state import State

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "published.json").read_text())["cases"]
TWO_BASINS = json.loads((DATA / "two_basins.json").read_text())


def published_start(landscape, spec, start):
    """The state after the published Adam+CM's first call: it stores g₁ and moves nothing."""
    capacity, decay, rho = (spec.values[name] for name in ("capacity", "decay", "rho"))
    gradient = landscape.gradient(np.array([start]))
    if spec.row.sam:
        ascent = rho * gradient / (np.linalg.norm(gradient) + 1e-12)
        gradient = landscape.gradient(np.array([start]) + ascent)
    gradient = torch.tensor(gradient)
    priorities = torch.full((capacity, 1), -torch.inf, dtype=torch.float64)
    births = torch.full((capacity, 1), -1, dtype=torch.int32)
    items = torch.zeros((capacity, 1, 2), dtype=torch.float64)
    items[0], births[0] = gradient, 0
    priorities[0] = decay * torch.linalg.vector_norm(gradient)
    zeros = torch.zeros((1, 2), dtype=torch.float64)
    return State(1, zeros, zeros, items, priorities, births)


@pytest.mark.parametrize("index", range(len(CASES)))
def test_every_published_trajectory_is_reproduced(index):
    case = CASES[index]
    landscape = landscapes.make({"name": case["landscape"]})
    spec = MethodSpec.create(case["method"], case["hyperparameters"])
    published = np.array(case["positions"])
    state = None
    if spec.row.memory == "cm":
        state = published_start(landscape, spec, published[0])
        np.testing.assert_array_equal(published[0], published[1])
        published = published[1:]
    experiment = Experiment(landscape, (spec,), (tuple(published[0]),), len(published) - 1)

    recording = Recording.blank(experiment)
    for chunk in simulate(experiment, state=state):
        recording.append(chunk)

    track = recording.tracks[0]
    np.testing.assert_allclose(track["positions"][:, 0], published, rtol=0, atol=1e-9)
    losses = np.array(case["losses"])[-len(published) :]
    np.testing.assert_allclose(track["losses"][:, 0], losses, rtol=1e-9, atol=1e-9)
    if case["final_buffer"]:
        held = track["memory_births"][-1, 0] >= 0
        by_priority = np.argsort(track["memory_priorities"][-1, 0][held])
        priorities = np.array(case["final_buffer"]["priorities"])
        order = np.argsort(priorities)
        np.testing.assert_allclose(
            track["memory_priorities"][-1, 0][held][by_priority], priorities[order], rtol=1e-9
        )
        np.testing.assert_allclose(
            track["memory_items"][-1, 0][held][by_priority],
            np.array(case["final_buffer"]["values"])[order],
            rtol=1e-9,
            atol=1e-9,
        )


def spec_of(setting):
    """A spec from the reference's own wording, such as `adam+cm C=5 decay=0.7`."""
    method, *words = setting.split()
    names = {"C": "capacity"}
    values = {"lr": TWO_BASINS["lr"]}
    for word in words:
        name, _, value = word.partition("=")
        name = names.get(name, name)
        values[name] = int(value) if name in ("capacity", "memory_start") else float(value)
    return MethodSpec.create(method, values)


@pytest.mark.parametrize("sharpness", [10, 30, 100, 300])
def test_share_of_starts_that_leave_the_sharp_basin(sharpness):
    landscape = landscapes.make({"name": "two-basins", "parameters": {"sharpness": sharpness}})
    sharp, flat = np.array([-1.5, 0.0]), np.array([1.5, 0.0])
    starts = sharp + np.array(TWO_BASINS["unit_disc"]) * 3 / (np.sqrt(sharpness) + 1)
    settings = list(TWO_BASINS["shares"])
    experiment = Experiment(
        landscape,
        tuple(spec_of(setting) for setting in settings),
        tuple(map(tuple, starts)),
        TWO_BASINS["steps"],
    )

    recording = record(experiment, memory="none")

    def share(points):
        from_flat = -0.5 * ((points - flat) ** 2).sum(-1)
        from_sharp = -0.5 * sharpness * ((points - sharp) ** 2).sum(-1)
        return (from_flat > from_sharp).mean()

    for setting, track in zip(settings, recording.tracks, strict=True):
        expected = TWO_BASINS["shares"][setting][str(sharpness)]
        assert share(track["positions"][-1]) == pytest.approx(expected["end"], abs=0.03), setting
        first = share(track["positions"][1])
        assert first == pytest.approx(expected["after_step_1"], abs=0.03), setting
