"""Do gradients cancel where momenta agree? Both memories along one path, step by step."""

from __future__ import annotations

import math

import numpy as np
import torch

from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import Race
from core.study.claim import Figure
from core.study.intervals import Estimate
from core.study.sampling import Sampling
from landscapes import make
from landscapes.base import Array

STEPS, FROM = 500, 100
CELLS = (("two-basins", 0.05), ("ackley", 0.05), ("levy", 0.05), ("goldstein-price", 0.05))
Z = 1.959963984540054


def agreement_on_one_path(n: int, capacity: int = 5, decay: float = 0.7) -> tuple[Figure, ...]:
    """Mean agreement of CM's and CG's memories while both only look on (memory_start = steps), so
    that both follow plain Adam's path; per landscape, over n starts, steps after 100."""
    figures = []
    for name, rate in CELLS:
        values = {"lr": rate, "capacity": capacity, "decay": decay, "memory_start": STEPS}
        specs = tuple(
            MethodSpec.create(method, values, label=method) for method in ("adam+cm", "adam+cg")
        )
        landscape = make({"name": name})
        kind = "disc" if name == "two-basins" else "uniform"
        starts = Sampling(kind, n).points(landscape, 0)
        found = _means(Experiment(landscape, specs, ((0.0, 0.0),), steps=STEPS), starts)
        difference = found[0] - found[1]
        figures.append(
            Figure(
                name,
                ("CM", "CG"),
                (_mean(found[0]), _mean(found[1])),
                _mean(difference),
                n,
                _p_value(difference),
            )
        )
    return tuple(figures)


def _means(experiment: Experiment, starts: Array) -> Array:
    """Mean agreement of each method and start, shape (M, n)."""
    race = Race(experiment, starts=starts)
    totals = np.zeros((len(race.runs), len(starts)))
    with torch.inference_mode():
        for t in range(1, experiment.steps + 1):
            race.step(reuse=True)
            if t <= FROM:
                continue
            for index, state in enumerate(race.states):
                assert state.memory_items is not None
                items = state.memory_items
                lengths = torch.linalg.vector_norm(items, dim=-1).sum(0)
                total = torch.linalg.vector_norm(items.sum(0), dim=-1)
                totals[index] += torch.where(lengths > 0, total / lengths, 1.0).numpy()
    means: Array = totals / (experiment.steps - FROM)
    return means


def _p_value(values: Array) -> float:
    """Two-sided, that the mean is 0, by the normal law."""
    spread = float(values.std(ddof=1)) / math.sqrt(len(values))
    return math.erfc(abs(float(values.mean())) / spread / math.sqrt(2)) if spread else 1.0


def _mean(values: Array) -> Estimate:
    """The mean over starts with its normal interval."""
    centre = float(values.mean())
    half = Z * float(values.std(ddof=1)) / math.sqrt(len(values))
    return Estimate(centre, centre - half, centre + half)
