"""How an experiment is refused: where the fault is, what stands there, what is allowed."""

from __future__ import annotations

from core.writing import exact
from landscapes.wording import LONGEST_PLACE, cut, printable, shown, step_into

__all__ = ["ExperimentError", "check_number", "check_whole", "refuse", "shown", "step_into"]


class ExperimentError(ValueError):
    """An experiment holds something that is not allowed.

    `path` is the JSON path of the fault (`$.methods[0].hyperparameters.lr`), or the key of a
    recording's array; `problem` says what stands there and what is allowed. Both are printable
    and the path is short, whatever the file held. People read the problem first.
    """

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = cut(printable(path), LONGEST_PLACE), printable(problem)
        inside = self.path.startswith(("$.", "$["))
        super().__init__(f"{self.problem} (at {self.path})" if inside else self.problem)


def refuse(path: str, value: object, allowed: str) -> ExperimentError:
    """The error for a value that is not allowed at a place."""
    return ExperimentError(path, f"{shown(value)} is not allowed; {allowed}")


def check_number(path: str, value: object, low: float, high: float, unit: str = "a number") -> None:
    """Raise ExperimentError unless `value` is a number from `low` to `high`; NaN is not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise refuse(path, value, f"{unit} from {exact(low)} to {exact(high)}")


def check_whole(path: str, value: object, low: int, high: int) -> None:
    """Raise ExperimentError unless `value` is an integer from `low` to `high`; 5.0 is not."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refuse(path, value, f"a whole number from {low} to {high}")
