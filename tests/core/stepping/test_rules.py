"""Every method of the table against a plain implementation, torch's own and by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import BASES, HYPERPARAMETERS, METHODS
from core.experiment.schedules import Schedule
from core.stepping.gradients import Field, gradients
from core.stepping.norms import row_norm
from core.stepping.rules import RULES
from core.stepping.simulate import record
from core.stepping.update import Rule
from tests.core import plain
from tests.core.doubles import double_throughout

NAMES = ["levy", "two-basins", "six-hump-camel", "styblinski-tang"]
STEPS = 40

RANGES = {
    "lr": st.floats(1e-3, 0.2),
    "beta1": st.floats(0, 0.99),
    "beta2": st.floats(0.5, 0.9999),  # below it a step is all sign, and rounding grows
    "eps": st.sampled_from([1e-8, 1e-3]),
    "capacity": st.integers(0, 8),
    "decay": st.floats(0.05, 1),
    "strength": st.floats(0, 3),
    "policy": st.sampled_from(HYPERPARAMETERS["policy"].choices),
    "memory_start": st.integers(0, 20),
    "memory_stop": st.sampled_from([0, 0, 15, 30]),
    "rho": st.floats(0, 0.5),
    "momentum": st.floats(0, 0.95),
    "smoothing": st.floats(0.5, 0.99),
    "weight_decay": st.floats(0, 0.2),
}
hyperparameters = st.fixed_dictionaries(RANGES)
methods = st.sampled_from(list(METHODS))


NUDGE = 1 + 1e-13
LR, STRENGTH = Schedule("cosine", to=0.2), Schedule("linear", to=0.5)


def assert_same_course(found, expected, nudged):
    """Paths (T+1, D) agree to 1e-9, or as closely as one whose start is a rounding away.

    A method that bounces between walls lets the last digit grow until it is all there is. Such a
    run can only be followed as far as it can be predicted.
    """
    found, expected, nudged = (np.asarray(path) for path in (found, expected, nudged))
    unpredictable = np.maximum.accumulate(np.abs(nudged - expected).max(-1))
    allowed = 1e-9 * (1 + np.abs(expected).max(-1)) + 100 * unpredictable
    assert (np.abs(found - expected).max(-1) <= allowed).all()


def one_run(method, values, name="levy", start=(2.5, -3.5), steps=STEPS, **fields):
    spec = MethodSpec.create(method, values)
    landscape = landscapes.make({"name": name})
    return record(Experiment(landscape, (spec,), (start,), steps, **fields)).tracks[0]


def plainly(method, values, name, start, seed=0):
    """One point's run by the oracle, under the same schedules as `scheduled_run`."""
    return plain.run(
        landscapes.make({"name": name}).gradient,
        start,
        method,
        MethodSpec.create(method, values).values,
        STEPS,
        lr=lambda t: LR(t, STEPS),
        strength=lambda t: STRENGTH(t, STEPS),
        draws=plain.draws(seed, STEPS),
    )


def scheduled_run(method, values, name, start, seed=0):
    return one_run(
        method, values, name, start, lr_schedule=LR, strength_schedule=STRENGTH, seed=seed
    )


def advance(rule, theta, row=0, steps=STEPS):
    """Positions (steps+1, N, 2) under a rule on Levy; `row` is the batch row's random draw."""
    field = Field(landscapes.make({"name": "levy"}))
    climbing = {0: rule.settings["rho"]} if rule.method.sam else {}
    state = rule.start(theta, row_norm(theta))
    if state.memory_draw is not None and len(theta) == 1:
        whole = rule.start(torch.zeros(row + 1, 2), torch.zeros(row + 1))
        state = state._replace(memory_draw=whole.memory_draw[row:])
    path = [theta]
    for t in range(1, steps + 1):
        (gradient,) = gradients(field, [theta], climbing, t)
        step, state = rule.update(gradient, row_norm(gradient), state)
        theta = rule.move(theta, step)
        path.append(theta)
    return torch.stack(path)


def assert_same_memory(track, events, memory):
    """What was stored, rejected and is held at the end is what the oracle says."""
    items, priorities, births = memory
    found = zip(track["memory_events"][:, 0], track["memory_slots"][:, 0], strict=True)
    assert list(found) == events
    held = track["memory_births"][-1, 0] >= 0
    assert track["memory_births"][-1, 0][held].tolist() == births
    np.testing.assert_allclose(
        track["memory_priorities"][-1, 0][held], priorities, rtol=1e-6, atol=1e-12
    )
    if items:
        np.testing.assert_allclose(track["memory_items"][-1, 0][held], items, rtol=1e-6, atol=1e-6)


