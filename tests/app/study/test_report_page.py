"""The report on the papers' claims as a page: it stands alone and says everything."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot
from reading import Page, squeezed

from app.look.appearance import Appearance
from app.look.theme import DARK
from app.study.drawing.look import Look
from app.study.drawing.painter import spots
from app.study.output.report_page import page
from app.study.showing.claims_view import ClaimsView
from core.study.claims.claim import Claim, Figure
from core.study.plots import of_claim
from core.study.results.intervals import share, share_difference

pytestmark = pytest.mark.usefixtures("qapp")


def figure(sharpness: int, decay: float, first: int, second: int, p: float) -> Figure:
    factors = (("decay", f"λ = {decay}"), ("sharpness", f"s = {sharpness}"))
    return Figure(
        ", ".join(level for _, level in factors),
        ("CM <b>", "no memory"),
        (share(first, 100), share(second, 100)),
        share_difference(min(first, second), max(0, first - second), max(0, second - first), 0),
        100,
        p,
        factors,
    )


CLAIM = Claim(
    "A <claim> & its figures",
    "a paper",
    "depends on the decay",
    "It does so where λ = 0.7.",
    "One landscape.",
    (figure(10, 0.7, 90, 5, 1e-20), figure(300, 0.7, 95, 5, 1e-20), figure(10, 0.9, 50, 52, 0.8)),
    {"level": 0.95},
)


def test_the_page_stands_alone_and_says_everything() -> None:
    found = Page(page([CLAIM, CLAIM]).decode())
    words = squeezed("".join(found.words))
    for told in (CLAIM.claim, CLAIM.verdict, CLAIM.sentence, CLAIM.limits, "n = 100"):
        assert squeezed(told) in words
    assert squeezed("leaves no room for 0.05, as its sentence says") in words
    assert found.cells == 2 * 4 * 3
    assert found.fetched == []
    drawn = [attributes.get("class") for tag, attributes in found.tags if tag == "svg"]
    assert drawn == ["day", "night"] * 2


def test_a_claims_plot_tells_each_figure_and_which_is_decided() -> None:
    plot = of_claim.plot(CLAIM)
    assert [(row.group, row.where, row.decided) for row in plot.rows] == [
        ("λ = 0.7", "s = 10", 1), ("λ = 0.7", "s = 300", 1), ("λ = 0.9", "s = 10", 0),
    ]  # fmt: skip
    tips = [spot.tip for spot in spots(QRectF(0, 0, 600, 300), plot, Look(DARK))]
    assert len(tips) == 6
    assert tips[2].startswith("λ = 0.7, s = 300\nCM <b>: 0.95\n95 % interval ")


def test_a_claims_card_unfolds_its_plot(qtbot: QtBot, appearance: Appearance) -> None:
    view = ClaimsView(appearance)
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    view.show_claims([CLAIM, CLAIM])
    first, second = view.cards
    qtbot.mouseClick(first.unfold, Qt.MouseButton.LeftButton)
    assert first.plot is not None and first.plot.isVisible() and second.plot is None
    qtbot.keyClick(first.plot, Qt.Key.Key_Down)
    assert first.plot.spot is not None and "CM <b>" in first.plot.spot.tip
    qtbot.mouseClick(first.unfold, Qt.MouseButton.LeftButton)
    assert not first.plot.isVisible()


def test_groups_of_different_methods_name_them_beneath_their_own_name() -> None:
    """By day and by night; in the table of figures the name is once more in each row."""
    kept = tuple(figure(s, 0.7, 60, 40, 0.01) for s in (10, 30, 100))
    other = tuple(
        dataclasses.replace(figure(s, 0.9, 60, 40, 0.01), what=("another", "no memory"))
        for s in (10, 30, 100)
    )
    claim = dataclasses.replace(CLAIM, figures=kept + other)
    words = squeezed("".join(Page(page([claim]).decode()).words))
    assert words.count("another") == 3 + 2
    assert words.count(squeezed("the first of each row")) == 2
