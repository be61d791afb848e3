"""Steps of every kind taken apart, beside what was recorded of them."""

import functools
import itertools

import numpy as np

from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.schedules import Schedule
from core.stepping.simulate import record
from landscapes import make

STEPS = 24
POLICIES = ("priority", "fifo", "random", "ema")
SETTINGS = {
    "lr": 0.02, "beta2": 0.95, "capacity": 3, "decay": 0.8, "strength": 0.7, "weight_decay": 0.05,
    "rho": 0.1, "momentum": 0.8, "smoothing": 0.95, "memory_start": 6, "memory_stop": 15,
}  # fmt: skip
CASES = [
    (name, policy)
    for name, policy in itertools.product(METHODS, POLICIES)
    if METHODS[name].memory or policy == "priority"
]


@functools.cache
def recorded(policy, scheduled):
    changes = {}
    if scheduled:
        changes = {
            "lr_schedule": Schedule("cosine", to=0.2),
            "strength_schedule": Schedule("linear", to=2.0),
            "noise": 0.3,
            "seed": 5,
        }
    specs = tuple(MethodSpec.create(n, {**SETTINGS, "policy": p}) for n, p in CASES if p == policy)
    landscape = make({"name": "two-basins", "parameters": {"sharpness": 20}})
    experiment = Experiment(landscape, specs, ((-1.2, 0.4), (0.6, -0.8)), STEPS, **changes)
    return experiment, dict(zip((s.method for s in specs), record(experiment).tracks, strict=True))


def taken_apart(method, policy, scheduled=False):
    """(experiment, spec, track, time, start, substep) for every sub-step of every step."""
    experiment, tracks = recorded(policy, scheduled)
    spec = next(s for s in experiment.methods if s.method == method)
    for time in range(STEPS):
        for start in range(2):
            for substep in anatomy(experiment, spec, tracks[method], time, start).substeps:
                yield experiment, spec, tracks[method], time, start, substep


def mean_of_memory(spec, track, time, start):
    """(e, Σb, n, mean(B)) before the step at `time`, as the papers say it."""
    if spec.values["policy"] != "ema":
        items = track["memory_items"][time, start]
        items = items[track["memory_births"][time, start] >= 0]
        return None, items.sum(0), len(items), items.sum(0) / max(1, len(items))
    taken = track["gradients"] if spec.row.memory == "cg" else track["first_moments"][1:]
    average = np.zeros(2)
    for item in taken[:time, start]:
        average = 2 / 3 * average + 1 / 3 * item  # γ = 1 − 1/C, C = 3
    return average, None, None, average / (1 - (2 / 3) ** time) if time else average


def values_of(experiment, spec, track, time, start, key):
    """The symbols of a sub-step's formula, from the recording; `m` and `v` are old or new."""
    step, theta, gradient = (
        time + 1,
        track["positions"][time, start],
        track["gradients"][time, start],
    )
    after = track["positions"][step, start]
    average, total, count, mean = (
        mean_of_memory(spec, track, time, start) if spec.row.memory else (None,) * 4
    )
    pull = 0.7 * mean if spec.row.memory and 6 < step <= 15 else 0.0
    moments = time if key == "momentum" else step
    first = track["first_moments"][moments, start]
    second = track["second_moments"][time if key == "second_moment" else step, start]
    along, ahead = first, spec.row.base.shape.direction
    if ahead is not None:
        used = gradient + pull if spec.row.memory == "cg" else gradient
        along = ahead.of(first, used, spec.values, step)
    own = spec.row.base.hyperparameters
    shrinkage = 0.02 * 0.05 * theta if "weight_decay" in own else 0.0
    norms, births = track["gradient_norms"][:, start], None
    slope = experiment.landscape.gradient(theta)
    found = {
        **{HYPERPARAMETERS[name].symbol: np.float64(spec.values[name]) for name in own},
        spec.row.base.shape.letter or "m": first,
        "t": step, "θ": theta, "g": gradient, "v": second,
        "ĝ": gradient + pull, "s": along + pull, "α": 0.02, "β₁": 0.9, "β₂": 0.95, "ε": 1e-8,
        "μ": 0.8, "κ": 0.7, "λ": 0.8, "w": 0.05, "ρ": 0.1, "Δ": after - theta + shrinkage,
        "γ": 0.95 if key == "second_moment" else 2 / 3, "mean(B)": mean, "e": average, "C": 3,
        "Σb": total, "n": count, "∇": slope, "‖∇‖": np.linalg.norm(slope),
        "θ′": theta + 0.1 * slope / np.linalg.norm(slope),
    }  # fmt: skip
    if ahead is not None:
        found["p"], found["q"] = map(np.float64, ahead.weights(spec.values, step))
        assert ahead.letter not in found, f"{ahead.letter} is another quantity's letter"
        found[ahead.letter] = along
    if key == "decay":
        births = track["memory_births"][step, start]
        births = births[births >= 0]
        found["priorities"] = np.sort(norms[births] * 0.8 ** (time - births))[::-1]
    return {name: value for name, value in found.items() if value is not None}
