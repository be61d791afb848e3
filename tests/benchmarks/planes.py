"""The plane through a network's runs: how soon there is a ground, and how soon the exact one."""

from __future__ import annotations

from collections.abc import Iterator

from app.map.planes.filling import filled, passes
from app.map.planes.fitting import Wish, fitted
from app.map.planes.projected import paths_of
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.stepping.simulate import record
from landscapes.networks.digits_mlp import DigitsMLP
from tests.benchmarks.pairs import Result, seconds

FIRST_SECONDS = 0.3


def plane() -> Iterator[Result]:
    """Of three runs of the digits' perceptron, from the runs to each ground."""
    specs = tuple(MethodSpec.create(name) for name in ("adam", "adam+sam", "adam+cm"))
    race = Experiment(DigitsMLP(), specs, SeedStarts(1), 300, batch=64)
    picture, network = Picture.of(record(race)), DigitsMLP()
    wish = Wish("paths", network, "train", tuple(paths_of(picture, 0)), 0, False)
    fitted(wish)  # torch is there in the window too
    found = fitted(wish)
    grounds = filled(found, lambda: True)
    told, spent = [], seconds(lambda: fitted(wish))
    for each in passes(network, "train"):
        spent += seconds(lambda: next(grounds))
        of = "all samples" if each.samples is None else f"{each.samples} samples"
        told.append((f"{each.count} × {each.count} of {of}", spent))
    (first, soon), *others = told
    rest = ", ".join(f"{name} after {spent:.2f} s" for name, spent in others)
    yield Result(f"plane, {first}, seconds", soon, FIRST_SECONDS, False, rest)


BENCHMARKS = (plane,)
