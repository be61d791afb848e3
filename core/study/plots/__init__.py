"""What a study shows of its answer: a few plots for each kind of question, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.study.asking.answer import Answer
    from core.study.plots.values import Plot


def plots(answer: Answer) -> tuple[Plot, ...]:
    """The plots that answer a question, the main one first; of an answer that still grows they
    show what is known, and there are none while nothing is."""
    # The values can be imported without torch, what makes them of an answer cannot.
    from core.study.plots import of_basins, of_escape, of_seeds, of_starts, of_sweep

    if not answer.known:
        return ()
    match answer.question.kind:
        case "escape":
            return of_escape.plots(answer)
        case "seeds":
            return of_seeds.plots(answer)
        case "sweep":
            return of_sweep.plots(answer)
        case "basins":
            return (*of_basins.plots(answer), *of_starts.outcomes(answer))
        case _:
            return of_starts.plots(answer)