def test_every_hyperparameter_is_varied_here():
    assert RANGES.keys() == HYPERPARAMETERS.keys()


def test_every_base_of_the_table_has_its_rule():
    assert RULES.keys() == BASES.keys()


def test_a_base_without_a_rule_is_refused_in_words(monkeypatch):
    monkeypatch.delitem(RULES, "rmsprop")
    with pytest.raises(NotImplementedError, match="'rmsprop' has no line in RULES"):
        one_run("rmsprop+cg", {})


@pytest.mark.parametrize("policy", HYPERPARAMETERS["policy"].choices)
@pytest.mark.parametrize("method", METHODS)
def test_a_run_at_one_setting_is_the_papers_table_step_by_step(method, policy):
    """No example is drawn: what it tells of a rule, it tells in every run."""
    values = {
        "lr": 2e-4 if method.startswith("sgd") else 0.03, "beta1": 0.8, "beta2": 0.97, "eps": 1e-3,
        "capacity": 3, "decay": 0.85, "strength": 0.6, "policy": policy, "memory_start": 5,
        "memory_stop": 33, "rho": 0.1, "momentum": 0.7, "smoothing": 0.9, "weight_decay": 0.1,
    }  # fmt: skip
    track = scheduled_run(method, values, "levy", (2.5, -3.5), seed=3)
    path, events, memory = plainly(method, values, "levy", (2.5, -3.5), seed=3)
    np.testing.assert_allclose(track["positions"][:, 0], path, rtol=1e-10)
    if events:
        assert_same_memory(track, events, memory)


@pytest.mark.parametrize("capacity", [0, 1, 4])
@pytest.mark.parametrize("method", ["sgdm+cm", "rmsprop+cg"])
def test_a_running_average_of_any_capacity_acts_from_the_second_step(method, capacity):
    """Policy ema: nothing before anything is remembered, and nothing at all where C is 0."""
    values = {"lr": 1e-3, "capacity": capacity, "policy": "ema", "memory_start": 0}
    track = scheduled_run(method, values, "levy", (2.5, -3.5))
    path, *_ = plainly(method, values, "levy", (2.5, -3.5))
    np.testing.assert_allclose(track["positions"][:, 0], path, rtol=1e-10)
    settings_of_rows = {k: torch.tensor([float(v)] * 2) for k, v in values.items() if k != "policy"}
    rule = Rule.create(method, {**settings_of_rows, "policy": "ema"})
    batch = advance(rule, torch.tensor([[2.5, -3.5]] * 2, dtype=torch.float64), steps=8)
    usual = one_run(method, values, steps=8)["positions"]
    np.testing.assert_allclose(batch[:, 1], usual[:, 0], rtol=1e-6)


@settings(max_examples=60, deadline=None)
@given(method=methods, values=hyperparameters, name=st.sampled_from(NAMES), seed=st.integers(0, 99))
def test_a_run_is_the_papers_tables_step_by_step(method, values, name, seed):
    if method.startswith("sgd"):  # without a second moment the step must be scaled by hand
        values = values | {"lr": values["lr"] * 1e-3}
    start = tuple(np.random.default_rng(seed).uniform(-1.9, 1.9, 2))
    track = scheduled_run(method, values, name, start, seed)
    path, events, memory = plainly(method, values, name, start, seed)
    nudged, *_ = plainly(method, values, name, tuple(np.multiply(start, NUDGE)), seed)
    # Where a method runs away over steep ground, rounding grows without bound.
    calm = bool(np.abs(path).max() < 20)
    upto = STEPS if calm else int((np.abs(path).max(-1) >= 20).argmax())
    kept = slice(0, upto + 1)
    assert_same_course(track["positions"][kept, 0], path[kept], nudged[kept])
    if calm and events and np.abs(nudged - path).max() < 1e-10:
        assert_same_memory(track, events, memory)


