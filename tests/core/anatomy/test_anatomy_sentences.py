"""What is said of a step in sentences is what was recorded of it."""

import re

import numpy as np
import pytest

from core.experiment.methods import METHODS
from core.recording.recording import REJECTED, REPLACED, STORED
from tests.core.anatomy.formulas import Parser, exactly, printed
from tests.core.anatomy.recorded_steps import CASES, taken_apart, values_of

REMEMBERING = [(m, p) for m, p in CASES if METHODS[m].memory and p != "ema"]


@pytest.mark.parametrize(("method", "policy"), REMEMBERING)
def test_how_a_slot_is_found_is_said_as_the_policy_finds_it(method, policy):
    seen = set()
    for _, _, track, time, start, substep in taken_apart(method, policy):
        if substep.key != "compare":
            continue
        births = track["memory_births"][time, start]
        slot, event = (int(track[k][time, start]) for k in ("memory_slots", "memory_events"))
        seen.add(event)
        if event == STORED:
            count = int((births >= 0).sum())
            assert (substep.name, substep.formula) == ("Find a slot", "n < C")
            assert substep.numbers == f"{count} < 3, slot {slot + 1} is free"
        elif policy == "priority":
            assert (substep.name, substep.formula) == ("Compare priorities", "‖g‖ > min priority")
            ages = time - births
            held = track["gradient_norms"][births, start] * 0.8**ages
            norm, lowest = track["gradient_norms"][time, start], held.min()
            left, sign, right, said = re.fullmatch(
                r"(\S+) ([>≤]) (\S+) \(slot (\d)\)", substep.numbers
            ).groups()
            assert printed(left).meets(exactly(norm)) and printed(right).meets(exactly(lowest))
            assert sign == (">" if norm > lowest else "≤") and int(said) == held.argmin() + 1
            assert ("does not beat" in substep.sentence) == (event == REJECTED)
        else:
            assert substep.name == "Find a slot" and "priority" not in substep.formula
            assert substep.numbers.startswith(f"slot {slot + 1}")
            if policy == "fifo":
                assert births[slot] == births.min()
                assert substep.numbers.endswith(f"taken in step {births.min() + 1}")
    assert {STORED, REPLACED} <= seen
    if (method, policy) == ("adam+cm", "priority"):
        assert REJECTED in seen
    assert policy == "priority" or REJECTED not in seen


@pytest.mark.parametrize(("method", "policy"), REMEMBERING)
def test_steps_that_are_named_are_those_in_which_the_items_were_computed(method, policy):
    seen = set()
    for _, spec, track, time, start, substep in taken_apart(method, policy):
        slot, now = int(track["memory_slots"][time, start]), time + 1
        computed = track["gradients"] if spec.row.memory == "cg" else track["first_moments"][1:]
        if substep.key in ("store", "replace"):
            seen.add(substep.key)
            place, item, priority = re.fullmatch(
                r"B\[(\d)\] = (\(.*\)), priority (.*)", substep.numbers
            ).groups()
            assert int(place) == slot + 1
            assert Parser(item, {}).whole().meets(exactly(computed[now - 1, start]))
            assert printed(priority).meets(exactly(track["gradient_norms"][time, start]))
            named = int(re.search(r"taken in step (\d+)", substep.sentence)[1])
        if substep.key == "store":
            assert named == now
        if substep.key == "replace":
            np.testing.assert_array_equal(
                track["memory_items"][time, start, slot], computed[named - 1, start]
            )
            ago, plural = re.search(r"(\d+) step(s?) ago", substep.sentence).groups()
            assert named + int(ago) == now and bool(plural) == (ago != "1")
        if substep.key == "reject":
            assert "is not kept" in substep.numbers
    assert seen == {"store", "replace"}


TURN = re.compile(r"makes it (\S+) times as long, turned by (\d+)°")


def test_the_turn_of_an_aggregate_is_in_degrees():
    turns = []
    for method, policy in CASES:
        for experiment, spec, track, time, start, substep in taken_apart(method, policy):
            if substep.key != "aggregated" or not 6 < time + 1 <= 15:
                continue
            values = values_of(experiment, spec, track, time, start, "aggregated")
            shape = spec.row.base.shape
            letter = shape.direction.letter if shape.direction else shape.letter
            before = values["g" if spec.row.memory == "cg" else letter]
            after = values["ĝ" if spec.row.memory == "cg" else "s"]
            angles = np.degrees(np.arctan2(before[1], before[0]) - np.arctan2(after[1], after[0]))
            turn = abs((angles + 180) % 360 - 180)
            times, said = TURN.search(substep.sentence).groups()
            assert printed(times).meets(exactly(np.linalg.norm(after) / np.linalg.norm(before)))
            assert abs(int(said) - turn) <= 0.5 + 1e-4
            turns.append(turn)
    assert min(turns) < 1 and max(turns) > 90


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_lengths_and_percentages_in_sentences_are_those_of_the_recording(method, policy):
    for experiment, spec, track, time, start, substep in taken_apart(method, policy):
        gradient, sentence = track["gradients"][time, start], substep.sentence
        values = values_of(experiment, spec, track, time, start, substep.key)
        length, what = {
            "gradient": (np.linalg.norm(gradient), r"(?:length|‖g‖ =) ([^\s;,]+)"),
            "scaled": (np.linalg.norm(values["Δ"]), r"(?:length|‖Δ‖ =) (\S+)\."),
            "move": (
                np.linalg.norm(track["positions"][time + 1, start] - values["θ"]), r"by (\S+);",
            ),
        }.get(substep.key, (None, ""))  # fmt: skip
        if length is not None:
            assert printed(re.search(what, sentence)[1]).meets(exactly(length)), sentence
        if substep.key == "momentum":
            sums = spec.row.base.shape.first == "sum"
            assert ("keeps 0.8 of itself" if sums else "keeps 90 % of itself") in sentence
            assert ("takes all" if sums else "takes 10 % of the gradient") in sentence
        if substep.key == "average":
            item = "gradient" if spec.row.memory == "cg" else "momentum"
            assert f"keeps 66.67 % of itself and takes 33.33 % of every {item}." in sentence
        if substep.key == "decay":
            assert "Every priority loses 20 %" in sentence
        if substep.key == "second_moment":
            from_s = spec.row.memory == "cm" and 6 < time + 1 <= 15
            assert ("s²" in substep.formula) == ("built from s" in sentence) == from_s
        if substep.key == "aggregated":
            in_use = 6 < time + 1 <= 15
            assert sentence.startswith("0.7 times the memory's mean joins") == in_use
            assert ("not used in step" in sentence) == (not in_use)
