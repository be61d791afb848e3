"""The commands as a person types them: what they leave behind, say and return."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.command_line import export_command, room, run_command
from core.experiment.methods import HYPERPARAMETERS, METHODS
from landscapes import BY_NAME
from main import main

ROOT = Path(__file__).parents[3]

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


def race(**changes: Any) -> dict[str, Any]:
    """A small experiment, as its file has it."""
    return {
        "format": 1,
        "landscape": {"name": "ackley"},
        "methods": [
            {"method": "adam"},
            {"method": "adam+cm", "hyperparameters": {"capacity": 3}},
        ],
        "starts": [[2.5, -1.5]],
        "steps": 12,
    } | changes


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(race()), encoding="utf-8")
    return path


def left_over(folder: Path) -> list[str]:
    """Names of what is in a folder besides the experiment."""
    return sorted(path.name for path in folder.iterdir() if path.name != "race.basin.json")


def errors(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on the standard error; nothing may stand on the standard output."""
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


# run


def test_run_writes_the_recording(
    experiment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.npz"
    assert main(["run", str(experiment), "-o", str(out)]) == 0
    with np.load(out, allow_pickle=False) as recording:
        assert recording["positions"].shape == (2, 13, 1, 2)
        assert recording["memory_items"].shape == (2, 13, 1, 3, 2)
        assert json.loads(str(recording["experiment"]))["steps"] == 12
    assert errors(capsys).count("\n") == 1  # one closing line, no progress off a terminal
    assert left_over(tmp_path) == ["out.npz"]


def test_run_twice_gives_the_same_bits(experiment: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    for out in (one, two):
        assert main(["run", str(experiment), "--output", str(out)]) == 0
    with np.load(one) as first, np.load(two) as second:
        assert set(first) == set(second)
        for key in first:
            assert first[key].tobytes() == second[key].tobytes(), key


@pytest.mark.parametrize(("memory", "length"), [("all", 13), ("last", 1), ("none", None)])
def test_run_keeps_as_much_of_the_memories_as_asked(
    experiment: Path, tmp_path: Path, memory: str, length: int | None
) -> None:
    out = tmp_path / "out.npz"
    assert main(["run", str(experiment), "-o", str(out), "--memory", memory]) == 0
    with np.load(out) as recording:
        kept = {key for key in recording if key.startswith("memory_")}
        if length is None:
            assert not kept
        else:
            assert len(kept) == 5
            assert recording["memory_items"].shape[1] == length


def test_a_diverged_method_is_a_result_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    wild = {"method": "adam", "label": "wild", "hyperparameters": {"lr": 100}}
    methods = [wild, {"method": "adam", "label": "calm"}]
    path.write_text(json.dumps(race(methods=methods, steps=200)), encoding="utf-8")
    out = tmp_path / "out.npz"
    assert main(["run", str(path), "-o", str(out)]) == 0
    with np.load(out) as recording:
        assert np.isnan(recording["positions"][0, -1]).all()
    said = errors(capsys)
    assert "wild diverged" in said and "calm diverged" not in said


def test_a_method_that_came_to_where_there_is_no_loss_is_told_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    landscape = {
        "name": "expression", "parameters": {"loss": "log(x)+y**2"}, "domain": [[-2, 2], [-2, 2]]
    }  # fmt: skip
    methods = [{"method": "sgd"}]
    race_there = race(landscape=landscape, methods=methods, starts=[[1, 1], [2, 0]], steps=100)
    path.write_text(json.dumps(race_there), encoding="utf-8")
    assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 0
    said = errors(capsys)
    assert "sgd came to where the loss is not a number from 1 of 2 starts" in said
    assert "diverged" not in said


def test_a_recording_above_a_gigabyte_is_refused_but_for_its_last_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    method = {"method": "adam+cm", "hyperparameters": {"capacity": 100}}
    large = race(methods=[method], starts={"random": 400}, steps=2000)
    path.write_text(json.dumps(large), encoding="utf-8")
    out = tmp_path / "out.npz"
    assert main(["run", str(path), "-o", str(out)]) == 2
    message = errors(capsys)
    assert "--memory last" in message
    assert "2.3 GB" in message  # 400 × 2001 × 100 × (16 + 8 + 4) bytes and the rest
    assert left_over(tmp_path) == []
    assert room.LARGEST_BYTES == 10**9


@pytest.mark.parametrize(
    "command", [("run", "out.npz"), ("run", "out.npz", "--memory", "last"), ("export", "out.png")]
)
def test_more_starts_than_there_is_room_for_are_refused_before_they_are_read(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("app.running.to_end._machine_bytes", lambda: 1e8)
    path = tmp_path / "race.basin.json"
    points = "[1,2]," * 200_000 + "[1,1e999]"  # whoever reads them complains of the last
    path.write_text(json.dumps(race(starts=[])).replace("[]", f"[{points}]", 1), encoding="utf-8")
    name, out, *rest = command
    assert main([name, str(path), "-o", str(tmp_path / out), *rest]) == 2
    message = errors(capsys)
    assert "GB" in message and "finite" not in message
    assert left_over(tmp_path) == []


# export


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


# Both


@pytest.mark.parametrize(("command", "suffix"), [("run", ".npz"), ("export", ".mp4")])
class TestEveryCommandThatWrites:
    def test_refuses_another_suffix_and_names_its_own(
        self,
        experiment: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        for name in ("out.tiff", "out"):
            assert main([command, str(experiment), "-o", str(tmp_path / name)]) == 2
            message = errors(capsys)
            assert name in message
            assert suffix in message
        assert left_over(tmp_path) == []

    def test_names_a_missing_folder_before_the_work(
        self,
        experiment: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        suffix: str,
    ) -> None:
        for module in (run_command, export_command):
            monkeypatch.setattr(module, "run_to_end", None)  # must not be reached
        folder = tmp_path / "missing"
        assert main([command, str(experiment), "-o", str(folder / f"out{suffix}")]) == 1
        message = errors(capsys)
        assert str(folder) in message
        assert "does not exist" in message

    def test_names_a_folder_that_takes_no_files(
        self,
        experiment: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        if not Path("/proc/self").exists():
            pytest.skip("needs a folder that refuses files even from root")
        assert main([command, str(experiment), "-o", f"/proc/self/out{suffix}"]) == 1
        assert "/proc/self" in errors(capsys)

    def test_keeps_an_existing_file_when_the_input_is_refused(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        out = tmp_path / f"out{suffix}"
        out.write_text("precious")
        path = tmp_path / "race.basin.json"
        path.write_text(json.dumps(race(steps=0)), encoding="utf-8")
        assert main([command, str(path), "-o", str(out)]) == 2
        message = errors(capsys)
        assert str(path) in message
        assert "$.steps" in message
        assert "1000000" in message.replace(",", "")
        assert out.read_text() == "precious"

    def test_replaces_an_existing_file_when_done(
        self, experiment: Path, tmp_path: Path, command: str, suffix: str
    ) -> None:
        out = tmp_path / f"out{suffix}"
        out.write_text("old")
        assert main([command, str(experiment), "-o", str(out)]) == 0
        assert out.read_bytes() != b"old"
        assert left_over(tmp_path) == [out.name]

    def test_says_that_the_experiment_is_missing(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        missing = tmp_path / "missing.json"
        assert main([command, str(missing), "-o", str(tmp_path / f"out{suffix}")]) == 1
        assert str(missing) in errors(capsys)

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": 1}', b'{"format": NaN}'],
    )
    def test_refuses_a_broken_experiment_without_a_traceback(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
        content: bytes,
    ) -> None:
        path = tmp_path / "race.basin.json"
        path.write_bytes(content)
        assert main([command, str(path), "-o", str(tmp_path / f"out{suffix}")]) == 2
        assert str(path) in errors(capsys)
        assert left_over(tmp_path) == []

    def test_refuses_an_experiment_with_every_method_switched_off(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        path = tmp_path / "race.basin.json"
        off = race(methods=[{"method": "adam", "enabled": False}])
        path.write_text(json.dumps(off), encoding="utf-8")
        assert main([command, str(path), "-o", str(tmp_path / f"out{suffix}")]) == 2
        said = errors(capsys)
        assert "enable" in said and str(path) in said
        assert left_over(tmp_path) == []


def test_a_terminated_run_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(race(steps=300_000)), encoding="utf-8")
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 143
    timer.join()
    assert "interrupted" in errors(capsys)
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(("command", "name"), [("run", "out.npz"), ("export", "out.mp4")])
def test_a_full_disk_is_an_error_that_leaves_nothing(
    experiment: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    name: str,
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        code = main([command, str(experiment), "-o", str(tmp_path / name)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 1
    message = errors(capsys)
    assert "File too large" in message
    assert name in message
    assert left_over(tmp_path) == []


# list


def test_list_json_holds_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in listed["drifts"]] == ["jump", "circle", "glide"]
    assert {row["name"] for row in listed["landscapes"]} == set(BY_NAME)
    assert {row["name"] for row in listed["methods"]} == set(METHODS)
    rows = {row["name"]: row for row in listed["hyperparameters"]}
    assert set(rows) == set(HYPERPARAMETERS)
    assert (rows["capacity"]["low"], rows["capacity"]["high"]) == (0, 100)
    assert rows["capacity"]["default"] == 5
    basins = next(row for row in listed["landscapes"] if row["name"] == "two-basins")
    assert basins["domain"] == [[-4, 4], [-4, 4]]
    sharpness = basins["parameters"][0]
    assert (sharpness["low"], sharpness["high"], sharpness["default"]) == (1, 1000, 100)
    assert len(basins["minima"]) == 2
    digits = next(row for row in listed["landscapes"] if row["name"] == "digits-mlp")
    assert digits["domain"] is None and digits["dimension"] == 2410 and digits["minima"] == []
    assert (digits["architecture"], digits["data"]) == (
        "64–32–10, ReLU",
        "1,000 digits, 397 to test",
    )
    assert {row["name"] for row in digits["parameters"]} >= {"train", "label_noise", "hidden"}
    adamw = next(row for row in listed["methods"] if row["name"] == "adamw")
    assert adamw["hyperparameters"]["weight_decay"] == 0.01


def test_list_names_everything_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    for name in (*BY_NAME, *METHODS, *HYPERPARAMETERS):
        assert name in shown
    assert HYPERPARAMETERS["decay"].allowed in shown


# The command line itself


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "frobnicate"),
        (["run"], "E.json"),
        (["run", "race.json"], "--output"),
        (["list", "--yaml"], "--yaml"),
        (
            ["run", "a.json", "-o", "a.npz", "--memory", "some"],
            "--memory: 'some' is not allowed; all, last, none",
        ),
        (
            ["study", "a.json", "-o", "a.csv", "--workers", "x"],
            "--workers: 'x' is not allowed; a whole number",
        ),
        (
            ["reproduce", "-o", "a.html", "--scale", "0"],
            "--scale: '0' is not allowed; at least 0.01",
        ),
    ],
)
def test_a_wrong_command_line_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in errors(capsys)


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("run", "export", "list"))


def test_version_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", {"basinscope": "1.2.3"}.__getitem__)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "1.2.3\n"


@pytest.mark.parametrize(
    "arguments", [["run", "\x1b[31mx.json", "b"], ["run", "\x1b]0;x\x07.json", "-o", "a.npz"]]
)
def test_no_escape_sequence_reaches_the_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) in (1, 2)
    assert errors(capsys).replace("\n", "").isprintable()


def test_a_label_with_an_odd_character_is_no_reason_to_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(race(methods=[{"method": "adam", "label": "α"}])), encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stderr", full)
        assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 0
    assert left_over(tmp_path) == ["out.npz"]


# As processes of their own


def start(*arguments: str) -> subprocess.Popen[str]:
    """`main.py` in a process without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Any, process: subprocess.Popen[str]) -> None:
    """Wait until a condition holds; fail if the process ends before."""
    until = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)


def test_export_needs_no_display(experiment: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with start("export", str(experiment), "-o", str(out), "--size", "320x240") as process:
        said = process.communicate(timeout=120)
    assert (process.returncode, said[0]) == (0, "")
    assert said[1].count("\n") == 1
    with av.open(out) as container:
        assert sum(1 for _ in container.decode(video=0)) == 13


def test_without_a_display_the_window_names_export(tmp_path: Path) -> None:
    with start() as process:
        said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "export" in said[1]
    assert "Traceback" not in said[1]


def test_an_interrupted_export_leaves_what_was_there(tmp_path: Path) -> None:
    path, out = tmp_path / "race.basin.json", tmp_path / "out.mp4"
    path.write_text(json.dumps(race(steps=200)), encoding="utf-8")
    out.write_text("precious")
    with start("export", str(path), "-o", str(out), "--speed", "0.01") as process:
        wait_for(lambda: len(left_over(tmp_path)) > 1, process)  # the new file has begun
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said[1]
    assert "Traceback" not in said[1]
    assert out.read_text() == "precious"
    assert left_over(tmp_path) == ["out.mp4"]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize("streams", [">&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_reason_to_fail(streams: str) -> None:
    command = f'exec "{sys.executable}" "{ROOT / "main.py"}" list --json {streams}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_no_file_of_ours_takes_the_number_of_a_closed_stream() -> None:
    code = (
        "import os, sys; from app.command_line.streams import make_ready; make_ready(); "
        "os._exit(os.open(os.devnull, os.O_RDONLY))"
    )
    command = f'exec "{sys.executable}" -c "{code}" <&- 2>&-'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, timeout=60, check=False)
    assert done.returncode > 2


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_list_goes_into_a_file_of_any_encoding(how: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "list", *how],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode("cp1252")
    if how:
        assert any("√" in row["formula"] for row in json.loads(said)["landscapes"])
    else:
        assert "adam+cm" in said and "\\u03b1" in said


def test_list_stops_quietly_when_nobody_reads_on() -> None:
    process = start("list", "--json")
    process.stdout.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == ""
    process.stderr.close()
