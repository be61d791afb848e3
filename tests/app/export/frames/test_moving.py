"""Every moving format against an independent decoder: frame k shows step k, at its time."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.export.composition import Composition
from app.export.formats import FORMATS, Format
from app.export.frames.frame_painter import FramePainter
from app.export.frames.plan import VideoPlan
from app.look.theme import LIGHT
from app.map.drawing.scene import Scene
from landscapes.base import Array

pytestmark = pytest.mark.usefixtures("qapp")

MOVING = [each for each in FORMATS if each.kind == "moving"]
every_moving = pytest.mark.parametrize("each", MOVING, ids=lambda each: each.suffix)
ERROR = {".apng": 0.0, ".gif": 4.0}  # mean; what subsampled colours and compression may change
SMALL = {"size": "320x240", "first": "3", "last": "23", "hold": "0.4", "theme": "light"}


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def written(each: Format, scene: Scene, path: Path, **texts: str) -> list[Array]:
    each.write(path, scene, each.parsed({**SMALL, **texts}), nothing)
    with av.open(path) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@every_moving
def test_frame_k_shows_step_k_and_the_end_is_held(
    each: Format, scene: Scene, tmp_path: Path
) -> None:
    fps = Fraction(25) if each.suffix == ".gif" else Fraction(30)
    shown = written(each, scene, tmp_path / f"a{each.suffix}", fps=str(fps), title="A race")
    plan = VideoPlan(30, 320, 240, fps, first=3, last=23, hold=Fraction(2, 5))
    steps = list(plan)
    assert steps[0] == 3 and steps[-1] == steps[-round(fps * 2 / 5)] == 23
    assert len(shown) == len(steps)
    composition = Composition(dataclasses.replace(scene, theme=LIGHT), "A race")
    painter = FramePainter(composition, 320, 240)
    wanted = {}
    for step in sorted(set(steps)):
        image = painter.paint(step)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(240, 320, 4)[..., 2::-1]
        wanted[step] = pixels.astype(int)
    for frame, step in zip(shown, steps, strict=True):
        errors = {at: np.abs(frame - pixels).mean() for at, pixels in wanted.items()}
        assert errors[step] <= ERROR.get(each.suffix, 4.0)
        assert errors[step] == min(errors.values())


@every_moving
def test_frames_stand_at_their_times_and_a_loop_has_no_end(
    each: Format, scene: Scene, tmp_path: Path
) -> None:
    path = tmp_path / f"a{each.suffix}"
    fps, exact = ("33.3", Fraction(100, 3)) if each.suffix == ".gif" else ("25", Fraction(25))
    each.write(path, scene, each.parsed({**SMALL, "fps": fps}), nothing)
    with av.open(path) as container:
        times = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    tick = Fraction(1, 1000) if each.suffix == ".webm" else Fraction(0)  # of the container's clock
    for k, time in enumerate(times):
        assert abs(time - k / exact) <= tick
    data = path.read_bytes()
    if each.suffix == ".gif":
        assert b"NETSCAPE2.0\x03\x01\x00\x00\x00" in data  # repeats without end
    if each.suffix == ".apng":
        place = data.index(b"acTL")
        assert int.from_bytes(data[place + 4 : place + 8], "big") == len(times)
        assert data[place + 8 : place + 12] == b"\0\0\0\0"


@every_moving
def test_a_length_in_seconds_is_met_to_the_frame(
    each: Format, scene: Scene, tmp_path: Path
) -> None:
    shown = written(each, scene, tmp_path / f"a{each.suffix}", fps="25", seconds="2")
    assert len(shown) == 50


def test_a_gif_has_the_colours_of_its_own_clip(scene: Scene, tmp_path: Path) -> None:
    each = next(each for each in MOVING if each.suffix == ".gif")
    *_, last = written(each, scene, tmp_path / "a.gif")
    assert len(np.unique(last.reshape(-1, 3), axis=0)) > 60
