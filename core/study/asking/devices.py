"""Where the batches of a study live: on the processor, or on an accelerator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch

from core.study.asking.question import Question
from core.study.work.arithmetic import check_device
from core.study.work.means import ROWS

Choice = Literal["auto", "cpu", "cuda"]
WORTH_STARTS = 16_384
"""Fewer starts at a time leave an accelerator idle, whose steps cost the same however many come."""
WORTH_STEPS = 200_000_000
"""Steps of one start: half a minute of a processor's core, against some seconds to get ready."""
MOST_NUMBERS = 2**20
"""Coordinates of one task on an accelerator; a memory of C items keeps C times as many."""


def device_of(choice: Choice, questions: Sequence[Question]) -> str:
    """The device, as torch calls it, for a choice; `auto` is an accelerator where there is one and
    the questions are large enough to be worth it.

    Raises DeviceError where there is none.
    """
    if choice == "cuda":
        check_device("cuda")
    if choice == "auto":
        return "cuda" if torch.cuda.is_available() and _is_large(questions) else "cpu"
    return choice


def rows_on(device: str, dimension: int) -> int:
    """Starts of one task."""
    return ROWS if device == "cpu" else max(ROWS, MOST_NUMBERS // dimension)


def _is_large(questions: Sequence[Question]) -> bool:
    steps = 0
    for question in questions:
        starts, race = _starts(question), question.experiment
        if starts < WORTH_STARTS:
            return False
        steps += starts * race.steps * len(race.enabled_methods) * len(question.cells)
    return steps >= WORTH_STEPS


def _starts(question: Question) -> int:
    """How many starts each cell has."""
    sampling = question.sampling
    axes = question.experiment.landscape.dimension if sampling.kind == "lattice" else 1
    return int(sampling.count**axes)
