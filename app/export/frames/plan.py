"""How long a video is and which step each frame shows: exact arithmetic, and no Qt.

One step lasts 1/60 s at speed 1. With T steps, a frame rate r and a speed v there are
⌈T·r / (60·v)⌉ + 1 frames; frame k shows step min(T, ⌊k·60·v / r⌋), so the last one shows step T.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from app.export.option import refused
from core.writing import exact, plain

STEPS_PER_SECOND = 60
MIN_SIDE, MAX_SIDE = 128, 8192
MIN_RATE, MAX_RATE = Fraction(1), Fraction(240)
MIN_SPEED, MAX_SPEED = Fraction(1, 100), Fraction(100)
# Beyond this a container's clock no longer counts frames in whole ticks.
MAX_DENOMINATOR = 100_000

RATE_RANGE = (
    f"a number of frames per second from {MIN_RATE} to {MAX_RATE}, such as 60, 29.97 or 30000/1001"
)
SPEED_RANGE = f"a number from {exact(float(MIN_SPEED))} to {MAX_SPEED}; 1 is 60 steps per second"
SIDE_RANGE = f"an even number from {MIN_SIDE} to {MAX_SIDE}"
SIZE_RANGE = f"WIDTHxHEIGHT, such as 1280x720, each side {SIDE_RANGE}"


@dataclasses.dataclass(frozen=True)
class VideoPlan:
    """Size (pixels), frame rate (1/s) and speed of a video of `steps` steps.

    Raises:
        OptionError: a side is odd or out of range, or the rate or the speed is out of range.
    """

    steps: int
    width: int = 1280
    height: int = 720
    fps: Fraction = Fraction(60)
    speed: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        _check_size(self.width, self.height)
        _check_range("fps", self.fps, MIN_RATE, MAX_RATE, RATE_RANGE)
        _check_range("speed", self.speed, MIN_SPEED, MAX_SPEED, SPEED_RANGE)

    @property
    def frames(self) -> int:
        """How many frames there are, the start and the last step included."""
        return math.ceil(self.steps / self._steps_per_frame) + 1

    @property
    def seconds(self) -> float:
        """How long the video plays."""
        return float(self.frames / self.fps)

    def step(self, frame: int) -> int:
        """The step that frame 0 … `frames` − 1 shows, 0 … `steps`."""
        return min(self.steps, math.floor(frame * self._steps_per_frame))

    def __iter__(self) -> Iterator[int]:
        """The step of every frame, in order."""
        return map(self.step, range(self.frames))

    @property
    def _steps_per_frame(self) -> Fraction:
        return STEPS_PER_SECOND * self.speed / self.fps


def parse_size(text: str) -> tuple[int, int]:
    """Width and height from `1280x720`.

    Raises:
        OptionError: the text is no size, or a side is odd or out of range.
    """
    found = re.fullmatch(r"\s*(\d{1,5})\s*[x×]\s*(\d{1,5})\s*", text, re.ASCII | re.IGNORECASE)
    if not found:
        raise refused("size", text, SIZE_RANGE)
    width, height = int(found[1]), int(found[2])
    _check_size(width, height)
    return width, height


def parse_rate(text: str) -> Fraction:
    """A frame rate from `60`, `29.97` or `30000/1001`, exactly.

    Raises:
        OptionError: the text is no such number, or it is out of range.
    """
    rate = _fraction("fps", text, RATE_RANGE)
    _check_range("fps", rate, MIN_RATE, MAX_RATE, RATE_RANGE)
    return rate


def parse_speed(text: str) -> Fraction:
    """A speed from `1`, `0.25` or `1/3`, exactly.

    Raises:
        OptionError: the text is no such number, or it is out of range.
    """
    speed = _fraction("speed", text, SPEED_RANGE)
    _check_range("speed", speed, MIN_SPEED, MAX_SPEED, SPEED_RANGE)
    return speed


def _check_size(width: int, height: int) -> None:
    for side in (width, height):
        if side % 2 or not MIN_SIDE <= side <= MAX_SIDE:
            raise refused("size", f"{width}x{height}", SIZE_RANGE)


def _check_range(field: str, value: Fraction, low: Fraction, high: Fraction, allowed: str) -> None:
    if not low <= value <= high:
        raise refused(field, plain(float(value), 6), allowed)


def _fraction(field: str, text: str, allowed: str) -> Fraction:
    # An exponent would let a short text ask for a number of a million digits.
    if not re.fullmatch(r"\s*(\d{1,9}(\.\d{0,9}|/\d{1,9})?|\.\d{1,9})\s*", text, re.ASCII):
        raise refused(field, text, allowed)
    try:
        number = Fraction(text.strip().rstrip("."))
    except ZeroDivisionError:
        raise refused(field, text, allowed) from None
    if number.denominator > MAX_DENOMINATOR:
        raise refused(field, text, f"{allowed}; five decimals at most")
    return number


def video_length(options: Mapping[str, Any], steps: int) -> str:
    """What a video of `steps` steps comes to, in words."""
    plan = VideoPlan(steps, *options["size"], options["fps"], options["speed"])
    return f"{plan.frames:,} frames, {duration(plan.seconds)}"


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
