"""Runs of a tiny network, and what of its planes tests ask for again and again."""

from __future__ import annotations

from app.map.planes.filling import COARSE, losses
from app.map.planes.fitting import Fitted, Wish
from app.map.planes.projected import paths_of
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.experiment.view_plane import PlaneKind
from landscapes.gridded import Gridded
from landscapes.networks.digits_mlp import DigitsMLP


def race(*methods: MethodSpec, steps: int = 24) -> Experiment:
    specs = methods or (
        MethodSpec.create("adam", {"lr": 0.02}),
        MethodSpec.create("sgd", {"lr": 0.5}),
        MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 2}),
    )
    return Experiment(DigitsMLP(train=64, hidden=3), specs, SeedStarts(2), steps, batch=16)


def wish(picture: Picture, kind: PlaneKind = "paths", start: int = 0) -> Wish:
    network = picture.experiment.landscape
    assert isinstance(network, DigitsMLP)
    return Wish(kind, network, "train", tuple(paths_of(picture, start)), 0, False)


def ground(found: Fitted) -> Gridded:
    network = found.wish.network
    values = losses(network, "train", found.plane, found.rectangle, COARSE)
    assert values is not None
    return Gridded(found.rectangle, found.key, values)
