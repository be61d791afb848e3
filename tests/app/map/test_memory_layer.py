"""What is said to be held is what the recording says."""

from __future__ import annotations

import numpy as np
import pytest
from scene import hold, line, picture

from app.look.theme import DARK
from app.map.drawing.arrows import ArrowScale, barbed_lines, pushes, tapered_arrows
from app.map.drawing.cast import cast_of
from app.map.drawing.memory_layer import held_items
from app.map.drawing.view import Frame, View
from app.running.shown import Picture
from core.recording.recording import Track
from landscapes import LANDSCAPES
from landscapes.goldstein_price import GoldsteinPrice

DRAWN = [name for name in LANDSCAPES if name != "expression"]
FRAME = Frame.fit(View((-4, 4), (-3, 3)), 800, 600)


def two_items() -> Track:
    shown = picture({"adam+cg": line((-3.0, 2.0), (3.0, 2.0))}, capacity=3)
    found = shown.tracks[0]
    assert found is not None
    hold(found, 2, 4, (3.0, 4.0), 0.5)
    hold(found, 0, 9, (1.0, 0.0), 2.0)
    return found


def test_items_come_with_birthplace_vector_and_share_of_the_largest_priority():
    held = held_items(two_items(), 12, np.array([0]))
    assert held is not None
    assert held.births.tolist() == [4, 9] and held.slots.tolist() == [2, 0]
    assert held.weights.tolist() == [0.25, 1.0]  # the most important last
    assert held.origins == pytest.approx(np.array([[-1.8, 2.0], [-0.3, 2.0]]))
    assert held.vectors.tolist() == [[3.0, 4.0], [1.0, 0.0]]


def test_nothing_is_held_before_it_is_taken():
    held = held_items(two_items(), 4, np.array([0]))
    assert held is not None and len(held.births) == 0


def test_priorities_that_have_all_decayed_to_nothing_count_alike():
    track = two_items()
    track["memory_priorities"][12] = 0.0
    held = held_items(track, 12, np.array([0]))
    assert held is not None and held.weights.tolist() == [1.0, 1.0]


def test_of_a_memory_that_was_not_kept_only_the_newest_is_known():
    shown = picture({"adam+cg": line((-3.0, 2.0), (3.0, 2.0))})
    last = Track(shown.experiment, "last")
    last.filled = 20
    assert held_items(last, 20, np.array([0])) is not None
    assert held_items(last, 19, np.array([0])) is None
    assert held_items(Track(shown.experiment, "none"), 20, np.array([0])) is None


@pytest.mark.parametrize("name", DRAWN)
def test_arrow_lengths_are_ordered_and_bounded_over_each_domain(name):
    landscape = LANDSCAPES[name]()
    scale = ArrowScale.of(landscape)
    random = np.random.default_rng(1)
    low, high = np.array(landscape.domain).T
    points = random.uniform(low, high, (5000, 2))
    norms = np.sort(np.linalg.norm(landscape.gradient(points), axis=-1))
    lengths = scale.pixels(norms)
    assert (np.diff(lengths) >= 0).all()
    assert np.quantile(lengths, 0.95) < 80
    assert np.median(lengths[norms >= scale.unit]) > 8  # elsewhere the ground is flat


def test_short_vectors_are_drawn_in_proportion():
    scale = ArrowScale(unit=10.0, longest=1e5)
    one, two = scale.pixels(np.array([0.01, 0.02]))
    assert two == pytest.approx(2 * one, rel=1e-4)


def test_the_legends_lengths_are_round_and_rising():
    references = ArrowScale.of(GoldsteinPrice()).references()
    assert references == sorted(set(references)) and len(references) == 3
    for value in references:
        assert value / 10 ** np.floor(np.log10(value) + 1e-9) == pytest.approx(
            min(
                (1, 2, 2.5, 5),
                key=lambda m: abs(m - value / 10 ** np.floor(np.log10(value) + 1e-9)),
            )
        )


def test_arrows_point_along_the_vector_as_the_map_shows_it():
    scale = ArrowScale(1.0, 10.0)
    stretched = Frame.fit(View((0, 1000), (0, 1)), 800, 600)
    for frame in (FRAME, stretched):
        (arrow,) = pushes(frame, scale, np.array([[1.0, 0.5]]))
        sx, sy = frame.scales
        assert arrow[1] / arrow[0] == pytest.approx(-0.5 * sy / sx)
        assert np.hypot(*arrow) == pytest.approx(scale.pixels(np.hypot(1.0, 0.5)))


def test_a_vector_that_is_nothing_or_unknown_has_no_arrow():
    scale = ArrowScale(1.0, 10.0)
    arrows = pushes(FRAME, scale, np.array([[0.0, 0.0], [np.nan, 1.0]]))
    assert not arrows.any()


def test_shapes_end_at_the_tip():
    origins, arrows = np.array([[10.0, 20.0]]), np.array([[30.0, -40.0]])
    (bold,) = tapered_arrows(origins, arrows, 2.0)
    assert bold[3] == pytest.approx([40.0, -20.0])
    assert bold[[0, 6]].mean(0) == pytest.approx([10.0, 20.0])
    shafts, barbs = barbed_lines(origins, arrows)
    assert shafts[0] == pytest.approx(np.array([[10.0, 20.0], [40.0, -20.0]]))
    assert barbs[0, :, 1] == pytest.approx(np.tile([40.0, -20.0], (2, 1)))


def test_a_running_mean_is_the_one_that_the_method_used():
    """`ema` keeps no items; what it pushed by is told by the recorded first moments."""
    from core.experiment.experiment import Experiment, MethodSpec
    from core.stepping.simulate import record
    from landscapes.ackley import Ackley

    settings = {"policy": "ema", "capacity": 4, "strength": 1.5}
    spec = MethodSpec.create("adam+cg", settings)
    experiment = Experiment(Ackley(), (spec,), ((2.2, -1.3),), 60)
    recording = record(experiment)
    (actor,) = cast_of(Picture(experiment, recording.tracks), DARK)
    moments, gradients = recording.tracks[0]["first_moments"], recording.tracks[0]["gradients"]
    for time in (0, 1, 2, 7, 59):
        # m_t = β₁ m + (1 − β₁)(g_t + κ·mean): solved for the mean.
        used = (moments[time + 1, 0] - 0.9 * moments[time, 0]) / 0.1 - gradients[time, 0]
        assert actor.mean(time, 0) == pytest.approx(used / 1.5, abs=1e-9)


def test_a_control_shows_no_memory_that_it_does_not_use():
    path = line((-3.0, 2.0), (3.0, 2.0))
    (used,) = cast_of(picture({"adam+cm": path}), DARK)
    (control,) = cast_of(picture({"adam+cm": path}, strength=0.0), DARK)
    assert used.has_memory and not control.has_memory
