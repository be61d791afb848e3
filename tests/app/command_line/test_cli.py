"""The commands as a person types them: what they leave behind, say and return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typed_commands import errors, left_over, race

from core.experiment.methods import HYPERPARAMETERS, METHODS
from landscapes import BY_NAME
from main import main

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


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