TORCH = {
    "adam": lambda p, h: torch.optim.Adam(p, h["lr"], (h["beta1"], h["beta2"]), h["eps"]),
    "adamw": lambda p, h: torch.optim.AdamW(
        p, h["lr"], (h["beta1"], h["beta2"]), h["eps"], weight_decay=h["weight_decay"]
    ),
    "sgd": lambda p, h: torch.optim.SGD(p, h["lr"]),
    "sgdm": lambda p, h: torch.optim.SGD(p, h["lr"], momentum=h["momentum"]),
    "rmsprop": lambda p, h: torch.optim.RMSprop(p, h["lr"], alpha=h["smoothing"], eps=h["eps"]),
}


@settings(max_examples=40, deadline=None)
@given(base=st.sampled_from(list(TORCH)), values=hyperparameters)
def test_a_base_rule_is_torchs_own(base, values):
    values = values | {"lr": values["lr"] * 0.05}
    landscape = landscapes.make({"name": "levy"})

    def torchs(start):
        theta = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
        optimizer, path = TORCH[base]([theta], values), []
        for _ in range(STEPS + 1):
            path.append(theta.detach().clone())
            theta.grad = landscape.gradient(theta.detach())
            optimizer.step()
        return torch.stack(path)

    start = (2.5, -3.5)
    found = one_run(base, values, start=start)["positions"][:, 0]
    with double_throughout():
        expected, nudged = torchs(start), torchs(np.multiply(start, NUDGE))
    assert_same_course(found, expected, nudged)


@settings(max_examples=40, deadline=None)
@given(
    method=st.sampled_from([name for name, row in METHODS.items() if row.memory == "cg"]),
    values=hyperparameters,
    off=st.sampled_from([{"strength": 0}, {"capacity": 0}, {"memory_start": STEPS}]),
)
def test_critical_gradients_without_strength_or_room_are_the_base_rule_exactly(method, values, off):
    values = values | {"lr": values["lr"] * 0.05} | off
    base = one_run(method.replace("+cg", ""), values)["positions"]
    assert np.array_equal(one_run(method, values)["positions"], base)


def test_the_no_memory_control_of_critical_momenta_is_not_adam():
    """Its second moment is built from the momentum: the first step is α/(1−β₁) long."""
    control = one_run("adam+cm", {"lr": 0.05, "strength": 0}, "goldstein-price", (-1.0, 1.0))
    step = control["positions"][1, 0] - control["positions"][0, 0]
    np.testing.assert_allclose(np.abs(step), 0.05 / (1 - 0.9), rtol=1e-6)
    adam = one_run("adam", {"lr": 0.05}, "goldstein-price", (-1.0, 1.0))
    step = adam["positions"][1, 0] - adam["positions"][0, 0]
    np.testing.assert_allclose(np.abs(step), 0.05, rtol=1e-6)


def test_critical_momenta_before_the_memory_starts_is_adam_exactly():
    cm = one_run("adam+cm", {"memory_start": 30})["positions"]
    adam = one_run("adam", {})["positions"]
    assert np.array_equal(cm[:31], adam[:31])
    assert not np.array_equal(cm[31], adam[31])


def test_capacity_one_by_hand():
    """Gradients 2, 1, 3 along one axis, β₁ = β₂ = 0, ε → 0: every number by hand."""
    rule = Rule.create("adam+cm", {"lr": 1.0, "beta1": 0.5, "beta2": 0.0, "eps": 1e-12,
                                   "capacity": 1, "decay": 0.6, "strength": 1.0})  # fmt: skip
    leaf = torch.zeros(1, 1, dtype=torch.float64)
    state = rule.start(leaf, row_norm(leaf))
    expected = [  # gradient, momentum, held item, priority after the decay
        (2.0, 1.0, 1.0, 1.2),  # stored
        (1.0, 1.0, 1.0, 0.72),  # 1 < 1.2: rejected
        (3.0, 2.0, 2.0, 1.8),  # 3 > 0.72: replaced
    ]
    means = [0.0, 1.0, 1.0]
    for t, ((g, m, item, priority), mean) in enumerate(zip(expected, means, strict=True), start=1):
        gradient = torch.full_like(leaf, g)
        step, state = rule.update(gradient, row_norm(gradient), state)
        s = m + mean
        assert state.first_moment.item() == pytest.approx(m)
        assert state.second_moment.item() == pytest.approx(s * s)
        moved = rule.move(leaf, step).item()
        assert moved == pytest.approx(-s / (1 - 0.5**t) / s)
        assert state.memory_items[0].item() == pytest.approx(item)
        assert state.memory_priorities[0].item() == pytest.approx(priority)
