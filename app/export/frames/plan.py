"""How long a video is and which step each frame shows: exact arithmetic, and no Qt.

One step lasts 1/60 s at speed 1. With T steps, a frame rate r and a speed v there are
⌈T·r / (60·v)⌉ + 1 frames; frame k shows step min(T, ⌊k·60·v / r⌋), so the last one shows step T.
A part of the steps counts from its first one; a length in seconds takes the place of a speed; and
the last frame may be held.
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
MAX_HOLD, MAX_SECONDS = Fraction(60), Fraction(3600)
# Beyond this a container's clock no longer counts frames in whole ticks.
MAX_DENOMINATOR = 100_000

RATE_RANGE = (
    f"a number of frames per second from {MIN_RATE} to {MAX_RATE}, such as 60, 29.97 or 30000/1001"
)
SPEED_RANGE = f"a number from {exact(float(MIN_SPEED))} to {MAX_SPEED}; 1 is 60 steps per second"
HOLD_RANGE = f"a number of seconds from 0 to {MAX_HOLD}"
SECONDS_RANGE = f"a number of seconds up to {MAX_SECONDS}; it takes the place of the speed"
STEP_RANGE = "a whole number, the start is 0"
SIDE_RANGE = f"an even number from {MIN_SIDE} to {MAX_SIDE}"
SIZE_RANGE = f"WIDTHxHEIGHT, such as 1280x720, each side {SIDE_RANGE}"


@dataclasses.dataclass(frozen=True)
class VideoPlan:
    """Size (pixels), frame rate (1/s) and speed of a video of the steps `first` to `last` (None:
    all) of `steps`, whose last frame is held for `hold` seconds.

    Raises:
        OptionError: a side is odd or out of range, the rate or the speed is out of range, or there
            are no such steps.
    """

    steps: int
    width: int = 1280
    height: int = 720
    fps: Fraction = Fraction(60)
    speed: Fraction = Fraction(1)
    first: int = 0
    last: int | None = None
    hold: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        _check_size(self.width, self.height)
        _check_range("fps", self.fps, MIN_RATE, MAX_RATE, RATE_RANGE)
        _check_range("speed", self.speed, MIN_SPEED, MAX_SPEED, SPEED_RANGE)
        _check_range("hold", self.hold, Fraction(0), MAX_HOLD, HOLD_RANGE)
        if not 0 <= self.first < self.steps:
            raise refused("first", str(self.first), f"a step from 0 to {self.steps - 1:,}")
        if self.last is not None and not self.first < self.last <= self.steps:
            allowed = f"a step from {self.first + 1:,} to {self.steps:,}"
            raise refused("last", str(self.last), allowed)

    @classmethod
    def of(cls, options: Mapping[str, Any], steps: int) -> VideoPlan:
        """The plan that the options of an export ask for; raises as the class does."""
        given = {name: options[name] for name in ("fps", "speed", "first", "last", "hold")}
        plan = cls(steps, *options["size"], **given)
        seconds = options["seconds"]
        return plan if seconds is None else plan.lasting(seconds)

    def lasting(self, seconds: Fraction) -> VideoPlan:
        """The same at the speed at which it plays for so long, the held frame included; to a frame.

        Raises OptionError where that is shorter than two frames, or its speed out of range.
        """
        moving = round((seconds - self.hold) * self.fps) - 1
        speed = None
        if moving > 0:
            speed = self._count * self.fps / (STEPS_PER_SECOND * moving)
        if speed is None or not MIN_SPEED <= speed <= MAX_SPEED:
            least, most = (
                float(self._count / (STEPS_PER_SECOND * end) + self.hold)
                for end in (MAX_SPEED, MIN_SPEED)
            )
            least = max(least, float(2 / self.fps + self.hold))
            allowed = f"for these steps {plain(least, 3)} to {plain(most, 3)} seconds"
            raise refused("seconds", plain(float(seconds), 6), allowed)
        return dataclasses.replace(self, speed=speed)

    @property
    def frames(self) -> int:
        """How many frames there are, the first and the last step included."""
        return self._moving + round(self.hold * self.fps)

    @property
    def seconds(self) -> float:
        """How long the video plays."""
        return float(self.frames / self.fps)

    def step(self, frame: int) -> int:
        """The step that frame 0 … `frames` − 1 shows, `first` … `last`."""
        return self.first + min(self._count, math.floor(frame * self._steps_per_frame))

    def share(self, frame: int) -> float:
        """How far on the way from the first frame, 0, to the last, 1, a frame is."""
        return frame / max(1, self.frames - 1)

    def __iter__(self) -> Iterator[int]:
        """The step of every frame, in order."""
        return map(self.step, range(self.frames))

    @property
    def _count(self) -> int:
        return (self.steps if self.last is None else self.last) - self.first

    @property
    def _moving(self) -> int:
        return math.ceil(self._count / self._steps_per_frame) + 1

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


def parse_hold(text: str) -> Fraction:
    """How long the last frame is held, in seconds; raises as `parse_rate`."""
    hold = _fraction("hold", text, HOLD_RANGE)
    _check_range("hold", hold, Fraction(0), MAX_HOLD, HOLD_RANGE)
    return hold


def parse_seconds(text: str) -> Fraction | None:
    """How long all of it plays, None from no text: as long as it takes; raises as `parse_rate`."""
    if not text.strip():
        return None
    seconds = _fraction("seconds", text, SECONDS_RANGE)
    _check_range("seconds", seconds, Fraction(1, MAX_DENOMINATOR), MAX_SECONDS, SECONDS_RANGE)
    return seconds


def parse_step(option: str, text: str) -> int | None:
    """A step by its number, None from no text; OptionError for what is none."""
    if not text.strip():
        return None
    if not re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII):
        raise refused(option, text, STEP_RANGE)
    return int(text)


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
    """What a video of an experiment of `steps` steps comes to, in words; raises as `VideoPlan`."""
    plan = VideoPlan.of(options, steps)
    return f"{plan.frames:,} frames, {duration(plan.seconds)}"


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
