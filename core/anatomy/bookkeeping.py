"""What a step does to its memory, in words: compare, store or replace or reject, decay."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.anatomy.direction import average_correction, average_keep
from core.anatomy.letters import item_name, item_word, taken_in
from core.anatomy.substep import SubStep, as_vector
from core.anatomy.terms import Terms
from core.experiment.experiment import MethodSpec
from core.measures.memories import is_average
from core.recording.recording import REJECTED, STORED, Track
from core.writing import number, short, vector
from landscapes.base import Array

SHOWN_PRIORITIES = 3
NO_PRIORITY = "‖g‖ is beyond all numbers, and such a newcomer is never taken."


def bookkeeping(spec: MethodSpec, track: Track, terms: Terms, start: int) -> Iterator[SubStep]:
    """The sub-steps that change the memory, after the step itself was computed.

    Slots are counted from 1 for people.
    """
    capacity = int(spec.values["capacity"])
    if capacity == 0:
        yield SubStep(
            "reject", "Nothing to keep", "C = 0", "C = 0", "The memory has no slot.", None, None
        )
        return
    if is_average(spec):
        yield _averaged(spec, terms)
        return
    yield _compared(spec, track, terms, start)
    yield _settled(spec, track, terms, start)
    yield _decayed(spec, track["memory_priorities"][terms.step, start, :capacity])


def _item(spec: MethodSpec, terms: Terms) -> Array:
    return terms.gradient if spec.row.memory == "cg" else terms.momentum


def _averaged(spec: MethodSpec, terms: Terms) -> SubStep:
    assert terms.mean is not None
    name, item, keep = item_name(spec), _item(spec, terms), average_keep(spec)
    before = terms.mean * average_correction(spec, terms)
    after = keep * before + (1 - keep) * item
    return SubStep(
        "average",
        "Remember",
        f"e = γ·e + (1 − γ)·{name}, γ = 1 − 1/C",
        f"e = {short(keep)}·{vector(before)} + {short(1 - keep)}·{vector(item)} = {vector(after)}",
        f"No slots: a running average keeps {short(100 * keep)} % of itself and takes "
        f"{short(100 * (1 - keep))} % of every {item_word(spec)}.",
        None,
        None,
        symbol="e",
    )


def _compared(spec: MethodSpec, track: Track, terms: Terms, start: int) -> SubStep:
    """How the slot for the newcomer is found, and whether there is one."""
    time, policy = terms.step - 1, spec.values["policy"]
    before = track["memory_priorities"][time, start, : int(spec.values["capacity"])]
    slot, event = (int(track[key][time, start]) for key in ("memory_slots", "memory_events"))
    count, name = int((~np.isnan(before)).sum()), "Find a slot"
    if event == REJECTED and policy != "priority":
        formula, numbers, sentence = "‖g‖ < ∞", f"‖g‖ = {number(terms.norm)}", NO_PRIORITY
    elif count < len(before):
        formula = "n < C"
        numbers = f"{count} < {len(before)}, slot {np.isnan(before).argmax() + 1} is free"
        sentence = "A slot is free, so the newcomer is taken whatever its priority."
    elif policy == "priority":
        slot = int(np.nanargmin(before))
        lowest = float(before[slot])
        wins = terms.norm > lowest
        name, formula = "Compare priorities", "‖g‖ > min priority"
        numbers = f"{number(terms.norm)} {'>' if wins else '≤'} {number(lowest)} (slot {slot + 1})"
        sentence = (
            f"The newcomer beats the lowest priority held, that of slot {slot + 1}."
            if wins
            else f"The newcomer does not beat even the lowest priority, that of slot {slot + 1}."
        )
    elif policy == "fifo":
        formula = "the oldest item's slot"
        birth = int(track["memory_births"][time, start, slot])
        numbers = f"slot {slot + 1}, {taken_in(birth)}"
        sentence = "Policy fifo: the oldest item gives way, whatever its priority."
    else:
        formula, numbers = "a slot drawn from the seed", f"slot {slot + 1}"
        sentence = "Policy random: a slot drawn at random gives way, whatever its priority."
    return SubStep("compare", name, formula, numbers, sentence, None, None)


def _settled(spec: MethodSpec, track: Track, terms: Terms, start: int) -> SubStep:
    """What became of the newcomer: stored, in place of another, or not at all."""
    time, name, what = terms.step - 1, item_name(spec), item_word(spec)
    event = int(track["memory_events"][time, start])
    slot = int(track["memory_slots"][time, start])
    item = _item(spec, terms)
    if event == REJECTED:
        return SubStep(
            "reject",
            "Reject",
            "B ← B",
            f"{name} = {vector(item)} is not kept",
            f"This {what} is not critical enough: the memory keeps the items it has."
            if spec.values["policy"] == "priority"
            else NO_PRIORITY,
            None,
            None,
        )
    if event == STORED:
        title = f"Store in slot {slot + 1}"
        sentence = f"Slot {slot + 1} now holds the {what} {taken_in(time)}."
    else:
        title = f"Replace slot {slot + 1}"
        birth = int(track["memory_births"][time, start, slot])
        sentence = (
            f"Slot {slot + 1} gives up the {what} {taken_in(birth)}, {_ago(time - birth)}, "
            "for the one of now."
        )
    return SubStep(
        "store" if event == STORED else "replace",
        title,
        f"B[k] ← {name}, priority ‖g‖",
        f"B[{slot + 1}] = {vector(item)}, priority {number(terms.norm)}",
        sentence,
        as_vector(-item),
        as_vector(terms.theta),
        symbol=f"−{name}",
    )


def _ago(steps: int) -> str:
    return f"{steps:,} step{'s' if steps != 1 else ''} ago"


def _decayed(spec: MethodSpec, after: Array) -> SubStep:
    decay, policy = float(spec.values["decay"]), spec.values["policy"]
    held = np.sort(after[~np.isnan(after)])[::-1]
    if decay == 1:
        what = "λ is 1: priorities never decay"
        why = "so that what a newcomer must beat never falls once the memory is full"
    else:
        what = f"Every priority loses {short(100 * (1 - decay), 3)} %"
        why = "so that in time even the greatest can be beaten"
    if policy != "priority":
        why = f"but policy {policy} does not ask for it"
    return SubStep(
        "decay",
        "Decay",
        "priorities ← λ·priorities",
        f"{short(decay)}·{_listed(held / decay)} = {_listed(held)}",
        f"{what}, {why}.",
        None,
        None,
    )


def _listed(priorities: Array) -> str:
    """(10.2, 5.10, 3.30, … 20): the first of some priorities and how many there are."""
    shown = [number(float(value), 3) for value in priorities[:SHOWN_PRIORITIES]]
    more = [f"… {len(priorities)}"] if len(priorities) > SHOWN_PRIORITIES else []
    return f"({', '.join(shown + more)})"
