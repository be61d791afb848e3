"""A plane that goes along with a run does so in a video, and stands where it is in a still."""

from __future__ import annotations

import numpy as np
import pytest

from app.export.composition import Composition
from app.export.formats import FORMATS
from app.export.laid_plane import with_plane
from app.export.plane_words import plane_words
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.on_plane import laid, on_plane
from app.map.planes.projected import last_point
from app.running.shown import Picture
from core.experiment.view_plane import PlaneChoice

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def scene(picture: Picture) -> Scene:
    view = View.of(picture.experiment.landscape)
    return Scene(picture, 24, DARK, view, plane=PlaneChoice("paths", "train", moves=True))


def test_at_each_time_the_plane_goes_through_where_the_first_run_is(scene: Scene) -> None:
    slices, track = laid(scene, 1.5, moving=True).slices, scene.picture.tracks[0]
    network = scene.picture.experiment.landscape
    for time in (0, 13, 24):
        filled = slices.at(time)
        plane, point = filled.fitted.plane, track["positions"][track.kept_row(time), 0]
        assert plane.distances(point.astype(float)) == pytest.approx(0, abs=1e-6)
        (x, _), (y, _) = filled.fitted.rectangle  # a corner is a point of the grid
        there = network.loss(plane.points(np.array([[x, y]])))
        assert filled.ground.loss(np.array([[x, y]])) == pytest.approx(there, rel=1e-5)
    assert slices.at(24) is slices.at(24)  # filled once for all frames between two kept times


def test_the_ground_of_a_video_moves_and_its_words_say_how_well_it_is_known(scene: Scene) -> None:
    composition = Composition(laid(scene, 1.5, moving=True))
    grounds = [composition._map_at(step, 0.0).picture.experiment.landscape for step in (0, 24)]
    assert grounds[0].domain == grounds[1].domain and grounds[0] != grounds[1]
    mapped = on_plane(laid(scene, 1.5, moving=True))
    assert "goes along with adam" in plane_words(mapped).lower()
    assert "of 64 samples at 21 × 21 points" in plane_words(mapped)


def test_a_still_at_a_step_is_of_the_plane_through_the_point_there(scene: Scene) -> None:
    png = next(each for each in FORMATS if each.suffix == ".png")
    options = png.parsed({"step": "12", "size": "320x200"})
    shown = with_plane(scene, options, moving=False)
    track = scene.picture.tracks[0]
    point = track["positions"][track.kept_row(12), 0].astype(float)
    assert shown.slices is None and shown.laid.exact
    assert shown.laid.fitted.plane.distances(point) == pytest.approx(0, abs=1e-6)
    assert "where adam is at step 12" in plane_words(on_plane(shown)).lower()


def test_a_run_that_diverged_was_last_where_it_still_was_a_number(picture: Picture) -> None:
    track = picture.tracks[0]
    lost = type(track)(picture.experiment)
    for key, rows in track.arrays.items():
        lost.arrays[key][:] = rows
    lost.filled = track.filled
    lost["positions"][3:, 0] = np.nan
    last = len(lost["positions"]) - 1
    assert last_point(lost, 0, last) == pytest.approx(track["positions"][2, 0])
