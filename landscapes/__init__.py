"""Loss landscapes by name: the lists that menus, experiment files and tests all read.

To add a landscape that can be looked at as it is, write one file and add its class to
`LANDSCAPES`; networks, whose parameters are thousands, stand in `NETWORKS` of `networks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landscapes.ackley import Ackley
from landscapes.base import Landscape, LandscapeError, refuse
from landscapes.beale import Beale
from landscapes.expression import Expression
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.himmelblau import Himmelblau
from landscapes.levy import Levy
from landscapes.networks import NETWORKS
from landscapes.rastrigin import Rastrigin
from landscapes.rosenbrock import Rosenbrock
from landscapes.saddle import Saddle
from landscapes.six_hump_camel import SixHumpCamel
from landscapes.styblinski_tang import StyblinskiTang
from landscapes.two_basins import TwoBasins
from landscapes.wording import step_into

__all__ = ["BY_NAME", "LANDSCAPES", "NETWORKS", "Landscape", "LandscapeError", "make"]

_KEYS = ("name", "parameters", "domain")

LANDSCAPES: dict[str, type[Landscape]] = {
    landscape.name: landscape
    for landscape in (
        Ackley,
        GoldsteinPrice,
        Levy,
        TwoBasins,
        Rosenbrock,
        Himmelblau,
        Rastrigin,
        Beale,
        SixHumpCamel,
        StyblinskiTang,
        Saddle,
        Expression,
    )
}
"""Those with a domain and second derivatives, in the order of the menus."""

BY_NAME: dict[str, type[Landscape]] = {**LANDSCAPES, **NETWORKS}
"""All that an experiment file may name."""


def make(description: Mapping[str, Any], dimension: int | None = None) -> Landscape:
    """The landscape of an experiment file's `landscape` object.

    Args:
        description: `name`, and where wanted `parameters` and (for an expression) `domain`.
        dimension: D of the starts, where they tell it. A landscape of any dimension takes it
            when its own parameter is not given; elsewhere it has to agree.

    Raises:
        LandscapeError: for anything it does not know; `field` says where.
    """
    if not isinstance(description, Mapping):
        raise refuse("", description, "an object with a name")
    for key in description:
        if key not in _KEYS:
            raise refuse(step_into("", key).removeprefix("."), key, "one of " + ", ".join(_KEYS))
    name = description.get("name")
    if not isinstance(name, str) or name not in BY_NAME:
        raise refuse("name", name, "one of " + ", ".join(BY_NAME))
    parameters = description.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise refuse("parameters", parameters, "an object of parameters by name")
    if "domain" in description and description["domain"] is None:
        raise refuse("domain", None, "leave it out, or give two intervals [low, high]")
    kind = BY_NAME[name]
    if kind.any_dimension and dimension is not None:
        parameters = {"dimension": dimension, **parameters}
    landscape = kind.create(parameters, description.get("domain"))
    if dimension is not None and landscape.dimension != dimension:
        field = "parameters.dimension" if kind.any_dimension else ""
        raise LandscapeError(
            field, f"{name} has {landscape.dimension} dimensions, the starts have {dimension}"
        )
    return landscape
