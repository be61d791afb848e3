"""The arrays of a recording, in one table: what each is of, and which recordings have it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

Axis = Literal["starts", "dimension", "slots", "directions", "tasks"]
Along = Literal["states", "steps", "end"]
Of = Literal["whole", "summary", "both"]

_NUMBER, _COUNT = np.dtype(np.float64), np.dtype(np.int32)


class Kind(NamedTuple):
    """An array of one method's track.

    `axes` are those after the first, which is `along` the T+1 states (index 0 is the start), along
    the T steps, or missing, where it is of the end alone. It is part of a recording of every step
    (`whole`), of a network's summary, or of both. In a summary it is of the `kept` times alone, and
    of `single` precision where it has thousands of numbers each. A `held` array is what a memory
    holds: of one time where memories are kept of the last; `of_memory` is all that is left out
    where none is kept.
    """

    axes: tuple[Axis, ...] = ("starts",)
    along: Along = "states"
    of: Of = "both"
    dtype: np.dtype[Any] = _NUMBER
    kept: bool = False
    single: bool = False
    held: bool = False
    of_memory: bool = False


_POINT: tuple[Axis, ...] = ("starts", "dimension")
_SLOTS: tuple[Axis, ...] = ("starts", "slots")
_MEASURED = Kind(of="summary", kept=True)

ARRAYS: dict[str, Kind] = {
    "kept": Kind((), of="summary", dtype=_COUNT, kept=True),
    "positions": Kind(_POINT, kept=True, single=True),
    "projections": Kind(("starts", "directions"), of="summary", kept=True, single=True),
    "ends": Kind(_POINT, "end", of="summary", single=True),
    "losses": Kind(),
    "gradients": Kind(_POINT, "steps", of="whole"),
    "gradient_norms": Kind(along="steps"),
    "first_moments": Kind(_POINT, of="whole"),
    "second_moments": Kind(_POINT, of="whole"),
    "step_lengths": Kind(along="steps", of="summary"),
    "train_losses": _MEASURED,
    "test_losses": _MEASURED,
    "train_accuracies": _MEASURED,
    "test_accuracies": _MEASURED,
    "distances": _MEASURED,
    "agreement": Kind(of="summary", of_memory=True),
    "memory_mean_norms": Kind(of="summary", of_memory=True),
    "memory_items": Kind((*_SLOTS, "dimension"), kept=True, single=True, held=True, of_memory=True),
    "memory_priorities": Kind(_SLOTS, held=True, of_memory=True),
    "memory_births": Kind(_SLOTS, dtype=_COUNT, held=True, of_memory=True),
    "memory_norms": Kind(_SLOTS, of="summary", held=True, of_memory=True),
    "memory_cosines": Kind(_SLOTS, of="summary", held=True, of_memory=True),
    "memory_events": Kind(along="steps", dtype=np.dtype(np.int8), of_memory=True),
    "memory_slots": Kind(along="steps", dtype=np.dtype(np.int16), of_memory=True),
    "task_accuracies": Kind(("starts", "tasks"), of="summary", kept=True),
}
"""By their keys, in the order of a file."""
