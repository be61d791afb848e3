"""How many frames a video has and what each shows, against hand calculation."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.frames.plan import VideoPlan, parse_rate, parse_size, parse_speed
from app.export.option import OptionError


@pytest.mark.parametrize(
    ("steps", "fps", "speed", "frames"),
    [
        (500, "60", "1", 501),  # one frame a step
        (500, "30", "1", 251),
        (501, "30", "1", 252),  # the last step needs a frame of its own
        (500, "60", "0.5", 1001),
        (500, "60", "2", 251),
        (7, "60", "2", 5),
        (1, "24", "1", 2),
        (1, "1", "100", 2),
        (600, "29.97", "1", 301),  # 299.7 rounds up
        (1001, "30000/1001", "1", 501),  # 500 exactly: no rounding on the way
    ],
)
def test_number_of_frames(steps: int, fps: str, speed: str, frames: int) -> None:
    assert VideoPlan(steps, fps=parse_rate(fps), speed=parse_speed(speed)).frames == frames


def test_frames_show_the_step_of_their_time() -> None:
    assert list(VideoPlan(5, fps=Fraction(60))) == [0, 1, 2, 3, 4, 5]
    assert list(VideoPlan(5, fps=Fraction(30))) == [0, 2, 4, 5]
    assert list(VideoPlan(3, fps=Fraction(60), speed=Fraction(1, 2))) == [0, 0, 1, 1, 2, 2, 3]
    assert list(VideoPlan(4, fps=Fraction(24))) == [0, 2, 4]


@given(
    steps=st.integers(1, 400),
    fps=st.fractions(1, 240, max_denominator=1001),
    speed=st.fractions(Fraction(1, 4), 100, max_denominator=1000),
)
def test_every_video_runs_from_the_start_to_the_last_step(
    steps: int, fps: Fraction, speed: Fraction
) -> None:
    plan = VideoPlan(steps, fps=fps, speed=speed)
    shown = list(plan)
    assert len(shown) == plan.frames == math.ceil(Fraction(steps) * fps / (60 * speed)) + 1
    assert shown[0] == 0
    assert shown[-1] == steps
    assert shown == sorted(shown)
    assert shown[-2] < steps or speed < fps / 60  # the last step is not held at high speed


def test_seconds_are_frames_at_the_rate() -> None:
    assert VideoPlan(599, fps=Fraction(60)).seconds == 10.0


def test_sizes_are_read() -> None:
    assert parse_size("1280x720") == (1280, 720)
    assert parse_size(" 1080 × 1080 ") == (1080, 1080)
    assert parse_size("640X480") == (640, 480)


@pytest.mark.parametrize("text", ["", "720", "1280x", "1280x-720", "1e3x720", "1280x720x3", "²x²"])
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(OptionError, match="such as 1280x720") as caught:
        parse_size(text)
    assert caught.value.option == "size"


@pytest.mark.parametrize("size", [(1281, 720), (1280, 719), (0, 720), (126, 720), (1280, 8194)])
def test_odd_and_extreme_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(OptionError, match="an even number from 128 to 8192") as caught:
        VideoPlan(10, *size)
    assert caught.value.option == "size"
    assert f"{size[0]}x{size[1]}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [("60", 60), ("29.97", Fraction(2997, 100)), ("30000/1001", Fraction(30000, 1001)), ("5.", 5)],
)
def test_rates_are_read_exactly(text: str, number: Fraction) -> None:
    assert parse_rate(text) == number


@pytest.mark.parametrize("text", ["", "fast", "nan", "inf", "-1", "1/0", "1e9", "1e999999999", "."])
def test_what_is_no_number_is_refused(text: str) -> None:
    for parse, field in ((parse_rate, "fps"), (parse_speed, "speed")):
        with pytest.raises(OptionError) as caught:
            parse(text)
        assert caught.value.option == field


def test_a_rate_no_clock_can_count_is_refused() -> None:
    with pytest.raises(OptionError, match="five decimals"):
        parse_rate("59.9400599")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fps": Fraction(0)}, "fps"),
        ({"fps": Fraction(241)}, "fps"),
        ({"speed": Fraction(0)}, "speed"),
        ({"speed": Fraction(101)}, "speed"),
    ],
)
def test_rates_and_speeds_out_of_range_are_refused(change: dict[str, Fraction], field: str) -> None:
    with pytest.raises(OptionError) as caught:
        VideoPlan(10, **change)
    assert caught.value.option == field
