"""Labels of cards: each says which card it is, and follows the method while it only names it."""

from __future__ import annotations

import pytest

from app.session.labels import copy_label, following_label, spaced_title
from core.experiment.experiment import MAX_LABEL
from core.experiment.methods import METHODS


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
    ("label", "expected"),
    [
        ("adam+cm", "adam+cm+sam"),
        ("Adam+CM", "Adam+CM+SAM"),
        ("Adam + CM", "Adam + CM + SAM"),
        ("Adam + CM (3)", "Adam + CM + SAM (3)"),
        ("C = 20", "C = 20"),
        ("my Adam + CM", "my Adam + CM"),
    ],
)
def test_a_label_that_names_the_method_follows_it(label, expected):
    assert following_label(label, METHODS["adam+cm"], METHODS["adam+cm+sam"]) == expected


def test_a_label_without_a_sign_follows_with_room_around_them():
    assert following_label("Adam", METHODS["adam"], METHODS["adam+cm"]) == "Adam + CM"


def test_titles_have_room_around_their_signs():
    assert spaced_title(METHODS["rmsprop+cg+sam"]) == "RMSprop + CG + SAM"
