"""The report of a reproduction as JSON for programs; the page for people is drawn by the app."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import torch

from core.study.claims.claim import Claim, Figure
from core.study.results.intervals import holm


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
    told = {"claims": rows, "made_with": made_with()}
    return json.dumps(told, ensure_ascii=False, indent=1)


def made_with() -> dict[str, str]:
    """The libraries that figures may depend on, with their versions."""
    return {"torch": torch.__version__}


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
