"""An optimizer of another package steps each start as it steps one parameter alone."""

import dataclasses
import sys

import numpy as np
import pytest
import torch

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.noise import standard_normal
from core.experiment.packaged import PACKAGES, table, written
from core.experiment.schedules import Schedule
from core.stepping.packaged import version
from core.stepping.race import Race
from core.stepping.simulate import record
from core.study.work.tasks import Task, run
from landscapes import make
from tests.core.stepping import signature_tables

NAMES = tuple(table("torch").rows)
# As far as torch's defaults are too careful to go anywhere in 50 steps.
LIVELY = {
    "torch:Adam": {"lr": 0.05, "amsgrad": "on", "weight_decay": 0.01},
    "torch:AdamW": {"lr": 0.05, "weight_decay": 0.1},
    "torch:Adadelta": {"rho": 0.8},
    "torch:LBFGS": {"lr": 0.1, "max_iter": 3, "line_search_fn": "strong_wolfe"},
    "torch:NAdam": {"lr": 0.05, "beta1": 0.8, "decoupled_weight_decay": "on"},
    "torch:RMSprop": {"lr": 0.02, "momentum": 0.5, "centered": "on"},
    "torch:Rprop": {"eta1": 0.4, "step_size2": 0.3},
    "torch:SGD": {"lr": 0.002, "momentum": 0.9, "nesterov": "on"},
    "torch:Muon": {"lr": 0.02, "momentum": 0.9, "adjust_lr_fn": "match_rms_adamw"},
    "torch:ASGD": {"lr": 0.002, "t0": 10.0},
    "pytorch_optimizer:LBFGS": {"max_iter": 2},
    "pytorch_optimizer:SpectralSphere": {"solver_max_iterations": 3},
}
LANDSCAPE = make({"name": "rosenbrock"})
STARTS = tuple(map(tuple, np.random.default_rng(1).uniform(-1.3, 1.3, (9, 2)).tolist()))
STEPS = 50


def race(name, starts=STARTS, lr=None, **fields):
    given = LIVELY.get(name, {}) | ({"lr": lr} if lr else {})
    spec = MethodSpec.create(name, given)
    return Experiment(LANDSCAPE, (spec,), starts, fields.pop("steps", STEPS), **fields)


def positions(experiment):
    return record(experiment).tracks[0]["positions"]


def plain_loop(experiment, start, closed=False):
    """One parameter, its gradient and the class: nothing of ours between them. The gradient is
    autograd's, or where `closed` the landscape's, which is not rounded otherwise."""
    spec, seed = experiment.methods[0], experiment.seed
    package, _, title = spec.method.partition(":")
    point = torch.tensor(experiment.starts[start], dtype=torch.float64)
    flat = title not in table(package).matrix
    parameter = torch.nn.Parameter(point if flat else point[None])
    kind = signature_tables.registry(package)[title]
    optimizer = kind([parameter], **written(spec.row, spec.values))
    found = [point.clone()]
    for step in range(1, experiment.steps + 1):
        if experiment.lr_schedule.kind != "constant":
            factor = experiment.lr_schedule(step, experiment.steps)
            optimizer.param_groups[0]["lr"] = spec.values["lr"] * factor
        draws = standard_normal(seed, step, (len(experiment.starts), 2))[start]
        pull = experiment.noise * torch.from_numpy(draws)

        def closure(pull=pull):
            if closed:
                here = parameter.detach().reshape(1, 2)
                parameter.grad = LANDSCAPE.gradient(here).reshape(parameter.shape)
                return LANDSCAPE.loss(here)[0]
            with torch.enable_grad():
                x, y = parameter.reshape(2)
                loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2 + (pull * parameter).sum()
                (parameter.grad,) = torch.autograd.grad(loss, parameter)
            return loss.detach()

        closure()
        optimizer.step(*[closure] * (title in table(package).closure))
        found.append(parameter.detach().reshape(2).clone())
    return torch.stack(found).numpy()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_shipped_table_is_what_the_signatures_of_the_package_say(package):
    shipped = (signature_tables.FOLDER / f"{package}.json").read_text(encoding="utf-8")
    if any(table(each).version != version(each).partition("+")[0] for each in (package, "torch")):
        pytest.skip("the table is that of another version")
    assert signature_tables.text(package) == shipped


@pytest.mark.parametrize("name", NAMES)
def test_a_race_steps_as_a_plain_loop_of_the_class_does(name):
    experiment = race(name, STARTS[:3])
    assert abs(positions(experiment)[-1, 2] - STARTS[2]).max() > 0.01
    expected = plain_loop(experiment, 2)
    np.testing.assert_allclose(positions(experiment)[:, 2], expected, rtol=1e-12, atol=1e-12)


def test_each_optimizer_of_another_package_steps_as_a_plain_loop_of_it_does():
    whole = 0
    for name, row in table("pytorch_optimizer").rows.items():
        experiment = race(name, STARTS[2:4], lr=1e-3 if "lr" in row.table else None, steps=15)
        expected, found = plain_loop(experiment, 1, closed=True), positions(experiment)[:, 1]
        steps = len(found) if np.isfinite(found).all() else np.isnan(found[:, 0]).argmax()
        np.testing.assert_allclose(found[:steps], expected[:steps], 1e-12, 1e-12, err_msg=name)
        whole += steps == len(found)
    assert whole > 100


@pytest.mark.parametrize("name", NAMES)
def test_each_start_is_the_same_alone_as_beside_others_and_beside_a_lost_one(name):
    starts = (*STARTS, (1e200, 1.0), (0.3, -0.2))
    together = positions(race(name, starts, steps=20))
    assert np.isnan(together[-1, 9]).all()
    for place in (0, 3, 8, 10):
        alone = positions(race(name, (starts[place],), steps=20))
        np.testing.assert_array_equal(alone[:, 0], together[:, place])


