"""The report of a reproduction: as a page that stands alone, or as JSON for programs."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Sequence
from typing import Any

import torch

from core.study.claim import Claim, Figure, told
from core.study.intervals import Estimate, holm

_ROW, _LEFT, _RIGHT, _WIDTH = 22, 250, 20, 860
_COLOURS = ("#2f6fde", "#c2571a")
_STYLE = """
body{font:15px/1.5 Inter,system-ui,sans-serif;max-width:920px;margin:2em auto;padding:0 1em;
color:#1c2330;background:#fff}
h1{font-size:1.5em}h2{font-size:1.15em;margin:2.2em 0 .3em}
.verdict{display:inline-block;padding:.1em .6em;border-radius:.8em;font-weight:600;color:#fff}
.supported{background:#1b7f4b}.not{background:#b3322e}.depends{background:#8a6100}
.dim{color:#5b6577}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}
td,th{padding:.15em .8em .15em 0;text-align:left}svg text{font-size:12px}
pre{background:#f2f4f8;padding:.8em;overflow:auto;font-size:12px}
@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14161b}pre{background:#20242c}
.dim{color:#9aa4b5}}
"""


def as_json(claims: Sequence[Claim]) -> str:
    """`claims`, each with claim, verdict, sentence, figures, n and setting."""
    rows = [
        {
            "claim": claim.claim,
            "source": claim.source,
            "verdict": claim.verdict,
            "sentence": claim.sentence,
            "limits": claim.limits,
            "n": claim.n,
            "figures": _figure_rows(claim.figures),
            "setting": claim.setting | {"varied": claim.varied},
        }
        for claim in claims
    ]
    made = {"torch": torch.__version__}
    return json.dumps({"claims": rows, "made_with": made}, ensure_ascii=False, indent=1)


def _figure_rows(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    corrected = holm([figure.p for figure in figures])
    return [_figure_row(figure, p) for figure, p in zip(figures, corrected, strict=True)]


def _figure_row(figure: Figure, corrected: float) -> dict[str, Any]:
    first, second = figure.shares
    return {
        "where": figure.where,
        "first": figure.what[0],
        "second": figure.what[1],
        "first_value": list(first),
        "second_value": list(second),
        "difference": list(figure.difference),
        "p": figure.p,
        "p_corrected": corrected,
        "n": figure.n,
        "factors": dict(figure.factors),
    }


def as_html(claims: Sequence[Claim]) -> str:
    """One page without anything outside of it: plots as SVG, tables, settings, verdicts."""
    body = "".join(_section(claim) for claim in claims)
    counts = {
        word: sum(claim.kind == word for claim in claims)
        for word in ("supported", "depends", "not supported")
    }
    summary = " · ".join(f"{word} {count}" for word, count in counts.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        "<title>Basinscope: is it so?</title>"
        f"<style>{_STYLE}</style><h1>Critical momenta on toy landscapes: is it so?</h1>"
        f"<p>{summary}. Dots are shares with 95 % intervals; both methods of a row ran from the "
        "same starts, and a row is decided where McNemar's exact test, corrected by Holm for the "
        "claim's comparisons, stays below 5 %. "
        f"Made with torch {html.escape(torch.__version__)}.</p>{body}</html>\n"
    )


def _section(claim: Claim) -> str:
    kind = claim.kind.split()[0]
    setting = html.escape(
        json.dumps(claim.setting | {"varied": claim.varied}, ensure_ascii=False, indent=1)
    )
    return (
        f"<h2>{html.escape(claim.claim)}</h2>"
        f'<p><span class="verdict {kind}">{claim.verdict}</span> '
        f'<span class="dim">{html.escape(claim.source)}, n = {claim.n:,} a comparison</span></p>'
        f"<p>{html.escape(claim.sentence)}</p>"
        f'<p class="dim">{html.escape(claim.limits)}</p>'
        f"{_plot(claim.figures)}{_table(claim.figures)}"
        f"<details><summary>Setting</summary><pre>{setting}</pre></details>"
    )


def _table(figures: Sequence[Figure]) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{html.escape(cell)}</td>"
            for cell in (
                figure.where,
                f"{figure.what[0]}: {told(figure.shares[0])}",
                f"{figure.what[1]}: {told(figure.shares[1])}",
                told(figure.difference),
            )
        )
        + "</tr>"
        for figure in figures
    )
    head = "<tr><th>where</th><th>first</th><th>second</th><th>difference</th></tr>"
    return f"<details><summary>Figures</summary><table>{head}{rows}</table></details>"


def _plot(figures: Sequence[Figure]) -> str:
    """A row a comparison: both shares on a scale from 0 to 1, with their intervals."""
    height = (len(figures) + 3) * _ROW
    parts = [_scale(height), _legend(figures)]
    for row, figure in enumerate(figures):
        y = (row + 2) * _ROW
        parts.append(
            f'<text x="{_LEFT - 12}" y="{y + 4}" text-anchor="end" fill="currentColor">'
            f"{html.escape(figure.where)}</text>"
        )
        for index, share in enumerate(figure.shares):
            parts.append(_dot(share, y - 4 + 8 * index, _COLOURS[index], figure.what[index]))
    return f'<svg role="img" width="100%" viewBox="0 0 {_WIDTH} {height}">{"".join(parts)}</svg>'


def _legend(figures: Sequence[Figure]) -> str:
    """Which colour is which method; "first" and "second" where that changes from row to row."""
    words = []
    for index, other in enumerate(("first", "second")):
        names = {figure.what[index] for figure in figures}
        words.append(names.pop() if len(names) == 1 else f"the {other} of each row")
    return "".join(
        f'<circle cx="{_LEFT + 8 + 300 * index}" cy="{_ROW - 8}" r="3.5" fill="{colour}"/>'
        f'<text x="{_LEFT + 18 + 300 * index}" y="{_ROW - 4}" fill="currentColor">'
        f"{html.escape(word)}</text>"
        for index, (word, colour) in enumerate(zip(words, _COLOURS, strict=True))
    )


def _scale(height: int) -> str:
    lines = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(tick)
        lines.append(
            f'<line x1="{x:g}" y1="{_ROW + 8}" x2="{x:g}" y2="{height - _ROW}" '
            f'stroke="currentColor" opacity="0.15"/>'
            f'<text x="{x:g}" y="{height - 6}" text-anchor="middle" '
            f'fill="currentColor">{tick:g}</text>'
        )
    return "".join(lines)


def _dot(share: Estimate, y: float, colour: str, name: str) -> str:
    if math.isnan(share.value):
        return ""
    return (
        f"<g><title>{html.escape(name)}: {told(share)}</title>"
        f'<line x1="{_x(share.low):.1f}" y1="{y}" x2="{_x(share.high):.1f}" y2="{y}" '
        f'stroke="{colour}" stroke-width="2"/>'
        f'<circle cx="{_x(share.value):.1f}" cy="{y}" r="3.5" fill="{colour}"/></g>'
    )


def _x(value: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, value))
