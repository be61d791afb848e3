"""How an experiment was looked at when it was saved: whoever opens it sees the same frame.

It changes nothing of what is run. Everything is optional: what is None is left to the program.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any, Literal

from core.experiment.errors import ExperimentError, refuse, step_into
from core.experiment.strict_json import Json
from core.experiment.view_colours import Colours
from core.experiment.view_plane import PlaneChoice
from landscapes.base import Interval

LAYERS = (
    *("trails", "heads", "memory", "minima", "contours", "legend", "step_counter"),
    *("ellipses", "sharpness", "grid_lines", "axis_names", "minima_names"),
    *("fading", "true_loss"),
)
"""What a map can show."""
PLANE_LAYERS = frozenset({"fading", "true_loss"})
"""Those that there are only on the plane of a network."""
Layout = Literal["overlay", "grid"]
LAYOUTS: tuple[Layout, ...] = ("overlay", "grid")
"""All methods on one map, or one map for each."""
PANELS = ("controls", "charts", "memory", "standing", "anatomy")
"""What can stand around the map."""
TILTS, ZOOMS = (10.0, 90.0), (0.5, 8.0)
"""The least and the most that the camera of a surface can have."""
_CAMERA = (
    "[azimuth, tilt, zoom], finite numbers from 0 to 360, from "
    f"{TILTS[0]:g} to {TILTS[1]:g} and from {ZOOMS[0]:g} to {ZOOMS[1]:g}"
)
_MAP = "[[x0, x1], [y0, y1]], finite numbers, each pair ascending"


@dataclasses.dataclass(frozen=True)
class ViewState:
    """The `step` and the `start` that were shown, the ranges of the `map`, which `layers` it
    showed, in which `layout`, and its `colours`. A landscape that was seen as a surface has a
    `camera`: azimuth and tilt in degrees, and zoom. Around it stood the `panels`. Of a network a
    `plane` through its runs was seen.
    """

    step: int | None = None
    start: int | None = None
    map: tuple[Interval, Interval] | None = None
    layers: frozenset[str] | None = None
    layout: Layout | None = None
    colours: Colours | None = None
    camera: tuple[float, float, float] | None = None
    panels: frozenset[str] | None = None
    plane: PlaneChoice | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Json]) -> ViewState:
        """From the JSON object of an experiment file, at `$.view`; ExperimentError for what cannot
        be."""
        names = [field.name for field in dataclasses.fields(cls)]
        for key in given:
            if key not in names:
                path = step_into("$.view", key)
                raise refuse(path, key, "one of the keys " + ", ".join(names))
        read: dict[str, Callable[[Any], Any]] = {
            "map": _ranges,
            "layers": lambda value: _names(value, "$.view.layers", "layer", LAYERS),
            "panels": lambda value: _names(value, "$.view.panels", "panel", PANELS),
            "layout": _layout,
            "colours": lambda value: Colours.parse(value, "$.view.colours"),
            "camera": _camera,
            "plane": lambda value: PlaneChoice.parse(value, "$.view.plane"),
        }
        return cls(
            **{key: read[key](value) if key in read else value for key, value in given.items()}
        )

    def check(self, steps: int, starts: int) -> None:
        """Raise ExperimentError where an experiment of so many steps and starts has not these."""
        _check_place("step", self.step, steps)
        _check_place("start", self.start, starts - 1)

    def fitting(self, steps: int, starts: int) -> ViewState:
        """Without a step or a start that an experiment of so many has not."""
        step = None if self.step is None or self.step > steps else self.step
        start = None if self.start is None or self.start >= starts else self.start
        return dataclasses.replace(self, step=step, start=start)

    def describe(self) -> dict[str, Json]:
        """The JSON object; what is None is left out."""
        told: dict[str, Json] = {"step": self.step, "start": self.start}
        told["map"] = None if self.map is None else [list(ends) for ends in self.map]
        told["layers"] = _in_order(self.layers, LAYERS)
        told["layout"] = self.layout
        told["colours"] = None if self.colours is None else self.colours.describe()
        told["camera"] = None if self.camera is None else list(self.camera)
        told["panels"] = _in_order(self.panels, PANELS)
        told["plane"] = None if self.plane is None else self.plane.describe()
        return {key: value for key, value in told.items() if value is not None}


def _check_place(name: str, value: int | None, last: int) -> None:
    if value is not None and (type(value) is not int or not 0 <= value <= last):
        raise refuse(f"$.view.{name}", value, f"a whole number from 0 to {last}")


def _ranges(value: Json) -> tuple[Interval, Interval]:
    if not isinstance(value, list) or len(value) != 2:
        raise refuse("$.view.map", value, _MAP)
    x, y = (_range(f"$.view.map[{index}]", ends) for index, ends in enumerate(value))
    return x, y


def _range(path: str, value: Json) -> Interval:
    if not isinstance(value, list) or len(value) != 2:
        raise refuse(path, value, _MAP)
    low, high = value
    for index, end in enumerate(value):
        if type(end) not in (int, float) or not math.isfinite(end):
            raise refuse(f"{path}[{index}]", end, "a finite number")
    assert isinstance(low, int | float) and isinstance(high, int | float)
    if not float(low) < float(high):
        raise refuse(path, value, _MAP)
    return float(low), float(high)


def _names(value: Json, path: str, what: str, known: tuple[str, ...]) -> frozenset[str]:
    if not isinstance(value, list):
        raise refuse(path, value, f"a list of {', '.join(known)}")
    for index, name in enumerate(value):
        if name not in known:
            raise refuse(f"{path}[{index}]", name, "one of " + ", ".join(known))
    if len(set(map(str, value))) != len(value):
        raise ExperimentError(path, f"a {what} is named twice")
    return frozenset(map(str, value))


def _in_order(names: frozenset[str] | None, known: tuple[str, ...]) -> list[Json] | None:
    return None if names is None else [name for name in known if name in names]


def _layout(value: Json) -> Layout:
    for layout in LAYOUTS:
        if value == layout:
            return layout
    raise refuse("$.view.layout", value, " or ".join(LAYOUTS))


def _camera(value: Json) -> tuple[float, float, float]:
    if not isinstance(value, list) or len(value) != 3:
        raise refuse("$.view.camera", value, _CAMERA)
    found = []
    for index, (number, (low, high)) in enumerate(
        zip(value, ((0.0, 360.0), TILTS, ZOOMS), strict=True)
    ):
        if type(number) not in (int, float) or not low <= number <= high:
            raise refuse(f"$.view.camera[{index}]", number, f"a number from {low:g} to {high:g}")
        found.append(float(number))
    azimuth, tilt, zoom = found
    return azimuth, tilt, zoom
