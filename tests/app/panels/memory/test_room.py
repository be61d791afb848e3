"""However little room there is, nothing of a row touches or is cut."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from memory_cards import CG, CM, CONTROL, settle
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from app.figures.memory.captions import bar_range, paint_captions
from app.figures.memory.columns import LEAST_ROW, MARK_RIGHT, ROW, Columns
from app.figures.memory.row_painter import fitted, fitted_vector
from app.figures.memory.scales import ArrowScale, BarScale
from app.look.lettering import Lettering
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Track
from core.writing import vector
from landscapes.ackley import Ackley

ARROW_HALF = 6.5  # pixels, in rows of the height that two lanes have


def test_rows_become_lower_and_stand_in_two_lanes_so_that_all_sections_are_seen(crowd, qapp):
    for size, lanes, lowest in (((336, 570), 2, LEAST_ROW), ((336, 900), 1, LEAST_ROW),
                                ((336, 1200), 1, ROW)):  # fmt: skip
        crowd.resize(*size)
        qapp.processEvents()
        assert not crowd._scroll.verticalScrollBar().isVisible()
        for part in crowd.sections:
            assert part.rows.rows.lanes == lanes
            assert lowest <= part.rows.rows.height <= ROW
            assert part.strip.visibleRegion().boundingRect().height() == part.strip.height()
            assert part.header.height() == part.header.sizeHint().height()


def test_headings_never_touch(crowd, monkeypatch):
    ends, look = [], crowd.sections[1].rows._manner
    for way, share in (("left", 0.0), ("centred", 0.5), ("right", 1.0)):
        monkeypatch.setattr(
            Lettering,
            way,
            lambda self, painter, x, middle, text, share=share: ends.append(
                (x - share * self.width(text), x + (1 - share) * self.width(text))
            ),
        )
    image = QImage(9, 9, QImage.Format.Format_RGB32)
    for width in (*range(110, 200), *range(250, 420)):  # a lane of two and one alone
        ends.clear()
        columns = Columns.of(width, 500, 5)
        paint_captions(QPainter(image), look._replace(columns=columns))
        ends.sort()
        assert len(ends) > 1
        assert all(left - right > 3 for (_, right), (left, _) in itertools.pairwise(ends)), width


def test_above_low_bars_nothing_stands_but_the_captions_and_the_newcomers_pointer(
    crowd, monkeypatch
):
    settle(crowd, 336, 570)
    rows, written = crowd.sections[1].rows, []
    assert rows.rows.stacked and rows.rows.height >= 15
    for way in ("left", "right"):
        monkeypatch.setattr(
            Lettering, way, lambda self, painter, x, middle, text: written.append((middle, text))
        )
    crowd._session.seek(100)
    rows._still = None
    rows.grab()
    above = {text for middle, text in written if middle < rows.rows.caption}
    assert above <= {"push", "priority", "age", "taken"} and "priority" in above
    left, right = bar_range(rows.contents)
    assert f"from {left} to {right}" in rows.tip_at(QPointF(5, 5))  # what they no longer say
    normal = rows._manner.letters.normal.metrics
    foot = rows.rows.middle(0) - rows.rows.above + normal.capHeight() / 2
    assert foot < rows.rows.bar_top(0)  # no bar under a digit


def test_no_row_is_lettered_smaller_than_eleven_pixels(crowd):
    for height in range(230, 1000, 30):
        settle(crowd, 336, height)
        rows = crowd.sections[0].rows
        assert rows._manner.letters.normal.font.pixelSize() >= 11
        if rows.rows.stacked:  # figures and bar have room above one another
            figure = rows._manner.letters.normal.metrics.capHeight()
            assert figure + rows.rows.bar < rows.rows.card


@pytest.mark.parametrize("lanes", [1, 2])
def test_age_and_birth_of_every_item_are_written_also_in_two_lanes(crowd, monkeypatch, lanes):
    written = {}
    column = Lettering.column

    def spy(self, painter, x, rows):
        rows = list(rows)
        written.setdefault(round(painter.transform().map(x, 0.0)[0]), set()).update(
            text for _, text in rows
        )
        column(self, painter, x, rows)

    settle(crowd, 336, {1: 1000, 2: 570}[lanes])
    crowd._session.seek(100)
    rows = crowd.sections[1].rows
    assert rows.rows.lanes == lanes
    rows._still = None
    monkeypatch.setattr(Lettering, "column", spy)
    rows.grab()
    held, places = rows.contents.held, rows._manner.columns
    for right, numbers in (
        (places.age_right, 100 - held.births), (places.birth_right, held.births + 1),
    ):  # fmt: skip
        shown = set()
        for lane in range(lanes):
            shown |= written[round(rows.lanes.left(lane) + right)]
        assert shown == {str(number) for number in numbers.tolist()}


@pytest.mark.parametrize("width", [98, 151, 210, 300, 420])
@pytest.mark.parametrize("slots", [5, 20, 100])
def test_the_mark_of_an_event_stands_beside_the_number_of_its_slot(panel, width, slots):
    columns = Columns.of(width, 500, slots)
    for pixels in (11, 12):
        digits = Lettering(panel.font(), pixels).metrics.horizontalAdvance(str(slots))
        assert columns.slot_right - digits > MARK_RIGHT


def test_the_mark_of_an_event_covers_no_figure(crowd):
    settle(crowd, 336, 570)
    session, rows = crowd._session, crowd.sections[0].rows
    ratio, left = rows.devicePixelRatioF(), round(rows.lanes.left(1))
    marked = 0
    for time in range(30, 120):
        session.seek(time)
        image, slot = rows.grab().toImage(), rows.contents.held.slot
        for other in range(10, 20):
            y = round(float(rows.rows.middle(other)) * ratio)
            inked = {
                image.pixel(round(x * ratio), y + dy)
                for x in range(left + 1, left + int(MARK_RIGHT)) for dy in range(-4, 5)
            }  # fmt: skip
            if other == slot:
                marked += len(inked) > 1
            else:
                assert len(inked) == 1
    assert marked > 3


def test_the_legends_arrows_are_of_norms_that_are_held(panel, session):
    norms = panel.legend.norms
    held = np.concatenate([
        np.linalg.norm(session.picture.tracks[index]["memory_items"][:, 0], axis=-1).ravel()
        for index in (CG, CM, CONTROL)
    ])  # fmt: skip
    held = held[np.isfinite(held)]
    assert len(norms) == 3 and held.min() <= norms[0] and norms[-1] <= held.max()
    assert norms[-1] > 0.4 * held.max()


@pytest.mark.parametrize(
    ("unit", "largest"), [(0.29, 7.67), (3.5, 7.7), (5.0, 5.0), (1e-6, 10.0), (2e-9, 3e-8)]
)
def test_the_legends_arrows_differ_clearly_in_length(unit, largest):
    scale = ArrowScale(unit, largest)
    norms = scale.references()
    lengths = [scale.length(norm) for norm in norms]
    assert len(norms) >= 2 and norms[-1] <= largest
    assert all(later > 1.25 * earlier for earlier, later in itertools.pairwise(lengths))
    for norm in norms:  # 1, 2 or 5 and zeros
        assert f"{norm:e}"[0] in "125" and set(f"{norm:e}"[2:8]) == {"0"}


@pytest.mark.parametrize("lane", [103, 118, 148, 330])  # 103: in a window of 1024 × 640
@pytest.mark.parametrize("pixels", [11, 12])
@pytest.mark.parametrize(
    "priority", [8.13e-11, 4.98e-6, 1.234e-4, 0.01234, 12.34, 99_999.4, 1.234e12]
)
def test_a_priority_never_runs_into_its_bar(panel, lane, pixels, priority):
    normal = Lettering(panel.font(), pixels)
    columns = Columns.of(lane, 500, small=True)
    text = fitted(priority, columns, normal)
    left = columns.value_right - normal.metrics.horizontalAdvance(text)
    assert left > columns.arrow_middle + ARROW_HALF
    assert left > columns.bar_right or columns.bar_left <= columns.value_left  # beside or above it


@pytest.mark.parametrize("scale", [1e-4, 1e-3, 0.01, 0.1, 1.0, 30.0, 999.0, 1e4])
def test_priorities_of_one_scale_are_told_beside_their_arrows_whatever_it_is(panel, scale):
    """As of one whose gradients fade: a memory that is not used in a sharp basin."""
    spec = MethodSpec.create("adam+cm", {"capacity": 2})
    priorities = scale * np.array([3.7, 12.3])
    track = Track(Experiment(Ackley(), (spec,), ((0.0, 0.0),), 1))
    track["memory_births"][:] = 0
    track["memory_priorities"][:] = priorities
    track["gradient_norms"][:] = scale
    track.filled = 1
    bars, normal = BarScale.of(spec, track, 0), Lettering(panel.font(), 11)
    columns = Columns.of(103, 500, small=bars.long_figures)
    assert not bars.logarithmic
    for priority in priorities:
        text = fitted(priority, columns, normal)
        left = columns.value_right - normal.metrics.horizontalAdvance(text)
        assert left > columns.arrow_middle + ARROW_HALF, text


@pytest.mark.parametrize(
    "push", [(0.5, -1.25), (-1.24e-11, -6.65e-14), (1.234e-120, -1.234e-123), (-123.4,) * 9]
)
def test_a_push_in_numbers_never_runs_into_the_column_before(panel, push):
    normal = Lettering(panel.font(), 12)
    columns = Columns.of(460, 500, 5)
    text = fitted_vector(np.array(push), columns, normal)
    left = columns.vector_right - normal.metrics.horizontalAdvance(text)
    assert left >= columns.birth_right + 6
    if push[0] == 0.5:
        assert text == vector(push)  # where there is room for all figures, they stand
