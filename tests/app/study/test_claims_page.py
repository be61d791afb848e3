"""The papers' claims are tried, and told a card each."""

from __future__ import annotations

import threading

from asking_by_hand import button, notice
from PySide6.QtWidgets import QLabel
from short_race import click

from app.study.computing import working
from core.study.claims.claim import Claim, Figure
from core.study.results.intervals import Estimate

HALF = Estimate(0.5, 0.35, 0.65)
FIGURE = Figure("s = 10", ("CM", "control"), (HALF, HALF), Estimate(0.0, -0.2, 0.2), 40, 1.0)


def test_the_papers_claims_are_tried_and_can_be_given_up(qtbot, page):
    page.form.fields.workers.set_value(1)
    click(page.results.empty.claims)
    qtbot.waitUntil(lambda: page.course.total > 0)
    assert page.results.title.text() == "The papers' claims"
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    assert not page.course.claims and notice(page) == "Cancelled."


def test_each_claim_is_a_card_whose_figures_unfold(qtbot, page, monkeypatch):
    claims = tuple(
        Claim(f"It is {verdict}", "a paper", verdict, "So it is.", "Here only.", (FIGURE,), {})
        for verdict in ("supported", "not supported", "depends on the rate")
    )
    monkeypatch.setattr(working, "reproduced", lambda *_: claims)
    page.reproduce()
    qtbot.waitUntil(lambda: page.course.state == "done")
    cards = page.results.claims.cards
    badges = [card.findChild(QLabel, f"{card.objectName()}-verdict").text() for card in cards]
    assert badges == ["supported", "not supported", "depends"]
    click(cards[0].unfold)
    assert cards[0].plot.isVisible() and cards[0].plot.plot.rows[0].n == 40
    click(cards[0].unfold)
    assert not cards[0].plot.isVisible() and cards[1].plot is None


def test_claims_are_shown_as_they_are_judged_and_what_is_unfolded_stays(qtbot, page, monkeypatch):
    claims = tuple(
        Claim(f"Claim {number}", "a paper", "supported", "So it is.", "Here only.", (FIGURE,), {})
        for number in range(3)
    )
    goes_on = threading.Event()

    def work(*given):
        control = given[-1]
        control.tell(lambda: claims[:1])
        goes_on.wait(30)
        control.check()
        return claims

    monkeypatch.setattr(working, "reproduced", work)
    page.reproduce()
    shown = page.results.claims
    qtbot.waitUntil(lambda: len(shown.cards) == 1)
    first = shown.cards[0]
    assert first.isVisible() and page.results.standing.text() == "growing"
    assert not page.results.save.isEnabled()  # a report is whole
    click(first.unfold)
    goes_on.set()
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert [card.claim for card in shown.cards] == list(claims)
    assert shown.cards[0] is first and first.plot.isVisible() and page.results.save.isEnabled()


def test_the_claims_are_tried_on_networks_too(qtbot, page, monkeypatch):
    told = []
    monkeypatch.setattr(
        working, "reproduced", lambda workers, scale, networks, *_: told.append(networks) or ()
    )
    page.reproduce_networks()
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert told == [True]
