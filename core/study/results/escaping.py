"""Who has left the basin that a study's starts lie in, by either of two rules."""

from __future__ import annotations

import numpy as np

from core.experiment.errors import ExperimentError
from core.study.results.starts import MethodEnds, StartsResult
from core.study.starting.minimum import Meant, meant, near
from core.study.starting.sampling import Sampling
from landscapes.base import Array, Landscape
from landscapes.two_basins import CENTRE, TwoBasins


def home(landscape: Landscape, sampling: Sampling) -> Meant:
    """The minimum that the starts are to leave: the one whose basin they are drawn in, on
    two-basins else the sharp one.

    Raises ExperimentError where there is none.
    """
    if sampling.kind == "basin":
        return meant(landscape, sampling.basin)
    if isinstance(landscape, TwoBasins):
        return meant(landscape, "sharp")
    raise ExperimentError(
        "sampling",
        f"an escape is from the basin of a chosen minimum; on {landscape.title} that needs "
        "basin:NAME, or basin:X,Y for the one that X,Y comes down to",
    )


def left(result: StartsResult, method: MethodEnds) -> Array:
    """Which starts (n,) have left by the papers' rule: on two-basins those at whose end the other
    basin's term is the larger one, elsewhere those that come down to another minimum."""
    landscape = result.experiment.landscape
    if not isinstance(landscape, TwoBasins):
        return left_by_attractor(result, method)
    places = method.ends["position"]
    flat = nearer_flat(landscape, places)
    number = home(landscape, result.sampling).number
    if number is not None and landscape.minima[number].name == "sharp":
        return flat
    return ~flat & np.isfinite(places).all(-1)


def left_by_attractor(result: StartsResult, method: MethodEnds) -> Array:
    """Which starts (n,) come down to another minimum than the one they started about."""
    landscape = result.experiment.landscape
    start = home(landscape, result.sampling).number_in(result.minima, near(landscape))
    return np.asarray((method.attractor >= 0) & (method.attractor != start))


def nearer_flat(landscape: TwoBasins, places: Array) -> Array:
    """At which places (n, 2) the flat basin's term is the larger one; not where they are lost."""
    a, b = np.array([-CENTRE, 0.0]), np.array([CENTRE, 0.0])
    sharp = -0.5 * landscape.sharpness * ((places - a) ** 2).sum(-1)
    return np.asarray(-0.5 * ((places - b) ** 2).sum(-1) > sharp)
