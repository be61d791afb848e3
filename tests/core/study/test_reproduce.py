"""The report of the papers' claims: every verdict and every sentence follows from its figures."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from scipy import stats

from core.study import agreement, claim, reproduce
from core.study.claim import Claim, Figure
from core.study.intervals import Estimate, share_difference
from core.study.report import as_html, as_json
from core.study.reproduce import Reproduction


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    """All claims, tried on little."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reproduce, "SHARPNESSES", (30.0, 300.0))
        patch.setattr(reproduce, "ESCAPE_STEPS", 260)
        patch.setattr(reproduce, "TOYS", ("levy",))
        patch.setattr(reproduce, "RATES", (0.05, 0.1))
        patch.setattr(reproduce, "TOY_STEPS", 200)
        patch.setattr(agreement, "CELLS", (("two-basins", 0.05),))
        patch.setattr(agreement, "STEPS", 160)
        return Reproduction(scale=0.1).claims


def test_the_memory_and_nothing_else_carries_points_out(claims: tuple[Claim, ...]) -> None:
    """The reference: .99 and 1 of starts at s = 30 and 300, of the control none."""
    first = claims[0]
    assert first.verdict == "supported"
    assert [figure.shares[0].value > 0.9 for figure in first.figures] == [True, True]
    assert [figure.shares[1].value for figure in first.figures] == [0.0, 0.0]


def test_c_5_leaves_more_often_than_c_20(claims: tuple[Claim, ...]) -> None:
    suffices = next(each for each in claims if "small buffer" in each.claim)
    assert suffices.verdict == "supported"
    larger = next(each for each in claims if "larger buffer" in each.claim)
    assert larger.verdict in ("depends", "not supported")


def test_a_sentence_counts_what_the_figures_say(claims: tuple[Claim, ...]) -> None:
    for each in claims:
        decided = claim.decisions(each.figures)
        for word, sign in (("higher", 1), ("lower", -1)):
            count = decided.count(sign)
            if count and "rate" not in each.claim:
                assert f"{word} in {count} of {len(decided)}" in each.sentence


def figure(first: int, second: int, n: int = 100) -> Figure:
    """Of n starts it happened for so many with the one method alone and with the other alone."""
    p = float(stats.binomtest(first, first + second).pvalue) if first + second else 1.0
    shares = (Estimate(first / n, 0, 1), Estimate(second / n, 0, 1))
    difference = share_difference(0, first, second, n - first - second)
    return Figure(f"{first}:{second}", ("a", "b"), shares, difference, n, p)


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([(20, 0), (30, 2)], "supported"),
        ([(20, 0), (5, 5)], "depends"),
        ([(0, 20), (5, 5)], "not supported"),
        ([(6, 0)], "supported"),  # p = 0.031 alone
        ([(6, 0), (5, 5), (4, 4)], "not supported"),  # among three comparisons 0.094
    ],
)
def test_a_verdict_is_corrected_for_the_number_of_comparisons(
    pairs: list[tuple[int, int]], wanted: str
) -> None:
    assert claim.verdict([figure(*pair) for pair in pairs]) == wanted


def test_the_json_has_every_claim_with_its_figures(claims: tuple[Claim, ...]) -> None:
    told = json.loads(as_json(claims))["claims"]
    assert len(told) == 9
    for row in told:
        assert {"claim", "verdict", "figures", "n", "setting"} <= set(row)
        assert row["verdict"] in ("supported", "not supported", "depends")
        assert row["figures"] and row["n"] >= 16 and row["setting"]


class Page(HTMLParser):
    """Which tags stand open at the end, what is fetched from outside, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "line", "circle"):
            self.open.append(tag)
        self.fetched += [str(v) for k, v in attributes if k in ("src", "href")]

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_stands_alone_and_says_everything(claims: tuple[Claim, ...]) -> None:
    page = Page()
    page.feed(as_html(claims))
    assert page.open == [] and page.fetched == []
    for each in claims:
        assert each.claim in page.text and each.sentence in page.text
