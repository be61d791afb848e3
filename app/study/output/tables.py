"""A study's tables as text for other programs."""

from __future__ import annotations

from app.look.theme import Theme
from app.study.output.progress import Report
from core.study.asking.answer import Answer
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict


def csv(answer: Answer, theme: Theme, report: Report) -> bytes:
    """The main table."""
    return next(iter(tables(answer).values())).csv().encode()


def json(answer: Answer, theme: Theme, report: Report) -> bytes:
    """The main table with its setting, and beside it the others and the verdict."""
    main, *others = tables(answer).items()
    return main[1].json(**dict(others), verdict=verdict(answer)).encode()
