"""Every kind of plot as it should look, by day and by night, growing and finished, wide and narrow.

A picture that should change is written anew by `pytest --force-regen` and looked at before it
is committed.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytest_regressions.image_regression import ImageRegressionFixture
from small import CARDS, answer, race

from app.look.theme import DARK, LIGHT, Theme
from app.study.drawing.look import Look
from app.study.drawing.painter import height_of, paint_plot
from core.experiment.experiment import MethodSpec
from core.study.asking.question import Question
from core.study.plots import plots
from core.study.plots.values import (
    Axis,
    Cloud,
    Difference,
    Differences,
    Pair,
    Pairs,
    Plot,
    Scatter,
)
from core.study.results.intervals import Estimate, quantile
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation

pytestmark = pytest.mark.usefixtures("qapp")
TOLERANCE = 0.02  # per cent; the curves of other processors, and not a word less
LONG = MethodSpec.create("adam+cm", {"capacity": 9}, label="a label far longer than there is room")
ASKED = Question("starts", race((*CARDS, LONG)), Sampling("uniform", 60))


def varied(*texts: str) -> tuple[Variation, ...]:
    return tuple(Variation.parsed(text, race()) for text in texts)


def named(name: str, shown: tuple[Plot, ...]) -> Plot:
    return next(plot for plot in shown if plot.name == name)


def heat_map() -> Plot:
    settings = varied("methods[*].capacity=1,2,5,10", "methods[2].decay=0.5,0.7,0.9")
    question = Question("sweep", race(), Sampling("uniform", 24), variations=settings)
    return plots(answer(question, cells=10))[0]


def curves() -> Plot:
    question = Question(
        "sweep", race(), Sampling("uniform", 24), variations=varied("landscape.sharpness=3,30,300"),
        statistic="share:flat",
    )  # fmt: skip
    return plots(answer(question))[0]


def escape() -> Plot:
    question = Question("escape", race(), Sampling("disc", 24), sharpnesses=(10.0, 100.0, 300.0))
    return plots(answer(question))[0]


def basins(name: str, known: int | None = None) -> Plot:
    return named(name, plots(answer(Question("basins", race(), Sampling("lattice", 24)), known)))


def claim() -> Plot:
    rows = tuple(
        Pair(f"λ = {decay}", f"s = {s}", ("CM", "no memory"),
             (Estimate(a, a - 0.05, min(1.0, a + 0.05)), Estimate(b, max(0.0, b - 0.04), b + 0.04)),
             Estimate(a - b, a - b - 0.07, a - b + 0.07), int(a - b > 0.1), 200)
        for decay, s, a, b in ((0.7, 10, 0.9, 0.1), (0.7, 300, 0.99, 0.2), (0.99, 10, 0.4, 0.36))
    )  # fmt: skip
    return Pairs("claim", "Both figures", (), "n = 200", Axis("share", share=True), rows)


def flatness() -> Plot:
    """Runs of three methods, one of them a twin of another, two of whose runs never came there."""
    rng = np.random.default_rng(3)
    cards = (
        *CARDS[:2],
        MethodSpec.create("adam+cm"),
        MethodSpec.create("adam+cm", {"strength": 0.0}),
    )
    clouds = []
    for card, (x, y, n) in enumerate(
        [(4.0, 0.9, 8), (1.7, 0.92, 8), (3.2, 0.89, 8), (3.8, 0.89, 6)]
    ):
        xs, ys = x * np.exp(0.1 * rng.standard_normal(n)), y + 0.01 * rng.standard_normal(n)
        medians = (quantile(xs), quantile(ys))
        clouds.append(Cloud(card, min(card, 2), card == 3, xs, ys, medians, 8 - n))
    x_axis, y_axis = Axis("sharpness λmax: left is flatter"), Axis("test accuracy")
    return Scatter(
        "flatness", "Flatness and accuracy", cards, "8 seeds", x_axis, y_axis, tuple(clouds)
    )


def ratios() -> Plot:
    rows = tuple(
        Difference(card, 0, "against adam", Estimate(*figures), p, family=card)
        for card, figures, p in ((1, (0.46, 0.43, 0.48), 0.03), (2, (1.2, 0.9, 1.7), 0.4))
    )
    axis = Axis("ratio: left of 1 is flatter", log=True)
    return Differences(
        "ratios", "Sharpness on the same seeds", tuple(CARDS), "8 seeds", axis, rows, 1.0
    )


PICTURES = {
    "flatness": (flatness, 560, LIGHT, 1),
    "flatness_narrow": (flatness, 320, DARK, 2),
    "ratios": (ratios, 560, DARK, 1),
    "outcomes": (lambda: named("outcomes", plots(answer(ASKED))), 560, DARK, 1),
    "outcomes_narrow": (lambda: named("outcomes", plots(answer(ASKED, 20))), 300, LIGHT, 1),
    "final_loss": (lambda: named("final_loss", plots(answer(ASKED))), 560, LIGHT, 1),
    "differences": (lambda: named("differences", plots(answer(ASKED))), 560, DARK, 1),
    "heat_map_growing": (heat_map, 640, LIGHT, 1),
    "curves": (curves, 520, DARK, 2),
    "escape": (escape, 560, LIGHT, 1),
    "basins": (lambda: basins("basin"), 600, DARK, 1),
    "basins_growing": (lambda: basins("basin", 150), 600, LIGHT, 1),
    "basins_loss": (lambda: basins("final_loss"), 420, DARK, 1),
    "claim": (claim, 560, LIGHT, 1),
}


def painted(plot: Plot, width: int, theme: Theme, ratio: int) -> bytes:
    height = round(height_of(plot, width))
    image = QImage(width * ratio, height * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    paint_plot(painter, QRectF(0, 0, width, height), plot, Look(theme))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


@functools.cache
def shown(name: str) -> Plot:
    return PICTURES[name][0]()


@pytest.mark.parametrize("name", PICTURES)
def test_a_plot(name: str, image_regression: ImageRegressionFixture) -> None:
    _, width, theme, ratio = PICTURES[name]
    image_regression.check(painted(shown(name), width, theme, ratio), diff_threshold=TOLERANCE)


@pytest.mark.parametrize("width", [41, 120, 240])
def test_a_plot_of_any_size_is_painted_without_a_fault(width: int) -> None:
    for name in PICTURES:
        assert painted(shown(name), width, DARK, 1)
