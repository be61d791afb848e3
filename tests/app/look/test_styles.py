"""One look per method, which two people who see different colours both tell apart."""

from __future__ import annotations

import dataclasses

import pytest

from app.look.styles import is_ghost, styles
from app.look.theme import DARK, LIGHT
from core.experiment.experiment import MethodSpec
from core.experiment.methods import METHODS


def specs(*names: str) -> tuple[MethodSpec, ...]:
    return tuple(MethodSpec.create(name) for name in names)


def test_the_hues_of_the_papers_methods_are_those_of_the_look():
    names = ("adam", "adam+sam", "adam+cg", "adam+cm")
    assert [s.colour for s in styles(specs(*names), DARK)] == [
        "#E69F00",
        "#009E73",
        "#CC79A7",
        "#56B4E9",
    ]
    assert [s.colour for s in styles(specs(*names), LIGHT)] == [
        "#E69F00",
        "#009E73",
        "#CC79A7",
        "#0072B2",
    ]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_memory_and_sam_decide_the_hue_and_all_six_differ(theme):
    hues = {(row.memory, row.sam): theme.hue(row.memory, row.sam) for row in METHODS.values()}
    assert len(set(hues.values())) == len(hues) == 6


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_hues_and_text_stand_out_from_the_card(theme):
    assert contrast(theme.text, theme.card) >= 7
    assert contrast(theme.dim, theme.panel) >= 4.5
    for row in METHODS.values():
        assert contrast(theme.hue(row.memory, row.sam), theme.card) >= 2.1


def test_copies_of_one_hue_differ_in_dash_and_marker():
    looks = styles(specs("adam+cm", "adam+cm", "adam+cm"), DARK)
    assert len({look.colour for look in looks}) == 1
    assert len({look.dash for look in looks}) == len({look.marker for look in looks}) == 3
    assert looks[0].dash is None


def test_bases_of_one_hue_differ_in_marker():
    looks = styles(specs("adam+cg", "sgd+cg", "rmsprop+cg"), DARK)
    assert len({(look.dash, look.marker) for look in looks}) == 3


@pytest.mark.parametrize("off", [{"strength": 0}, {"capacity": 0}])
def test_a_memory_that_cannot_act_is_a_ghost_in_its_twins_hue(off):
    twin, control = MethodSpec.create("adam+cm"), MethodSpec.create("adam+cm", off)
    shown, ghost, copy = styles((twin, control, twin), DARK)
    assert ghost.ghost and ghost.colour == shown.colour and ghost.dash not in (None, shown.dash)
    assert not shown.ghost and not copy.ghost
    assert copy.dash == styles((twin, twin), DARK)[1].dash  # a ghost takes no dash away


def test_a_method_without_memory_is_never_a_ghost():
    assert not is_ghost(MethodSpec.create("adam", {"strength": 0, "capacity": 0}))


def test_switching_a_card_off_changes_no_other_look():
    on = specs("adam+cm", "adam+cm")
    off = (dataclasses.replace(on[0], enabled=False), on[1])
    assert styles(on, DARK) == styles(off, DARK)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two hex colours."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
