"""Labels of cards: one left alone says what its card is, one that a person typed stays."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.session import edits
from app.session.labels import automatic_labels, copy_label, naming_of, spaced_title
from core.experiment import presets
from core.experiment.experiment import MAX_LABEL, Experiment, MethodSpec
from core.experiment.methods import METHODS
from landscapes import make


def race(*cards):
    specs = tuple(
        MethodSpec.create(method, settings, label=label) for method, label, settings in cards
    )
    return Experiment(make({"name": "ackley"}), specs, ((1.0, 1.0),), 200)


def labels(experiment):
    return [spec.label for spec in experiment.methods]


def turned(experiment, index, **values):
    """As after a slider of one card was moved."""
    return edits.with_card(experiment, index, experiment.methods[index].changed(**values))


@pytest.mark.parametrize(
    ("label", "taken", "expected"),
    [
        ("CM", [], "CM"),
        ("CM", ["CM"], "CM (2)"),
        ("CM", ["CM", "CM (2)"], "CM (3)"),
        ("CM (2)", ["CM", "CM (2)"], "CM (3)"),
        ("CM", ["CM", "CM (3)"], "CM (2)"),
        ("C (5)", ["CM"], "C (5)"),
        ("x" * MAX_LABEL, ["x" * MAX_LABEL], "x" * (MAX_LABEL - 4) + " (2)"),
    ],
)
def test_a_copy_gets_the_first_free_number(label, taken, expected):
    assert copy_label(label, taken) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("adam+cm", "adam+cm+sam"),
        ("Adam+CM", "Adam+CM+SAM"),
        ("Adam + CM", "Adam + CM + SAM"),
        ("Adam + CM, C = 5", "Adam + CM + SAM"),
        ("C = 5", "C = 5"),
        ("my Adam + CM", "my Adam + CM"),
        ("Adam + CM, C = 6", "Adam + CM, C = 6"),  # was never true: it is a person's
        ("Adam + CM, best", "Adam + CM, best"),
    ],
)
def test_a_label_left_alone_follows_the_method_and_a_typed_one_stays(before, after):
    one = race(("adam+cm", before, {}))
    changed = edits.with_card(one, 0, one.methods[0].with_method("adam+cm+sam"))
    assert labels(changed) == [after]


def test_a_label_follows_the_setting_that_tells_its_card_from_its_sisters():
    two = race(("adam+cm", "Adam + CM, C = 5", {}), ("adam+cm", "Adam + CM, C = 20",
                                                      {"capacity": 20}))  # fmt: skip
    assert labels(turned(two, 0, capacity=40)) == ["Adam + CM, C = 40", "Adam + CM, C = 20"]
    alike = turned(two, 0, capacity=20)
    assert labels(alike) == ["Adam + CM", "Adam + CM (2)"]
    assert labels(turned(alike, 1, lr=0.01)) == ["Adam + CM, α = 0.05", "Adam + CM, α = 0.01"]
    assert labels(turned(alike, 1, strength=0.0)) == ["Adam + CM", "Adam + CM, no memory"]
    assert labels(turned(alike, 1, memory_start=100)) == ["Adam + CM", "Adam + CM, memory from 100"]
    assert labels(edits.without_card(two, 0)) == ["Adam + CM"]


def test_a_typed_label_stays_whatever_its_card_becomes():
    two = race(("adam+cm", "short", {}), ("adam+cm", "adam+cm", {"capacity": 20}))
    assert labels(turned(two, 0, capacity=40)) == ["short", "adam+cm, C = 20"]
    assert labels(edits.with_new_card(two, 1, two.methods[0])) == [
        "short", "short (2)", "adam+cm, C = 20",
    ]  # fmt: skip
    named = dataclasses.replace(two.methods[0], label="Adam + CM")
    assert labels(edits.with_card(two, 0, named)) == ["Adam + CM, C = 5", "adam+cm, C = 20"]


def test_fewer_steps_are_said_in_the_labels_too():
    two = race(
        ("adam+cm", "Adam + CM", {}), ("adam+cm", "Adam + CM, memory from 150",
                                       {"memory_start": 150})
    )  # fmt: skip
    assert labels(edits.with_steps(two, 120))[1] == "Adam + CM, memory from 120"


def test_a_copy_keeps_its_number_while_there_is_a_first():
    three = race(*(("adam", label, {}) for label in ("Adam", "Adam (3)", "Adam (2)")))
    assert labels(edits.without_card(three, 2)) == ["Adam", "Adam (3)"]
    assert labels(edits.without_card(three, 0)) == ["Adam", "Adam (2)"]
    four = edits.with_new_card(three, 1, three.methods[0])
    assert labels(four) == ["Adam", "Adam (4)", "Adam (3)", "Adam (2)"]


SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "lr": st.sampled_from([0.05, 0.1, 0.123456789]),
        "capacity": st.sampled_from([0, 5, 20]),
        "decay": st.sampled_from([0.7, 0.99]),
        "strength": st.sampled_from([0.0, 1.0]),
        "policy": st.sampled_from(["priority", "fifo"]),
        "memory_start": st.sampled_from([0, 100]),
        "beta1": st.sampled_from([0.9, 0.99]),
    },
)


@given(st.lists(st.tuples(st.sampled_from(["adam+cm", "adam+cg", "sgd"]), SETTINGS), min_size=1,
                max_size=6))  # fmt: skip
def test_no_two_cards_have_one_label_and_all_of_them_are_known_as_left_alone(cards):
    specs = [MethodSpec.create(method, settings) for method, settings in cards]
    found = automatic_labels(specs, [spaced_title] * len(specs))
    assert len(set(found)) == len(found)
    for spec, label in zip(specs, found, strict=True):
        assert naming_of(dataclasses.replace(spec, label=label)) is spaced_title
    for (one, a), (other, b) in itertools.combinations(zip(specs, found, strict=True), 2):
        if a.removesuffix(" (2)") == b.removesuffix(" (2)"):
            assert one.used == other.used


@pytest.mark.parametrize("name", presets.titles())
def test_the_labels_of_a_preset_are_those_that_follow(name):
    methods = presets.load(name).methods
    assert automatic_labels(methods, [spaced_title] * len(methods)) == tuple(
        spec.label for spec in methods
    )


def test_titles_have_room_around_their_signs():
    assert spaced_title(METHODS["rmsprop+cg+sam"]) == "RMSprop + CG + SAM"
