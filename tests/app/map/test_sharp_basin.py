"""The basin that the presets are about is seen, not only what stands in it."""

from __future__ import annotations

import numpy as np
import pytest
from scene import changed, paint, track

from app.look.theme import DARK, LIGHT
from app.map.drawing.layers import Layers
from app.map.drawing.view import Frame
from app.map.seen import view_of
from app.running.shown import Picture
from core.experiment import presets
from core.experiment.view_state import ViewState

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (720, 450)  # of the map in a window of 1440 × 900
RADIUS = 0.3  # where the flat basin's slope begins: exp(−½·100·r²) is as small as exp(−½·3²)
IN_IT = [
    preset.name
    for preset in presets.presets()
    if presets.load(preset.name).landscape.name == "two-basins"
]


def test_all_presets_on_two_basins_are_looked_at():
    assert len(IN_IT) == 5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", IN_IT)
def test_a_preset_lets_the_sharp_basin_be_seen_around_its_marks(name, theme):
    experiment = presets.load(name)
    path = np.repeat(experiment.start_positions()[None], experiment.steps + 1, axis=0)
    shown = Picture(experiment, tuple(track(experiment, path) for _ in experiment.methods))
    view = view_of(experiment.view or ViewState(), experiment.landscape)
    bare = Layers(trails=False, heads=False, memory=False, minima=False, legend=False)
    outside = np.full((experiment.start_count, 2), 9.0)
    ground = paint(shown, 0, bare, view=view, size=SIZE, theme=theme, starts=outside)
    image = paint(shown, 0, Layers(legend=False), view=view, size=SIZE, theme=theme)
    frame, (sharp, _) = Frame.fit(view, *SIZE), experiment.landscape.minima
    centre = np.array(frame.pixel(np.array(sharp.position)).toTuple())
    covered = np.hypot(*(changed(ground, image) - centre).T) < RADIUS * frame.scales[0]
    assert covered.sum() < 0.7 * np.pi * (RADIUS * frame.scales[0]) ** 2
