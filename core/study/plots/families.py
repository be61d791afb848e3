"""How a method and its twins look alike: of one colour, told apart by strokes."""

from __future__ import annotations

from collections.abc import Sequence

from core.experiment.experiment import MethodSpec
from core.study.plots.values import Stroke

_AT_WORK = ("strength", "memory_start", "memory_stop")


def family_of(methods: Sequence[MethodSpec], card: int) -> int:
    """The first card that differs from a card by nothing but when, or whether, its memory acts."""
    own = _but_memory_at_work(methods[card])
    return next(k for k, spec in enumerate(methods) if _but_memory_at_work(spec) == own)


def _but_memory_at_work(spec: MethodSpec) -> object:
    values = dict(spec.used)
    return spec.method, tuple(pair for pair in values.items() if pair[0] not in _AT_WORK)


def stroke_of(spec: MethodSpec) -> Stroke:
    """Dashed for a control, whose memory cannot act; dotted for a memory that waits until the
    point has settled; solid for all others."""
    values = spec.values
    if not spec.row.memory:
        return "solid"
    if values["strength"] == 0 or values["capacity"] == 0:
        return "dashed"
    return "dotted" if values["memory_start"] else "solid"
