"""How an experiment is refused: where the fault is, what stands there, what is allowed."""

from __future__ import annotations

import re

from landscapes.wording import LONGEST_SHOWN, shown

__all__ = ["ExperimentError", "check_number", "check_whole", "refuse", "shown", "step_into"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_+-]*")


class ExperimentError(ValueError):
    """An experiment holds something that is not allowed.

    `path` is the JSON path of the fault (`$.methods[0].hyperparameters.lr`), `problem` says what
    stands there and what is allowed. Both are printable, whatever the file held.
    """

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = _printable(path), _printable(problem)
        super().__init__(f"{self.path}: {self.problem}")


def refuse(path: str, value: object, allowed: str) -> ExperimentError:
    """The error for a value that is not allowed at a place."""
    return ExperimentError(path, f"{shown(value)} is not allowed; {allowed}")


def _printable(text: str) -> str:
    """The text with what a terminal would act on written out as an escape."""
    return (
        text
        if text.isprintable()
        else "".join(
            character if character.isprintable() else repr(character)[1:-1] for character in text
        )
    )


def step_into(path: str, key: str | int) -> str:
    """The path of what stands at `key` inside the value at `path`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    plain = len(key) <= LONGEST_SHOWN and _NAME.fullmatch(key)
    return f"{path}.{key}" if plain else f"{path}[{shown(key)}]"


def check_number(path: str, value: object, low: float, high: float, unit: str = "a number") -> None:
    """Raise ExperimentError unless `value` is a number from `low` to `high`; NaN is not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise refuse(path, value, f"{unit} from {low:g} to {high:g}")


def check_whole(path: str, value: object, low: int, high: int) -> None:
    """Raise ExperimentError unless `value` is an integer from `low` to `high`; 5.0 is not."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refuse(path, value, f"a whole number from {low} to {high}")
