"""Races that several benchmarks run."""

from __future__ import annotations

import dataclasses

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts


def four_by_64() -> Experiment:
    """4 methods × 64 starts × 500 steps, two of them with memories of 5."""
    methods = tuple(map(MethodSpec.create, ("adam", "adam+sam", "adam+cg", "adam+cm")))
    return Experiment(landscapes.make({"name": "ackley"}), methods, LatticeStarts(8), 500)


def six_by_64() -> Experiment:
    """6 methods × 64 starts × 500 steps: two copies of each memory, of 5 and of 20."""
    more = tuple(
        MethodSpec.create(name, {"capacity": 20, "decay": 0.99}, label=f"{name}, C = 20")
        for name in ("adam+cg", "adam+cm")
    )
    few = four_by_64()
    return dataclasses.replace(few, methods=few.methods + more)
