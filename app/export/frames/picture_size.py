"""How large a picture is: in pixels, or in millimetres or inches with so many pixels to each."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from app.export.frames.plan import SIZE_RANGE, parse_size
from app.export.option import Option, OptionError, refused
from app.export.vector.sheet_size import SheetSize, parse_sheet_size

PAPER_DPI = 300
"""Pixels to an inch of a picture for paper of which nothing else is said."""
LEAST, MOST = 0.25, 16.0
MOST_SIDE = 16_384
"""Pixels of a side that Qt paints."""
_SIZES = f"{SIZE_RANGE}; on paper such as 89x67mm or 7.2x5in, each side 30 mm to 2 m"
_SCALES = (
    f"a number from {LEAST:g} to {MOST:g}: pixels of the picture for each of its size; "
    f"empty is 1, or {PAPER_DPI} to an inch on paper"
)


@dataclasses.dataclass(frozen=True)
class Pixels:
    """A picture's pixels across and down, how many of them one of its size has, and how many make
    a metre; 0 where it has no place on paper."""

    width: int
    height: int
    ratio: float
    a_metre: int


def parse_picture_size(text: str) -> tuple[int, int] | SheetSize:
    """A size in pixels, or one on paper; OptionError for what is neither."""
    on_paper = re.search(r"(mm|in)\s*$", text, re.IGNORECASE)
    try:
        return parse_sheet_size(text) if on_paper else parse_size(text)
    except OptionError:
        raise refused("size", text, _SIZES) from None


def parse_scale(text: str) -> float | None:
    """A number; None from no text."""
    if not text.strip():
        return None
    if not re.fullmatch(r"\s*\d{1,2}(\.\d{0,6})?\s*", text) or not LEAST <= float(text) <= MOST:
        raise refused("scale", text, _SCALES)
    return float(text)


def size_of(options: Mapping[str, Any]) -> tuple[float, float]:
    """The size of what an export with these options paints, in pixels of a screen."""
    size = options["size"] if "size" in options else options["sheet"]
    return size.pixels if isinstance(size, SheetSize) else size


def pixels_of(options: Mapping[str, Any]) -> Pixels:
    """The pixels of a picture.

    Raises:
        OptionError: there are too many.
    """
    size, on_paper = size_of(options), isinstance(options["size"], SheetSize)
    ratio = options.get("scale") or (PAPER_DPI / 96 if on_paper else 1.0)
    width, height = (max(1, round(side * ratio)) for side in size)
    if max(width, height) > MOST_SIDE:
        asked = f"this would be {width:,} × {height:,}"
        raise refused("scale", f"{ratio:g}", f"at most {MOST_SIDE:,} pixels to a side, {asked}")
    return Pixels(width, height, ratio, round(ratio * 96 / 0.0254) if on_paper else 0)


def check_pixels(options: Mapping[str, Any]) -> None:
    """Raise OptionError for a picture that is too large."""
    if "scale" in options:
        pixels_of(options)


PICTURE_SIZE = Option(
    "size",
    "Size",
    "1280x720",
    _SIZES,
    parse_picture_size,
    "WIDTHxHEIGHT[mm|in]",
    unit="px, mm or in",
    choices=tuple(
        (text, text)
        for text in ("1280x720", "1920x1080", "3840x2160", "1080x1080", "89x67mm", "183x122mm")
    ),
    variant="Still",
)
SCALE = Option(
    "scale",
    "Scale",
    "",
    _SCALES,
    parse_scale,
    "FACTOR",
    unit=f"pixels for each of the size, empty: 1, or {PAPER_DPI} dpi on paper",
    choices=(("", ""), ("2", "2"), ("3", "3"), ("6.25", "6.25")),
)
