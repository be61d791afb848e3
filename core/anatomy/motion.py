"""The sub-steps that turn a direction into a motion: scale it, decay the weights, move."""

from __future__ import annotations

import numpy as np

from core.anatomy.letters import (
    gradient_name,
    momentum_keep_name,
    second_keep_name,
    stepped_name,
)
from core.anatomy.substep import SubStep, as_vector
from core.anatomy.terms import Terms
from core.experiment.experiment import MethodSpec
from core.measures.lengths import lengths
from core.writing import number, point, short, vector


def second_moment(spec: MethodSpec, terms: Terms) -> SubStep:
    assert terms.second is not None and terms.second_before is not None
    symbol = second_keep_name(spec)
    keep = float(spec.values[spec.row.base.shape.second_keeps])
    of = "s" if spec.row.memory == "cm" and terms.in_use else gradient_name(spec)
    why = (
        " With a critical momentum it is built from s, not from the gradient." if of == "s" else ""
    )
    return SubStep(
        "second_moment",
        "Second moment",
        f"v = {symbol}·v + (1 − {symbol})·{of}²",
        f"v = {short(keep)}·{vector(terms.second_before)} + "
        f"{short(1 - keep)}·{vector(terms.squared)}² = {vector(terms.second)}",
        f"Each axis keeps a running mean of its squares; a large one shortens its steps.{why}",
        None,
        None,
        symbol="v",
    )


def scaled(spec: MethodSpec, terms: Terms) -> SubStep:
    name, shape = stepped_name(spec), spec.row.base.shape
    shown, rate, result = vector(terms.stepped), short(terms.rate), vector(terms.update)
    length = number(float(lengths(terms.update)), 3)
    if terms.second is None:
        formula, numbers = f"Δ = −α·{name}", f"Δ = −{rate}·{shown} = {result}"
        sentence = f"The learning rate turns it into a step of length {length}."
    else:
        eps = short(float(spec.values["eps"]))
        corrected = shape.corrected and terms.first_correction != 1
        top = f"{name}/(1 − {momentum_keep_name(spec)}ᵗ)" if corrected else name
        bottom = f"√(v/(1 − {second_keep_name(spec)}ᵗ))" if shape.corrected else "√v"
        filled_top = f"{shown}/{number(terms.first_correction, 3)}" if corrected else shown
        root = np.sqrt(terms.second / terms.second_correction)
        formula = f"Δ = −α·({top})/({bottom} + ε)"
        numbers = f"Δ = −{rate}·({filled_top})/({vector(root)} + {eps}) = {result}"
        sentence = f"Scaled axis by axis: flat axes catch up, steep ones hold back; ‖Δ‖ = {length}."
    return SubStep(
        "scaled",
        "Preconditioned step" if terms.second is not None else "Step",
        formula,
        numbers,
        sentence,
        as_vector(terms.update),
        as_vector(terms.theta),
        symbol="Δ",
        to_scale=True,
    )


def shrunk(spec: MethodSpec, terms: Terms) -> SubStep:
    assert terms.shrinkage is not None
    decay = float(spec.values["weight_decay"])
    weight = short(decay)
    sentence = "The point is drawn a little toward the origin, whatever the gradient says."
    if decay == 0:
        sentence = "w is 0: weights do not decay."
    return SubStep(
        "weight_decay",
        "Weight decay",
        "−α·w·θ",
        f"−{short(terms.rate)}·{weight}·{vector(terms.theta)} = {vector(terms.shrinkage)}",
        sentence,
        as_vector(terms.shrinkage),
        as_vector(terms.theta + terms.update),
        symbol="−αwθ",
        to_scale=True,
    )


def moved(terms: Terms) -> SubStep:
    length = number(float(lengths(terms.move)), 3)
    plus = " − α·w·θ" if terms.shrinkage is not None else ""
    return SubStep(
        "move",
        "Move",
        f"θ ← θ + Δ{plus}",
        f"θ = {point(terms.theta)} + {vector(terms.move)} = {point(terms.arrival)}",
        f"The point moves by {length}; this is step {terms.step}.",
        as_vector(terms.move),
        as_vector(terms.theta),
        symbol="θₜ₊₁",
        to_scale=True,
    )
