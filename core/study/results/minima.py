"""What a study calls its minima, and which of them a name means."""

from __future__ import annotations

import collections
from collections.abc import Sequence

import numpy as np

from core.measures.gathering import TOGETHER, length
from core.study.starting.minimum import near, place_typed, typed
from core.writing import point
from landscapes.base import Array, Landscape

_DIGITS = (6, 9, 12)
"""So many are tried, one after another, where fewer do not tell two places apart."""


def names_of(landscape: Landscape, minima: Array, own: Sequence[str]) -> tuple[str, ...]:
    """A name for each of the minima (K, D), of which those that the landscape lists come first: its
    `own`, where no other has it, or else where it is; no two are the same. The places of those that
    were found are no finer than they were found."""
    listed, grain = len(landscape.minima), TOGETHER * landscape.diagonal / 100
    places = np.concatenate([minima[:listed], np.round(minima[listed:] / grain) * grain + 0.0])
    counts = collections.Counter(own)
    names = [
        name if name and counts[name] == 1 else point(place)
        for name, place in zip(own, places, strict=True)
    ]
    for name, alike in _alike(names).items():
        told = (_unlike([point(places[index], digits) for index in alike]) for digits in _DIGITS)
        # Beyond the axes that are shown no figure tells them apart.
        numbered = [name, *(f"{name} ({number})" for number in range(2, len(alike) + 1))]
        for index, better in zip(alike, next(filter(None, told), numbered), strict=True):
            names[index] = better
    return tuple(names)


def _alike(names: Sequence[str]) -> dict[str, list[int]]:
    """The names that several have, and whose they are."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        found.setdefault(name, []).append(index)
    return {name: indices for name, indices in found.items() if len(indices) > 1}


def _unlike(names: list[str]) -> list[str]:
    """The names if no two are the same, else none."""
    return names if len(set(names)) == len(names) else []


def place_of(landscape: Landscape, names: Sequence[str], minima: Array, wanted: str) -> int | None:
    """Which of the minima (K, D) is meant by a name, or by a place that is its own as far as two
    minima are told apart; None if none is."""
    plain = typed(wanted)
    for index, name in enumerate(names):
        if typed(name) == plain:
            return index
    place = place_typed(landscape, wanted)
    if place is None or not len(minima):
        return None
    away = length(minima - np.array(place))
    nearest = int(away.argmin())
    return nearest if away[nearest] <= near(landscape) else None
