"""The view in which one step can be followed: as near as its longest way needs."""

from __future__ import annotations

import numpy as np

from app.map.drawing.layers import AnatomyVector
from app.map.drawing.view import View

ROOM = 2.6
"""Half of the view's shorter side, in lengths of the step's longest way."""
AT_REST = 16.0
"""How much nearer a step is looked at that goes nowhere."""
NEAREST = 1e-9
"""The least side of a view, relative to the coordinates: nearer there is nothing but rounding."""


def close_up(view: View, vectors: tuple[AnatomyVector, ...]) -> View:
    """About the place that a step begins from, all places and true ways of its vectors in view.

    A view that is near enough already is left as it is; so is one of vectors that are not finite.
    """
    places = [np.array(vector.origin, dtype=np.float64) for vector in vectors]
    places += [np.array(vector.origin) + vector.vector for vector in vectors if vector.displacement]
    if not places or not np.isfinite(places).all():
        return view
    middle = places[0]
    sides = view.x[1] - view.x[0], view.y[1] - view.y[0]
    with np.errstate(all="ignore"):
        reach = ROOM * float(np.abs(np.array(places) - middle).max())
        least = NEAREST * max(1.0, float(np.abs(middle).max()))
    reach = max(reach if reach > 0 else min(sides) / AT_REST, least)
    if not 0 < reach < 0.5 * min(sides):
        return view
    x, y = middle.tolist()
    return View((x - reach, x + reach), (y - reach, y + reach))
