"""How large a figure is: in pixels for a screen, in millimetres or inches for paper."""

from __future__ import annotations

import dataclasses
import re

from app.export.option import Option, refused

MILLIMETRES = {"px": 25.4 / 96, "mm": 1.0, "in": 25.4}
"""Millimetres of a unit; a pixel is that of CSS, 1/96 inch."""
MIN_MM, MAX_MM = 30.0, 2000.0
ALLOWED = (
    "WIDTHxHEIGHT with the unit px, mm or in, such as 89x67mm, 7.2x5in or 1280x720; "
    "each side 30 mm to 2 m"
)


@dataclasses.dataclass(frozen=True)
class SheetSize:
    """Width and height in millimetres."""

    width: float
    height: float

    @property
    def pixels(self) -> tuple[float, float]:
        """The same in pixels of CSS."""
        return self.width * 96 / 25.4, self.height * 96 / 25.4


def parse_sheet_size(text: str) -> SheetSize:
    """A size from `89x67mm`, `7.2x5in` or `1280x720`; OptionError for what is none."""
    number = r"(\d{1,5}(?:\.\d{0,6})?)"
    found = re.fullmatch(
        rf"\s*{number}\s*[x×]\s*{number}\s*(px|mm|in|)\s*", text, re.ASCII | re.IGNORECASE
    )
    if not found:
        raise refused("sheet", text, ALLOWED)
    unit = MILLIMETRES[found[3].lower() or "px"]
    width, height = float(found[1]) * unit, float(found[2]) * unit
    if not all(MIN_MM <= side <= MAX_MM for side in (width, height)):
        raise refused("sheet", text, ALLOWED)
    return SheetSize(width, height)


SHEET = Option(
    "sheet",
    "Size",
    "1280x720px",
    ALLOWED,
    parse_sheet_size,
    "WIDTHxHEIGHT[px|mm|in]",
    unit="px, mm or in",
    choices=(
        ("1280x720px", "1280x720px"),
        ("89x67mm", "89x67mm"),
        ("183x122mm", "183x122mm"),
        ("10x5.625in", "10x5.625in"),
    ),
)
