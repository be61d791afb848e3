"""One look per method, which two people who see different colours both tell apart."""

from __future__ import annotations

import dataclasses
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.look.shades import shades
from app.look.styles import is_ghost, styles
from app.look.theme import DARK, LIGHT
from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES, METHODS, Method


def specs(*names: str) -> tuple[MethodSpec, ...]:
    return tuple(MethodSpec.create(name) for name in names)


def test_the_hues_of_the_papers_methods_are_those_of_the_look():
    names = ("adam", "adam+sam", "adam+cg", "adam+cm")
    assert [s.colour for s in styles(specs(*names), DARK)] == [
        "#F0A81C",
        "#2CC79A",
        "#E59BC8",
        "#6CC2F0",
    ]
    assert [s.colour for s in styles(specs(*names), LIGHT)] == [
        "#C77700",
        "#008A64",
        "#BE5F96",
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
        for shade in shades(theme, (row.memory, row.sam)):
            assert min(contrast(shade, theme.card), contrast(shade, theme.panel)) >= 3


def test_copies_of_one_hue_differ_in_dash_and_marker():
    looks = styles(specs("adam+cm", "adam+cm", "adam+cm"), DARK)
    assert len({look.colour for look in looks}) == 3
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


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_all_shades_of_a_theme_can_be_told_apart(theme):
    families = {(row.memory, row.sam) for row in METHODS.values()}
    every = [(family, shade) for family in families for shade in shades(theme, family)]
    for (one, a), (other, b) in itertools.combinations(every, 2):
        assert distance(a, b) >= (0.05 if one == other else 0.045), (a, b)


@pytest.fixture
def nadam(monkeypatch) -> str:
    """A base that has joined the table, in second place."""
    base = dataclasses.replace(BASES["adam"], name="nadam", title="NAdam")
    (first, adam), *rest = BASES.items()
    kept = dict(BASES)
    BASES.clear()
    BASES.update({first: adam, "nadam": base, **dict(rest)})
    monkeypatch.setitem(METHODS, "nadam", Method(base, None, False))
    yield "nadam"
    BASES.clear()
    BASES.update(kept)


FIRST = {"adam": "o", "adamw": "s", "sgd": "d", "sgdm": "t1", "rmsprop": "t"}


def test_every_base_has_its_marker_and_one_that_joins_the_table_changes_no_other(nadam):
    looks = styles(specs(*FIRST), DARK)
    assert {name: look.marker for name, look in zip(FIRST, looks, strict=True)} == FIRST
    *others, newcomer = styles(specs(*FIRST, nadam), DARK)
    assert tuple(others) == looks
    assert newcomer.marker not in FIRST.values()


def test_a_colour_that_a_person_gave_stays_in_both_themes_and_changes_no_other_card():
    cards = list(specs("adam+cm", "adam+cm", "adam+cm"))
    plain = styles(tuple(cards), DARK)
    cards[1] = dataclasses.replace(cards[1], colour="#129a34")
    for theme in (DARK, LIGHT):
        assert styles(tuple(cards), theme)[1].colour == "#129a34"
    given = styles(tuple(cards), DARK)
    assert (given[0], given[2]) == (plain[0], plain[2])
    assert given[1] == plain[1]._replace(colour="#129a34")


@given(number=st.sampled_from([0, 0xFFFFFF, 0xFFFF00, 0x101040]) | st.integers(0, 0xFFFFFF))
def test_any_colour_that_a_person_gave_is_seen_on_cards_and_panels(number):
    chosen = dataclasses.replace(MethodSpec.create("adam"), colour=f"#{number:06x}")
    for theme in (DARK, LIGHT):
        (look,) = styles((chosen,), theme)
        grounds = theme.card, theme.panel
        assert min(contrast(look.colour, ground) for ground in grounds) >= 3.0
        if min(contrast(chosen.colour, ground) for ground in grounds) >= 3.0:
            assert look.colour == chosen.colour


def test_a_control_wears_the_colour_of_its_twin_and_of_no_other_copy():
    twin = dataclasses.replace(MethodSpec.create("adam+cm"), colour="#129a34")
    other, control = MethodSpec.create("adam+cm"), MethodSpec.create("adam+cm", {"strength": 0})
    looks = styles((other, twin, control), DARK)
    assert looks[2].ghost and looks[2].colour == looks[0].colour
    twin = twin.changed(capacity=20)
    looks = styles((other, twin, control.changed(capacity=20), control), DARK)
    assert [look.colour for look in looks[1:]] == ["#129a34", "#129a34", looks[0].colour]


def distance(one: str, other: str) -> float:
    """In OKLab (Ottosson 2020): 0.02 is just noticed side by side."""
    return math.dist(oklab(one), oklab(other))


def oklab(colour: str) -> tuple[float, ...]:
    red, green, blue = linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    mid = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two hex colours."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> list[float]:
    """Channels in proportion to light."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
