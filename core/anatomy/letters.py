"""The letters that formulas use for a method's own quantities, and the words for its items."""

from __future__ import annotations

from core.experiment.experiment import MethodSpec
from core.experiment.methods import HYPERPARAMETERS


def momentum_name(spec: MethodSpec) -> str:
    return spec.row.base.shape.letter


def momentum_keep_name(spec: MethodSpec) -> str:
    """The sign of the share that the first moment keeps."""
    return HYPERPARAMETERS[spec.row.base.shape.first_keeps].symbol


def second_keep_name(spec: MethodSpec) -> str:
    """The sign of the share that the second moment keeps."""
    return HYPERPARAMETERS[spec.row.base.shape.second_keeps].symbol


def gradient_name(spec: MethodSpec) -> str:
    return "ĝ" if spec.row.memory == "cg" else "g"


def direction_name(spec: MethodSpec) -> str:
    """The letter of what is stepped along where no critical momenta join it."""
    ahead = spec.row.base.shape.direction
    return ahead.letter if ahead else momentum_name(spec) or gradient_name(spec)


def stepped_name(spec: MethodSpec) -> str:
    return "s" if spec.row.memory == "cm" else direction_name(spec)


def item_name(spec: MethodSpec) -> str:
    """The letter of what the method remembers."""
    return "g" if spec.row.memory == "cg" else momentum_name(spec)


def item_word(spec: MethodSpec) -> str:
    """What the method remembers, in a word."""
    return "gradient" if spec.row.memory == "cg" else "momentum"


def taken_in(birth: int) -> str:
    """When an item was taken, the same words wherever one is spoken of.

    Its birth counts the steps made before, for it is the index of the θ at which the item was
    taken; that was in step birth + 1, the first of the `t − birth` steps of its age at time t.
    """
    return f"taken in step {birth + 1:,}"
