"""What a study calls its minima, and which of them a name means."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Sequence

import numpy as np

from core.measures.gathering import TOGETHER
from core.study.starting.sampling import typed
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
    for digits in _DIGITS:
        for index in _alike(names):
            names[index] = point(places[index], digits)
    alike: collections.Counter[str] = collections.Counter()
    for index in list(_alike(names)):  # beyond the axes that are shown, or nearer than any digit
        name = names[index]
        alike[name] += 1
        if alike[name] > 1:
            names[index] = f"{name} ({alike[name]})"
    return tuple(names)


def _alike(names: Sequence[str]) -> Iterator[int]:
    counts = collections.Counter(names)
    return (index for index, name in enumerate(list(names)) if counts[name] > 1)


def place_of(landscape: Landscape, names: Sequence[str], minima: Array, wanted: str) -> int | None:
    """Which of the minima (K, D) is meant by a name, or by a place that is its own as far as two
    minima are told apart; None if none is."""
    plain = typed(wanted)
    for index, name in enumerate(names):
        if typed(name) == plain:
            return index
    try:
        place = np.array([float(part) for part in plain.split(",")])
    except ValueError:
        return None
    if not len(minima) or len(place) != minima.shape[-1]:
        return None
    away = np.sqrt(((minima - place) ** 2).sum(-1))
    nearest = int(away.argmin())
    return nearest if away[nearest] <= TOGETHER * landscape.diagonal else None
