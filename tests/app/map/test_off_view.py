"""What is out of view has an arrow at the border."""

from __future__ import annotations

import numpy as np
import pytest
from on_the_map import FOUR
from PySide6.QtGui import QImage
from scene import ACROSS, NOTHING, changed, frame_of, only, paint, picture, pixels, rgb

from app.look.theme import DARK
from app.map.drawing.off_view import INSET, toward
from app.map.drawing.view import View

pytestmark = pytest.mark.usefixtures("qapp")


def toward_border(image: QImage, other: QImage, plot) -> np.ndarray:
    """Where two images differ within 22 pixels of a plot's border."""
    places = changed(image, other, 40)
    inner = plot.adjusted(22, 22, -22, -22)
    return np.array([place for place in places if not inner.contains(*map(float, place))])


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("far", [(30.0, 0.0), (0.0, -1e9), (-1e300, 1e300), (1e200, 1e-200)])
def test_an_arrow_at_the_border_points_to_a_start_out_of_view(far, ratio):
    shown = picture({"adam": np.full((3, 1, 2), far)})
    seen = picture({"adam": np.full((3, 1, 2), (0.0, 0.0))})
    view = View.of(shown.experiment.landscape)
    empty = paint(seen, 1, NOTHING, ratio=ratio, starts=np.empty((0, 2)))
    image = paint(shown, 1, NOTHING, ratio=ratio)
    plot = frame_of(shown, view).plot
    scaled = type(plot)(plot.topLeft() * ratio, plot.size() * ratio)
    places = toward_border(empty, image, scaled)
    assert len(places) > 20
    middle = places.mean(0) / ratio - plot.center().toTuple()
    signs = np.sign(far) * (1, -1) * (np.abs(far) > 1e-3)
    assert all(sign * value > 0.6 * half for sign, value, half in zip(
        signs, middle, (plot.width() / 2, plot.height() / 2), strict=True) if sign)  # fmt: skip


def test_every_head_out_of_view_has_an_arrow_of_its_colour():
    paths = {name: np.full((3, 1, 2), (30.0, 1.0)) for name in FOUR}
    for path in paths.values():
        path[0] = (0.0, 0.0)
    image = paint(picture(paths), 1, only("heads"))
    for hue in (DARK.plain_hue, DARK.sam_hue, DARK.cg_hue, DARK.cm_hue):
        assert (np.abs(pixels(image) - rgb(hue)).max(-1) < 12).sum() > 15
    left = paint(picture(paths), 0, only("heads"))
    assert len(changed(image, left))


def test_what_is_in_view_has_no_arrow():
    shown = picture({"adam": ACROSS})
    assert toward(frame_of(shown), np.array([3.9, 3.9])) is None
    place, along = toward(frame_of(shown), np.array([0.0, 99.0]))
    assert along == pytest.approx([0.0, -1.0])
    assert place.y() == pytest.approx(frame_of(shown).plot.top() + INSET)
