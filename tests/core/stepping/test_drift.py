"""Racing on a landscape that moves: against plain loops on the function moved by hand."""

import numpy as np
import pytest
import torch

import landscapes
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.packaged import written
from core.recording.recording import Recording
from core.stepping.race import Race
from core.stepping.simulate import record, simulate
from tests.core.plain import run
from tests.core.stacked import stacked

STEPS = 45
STARTS = ((-1.5, 0.4), (0.8, -1.2))
DRIFTS = {
    "jump": Drift("jump", 7, (0.4, -0.2)),
    "circle": Drift("circle", 20, (0.3, 0.1)),
    "glide": Drift("glide", 10, (0.1, 0.2)),
}
BOWL = landscapes.make(
    {
        "name": "expression",
        "parameters": {"loss": "0.5*(x**2 + 10*y**2)"},
        "domain": [[-3, 3], [-3, 3]],
    }
)
PULL = np.array([1.0, 10.0])


def race(*methods, drift, **fields):
    specs = tuple(MethodSpec.create(name, values) for name, values in methods)
    return Experiment(BOWL, specs, STARTS, STEPS, drift=drift, **fields)


@pytest.mark.parametrize("kind", DRIFTS)
def test_adam_is_torchs_on_the_moved_function(kind):
    drift = DRIFTS[kind]
    track = record(race(("adam", {"lr": 0.1}), drift=drift)).tracks[0]
    point = torch.tensor(STARTS, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([point], lr=0.1)
    for t in range(STEPS + 1):
        off = point - torch.tensor(drift.centre(t), dtype=torch.float64)
        losses = 0.5 * (off[:, 0] ** 2 + 10 * off[:, 1] ** 2)
        assert track["positions"][t] == pytest.approx(point.detach().numpy(), rel=1e-9)
        assert track["losses"][t] == pytest.approx(losses.detach().numpy(), rel=1e-8, abs=1e-12)
        if t < STEPS:
            optimizer.zero_grad()
            losses.sum().backward()
            assert track["gradients"][t] == pytest.approx(point.grad.numpy(), rel=1e-8, abs=1e-9)
            optimizer.step()


@pytest.mark.parametrize("method", ["adam+cm", "sgd+cg+sam"])
@pytest.mark.parametrize("kind", DRIFTS)
def test_memories_and_sams_second_look_are_those_of_a_plain_loop(kind, method):
    drift = DRIFTS[kind]
    spec = MethodSpec.create(method, {"lr": 0.02, "capacity": 4, "decay": 0.9})
    looks = 2 if "sam" in method else 1
    asked = iter(range(looks * STEPS))

    def gradient(theta):
        return PULL * (theta - drift.centre(next(asked) // looks))

    track = record(race((method, dict(spec.values)), drift=drift)).tracks[0]
    expected = run(gradient, STARTS[0], method, spec.values, STEPS)[0]
    assert track["positions"][:, 0] == pytest.approx(np.array(expected), rel=1e-9, abs=1e-12)


def test_a_line_search_looks_at_the_landscape_of_its_step():
    drift = DRIFTS["jump"]
    track = record(race(("torch:LBFGS", {}), drift=drift)).tracks[0]
    for which, start in enumerate(STARTS):
        point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS([point], **_settings(race(("torch:LBFGS", {}), drift=None)))
        for t in range(STEPS):

            def closure(t=t, point=point, optimizer=optimizer):
                optimizer.zero_grad()
                off = point - torch.tensor(drift.centre(t), dtype=torch.float64)
                loss = 0.5 * (off[0] ** 2 + 10 * off[1] ** 2)
                loss.backward()
                return loss

            optimizer.step(closure)
            reached = track["positions"][t + 1, which]
            assert reached == pytest.approx(point.detach().numpy(), rel=1e-6, abs=1e-8)


def _settings(experiment):
    (spec,) = experiment.methods
    return written(spec.row, spec.values)


def test_losses_and_gradients_are_of_one_moved_landscape():
    experiment = race(("adam+cm", {}), ("sgd", {"lr": 0.01}), drift=DRIFTS["circle"])
    for track in record(experiment).tracks:
        for t in (0, 3, 19, STEPS):
            there = experiment.landscape_at(t)
            assert np.array_equal(track["losses"][t], there.loss(track["positions"][t]))
            if t < STEPS:
                found = there.gradient(track["positions"][t])
                assert np.array_equal(track["gradients"][t], found)


@pytest.mark.parametrize("kind", DRIFTS)
def test_no_drift_is_a_drift_of_nothing_bit_for_bit(kind):
    names = (("adam+cm", {}), ("rmsprop+sam", {}))
    none = record(race(*names, drift=None, noise=0.2))
    nothing = record(race(*names, drift=Drift(kind, 5, (0.0, 0.0)), noise=0.2))
    for one, other in zip(stacked(none).values(), stacked(nothing).values(), strict=True):
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def test_how_it_is_chunked_changes_nothing():
    experiment = race(("adam+cm", {}), drift=DRIFTS["jump"])
    whole = record(experiment)
    for length in (1, 4):
        recording = Recording.blank(experiment, "all")
        for chunk in simulate(experiment, chunk_steps=length):
            recording.append(chunk)
        for one, other in zip(stacked(whole).values(), stacked(recording).values(), strict=True):
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def test_losses_that_a_step_tells_are_those_of_the_recording():
    experiment = race(("adam", {}), drift=DRIFTS["glide"])
    track, own = record(experiment).tracks[0], Race(experiment, losses=True)
    with torch.inference_mode():
        for t in range(STEPS):
            own.step()
            assert own.losses.floor[0].numpy().tolist() == track["losses"][t].tolist()


def test_what_is_carried_along_by_the_landscape_has_not_diverged():
    drift = Drift("glide", 1, (20.0, 0.0))  # a bowl of 6 across: 60 from its middle is nowhere
    bowl = landscapes.make(BOWL.describe() | {"parameters": {"loss": "0.5*(x**2 + y**2)"}})
    methods = (MethodSpec.create("sgd", {"lr": 1.0}), MethodSpec.create("sgd", {"lr": 1e-9}))
    after, left = record(Experiment(bowl, methods, STARTS, 6, drift=drift)).tracks
    # A rate of 1 steps to where the minimum was as the step began.
    assert after["positions"][1:, 0, 0] == pytest.approx([0, 20, 40, 60, 80, 100])
    assert np.isnan(left["positions"][:, 0, 0]).tolist() == [False] * 3 + [True] * 4
