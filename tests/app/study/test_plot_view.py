"""A study's plot in the window: what hand and keys find in it, and what they open."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot
from scene import pixels
from small import CARDS, answer, race

from app.look.appearance import Appearance
from app.study.drawing import heat_map
from app.study.showing.plot_view import PlotView
from core.study.asking.question import Question
from core.study.plots import plots
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> PlotView:
    found = PlotView(appearance)
    qtbot.addWidget(found)
    found.resize(640, 420)
    found.show()
    return found


def grid() -> Question:
    experiment = race()
    varied = ("methods[*].capacity=1,5", "methods[*].decay=0.5,0.7,0.9")
    return Question(
        "sweep", experiment, Sampling("uniform", 24),
        variations=tuple(Variation.parsed(text, experiment) for text in varied),
        statistic="share:flat",
    )  # fmt: skip


def test_a_cell_of_a_heat_map_tells_its_interval_and_opens_its_race(
    qtbot: QtBot, view: PlotView
) -> None:
    question = grid()
    view.show_plot(plots(answer(question))[0])
    picked: list[int] = []
    view.cell_picked.connect(picked.append)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.spot is not None
    tip = view.spot.tip
    assert "Adam" in tip and "C (capacity) = 1, λ (decay) = 0.5" in tip
    assert "95 % interval" in tip and "n = 24" in tip
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [question.cells[place].values for place in picked] == [(5, 0.7)]
    at = view.spot.at.toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert [question.cells[place].values for place in picked] == [(5, 0.7)] * 2


def test_a_pixel_of_a_basin_map_opens_a_race_from_there(qtbot: QtBot, view: PlotView) -> None:
    question = Question("basins", race(), Sampling("lattice", 16))
    view.show_plot(plots(answer(question))[0])
    picked: list[tuple[float, float]] = []
    view.start_picked.connect(picked.append)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.spot is not None
    first = view.spot
    lines = first.tip.splitlines()
    assert lines[0].startswith("start (") and lines[1].startswith("Adam: ")
    assert [line.partition(": ")[0] for line in lines[1:]] == [spec.label for spec in CARDS]
    assert all(", from step " in line for line in lines[1:])
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=first.at.toPoint())
    (x0, x1), (y0, y1) = question.experiment.landscape.domain
    assert first.start is not None
    moved = (first.start[0] + (x1 - x0) / 16, first.start[1] + (y1 - y0) / 16)
    assert picked[0] == pytest.approx(moved)
    assert picked[1] == pytest.approx(first.start)


def test_a_view_with_nothing_to_show_says_so_and_opens_nothing(
    qtbot: QtBot, view: PlotView
) -> None:
    view.show_plot(None)
    view.start_picked.connect(lambda start: pytest.fail("nothing is there"))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert view.spot is None and not view.grab().isNull()


def test_where_the_hand_is_on_one_map_is_seen_on_all_maps_of_the_plane(
    qtbot: QtBot, view: PlotView, appearance: Appearance
) -> None:
    """A hair crosses all four maps of the view that is pointed at, and of the one beside it."""
    shown = plots(answer(Question("basins", race(), Sampling("lattice", 16))))
    other = PlotView(appearance)
    qtbot.addWidget(other)
    other.resize(view.size())
    view.start_pointed.connect(other.show_crosshair)
    for each, plot in zip((view, other), shown, strict=False):
        each.show_plot(plot)
    before = [each.grab().toImage() for each in (view, other)]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    after = [each.grab().toImage() for each in (view, other)]
    changed = []
    for old, new in zip(before, after, strict=True):
        differs = pixels(old) != pixels(new)
        rows, columns = (differs.any(-1).any(axis) for axis in (1, 0))
        changed.append((int(np.diff(rows.astype(int)).clip(0).sum()), columns.sum()))
    assert changed[0] == changed[1] and changed[0][0] >= 2
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert other.grab().toImage() == before[1]


def test_a_plot_is_copied_as_sharp_as_it_is_asked_for(view: PlotView) -> None:
    view.show_plot(plots(answer(grid()))[0])
    image = view.image(2)
    assert (image.width(), image.height()) == (2 * view.width(), 2 * view.height())
    blown = view.image(1).scaled(image.size())
    assert blown.convertToFormat(image.format()) != image


def test_who_comes_by_keys_sees_where_the_keys_are_and_leaves_by_the_edge(
    qtbot: QtBot, view: PlotView
) -> None:
    view.show_plot(plots(answer(grid()))[0])
    plain = view.grab().toImage()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert view.grab().toImage() == plain
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    framed = view.grab().toImage()
    corner = pixels(framed)[:4] != pixels(plain)[:4]
    assert corner.any()
    left_over = []
    for _ in range(30):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        view.keyPressEvent(event)
        left_over.append(not event.isAccepted())
    assert left_over[0] is False and left_over[-1] is True


def test_a_heat_map_names_both_axes_however_long_the_names_of_their_methods_are(
    view: PlotView,
) -> None:
    both = heat_map.axes("α (lr) of Adam of mine", "λ (decay) of Adam of mine")
    assert both == ("α (lr) →  ·  ↑ λ (decay) of Adam of mine", "α (lr) →  ·  ↑ λ (decay)")
    apart = heat_map.axes("C (capacity) of A", "s (sharpness)")
    assert apart == (
        "C (capacity) of A →  ·  ↑ s (sharpness)",
        "C (capacity) →  ·  ↑ s (sharpness)",
    )

    def drawn(label: str) -> np.ndarray:
        (plot,) = plots(answer(grid()))
        axis = dataclasses.replace(plot.x, title=f"C (capacity) of {label}")
        view.show_plot(dataclasses.replace(plot, x=axis))
        return pixels(view.grab().toImage())

    np.testing.assert_array_equal(drawn("a method of " + 9 * "long "), drawn(40 * "W"))
