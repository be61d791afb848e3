"""Ratios that survive a noisy machine: two things in turn, many times, and the median ratio."""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable

PAIRS = 9


@dataclasses.dataclass(frozen=True)
class Result:
    """One line of the report. `target` is the bound on the ratio, `at_least` its direction."""

    name: str
    ratio: float | None
    target: float | None = None
    at_least: bool = True
    detail: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the ratio keeps its bound; None where there is no bound."""
        if self.ratio is None or self.target is None:
            return None
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def __str__(self) -> str:
        bound = "" if self.target is None else f"{'≥' if self.at_least else '≤'} {self.target:g}"
        value = "—" if self.ratio is None else f"{self.ratio:.2f}"
        mark = {True: "met", False: "SHORT", None: ""}[self.met]
        return f"{self.name:<66} {value:>9} {bound:>8} {mark:>6}   {self.detail}"


def seconds(call: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def interleaved(
    one: Callable[[], float], other: Callable[[], float], pairs: int = PAIRS
) -> tuple[float, float, float]:
    """Median of one/other over pairs taken in turn, and the two medians. Both give seconds."""
    one(), other()  # warm up
    measured = [(one(), other()) for _ in range(pairs)]
    return (
        statistics.median(a / b for a, b in measured),
        statistics.median(a for a, _ in measured),
        statistics.median(b for _, b in measured),
    )
