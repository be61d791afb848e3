"""The report of the papers' claims: every verdict and every sentence follows from its figures."""

from __future__ import annotations

import json

import pytest
from scipy import stats

from core.study.claims import claim
from core.study.claims.claim import Claim, Figure
from core.study.claims.report import as_json
from core.study.claims.reproduce import Reproduction
from core.study.claims.trials import Extent
from core.study.results.intervals import Estimate, share_difference

LITTLE = Extent(
    sharpnesses=(30.0, 300.0),
    toys=("ackley", "levy"),
    rates=(0.05, 0.1),
    escape_starts=80,
    escape_steps=260,
    toy_starts=100,
    toy_steps=160,
    agreement_starts=24,
    agreement_steps=140,
    agreement_places=("two-basins", "goldstein-price"),
)


ON_THE_WAY: list[tuple[float, tuple[Claim, ...]]] = []
"""The share of the work that was done when claims were told before its end, and those."""


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    """All claims, tried on little."""
    share = [0.0]

    def report(done: int, total: int) -> None:
        share[0] = done / total

    def grown(first: tuple[Claim, ...]) -> None:
        ON_THE_WAY.append((share[0], first))

    return Reproduction(extent=LITTLE, report=report, grown=grown).claims


def test_the_first_claims_are_judged_before_the_rest_is_tried(claims: tuple[Claim, ...]) -> None:
    ((share, first),) = ON_THE_WAY
    assert 0 < share < 1 and 0 < len(first) < len(claims)
    assert claims[: len(first)] == first and "sharp basin" in first[0].claim


def about(claims: tuple[Claim, ...], words: str) -> Claim:
    (found,) = (each for each in claims if words in each.claim)
    return found


def test_the_memory_and_nothing_else_carries_points_out(claims: tuple[Claim, ...]) -> None:
    """The reference: .99 and 1 of starts at s = 30 and 300, of the control none."""
    first = claims[0]
    assert first.verdict == "supported"
    assert [figure.shares[0].value > 0.9 for figure in first.figures] == [True, True]
    assert [figure.shares[1].value for figure in first.figures] == [0.0, 0.0]
    assert first.varied == {"sharpness": ["s = 30", "s = 300"]}


def test_a_short_memory_does_as_well_as_a_long_one(claims: tuple[Claim, ...]) -> None:
    assert about(claims, "small buffer").verdict == "supported"
    larger = about(claims, "larger buffer")
    assert larger.kind != "supported" and "turns around" in larger.sentence


def test_momenta_agree_more_on_one_path_and_not_always_on_their_own(
    claims: tuple[Claim, ...],
) -> None:
    """The reference: CM above CG in all 36 settings of one path."""
    cancel = about(claims, "cancel")
    same = [f for f in cancel.figures if dict(f.factors)["path"] == "the same path"]
    assert len(same) == 4 and all(figure.difference.low > 0 for figure in same)
    assert "Along the same path it is higher in 4 of 4" in cancel.sentence
    assert "Each on a path of its own" in cancel.sentence


def test_on_ackley_lower_is_sharper_and_on_levy_flatter(claims: tuple[Claim, ...]) -> None:
    confused = about(claims, "cannot tell")
    assert "the landscape" in confused.verdict
    for figure in confused.figures:
        assert (figure.difference.value > 0) == (dict(figure.factors)["landscape"] == "levy")


def test_lower_and_flatter_together_are_found_on_levy_and_never_on_ackley(
    claims: tuple[Claim, ...],
) -> None:
    together = about(claims, "flatter together")
    assert "the landscape" in together.verdict
    for figure in together.figures:
        assert (figure.shares[0].value > 0) == (dict(figure.factors)["landscape"] == "levy")


def test_a_sentence_counts_what_the_figures_say(claims: tuple[Claim, ...]) -> None:
    for each in claims:
        if "cancel" in each.claim:
            continue
        decided = claim.decisions(each.figures)
        for word, sign in (("higher", 1), ("lower", -1)):
            count = decided.count(sign)
            if count:
                assert f"{word} in {count} of {len(decided)}" in each.sentence


def figure(first: int, second: int, n: int = 100) -> Figure:
    """Of n starts it happened for so many with the one method alone and with the other alone."""
    p = float(stats.binomtest(first, first + second).pvalue) if first + second else 1.0
    shares = (Estimate(first / n, 0, 1), Estimate(second / n, 0, 1))
    difference = share_difference(0, first, second, n - first - second)
    return Figure(f"{first}:{second}", ("a", "b"), shares, difference, n, p)


def told(pairs: list[tuple[int, int]]) -> str:
    """The verdict of comparisons at sharpness 1, 2, …"""
    figures = [figure(*pair).among(sharpness=str(k)) for k, pair in enumerate(pairs)]
    return claim.verdict(figures, claim.higher(figures))


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([(20, 0), (30, 2)], "supported"),
        ([(20, 0), (5, 5)], "depends on the sharpness"),
        ([(0, 20), (5, 5)], "not supported"),
        ([(6, 0)], "supported"),  # p = 0.031 alone
        ([(6, 0), (5, 5), (4, 4)], "not supported"),  # among three comparisons 0.094
    ],
)
def test_a_verdict_is_corrected_for_the_number_of_comparisons(
    pairs: list[tuple[int, int]], wanted: str
) -> None:
    assert told(pairs) == wanted


@pytest.mark.parametrize(
    ("holds", "wanted"),
    [  # at (λ, C) = (.7, 1), (.7, 5), (.9, 1), (.9, 5)
        ([True, False, True, False], "depends on the buffer size"),
        ([True, True, False, False], "depends on the decay"),
        ([True, False, False, False], "depends on the decay and the buffer size"),
    ],
)
def test_what_it_depends_on_is_what_alone_turns_it(holds: list[bool], wanted: str) -> None:
    cells = [figure(1, 1).among(decay=d, buffer_size=c) for d in (".7", ".9") for c in ("1", "5")]
    assert claim.verdict(cells, holds) == wanted


def test_no_difference_is_not_the_same_as_equal() -> None:
    """Equal is what leaves no room for more than 0.05; few starts leave room."""
    few, many = figure(2, 2, n=20), figure(20, 20, n=4000)
    assert claim.the_same([few, many]) == claim.not_lower([few, many]) == [False, True]
    better = figure(900, 20, n=4000)
    assert claim.the_same([better]) == [False] and claim.not_lower([better]) == [True]


def test_the_json_has_every_claim_with_its_figures(claims: tuple[Claim, ...]) -> None:
    told = json.loads(as_json(claims))["claims"]
    assert len(told) == len(claims) == 11
    for row in told:
        assert {"claim", "verdict", "figures", "n", "setting"} <= set(row)
        assert row["verdict"] in ("supported", "not supported") or row["verdict"].startswith(
            "depends on the "
        )
        assert row["figures"] and row["n"] >= 16 and row["setting"]["varied"]
        for one in row["figures"]:
            assert one["p"] <= one["p_corrected"] <= 1 and one["factors"]
