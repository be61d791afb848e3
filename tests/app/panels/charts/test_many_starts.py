"""Of many starts charts show median and quartiles, and hide none that is lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from charts_shown import CM, SGD, drawn, settle, shown
from PySide6.QtCore import QPointF

from app.figures.curves.curves import Curve, Line
from app.figures.curves.sample import Sample, brief, caption
from app.figures.curves.scale import Scale
from app.look.styles import Style
from app.panels.charts.band import Band
from app.panels.charts.readout import readout_rows
from core.experiment.starts import RandomStarts
from core.measures.series import SERIES


def test_many_starts_show_median_and_quartiles_or_the_selected_one(
    raced, goldstein, qtbot, appearance
):
    session = raced(dataclasses.replace(goldstein, starts=RandomStarts(9), steps=40))
    panel = shown(qtbot, session, appearance)
    losses = session.picture.tracks[CM]["losses"]
    line = drawn(panel, "loss").lines[0]
    np.testing.assert_allclose(line.values, np.median(losses, axis=1))
    np.testing.assert_allclose(line.low, np.percentile(losses, 25, axis=1))
    np.testing.assert_allclose(line.high, np.percentile(losses, 75, axis=1))
    assert panel.chart("loss").note.text() == "median of 9"
    for key in panel.shown:
        assert (
            panel.chart(key).title.shown == SERIES[key].title
        )  # it stands below, and cuts nothing
    view = panel.chart("loss").view
    place = QPointF(20, view.scale_shown.place(line.low[20] + 0.6 * (line.high[20] - line.low[20])))
    assert view.items_shown.band(CM).contains(place)
    next(a for a in panel.menu.actions() if a.objectName() == "charts-show-whole").trigger()
    session.select_start(4)
    settle(qtbot, panel)
    line = drawn(panel, "loss").lines[0]
    np.testing.assert_array_equal(line.values, losses[:, 4])
    assert line.low is None


def test_among_many_starts_those_that_diverged_count_as_the_worst(
    raced, goldstein, qtbot, appearance
):
    """Most of them diverge: the median leaves the chart instead of following the survivors."""
    starts = ((0.0, -0.9), (1.9, 1.9), (-1.9, 1.9), (0.1, -1.0), (1.9, -1.9), (0.05, -1.1))
    session = raced(dataclasses.replace(goldstein, starts=starts, steps=40))
    panel = shown(qtbot, session, appearance)
    losses = session.picture.tracks[SGD]["losses"]
    worst = np.where(np.isnan(losses), np.inf, losses)
    line = drawn(panel, "loss", SGD).lines[0]
    np.testing.assert_allclose(line.values, np.median(worst, axis=1))
    assert np.isinf(line.values[-1]) and np.isfinite(line.values[0])
    assert (line.counted == 6).all()
    items = panel.chart("loss").view.items_shown
    plotted = items.data(SGD)[1]
    assert np.array_equal(np.isnan(plotted), np.isinf(line.values))
    sharpness = drawn(panel, "sharpness", SGD).lines[0]
    alive = (~np.isnan(losses)).sum(1)
    np.testing.assert_array_equal(sharpness.counted, alive)
    assert panel.chart("loss").note.text() == "median of 6"  # nobody is lost at the start
    time = int(np.flatnonzero(alive < 6)[0])
    session.seek(time)
    left = alive[time]
    assert left > 0 and panel.chart("loss").note.text() == "median of 6, lost as worst"
    note = panel.chart("sharpness").note.text()
    assert note == f"median of the {left} to 6 of 6 still alive"
    rows = {
        row.method: row.text for row in readout_rows(panel.chart("sharpness").view.curves, time)
    }
    assert rows[SGD].endswith(f"({left})") and "(" not in rows[CM]


def test_a_caption_never_hides_whom_the_median_leaves_out():
    def one(counted, lost, of=64):
        nothing = np.zeros(1)
        line = Line("v", 0, nothing, nothing, nothing, np.array([counted]), np.array([lost]), of)
        return Curve(0, "SGDM + CM", Style("#ffffff", None, "o"), False, (line,))

    def said(curve, sample=None, worst=False):
        return caption(sample or Sample(64, 64), [curve], 0, lost_are_worst=worst)

    assert said(one(5, 59)) == "median of the 5 of 64 still alive"
    assert said(one(64, 0)) == "median of 64"
    assert said(one(64, 59), worst=True) == "median of 64, lost as worst"
    assert said(one(60, 0)) == "median of the 60 of 64 that have one"  # an empty memory
    assert said(one(0, 64)) == "median of the 0 of 64 still alive" and said(one(0, 0)) == ""
    many = Sample(10_000, 250)
    assert said(one(250, 0, 250), sample=many) == "median of 250 of 10,000"
    assert said(one(7, 243, 250), sample=many) == "median of the 7 of 250 of 10,000 still alive"
    assert brief(said(one(7, 243, 250), sample=many)) == "7 of 250 of 10,000 alive"
    assert brief(said(one(64, 59), worst=True)) == "64, lost as worst"
    assert said(one(1, 0), sample=Sample(64, 1, 2)) == brief("start 3 of 64") == "start 3 of 64"
    assert said(one(1, 0), sample=Sample()) == ""


@pytest.mark.parametrize("logarithmic", [False, True])
def test_where_a_quarter_of_the_starts_is_lost_the_band_goes_through_the_top(qapp, logarithmic):
    low, high = np.ones(10), np.full(10, 2.0)
    high[5:] = np.inf
    low[8:] = np.inf
    band, scale = Band(), Scale(logarithmic)
    band.show_line(Line("loss", 0, low, low, high), scale, "#ff0000")
    band.fill(0.0, 9.0, 100.0, top=7.0)
    drawn_path = band.path()
    assert drawn_path.contains(QPointF(6.5, 6.9)) and not drawn_path.contains(QPointF(3.0, 6.9))
    assert drawn_path.boundingRect().right() == 7.0  # three quarters are lost: nothing to fill


def test_a_band_is_thinned_but_keeps_its_extremes_and_is_open_where_nothing_is(panel):
    view = panel.chart("sharpness").view
    values = np.zeros(100_001)
    low, high = values - 1.0, values + 1.0
    low[31_415], high[92_653] = -7.0, 5.0
    low[50_000:60_000] = high[50_000:60_000] = np.nan
    drawn_there = drawn(panel, "sharpness", 0)
    line = drawn_there.lines[0]._replace(values=values, low=low, high=high)
    curve = drawn_there._replace(lines=(line,))
    view.show_curves((curve,), Scale(), None)
    view.show_range(None, (-8.0, 6.0), 100_000)
    path = view.items_shown.band(0)
    assert path.elementCount() < 5000
    assert (path.boundingRect().top(), path.boundingRect().bottom()) == (-7.0, 5.0)
    assert path.contains(QPointF(49_000, 0.5)) and path.contains(QPointF(61_000, 0.5))
    assert not path.contains(QPointF(55_000, 0.5))
    view.show_range((31_410.0, 31_420.0), (-8.0, 6.0), 100_000)
    path = view.items_shown.band(0)
    assert path.contains(QPointF(31_415, -6.9)) and not path.contains(QPointF(31_414, -1.1))
