"""Which minimum is meant: by its name, by its place, or by a place that it is come down to from."""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

import numpy as np

from core.experiment.errors import ExperimentError
from core.measures.attractors import descend
from core.measures.gathering import TOGETHER, length
from core.writing import MINUS, exact, point
from landscapes.base import Array, Landscape


class Meant(NamedTuple):
    """A minimum at a `place` (D,), and its number among those that the landscape lists; None where
    it is none of them."""

    number: int | None
    place: Array

    def number_in(self, minima: Array, near: float) -> int:
        """Its number among minima (K, D), of which those that are listed come first; −2 where it is
        none of them, by so much."""
        if self.number is not None or not len(minima):
            return -2 if self.number is None else self.number
        away = length(minima - self.place)
        nearest = int(away.argmin())
        return nearest if away[nearest] <= near else -2


def meant(landscape: Landscape, name: str) -> Meant:
    """The minimum of a name, or of a place such as `(−0.6, −0.4)`, written as tables write it or as
    it is typed, -0.6,-0.4; elsewhere the one that is come down to from the place.

    Raises ExperimentError, naming those that are listed, where there is no such minimum.
    """
    plain = [typed(each) for each in minimum_names(landscape)]
    if typed(name) in plain:
        number = plain.index(typed(name))
        return Meant(number, np.array(landscape.minima[number].position))
    place = place_typed(landscape, name)
    if place is None:
        problem = f"{no_minimum(landscape, name)}; any other is named by a place in its basin"
        raise ExperimentError("sampling", problem)
    domain = landscape.domain or ()  # without one nothing comes down to rest
    if any(not low <= x <= high for x, (low, high) in zip(place, domain, strict=False)):
        allowed = " × ".join(f"[{exact(low)}, {exact(high)}]" for low, high in domain)
        problem = f"{point(place)} lies outside the domain of {landscape.title}, {allowed}"
        raise ExperimentError("sampling", problem)
    return _down_from(landscape, place)


@functools.lru_cache(maxsize=256)
def _down_from(landscape: Landscape, place: tuple[float, ...]) -> Meant:
    (rest,) = descend(landscape, np.array([place]))
    if not np.isfinite(rest).all():
        problem = f"from {point(place)} nothing comes down to rest on {landscape.title}"
        raise ExperimentError("sampling", problem)
    for number, minimum in enumerate(landscape.minima):
        if np.linalg.norm(rest - np.array(minimum.position)) <= near(landscape):
            return Meant(number, np.array(minimum.position))
    return Meant(None, rest)


def near(landscape: Landscape) -> float:
    """How far apart two places may be that are one minimum."""
    return TOGETHER * landscape.diagonal


def check_target(landscape: Landscape, name: str) -> None:
    """Raise ExperimentError for what names no minimum: neither one that is listed, nor the place
    of one that may be found."""
    if typed(name) in map(typed, minimum_names(landscape)):
        return
    if place_typed(landscape, name) is None:
        problem = f"{no_minimum(landscape, name)}; one that is found is named by its place"
        raise ExperimentError("statistic", problem)


def place_typed(landscape: Landscape, name: str) -> tuple[float, ...] | None:
    """The place that a text is, None for one that is no place of the landscape."""
    try:
        place = tuple(float(part) for part in typed(name).split(","))
    except ValueError:
        return None
    fits = len(place) == landscape.dimension and all(map(math.isfinite, place))
    return place if fits else None


def minimum_names(landscape: Landscape) -> list[str]:
    """What each listed minimum is called: its name, or else where it is."""
    return [minimum.name or point(minimum.position) for minimum in landscape.minima]


def no_minimum(landscape: Landscape, name: str) -> str:
    """That there is no minimum of a name, and which there are."""
    there = "; ".join(minimum_names(landscape)) or "none that is known"
    return f"{landscape.title} has no minimum {name!r}; it has {there}"


def typed(name: str) -> str:
    """A minimum's name as it is compared: places are the same however they are written."""
    return name.translate(str.maketrans(MINUS, "-", " ()"))
