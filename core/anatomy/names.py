"""The letters that formulas use for a method's own gradient, momentum and step."""

from __future__ import annotations

from core.anatomy.terms import Terms
from core.experiment import MethodSpec


def momentum_name(spec: MethodSpec) -> str:
    return "b" if spec.row.base.name == "sgdm" else "m"


def gradient_name(spec: MethodSpec) -> str:
    return "ĝ" if spec.row.memory == "cg" else "g"


def stepped_name(spec: MethodSpec, terms: Terms) -> str:
    if spec.row.memory == "cm":
        return "s"
    return momentum_name(spec) if terms.momentum is not None else gradient_name(spec)
