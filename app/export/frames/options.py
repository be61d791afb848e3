"""What pictures and videos can be asked: size, frame rate, speed, colours."""

from __future__ import annotations

from app.export.frames.plan import (
    RATE_RANGE,
    SIZE_RANGE,
    SPEED_RANGE,
    parse_rate,
    parse_size,
    parse_speed,
)
from app.export.option import Option, refused
from app.look.theme import DARK, LIGHT, Theme

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def parse_theme(text: str) -> Theme:
    """A theme from its name; OptionError for another."""
    if text not in THEMES:
        raise refused("theme", text, " or ".join(THEMES))
    return THEMES[text]


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
