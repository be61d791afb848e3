"""A network trained by the core's rules is trained as by torch's own classes, on the same batches.

The other side is a plain `nn.Module`, `torch.optim`, and the optimizers to take home.
"""

import functools

import numpy as np
import pytest
import torch
from torch import nn

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.schedules import Schedule
from core.experiment.starts import SeedStarts
from core.stepping.race import Race
from core.stepping.simulate import record
from core.torch_optimizers import SAM, SGDCM, AdamCG, AdamCM
from landscapes.networks import NETWORKS

STEPS, BATCH, SEED = 200, 32, 3
NETWORK = NETWORKS["digits-mlp"](train=300, label_noise=0.2, hidden=12)


def module(point):
    """The perceptron whose parameters are a point (D,)."""
    made = nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 10)).to(point.dtype)
    nn.utils.vector_to_parameters(point.clone(), made.parameters())
    return made


def trained(point, make, replica=0, steps=STEPS, seed=SEED, batch=BATCH):
    """Where a point (D,) ends when an optimizer trains it in the common way."""
    samples = NETWORK.samples("train")
    inputs = torch.tensor(samples.inputs, dtype=point.dtype)
    labels = torch.tensor(samples.labels)
    net = module(point)
    optimizer = make(net.parameters())
    for step in range(1, steps + 1):
        rows = slice(None)
        if batch is not None:
            rows = NETWORK.batch_rows(seed, step, 1, batch, first=replica)[0]

        def closure(rows=rows):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(inputs[rows]), labels[rows])
            loss.backward()
            return loss

        optimizer.step(closure)
    return nn.utils.parameters_to_vector(net.parameters()).detach()


def race(*cards, count=1, **changes):
    methods = tuple(MethodSpec.create(name, values) for name, values in cards)
    fields = {"steps": STEPS, "batch": BATCH, "seed": SEED} | changes
    return Experiment(NETWORK, methods, SeedStarts(count), **fields)


def ends(experiment, dtype):
    """Where the core's race ends (M, S, D), begun in a type."""
    going = Race(experiment, starts=experiment.start_positions().astype(dtype))
    with torch.inference_mode():
        for _ in range(experiment.steps):
            going.step()
    return torch.stack(going.thetas)


CASES = {
    "adam": ({"lr": 0.01}, functools.partial(torch.optim.Adam, lr=0.01)),
    "sgdm": ({"lr": 0.05}, functools.partial(torch.optim.SGD, lr=0.05, momentum=0.9)),
    "adam+cm": (
        {"lr": 0.01, "capacity": 4, "decay": 0.8},
        functools.partial(AdamCM, lr=0.01, capacity=4, decay=0.8),
    ),
    "adam+cm+sam": (
        {"lr": 0.01, "capacity": 4, "rho": 0.1},
        functools.partial(SAM, base=AdamCM, lr=0.01, capacity=4, rho=0.1),
    ),
    "adam+cg": ({"lr": 0.01}, functools.partial(AdamCG, lr=0.01)),
    "sgdm+cm": ({"lr": 0.02}, functools.partial(SGDCM, lr=0.02, momentum=0.9)),
}


@pytest.fixture(scope="module")
def together():
    """Where all cases end, raced as one."""
    cards = [(name, values) for name, (values, _) in CASES.items()]
    return dict(zip(CASES, ends(race(*cards, count=2), np.float64), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_method_trains_as_its_class_does_on_the_same_mini_batches(name, together):
    starts = race((name, {}), count=2).start_positions().astype(np.float64)
    plain = trained(torch.from_numpy(starts[1]), CASES[name][1], replica=1)
    # Rounding grows along a run of 200 steps; a decision of the memory that differed would show
    # as 1e-3 and more.
    close = 1e-12 if name in ("adam", "sgdm") else 1e-9
    torch.testing.assert_close(together[name][1], plain, rtol=0, atol=close)


def test_in_float32_it_is_the_same_training_within_rounding():
    experiment = race(("adam", {"lr": 0.01}), count=2)
    track = record(experiment).tracks[0]
    assert track["positions"].dtype == np.float32
    plain = trained(torch.from_numpy(experiment.start_positions()[1]), CASES["adam"][1], 1)
    assert plain.dtype == torch.float32
    np.testing.assert_allclose(track["positions"][-1, 1], plain, rtol=0, atol=2e-4)
    exact = ends(experiment, np.float64)[0, 1]
    np.testing.assert_allclose(track["positions"][-1, 1], exact, rtol=0, atol=2e-4)


def test_without_mini_batches_a_step_sees_the_whole_training_set():
    experiment = race(("adam", {"lr": 0.01}), batch=None, steps=20)
    start = experiment.start_positions().astype(np.float64)[0]
    plain = trained(torch.from_numpy(start), CASES["adam"][1], steps=20, batch=None)
    torch.testing.assert_close(ends(experiment, np.float64)[0, 0], plain, rtol=0, atol=1e-12)
    track = record(experiment).tracks[0]
    np.testing.assert_allclose(track["losses"][track.kept], track["train_losses"], rtol=1e-5)


def test_a_packages_own_optimizer_trains_it_too_closures_with_the_same_mini_batch():
    cards = (("torch:Adam", {"lr": 0.01}), ("torch:LBFGS", {"lr": 0.1, "max_iter": 3}))
    experiment = race(*cards, count=2, steps=15)
    starts = torch.from_numpy(experiment.start_positions().astype(np.float64))
    found = ends(experiment, np.float64)
    made = (CASES["adam"][1], functools.partial(torch.optim.LBFGS, lr=0.1, max_iter=3))
    for method, make in enumerate(made):
        plain = trained(starts[1], make, 1, steps=15)
        torch.testing.assert_close(found[method, 1], plain, rtol=0, atol=1e-9)


@pytest.mark.parametrize("batch", [None, BATCH])
def test_replicas_are_the_same_bit_for_bit_however_many_there_are(batch):
    cards = [(name, values) for name, (values, _) in list(CASES.items())[1:4]]
    settings = {"steps": 25, "batch": batch, "noise": 0.001}
    settings["lr_schedule"] = Schedule("cosine", to=0.1)
    several = record(race(*cards, count=5, **settings))
    for index, card in enumerate(cards):
        for count in (1, 4):
            fewer = record(race(card, count=count, **settings)).tracks[0]
            for key in ("positions", "losses", "gradient_norms", "test_losses", "agreement"):
                whole = several.tracks[index][key][:, :count]
                np.testing.assert_array_equal(fewer[key], whole, err_msg=f"{card[0]} {key}")


def test_replicas_from_a_row_on_are_those_of_the_whole():
    experiment = race(("adam+cm", {}), count=6, steps=10, noise=0.01)
    starts = experiment.start_positions()
    races = [Race(experiment), Race(experiment, starts=starts[4:], first=4)]
    for going in races:
        for _ in range(10):
            going.step()
    torch.testing.assert_close(races[0].thetas[0][4:], races[1].thetas[0], rtol=0, atol=0)


def test_settings_side_by_side_are_one_race_in_the_networks_own_type():
    cards = [("adam", {"lr": lr}) for lr in (0.001, 0.01)]
    experiment = race(*cards, count=3, steps=10)
    apart, batched = Race(experiment), Race(experiment, batched=True)
    for _ in range(10):
        apart.step()
        batched.step()
    assert batched.thetas[0].dtype == torch.float32
    torch.testing.assert_close(torch.stack(apart.thetas), batched.thetas[0], rtol=0, atol=1e-5)
