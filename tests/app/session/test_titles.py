"""Undo and redo name what they take back, in the window's own words."""

from __future__ import annotations

import dataclasses

import pytest

from app.session import edits
from app.session.titles import change_title
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.schedules import Schedule
from core.experiment.starts import RandomStarts
from landscapes.ackley import Ackley
from landscapes.expression import Expression
from landscapes.two_basins import TwoBasins

ADAM, CM = MethodSpec.create("adam", label="Adam"), MethodSpec.create("adam+cm", label="Adam+CM")
BASE = Experiment(TwoBasins(), (ADAM, CM), ((-1.5, 0.1),), steps=50)


def card(spec: MethodSpec) -> Experiment:
    return edits.with_card(BASE, 1, spec)


@pytest.mark.parametrize(
    ("after", "title"),
    [
        (card(CM.changed(decay=0.9)), "change of λ"),
        (card(CM.changed(beta1=0.8)), "change of β₁"),
        (card(CM.changed(memory_stop=9)), "change of memory to step"),
        (card(CM.changed(policy="fifo")), "change of policy"),
        (card(CM.changed(decay=0.9, lr=0.1)), "change of Adam+CM's settings"),
        (card(dataclasses.replace(CM, label="mine")), "renaming of Adam+CM"),
        (card(dataclasses.replace(CM, enabled=False)), "switching Adam+CM off"),
        (card(dataclasses.replace(CM, colour="#123456")), "colour of Adam+CM"),
        (card(CM.with_method("adam+cm+sam")), "change of Adam+CM to Adam+CM+SAM"),
        (edits.without_card(BASE, 0), "removal of Adam"),
        (edits.without_card(BASE, 1), "removal of Adam+CM"),
        (edits.with_new_card(BASE, 0, MethodSpec.create("sgd", label="SGD")), "adding of SGD"),
        (edits.with_new_card(BASE, 2, ADAM), "adding of Adam (2)"),
        (edits.on_landscape(BASE, TwoBasins(sharpness=50.0)), "change of sharpness"),
        (edits.on_landscape(BASE, Ackley()), "change to Ackley"),
        (edits.from_starts(BASE, RandomStarts(9)), "change of the starts"),
        (edits.with_steps(BASE, 90), "change of the steps"),
        (dataclasses.replace(BASE, seed=4), "change of the seed"),
        (dataclasses.replace(BASE, noise=0.1), "change of the noise"),
        (dataclasses.replace(BASE, drift=Drift("jump", 9, (0.1, 0.2))), "change of the drift"),
        (
            dataclasses.replace(BASE, lr_schedule=Schedule("linear")),
            "change of the learning rate's schedule",
        ),
        (dataclasses.replace(BASE, seed=4, noise=0.1), "change of the experiment"),
        (dataclasses.replace(BASE, methods=(CM, ADAM)), "change of the methods"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_is_called_by_what_was_changed(after, title):
    assert change_title(BASE, after) == title


def test_what_follows_by_itself_is_not_named():
    windowed = card(CM.changed(memory_start=40, memory_stop=45))
    assert change_title(windowed, edits.with_steps(windowed, 42)) == "change of the steps"
    far = edits.from_starts(BASE, ((-3.9, 3.9),))
    assert change_title(far, edits.on_landscape(far, Ackley())) == "change to Ackley"


def test_labels_that_follow_another_card_are_not_named():
    """Two twins are told apart by what differs, and go back to one name when one goes."""
    twins = edits.with_default_card(edits.with_default_card(BASE, "sgd"), "sgd")
    slow = edits.with_card(twins, 3, twins.methods[3].changed(lr=0.01))
    assert twins.methods[2].label != slow.methods[2].label
    assert change_title(twins, slow) == "change of α"
    gone = edits.without_card(slow, 3)
    assert gone.methods[2].label != slow.methods[2].label
    assert change_title(slow, gone) == f"removal of {slow.methods[3].label}"
    assert change_title(gone, slow) == f"adding of {slow.methods[3].label}"


def test_a_formula_is_no_parameter_with_a_sign():
    one, two = (
        edits.on_landscape(BASE, Expression(loss, ((-2.0, 2.0), (-2.0, 2.0))))
        for loss in ("x**2 + y**2", "x**2 + 2*y**2")
    )
    assert change_title(one, two) == "change of the landscape"