@pytest.mark.parametrize("name", ["torch:NAdam", "torch:LBFGS", "torch:SGD"])
def test_schedule_and_noise_reach_it_and_line_searches_see_one_mini_batch(name):
    lr = Schedule("linear", to=0.1)
    experiment = race(name, noise=0.5, seed=4, steps=12, lr_schedule=lr)
    expected = plain_loop(experiment, 5)
    np.testing.assert_allclose(positions(experiment)[:, 5], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["torch:NAdam", "torch:Adafactor", "torch:Muon"])
def test_a_study_s_ends_do_not_hang_on_how_it_is_cut(name):
    experiment, starts = race(name, noise=0.1, steps=15), np.array(STARTS)
    whole = run(Task(experiment, starts))
    parts = [run(Task(experiment, starts[a:b], first=a)) for a, b in ((0, 4), (4, 9))]
    for key, values in whole.items():
        np.testing.assert_array_equal(np.concatenate([part[key] for part in parts]), values, key)
    np.testing.assert_array_equal(whole["position"], positions(experiment)[-1])


def test_equal_cards_step_as_one_batch_as_they_do_alone():
    once = race("torch:Adadelta", steps=10)
    twice = dataclasses.replace(once, methods=once.methods * 2)
    with torch.inference_mode():
        both = Race(twice, batched=True)
        for _ in range(10):
            both.step(reuse=True)
    for theta in both.thetas[0]:
        np.testing.assert_array_equal(theta.numpy(), positions(once)[-1])


def test_the_moments_that_it_keeps_are_recorded_and_it_has_no_memory():
    for name, has_first, has_second in (
        ("torch:Adam", True, True), ("torch:RMSprop", True, True), ("torch:Muon", True, False),
        ("torch:Rprop", False, False), ("torch:LBFGS", False, False),
    ):  # fmt: skip
        track = record(race(name, steps=4)).tracks[0]
        assert np.isfinite(track["first_moments"][1:]).all() == has_first, name
        assert np.isfinite(track["second_moments"][1:]).all() == has_second, name
        assert np.isnan(track["memory_items"]).all() and (track["memory_births"] == -1).all()
    adam = record(race("torch:Adam", steps=4)).tracks[0]
    expected, pull = np.zeros(2), 0.01 * adam["positions"][:, 0]
    for step in range(4):
        expected = 0.9 * expected + 0.1 * (adam["gradients"][step, 0] + pull[step])
        np.testing.assert_allclose(adam["first_moments"][step + 1, 0], expected)


def moody(self, *arguments, **settings):
    raise ValueError("not today")


def test_what_the_installed_torch_lacks_or_a_class_refuses_is_told_in_words(monkeypatch):
    monkeypatch.delattr(torch.optim, "NAdam")
    with pytest.raises(ExperimentError, match=r"torch:NAdam is not in the torch .* installed here"):
        record(race("torch:NAdam"))
    monkeypatch.setattr(torch.optim.SGD, "__init__", moody)
    cards = (MethodSpec.create("adam"), MethodSpec.create("torch:SGD"))
    with pytest.raises(ExperimentError, match="torch:SGD refuses its settings: not today") as told:
        record(Experiment(LANDSCAPE, cards, STARTS, 5))
    assert told.value.path == "$.methods[1].hyperparameters"


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pytorch_optimizer.optimizer", None)
    with pytest.raises(ExperimentError, match="needs the package pytorch_optimizer, which is not"):
        record(race("pytorch_optimizer:Lion"))


def test_what_breaks_inside_of_a_class_is_told_in_words(monkeypatch):
    def broken(self, closure=None):
        raise IndexError("deep inside")

    monkeypatch.setattr(torch.optim.Rprop, "step", broken)
    with pytest.raises(ExperimentError, match=r"torch:Rprop breaks off .* IndexError: deep inside"):
        record(race("torch:Rprop"))


def test_the_version_of_a_package_is_part_of_what_a_task_came_from(monkeypatch):
    task = Task(race("pytorch_optimizer:Lion", steps=3), np.array(STARTS))
    before = task.key
    monkeypatch.setattr(f"{Task.__module__}.version", lambda package: "0")
    assert task.key != before


def test_only_a_class_that_torch_lists_is_ever_made(monkeypatch):
    monkeypatch.setattr(torch.optim, "NAdam", dict)
    with pytest.raises(ExperimentError, match="is not in the torch"):
        record(race("torch:NAdam"))


def test_it_starts_from_no_given_state():
    first = Race(race("torch:Adam")).states
    with pytest.raises(ValueError, match="given state"):
        Race(race("torch:Adam"), first)


def test_every_end_of_every_range_that_belongs_to_it_is_taken_by_the_class():
    for package in PACKAGES:
        kinds = signature_tables.registry(package)
        for name, row in table(package).rows.items():
            for part in row.table.values():
                ends = [part.low] * (not part.low_open) + [part.high] * (not part.high_open)
                for end in [] if part.choices else ends:
                    value = int(end) if part.whole else float(end)
                    spec = MethodSpec.create(name, {part.name: value})
                    flat = row.base.title not in table(package).matrix
                    point = torch.nn.Parameter(torch.zeros(2) if flat else torch.zeros(1, 2))
                    try:
                        kinds[row.base.title]([point], **written(spec.row, spec.values))
                    except Exception as error:
                        raise AssertionError(f"{name} {part.name} = {value}: {error}") from error
