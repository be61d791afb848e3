"""What exports can be asked: sizes, times, words, parts and colours."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from app.export.frames.plan import (
    HOLD_RANGE,
    RATE_RANGE,
    SECONDS_RANGE,
    SIZE_RANGE,
    SPEED_RANGE,
    STEP_RANGE,
    parse_hold,
    parse_rate,
    parse_seconds,
    parse_size,
    parse_speed,
    parse_step,
)
from app.export.option import Option, as_shown_or, refused
from app.export.parts import FIGURES, PARTS, TITLES
from app.look.theme import DARK, LIGHT, Theme
from core.experiment.view_state import LAYOUTS, Layout

LONGEST_WORDS = 500
GIF_RATES = {"50": 2, "33.3": 3, "25": 4, "20": 5, "10": 10}
"""Frame rates of a GIF, which counts whole hundredths of a second from frame to frame."""
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def parse_theme(text: str) -> Theme:
    """A theme from its name; OptionError for another."""
    if text not in THEMES:
        raise refused("theme", text, " or ".join(THEMES))
    return THEMES[text]


def parse_parts(text: str) -> frozenset[str] | None:
    """Which parts there are: names with commas between them; None from no text: the map, with
    what it shows. A picture of which no figure is named has the map, and `none` is the map alone.
    """
    if not text.strip():
        return None
    names = [] if text.strip() == "none" else [name.strip() for name in text.split(",")]
    for name in names:
        if name not in PARTS:
            raise refused("parts", text, _PARTS_ALLOWED)
    return frozenset(names if set(names) & set(FIGURES) else (*names, "map"))


def parse_transparent(text: str) -> bool:
    """Whether there is nothing behind the picture."""
    if text.strip() not in ("", "yes"):
        raise refused("transparent", text, "yes, or nothing")
    return bool(text.strip())


def parse_layout(text: str) -> Layout | None:
    """A layout from its name; None from no text: the one that the map has."""
    for layout in LAYOUTS:
        if text.strip() == layout:
            return layout
    if text.strip():
        raise refused("layout", text, _LAYOUTS_ALLOWED)
    return None


_LAYOUTS_ALLOWED = f"{' or '.join(LAYOUTS)}; empty is as shown"
_PARTS_ALLOWED = (
    f"{', '.join(PARTS)}, with commas between them; loss or memory named without map leave it out, "
    "none is the map alone, empty is as shown"
)


def parse_words(option: str, text: str) -> str:
    """A title or a caption."""
    if len(text) > LONGEST_WORDS or not all(sign.isprintable() or sign == "\n" for sign in text):
        raise refused(option, text, f"words, {LONGEST_WORDS} signs at most")
    return text.strip()


def parse_gif_rate(text: str) -> Fraction:
    """A frame rate that a GIF can have, exactly."""
    if text.strip() not in GIF_RATES:
        raise refused("fps", text, f"one of {', '.join(GIF_RATES)}: a GIF counts hundredths")
    return Fraction(100, GIF_RATES[text.strip()])


SIZE = Option(
    "size",
    "Size",
    "1280x720",
    SIZE_RANGE,
    parse_size,
    "WIDTHxHEIGHT",
    choices=(
        ("1280x720", "1280 × 720, HD"),
        ("1920x1080", "1920 × 1080, Full HD"),
        ("3840x2160", "3840 × 2160, 4K"),
        ("1080x1080", "1080 × 1080, square"),
    ),
)
FPS = Option(
    "fps",
    "Frame rate",
    "60",
    RATE_RANGE,
    parse_rate,
    "RATE",
    unit="frames per second",
    choices=tuple((rate, rate) for rate in ("24", "25", "30", "50", "60")),
)
SPEED = Option(
    "speed",
    "Speed",
    "1",
    SPEED_RANGE,
    parse_speed,
    "FACTOR",
    unit="× 60 steps per second",
    choices=tuple((factor, factor) for factor in ("0.25", "0.5", "1", "2", "4", "8")),
)
GIF_FPS = Option(
    "fps",
    "Frame rate",
    "25",
    f"{', '.join(GIF_RATES)} frames per second, as a GIF can have them",
    parse_gif_rate,
    "RATE",
    choices=tuple((rate, f"{rate} frames per second") for rate in GIF_RATES),
    closed=True,
    variant="Gif",
)
SECONDS = Option(
    "seconds",
    "Length",
    "",
    SECONDS_RANGE,
    parse_seconds,
    "SECONDS",
    unit="s, empty: by the speed",
    choices=tuple((text, text) for text in ("", "5", "10", "30")),
)
FIRST = Option(
    "first", "First step", "0", STEP_RANGE, lambda text: parse_step("first", text) or 0, "N"
)
LAST = Option(
    "last",
    "Last step",
    "",
    f"{STEP_RANGE}; empty is the end",
    partial(parse_step, "last"),
    "N",
    unit="empty: the end",
)
HOLD = Option(
    "hold",
    "Hold the end",
    "0",
    HOLD_RANGE,
    parse_hold,
    "SECONDS",
    unit="s",
    choices=tuple((text, text) for text in ("0", "1", "2", "5")),
)
STEP = Option(
    "step",
    "Step",
    "",
    f"{STEP_RANGE}; empty is the one that the window shows, or the last",
    partial(parse_step, "step"),
    "N",
    unit="empty: as shown",
)
TITLE = Option(
    "title", "Title", "", f"words, {LONGEST_WORDS} signs at most", partial(parse_words, "title"),
    "WORDS", free=True,
)  # fmt: skip
CAPTION = Option(
    "caption", "Caption", "", f"words, {LONGEST_WORDS} signs at most",
    partial(parse_words, "caption"), "WORDS", free=True,
)  # fmt: skip
SHOWN = Option(
    "parts",
    "Parts",
    "",
    _PARTS_ALLOWED,
    parse_parts,
    "PART,PART",
    choices=tuple(TITLES.items()),
    several=True,
)
LAYOUT = as_shown_or(
    "layout",
    "Layout",
    _LAYOUTS_ALLOWED,
    parse_layout,
    (("overlay", "All methods on one map"), ("grid", "One map per method")),
)
TRANSPARENT = Option(
    "transparent",
    "Background",
    "",
    "nothing behind the picture, which is seen on what it is put on; a GIF has rough edges then",
    parse_transparent,
    "",
    choices=(("yes", "Transparent"),),
    several=True,
)
THEME = Option(
    "theme",
    "Colours",
    "dark",
    "dark or light",
    parse_theme,
    "dark|light",
    choices=(("dark", "Dark"), ("light", "Light")),
    closed=True,
)
