"""What a chart draws of a run, and the ticks beside it, before anything is painted."""

from __future__ import annotations

import dataclasses

from app.figures.curves.choice import scale_for, span_for
from app.figures.curves.curves import Curve, Curves
from app.figures.curves.places import (
    LINE_GAP,
    TIGHT,
    decade_places,
    even_places,
    labels,
    spacing,
)
from app.figures.curves.plane import Plane
from app.figures.curves.scale import Scale
from app.map.drawing.scene import Scene
from core.measures.over_time import Series

FOREVER = 1e9


@dataclasses.dataclass(frozen=True, eq=False)
class Drawn:
    """The curves of a quantity, on which scale, from which place along it to which."""

    curves: tuple[Curve, ...]
    scale: Scale
    span: tuple[float, float]
    steps: int


def drawn_of(series: Series, scene: Scene, curves: Curves) -> Drawn:
    """All of a scene's run that is there; of several lines the first. `curves` computes it."""
    picture = scene.picture
    curves.follow(picture, None)
    curves.advance((series.key,), FOREVER, (series.key,))
    found = curves.of(series.key, scene.theme, picture.stale)
    found = tuple(each._replace(lines=each.lines[:1]) for each in found)
    minima = picture.experiment.landscape.minima
    floor = min((minimum.loss for minimum in minima), default=0.0)
    scale = scale_for(series, found, floor)
    return Drawn(found, scale, span_for(series, found, scale), picture.experiment.steps)


def ticks_up(plane: Plane) -> list[tuple[float, str]]:
    """Ticks of the values: their pixels and labels."""
    (low, high), height = plane.span, max(1.0, plane.area.height())
    least = (high - low) * LINE_GAP / height
    if plane.scale.logarithmic:
        even = spacing((10.0**high - 10.0**low) * LINE_GAP / height)
        step, places = decade_places(low, high, TIGHT * least, even)
    else:
        step = spacing(least)
        places = even_places(low, high, step)
    told = labels(places, step, logarithmic=plane.scale.logarithmic)
    bottom = plane.area.bottom()
    return [
        (bottom - (place - low) / (high - low) * height, text)
        for place, text in zip(places, told, strict=True)
    ]
