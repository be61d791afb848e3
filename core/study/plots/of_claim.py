"""The plot of a claim: the comparisons that decide it."""

from __future__ import annotations

from core.study.claims.claim import Claim, decisions
from core.study.plots.values import Axis, Pair, Pairs


def plot(claim: Claim) -> Pairs:
    """Both figures of each comparison, in groups by all that tells comparisons apart but the
    last."""
    rows = []
    for figure, decided in zip(claim.figures, decisions(claim.figures), strict=True):
        levels = [level for name, level in figure.factors if name in claim.varied]
        where = levels[-1] if levels else figure.where
        group = ", ".join(levels[:-1])
        rows.append(
            Pair(group, where, figure.what, figure.shares, figure.difference, decided, figure.n)
        )
    title = f"Both figures of each comparison, n = {claim.n:,}"
    note = "At the right the difference: bold where it is decided, with its interval where not."
    axis = Axis("figure with its 95 % interval", share=True)
    return Pairs("claim", title, (), note, axis, tuple(rows))
