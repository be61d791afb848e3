"""What is known of a study's question: whole when it is done, in part while it grows."""

from __future__ import annotations

import dataclasses

from core.study.asking.question import Question
from core.study.results.starts import StartsResult


@dataclasses.dataclass(frozen=True, eq=False)
class Answer:
    """`results` has one for each of the question's cells, None where nothing is known yet.

    While it grows, a cell's result holds the first starts that every method has been run from, in
    the order of `Question.starts`; `done` of `total` tasks are then finished.
    """

    question: Question
    results: tuple[StartsResult | None, ...]
    done: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether everything has been computed."""
        return self.done == self.total

    @property
    def known(self) -> tuple[StartsResult, ...]:
        """The results that there are."""
        return tuple(result for result in self.results if result is not None)
