"""A small race for the export tests: run once, drawn small."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.export.frames.plan import VideoPlan
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Recording
from core.stepping.simulate import record
from landscapes import make


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    """Two methods, one of them switched off before them, over 30 steps."""
    return Experiment(
        landscape=make({"name": "ackley"}),
        methods=(
            MethodSpec.create("sgd", enabled=False),
            MethodSpec.create("adam"),
            MethodSpec.create("adam+cm", {"capacity": 3}),
        ),
        starts=((2.5, -1.5),),
        steps=30,
    )


@pytest.fixture(scope="session")
def recording(experiment: Experiment) -> Recording:
    """The race, run to its end."""
    return record(experiment)


@pytest.fixture
def scene(recording: Recording) -> Scene:
    """All of the landscape in dark colours."""
    return Scene(Picture.of(recording), 0, DARK, View.of(recording.experiment.landscape))


@pytest.fixture
def plan(experiment: Experiment) -> VideoPlan:
    """A small video with a frame for every step."""
    return VideoPlan(experiment.steps, 320, 240, Fraction(60))
