"""The twins of a method: what it would do without its memory, and with one used only later."""

from __future__ import annotations

from core.experiment.experiment import MethodSpec

SETTLING_STEPS = 100
"""So many steps the base rule goes first, so that nothing but the memory can carry a point out."""


def without_memory(spec: MethodSpec) -> MethodSpec:
    """The same settings with the memory switched off (κ = 0): the no-memory control."""
    return spec.changed(strength=0.0)


def settled(spec: MethodSpec, steps: int) -> MethodSpec:
    """The same settings, the memory used only after the first 100 of `steps`, if there are more."""
    return spec.changed(memory_start=min(SETTLING_STEPS, steps))
