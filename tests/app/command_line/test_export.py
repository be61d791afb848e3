"""`export` writes what a decoder reads, with its options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from typed_commands import errors, left_over, race

from main import main

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


def test_export_writes_a_video_that_a_decoder_reads_whole(
    experiment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.mp4"
    assert main(["export", str(experiment), "-o", str(out), "--size", "320x240"]) == 0
    with av.open(out) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (320, 240, 60)
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
        assert json.loads(container.metadata["comment"])["steps"] == 12
    assert len(frames) == 13
    assert not np.array_equal(frames[0], frames[-1])
    message = errors(capsys)
    assert "13 frames" in message
    assert str(out) in message
    assert left_over(tmp_path) == ["out.mp4"]


def test_export_takes_rate_and_speed(experiment: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    options = ["--size", "160x128", "--fps", "30000/1001", "--speed", "0.5", "--theme", "light"]
    assert main(["export", str(experiment), "-o", str(out), *options]) == 0
    with av.open(out) as container:
        assert container.streams.video[0].frames == 13  # ⌈12 · 29.97 / 30⌉ + 1
        first = next(container.decode(video=0)).to_ndarray(format="gray")
    assert np.median(first) > 128


def test_what_was_exported_can_be_exported_again(experiment: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.mp4", tmp_path / "second.mp4"
    assert main(["export", str(experiment), "-o", str(first), "--size", "160x128"]) == 0
    assert main(["export", str(first), "-o", str(second), "--size", "160x128"]) == 0
    assert first.stat().st_size == second.stat().st_size


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": [[1e300, -1e300]]},  # farther away than pixels can be counted
        {"starts": [[0, 0]], "steps": 1},
        {
            "landscape": {"name": "goldstein-price"},
            "methods": [{"method": "sgd", "hyperparameters": {"lr": 100}}, {"method": "adam"}],
        },  # the first is lost at once
        {"methods": [{"method": "adam+cm", "hyperparameters": {"capacity": 0, "strength": 0}}]},
        {
            "landscape": {
                "name": "expression",
                "parameters": {"loss": "log(x) + sqrt(y)"},
                "domain": [[-2, 2], [-1, 3]],
            }
        },  # no number in half of its domain
        {
            "landscape": {
                "name": "expression",
                "parameters": {"loss": "abs(x)/x"},
                "domain": [[-2, 2], [-1, 3]],
            },
            "starts": [[0.5, 0.5]],
        },  # two heights and nothing between
    ],
)
def test_odd_races_have_their_video(tmp_path: Path, changes: dict[str, Any]) -> None:
    path, out = tmp_path / "race.basin.json", tmp_path / "out.mp4"
    path.write_text(json.dumps(race(**changes)), encoding="utf-8")
    assert main(["export", str(path), "-o", str(out), "--size", "320x240"]) == 0
    with av.open(out) as container:
        assert sum(1 for _ in container.decode(video=0)) == changes.get("steps", 12) + 1


def test_a_landscape_of_many_dimensions_has_no_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    levy = race(landscape={"name": "levy"}, starts=[[0.5] * 10])
    path.write_text(json.dumps(levy), encoding="utf-8")
    assert main(["export", str(path), "-o", str(tmp_path / "out.mp4")]) == 2
    assert "2 dimensions, this one has 10" in errors(capsys)
    assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--size", "1281x720"], ["--size", "1281x720", "even number"]),
        (["--size", "large"], ["--size", "large", "such as 1280x720"]),
        (["--size", "64x64"], ["--size", "64x64", "128 to 8192"]),
        (["--fps", "0"], ["--fps", "1 to 240"]),
        (["--fps", "often"], ["--fps", "often", "1 to 240"]),
        (["--speed", "nan"], ["--speed", "nan", "0.01 to 100"]),
        (["--theme", "pink"], ["--theme", "pink", "dark", "light"]),
    ],
)
def test_an_option_value_that_is_not_allowed_is_refused(
    experiment: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: list[str],
) -> None:
    assert main(["export", str(experiment), "-o", str(tmp_path / "out.mp4"), *options]) == 2
    message = errors(capsys)
    assert all(word in message for word in said), message
    assert left_over(tmp_path) == []
