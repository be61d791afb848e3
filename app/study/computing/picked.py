"""What is raced when a start or a cell of an answer is picked."""

from __future__ import annotations

from app.session import edits
from app.study.computing.course import same_subject
from app.study.computing.working import Found
from core.experiment.experiment import Experiment
from core.experiment.starts import RandomStarts

FEW = 64
"""Starts of a race that a cell opens as: the first ones of the study."""


def race_from(found: Found, race: Experiment, start: tuple[float, float]) -> Experiment:
    """The race from a start; the one that was asked about where that is another by now."""
    asked = found.answer.question.experiment
    return edits.from_starts(race if same_subject(asked, race) else asked, [start])


def race_of_cell(found: Found, place: int) -> Experiment:
    """The race of a cell of the question, from the first of its starts."""
    cell, known = found.answer.question.cells[place], found.answer.results[place]
    starts = RandomStarts(FEW) if known is None else known.starts[:FEW]
    return edits.from_starts(cell.experiment, starts)
