"""The sub-steps that make up a step's direction: gradient, memory's mean, momentum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.anatomy.letters import gradient_name, momentum_keep_name, momentum_name
from core.anatomy.substep import SubStep, as_vector
from core.anatomy.terms import Terms
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.shapes import Direction
from core.measures.lengths import lengths
from core.measures.memories import agreement, is_average
from core.recording.recording import Track
from core.writing import number, short, vector
from landscapes.base import Array


def gradient(experiment: Experiment, spec: MethodSpec, terms: Terms) -> Iterator[SubStep]:
    noise = " + σξ" if experiment.noise > 0 else ""
    place, origin = "θ", terms.theta
    sentence = (
        f"The gradient points uphill, with length {number(terms.norm)}; the push is the other way."
    )
    if terms.slope is not None and terms.ascent is not None:
        place, origin = "θ′", terms.theta + terms.ascent
        rho = short(float(spec.values["rho"]))
        steepness = float(lengths(terms.slope))
        yield SubStep(
            "ascent",
            "Ascent point",
            f"θ′ = θ + ρ·∇/‖∇‖, ∇ = ∇f(θ){noise}",
            f"θ′ = {vector(terms.theta)} + {rho}·{vector(terms.slope)}/{number(steepness)}"
            f" = {vector(origin)}",
            f"SAM first climbs {rho} uphill, to the worst place nearby.",
            as_vector(terms.ascent),
            as_vector(terms.theta),
            symbol="θ′ − θ",
            to_scale=True,
        )
        sentence = (
            f"The gradient is taken up there and used down here: ‖g‖ = {number(terms.norm)}, "
            f"where at θ it is {number(steepness)}."
        )
    if noise:
        sentence += f" Noise of σ = {short(experiment.noise)} is in it."
    yield SubStep(
        "gradient",
        "Gradient",
        f"g = ∇f({place}){noise}",
        f"g = ∇f{vector(origin)}{noise} = {vector(terms.gradient)}",
        sentence,
        as_vector(-terms.gradient),
        as_vector(origin),
        symbol="−g",
    )


def mean(spec: MethodSpec, track: Track, terms: Terms, start: int) -> SubStep:
    assert terms.mean is not None
    shown = vector(terms.mean)
    if int(spec.values["capacity"]) == 0:
        formula, numbers = "mean(B) = 0", "mean(B) = 0, C = 0"
        sentence = "C is 0: there is no memory, and it adds nothing."
    elif is_average(spec) and terms.step == 1:
        formula, numbers = "mean(B) = 0", "mean(B) = 0, t = 1"
        sentence = "Nothing is remembered yet, so the memory adds nothing."
    elif is_average(spec):
        correction = average_correction(spec, terms)
        formula = "mean(B) = e/(1 − γᵗ⁻¹)"
        numbers = f"mean(B) = {vector(terms.mean * correction)}/{number(correction)} = {shown}"
        sentence = "The running average of what was remembered stands for the mean of a buffer."
    else:
        formula = "mean(B) = Σb/n"
        items = track["memory_items"][terms.step - 1, start]
        numbers, sentence = _mean_of_items(items, shown)
    return SubStep(
        "mean",
        "Memory mean",
        formula,
        numbers,
        sentence,
        as_vector(-terms.mean),
        as_vector(terms.theta),
        symbol="−mean(B)",
    )


def average_correction(spec: MethodSpec, terms: Terms) -> float:
    """1 − γᵗ⁻¹, what the running average e of policy `ema` is divided by before step t."""
    return float(1 - average_keep(spec) ** (terms.step - 1))


def average_keep(spec: MethodSpec) -> float:
    """γ = 1 − 1/C, what the running average of policy `ema` keeps of itself."""
    return 1 - 1 / int(spec.values["capacity"])


def _mean_of_items(items: Array, shown: str) -> tuple[str, str]:
    held = items[~np.isnan(items[:, 0])]
    if not len(held):
        return "mean(B) = 0, n = 0", "The memory is still empty, so it adds nothing."
    numbers = f"mean(B) = {vector(held.sum(0))}/{len(held)} = {shown}"
    if len(held) == 1:
        return numbers, "One item is held, and it is the mean."
    alike = float(agreement(items))
    if np.isnan(alike):
        return numbers, f"The {len(held)} items held are all 0, and so is their mean."
    verdict = (
        "they point one way and add up"
        if alike >= 0.7
        else "they mostly cancel"
        if alike <= 0.3
        else "they cancel in part"
    )
    return numbers, f"The {len(held)} items held have agreement {number(alike, 2)}: {verdict}."


def aggregated(
    terms: Terms, what: str, symbol: str, plain: str, value: Array, result: Array
) -> SubStep:
    assert terms.mean is not None
    if terms.in_use:
        formula = f"{symbol} = {plain} + κ·mean(B)"
        numbers = (
            f"{symbol} = {vector(value)} + {short(terms.strength)}·{vector(terms.mean)}"
            f" = {vector(result)}"
        )
        pull = "The memory's mean"
        if terms.strength != 1:
            pull = f"{short(terms.strength)} times the memory's mean"
        sentence = f"{pull} joins the {what}{_turn(value, result)}."
    else:
        formula = f"{symbol} = {plain}"
        numbers = f"{symbol} = {vector(result)}"
        sentence = f"The memory is not used in step {terms.step}; it only goes on remembering."
    return SubStep(
        "aggregated",
        f"Aggregated {what}",
        formula,
        numbers,
        sentence,
        as_vector(-result),
        as_vector(terms.theta),
        symbol=f"−{symbol}",
    )


def _turn(before: Array, after: Array) -> str:
    """How an aggregate differs from what it was made from: longer by, turned by."""
    long_before, long_after = lengths(before), lengths(after)
    if long_before == 0 or long_after == 0:
        return ""
    cosine = float(np.clip((before / long_before) @ (after / long_after), -1, 1))
    return (
        f" and makes it {number(float(long_after / long_before), 3)} times as long, "
        f"turned by {np.degrees(np.arccos(cosine)):.0f}°"
    )


def momentum(spec: MethodSpec, terms: Terms) -> SubStep:
    assert terms.momentum is not None and terms.momentum_before is not None
    name, used = momentum_name(spec), gradient_name(spec)
    before, new = vector(terms.momentum_before), vector(terms.gradient_used)
    symbol = momentum_keep_name(spec)
    keep = float(spec.values[spec.row.base.shape.first_keeps])
    if spec.row.base.shape.first == "sum":
        formula = f"{name} = {symbol}·{name} + {used}"
        numbers = f"{name} = {short(keep)}·{before} + {new} = {vector(terms.momentum)}"
        sentence = f"The momentum keeps {short(keep)} of itself and takes all of the gradient."
    else:
        fresh = 1 - keep
        formula = f"{name} = {symbol}·{name} + (1 − {symbol})·{used}"
        numbers = (
            f"{name} = {short(keep)}·{before} + {short(fresh)}·{new} = {vector(terms.momentum)}"
        )
        sentence = (
            f"The momentum keeps {short(100 * keep)} % of itself "
            f"and takes {short(100 * fresh)} % of the gradient."
        )
    return SubStep(
        "momentum",
        "Momentum",
        formula,
        numbers,
        sentence,
        as_vector(-terms.momentum),
        as_vector(terms.theta),
        symbol=f"−{name}",
    )


def directed(spec: MethodSpec, terms: Terms, direction: Direction) -> SubStep:
    """What is stepped along instead of the momentum itself."""
    name, used = momentum_name(spec), gradient_name(spec)
    assert terms.momentum is not None
    weights = direction.weights(spec.values, terms.step)
    on_moment, on_gradient = (number(float(weight)) for weight in weights)
    return SubStep(
        "direction",
        direction.name,
        f"{direction.letter} = {direction.formula.format(m=name, g=used)}",
        f"{direction.letter} = {on_moment}·{vector(terms.momentum)} + "
        f"{on_gradient}·{vector(terms.gradient_used)} = {vector(terms.direction)}",
        direction.sentence,
        as_vector(-terms.direction),
        as_vector(terms.theta),
        symbol=f"−{direction.letter}",
    )
