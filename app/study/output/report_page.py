"""The report of a reproduction as a page that stands alone: claims, verdicts, plots, settings.

It is drawn by the painter of all plots, so that a claim looks here as it does in the window.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from app.study.output.html_page import day_and_night, document
from app.study.output.progress import Report, unheard
from core.study.claims.claim import MARGIN, Claim, told
from core.study.claims.report import made_with
from core.study.plots import of_claim

TITLE = "Critical momenta on toy landscapes: is it so?"
_HOW_DECIDED = (
    "Dots are shares, of agreement means, with 95 % intervals; both figures of a row come from the "
    "same starts. A row is decided where McNemar's exact test (of means a normal one), corrected "
    "by Holm for the claim's comparisons, stays below 5 %, and most claims hold where their rows "
    "are decided for them. A claim that something is no lower, or no different, holds where the "
    f"interval of the difference leaves no room for {MARGIN:g}, as its sentence says."
)
_KINDS = ("supported", "depends", "not supported")


def page(claims: Sequence[Claim], report: Report = unheard) -> bytes:
    """One page without anything outside of it, by day and by night; `report` is told of each
    claim."""
    counts = {word: sum(claim.kind == word for claim in claims) for word in _KINDS}
    summary = " ".join(
        f'<span class="badge {_name(word)}">{word} {count}</span>' for word, count in counts.items()
    )
    libraries = ", ".join(f"{name} {version}" for name, version in made_with().items())
    contents = "".join(
        f'<li><a href="#claim-{place}">{html.escape(claim.claim)}</a> '
        f'<span class="badge {_name(claim.kind)}">{claim.kind}</span></li>\n'
        for place, claim in enumerate(claims)
    )
    body = (
        f"<h1>{html.escape(TITLE)}</h1>\n<p>{summary}</p>\n"
        f"<p>{html.escape(_HOW_DECIDED)} Made with {html.escape(libraries)}.</p>\n"
        f"<ol>{contents}</ol>\n"
    )
    for place, claim in enumerate(claims):
        body += _section(place, claim)
        report(place + 1, len(claims))
    return document(TITLE, body)


def _section(place: int, claim: Claim) -> str:
    setting = json.dumps(claim.setting | {"varied": claim.varied}, ensure_ascii=False, indent=1)
    return (
        f'<section id="claim-{place}"><h2>{html.escape(claim.claim)}</h2>\n'
        f'<p><span class="badge {_name(claim.kind)}">{html.escape(claim.verdict)}</span> '
        f'<span class="dim">{html.escape(claim.source)}, n = {claim.n:,} a comparison</span></p>\n'
        f"<p>{html.escape(claim.sentence)}</p>\n"
        f'<p class="dim">{html.escape(claim.limits)}</p>\n'
        f"<figure>{day_and_night(of_claim.plot(claim))}</figure>\n{_table(claim)}"
        f"<details><summary>Setting</summary><pre>{html.escape(setting)}</pre></details>"
        "</section>\n"
    )


def _table(claim: Claim) -> str:
    cells = [
        (
            figure.where,
            f"{figure.what[0]}: {told(figure.shares[0])}",
            f"{figure.what[1]}: {told(figure.shares[1])}",
            told(figure.difference),
        )
        for figure in claim.figures
    ]
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in cells
    )
    head = "<tr><th>where</th><th>first</th><th>second</th><th>difference</th></tr>"
    return (
        "<details><summary>Figures</summary>"
        f'<div class="scroll"><table>{head}\n{rows}</table></div></details>\n'
    )


def _name(kind: str) -> str:
    """A kind of verdict as the style sheet calls it."""
    return kind.replace(" ", "-")
