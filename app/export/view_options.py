"""What exports can be asked of how a landscape is seen: as a map, or as a surface and whence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.export.option import Option, as_shown_or, refused
from app.map.drawing.camera import Camera
from core.experiment.view_state import TILTS, ZOOMS

VIEWS = ("map", "surface")
MOST_ORBIT = 3600


def parse_view(text: str) -> str | None:
    """What shows the landscape, `map` or `surface`; None from no text: what the window shows."""
    if text.strip() and text.strip() not in VIEWS:
        raise refused("view", text, f"{' or '.join(VIEWS)}; empty is as shown")
    return text.strip() or None


def parse_camera(text: str) -> Camera | None:
    """The camera of a surface from azimuth, tilt and zoom; None from no text: as shown."""
    if not text.strip():
        return None
    words = text.split(",")
    if len(words) != 3 or not all(re.fullmatch(_NUMBER, word) for word in words):
        raise refused("camera", text, _CAMERAS_ALLOWED)
    numbers = tuple(map(float, words))
    if not all(low <= number <= high for number, (low, high) in zip(numbers, _ENDS, strict=True)):
        raise refused("camera", text, _CAMERAS_ALLOWED)
    return Camera(*numbers)


def parse_orbit(text: str) -> float:
    """Degrees by which a surface turns, counter-clockwise as seen from above."""
    if not re.fullmatch(_NUMBER, text) or abs(float(text)) > MOST_ORBIT:
        raise refused("orbit", text, _ORBITS_ALLOWED)
    return float(text)


def check_view(options: Mapping[str, Any]) -> None:
    """Raise OptionError where a map is asked for and turned at once, or a grid and a surface."""
    turned = options.get("view") == "surface" or options.get("camera") or options.get("orbit")
    if options.get("layout") == "grid" and turned:
        raise refused("layout", "grid", "a grid is of maps; leave it out, or the surface")
    if options.get("view") != "map":
        return
    for name in ("camera", "orbit"):
        if options.get(name):
            shown = "a camera" if name == "camera" else f"{options[name]:g}"
            raise refused(name, shown, "a map does not turn; leave it out, or ask for a surface")


_NUMBER = r"\s*[-+]?(\d{1,6}(\.\d{0,9})?|\.\d{1,9})\s*"
_ENDS = ((0.0, 360.0), TILTS, ZOOMS)
_CAMERAS_ALLOWED = (
    "AZIMUTH,TILT,ZOOM of a surface: degrees from 0 to 360, "
    f"degrees from {TILTS[0]:g} to {TILTS[1]:g}, and {ZOOMS[0]:g} to {ZOOMS[1]:g}; "
    "empty is as shown"
)
_ORBITS_ALLOWED = f"degrees from -{MOST_ORBIT} to {MOST_ORBIT} by which a surface turns"

VIEW = as_shown_or(
    "view",
    "Landscape",
    f"{' or '.join(VIEWS)}; empty is as shown; of a landscape that drifts a page has the map",
    parse_view,
    (("map", "Map, seen from above"), ("surface", "Surface")),
)
CAMERA = Option(
    "camera",
    "Camera",
    "",
    _CAMERAS_ALLOWED,
    parse_camera,
    "AZIMUTH,TILT,ZOOM",
    unit="azimuth, tilt, zoom of a surface, empty: as shown",
)
ORBIT = Option(
    "orbit",
    "Orbit",
    "0",
    _ORBITS_ALLOWED,
    parse_orbit,
    "DEGREES",
    unit="° that a surface turns from first to last frame",
    choices=tuple((text, text) for text in ("0", "90", "180", "360")),
)
