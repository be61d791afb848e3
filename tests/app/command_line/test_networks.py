"""What the commands do with a network: trained, its numbers handed on, its size told before."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.files import documents
from core.experiment.view_plane import PlaneChoice
from core.recording import recording_file
from main import main

pytestmark = pytest.mark.usefixtures("qapp")

CARDS = [
    {"method": "adam", "hyperparameters": {"lr": 0.01}},
    {"method": "adam+cm", "label": "CM", "hyperparameters": {"lr": 0.01, "capacity": 3}},
    {"method": "sgd", "label": "wild", "hyperparameters": {"lr": 100.0}},
]
NETWORK = {
    "format": 1,
    "landscape": {"name": "digits-mlp", "parameters": {"train": 100, "hidden": 4}},
    "methods": CARDS,
    "batch": 16,
    "starts": {"seeds": 2},
    "steps": 30,
    "record": {"every": 10},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "race.basin.json"
    path.write_text(json.dumps(NETWORK | changes), encoding="utf-8")
    return path


def test_run_says_what_it_will_take_and_then_what_it_was(file, tmp_path, capsys):
    assert main(["run", str(file), "-o", str(tmp_path / "out.npz")]) == 0
    before, after = capsys.readouterr().err.splitlines()
    assert before == (
        "3 × 2 networks of 310 parameters, 30 steps of 16 samples each; "
        "the parameters of 4 times: 1 MB"
    )
    assert after.endswith("30 steps of adam, CM, wild on Digits, perceptron")
    found = recording_file.load(tmp_path / "out.npz")
    assert found.tracks[1]["positions"].shape == (4, 2, 310)
    assert found.tracks[0]["train_losses"][-1].max() < found.tracks[0]["train_losses"][0].min()


def test_a_replica_that_diverges_is_counted(tmp_path, capsys):
    deep = {"name": "digits-mlp", "parameters": {"train": 100, "hidden": 4, "depth": 4}}
    file = written(tmp_path, methods=CARDS[2:], landscape=deep, noise=1e6)
    assert main(["run", str(file), "-o", str(tmp_path / "out.npz")]) == 0
    assert np.isnan(recording_file.load(tmp_path / "out.npz").tracks[0]["losses"][-1]).all()
    assert "; wild diverged from 2 of 2 replicas" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"record": {"every": 1}, "steps": 1_000_000}, ['{"what": "scalars"}', "--large", "GB"]),
        ({"batch": 101}, ["a whole number from 1 to 100", "$.batch"]),
        ({"starts": {"random": 3}}, ['{"seeds": n}']),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(tmp_path, capsys, changes, words):
    out = tmp_path / "out.npz"
    assert main(["run", str(written(tmp_path, **changes)), "-o", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and all(word in said for word in words)
    assert not out.exists()
    assert main(["export", str(tmp_path / "race.basin.json"), "-o", str(tmp_path / "o.csv")]) == 2


@pytest.mark.parametrize("suffix", ["png", "svg", "html"])
def test_a_picture_of_a_network_is_a_plane_that_says_what_it_hides(file, tmp_path, capsys, suffix):
    path = tmp_path / f"out.{suffix}"
    small = ["--sheet", "300x150mm"] if suffix == "svg" else ["--size", "320x240"]
    assert main(["export", str(file), "-o", str(path), *small]) == 0
    experiment, _ = documents.read(path)
    assert experiment.landscape.name == "digits-mlp"  # the network, not the plane's ground
    assert experiment.view.plane == PlaneChoice()
    if suffix != "png":
        words = path.read_text(encoding="utf-8")
        assert "of random walks" in words and "ff the plane by up to: " in words


def test_a_plane_is_the_one_that_the_file_wants(tmp_path):
    view = {"plane": {"kind": "ends", "loss": "test"}}
    path = tmp_path / "out.html"
    assert main(["export", str(written(tmp_path, view=view)), "-o", str(path)]) == 0
    words = path.read_text(encoding="utf-8")
    assert "its test loss" in words and "random walks" not in words


def test_without_positions_there_is_no_plane_and_figures_alone(tmp_path, capsys):
    file = written(tmp_path, record={"what": "scalars"})
    assert main(["export", str(file), "-o", str(tmp_path / "out.png")]) == 2
    said = capsys.readouterr().err
    assert "scalars are recorded ($.record.what)" in said and said.count("\n") == 1
    small = ["--parts", "loss", "--size", "320x240"]
    assert main(["export", str(file), "-o", str(tmp_path / "out.png"), *small]) == 0


def test_the_table_has_what_was_measured_and_no_coordinates(file, tmp_path):
    assert main(["export", str(file), "-o", str(tmp_path / "out.csv")]) == 0
    assert main(["export", str(file), "-o", str(tmp_path / "out.npz")]) == 0
    track = recording_file.load(tmp_path / "out.npz").tracks[1]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines) if (row["method"], row["start"]) == ("CM", "1")
        ]
    assert len(rows) == 31 and not any(name.startswith("x") for name in rows[0])
    assert [float(row["loss"]) for row in rows] == track["losses"][:, 1].tolist()
    assert [row["step"] for row in rows if row["test_loss"]] == ["0", "10", "20", "30"]
    assert [float(row["test_accuracy"]) for row in rows if row["test_loss"]] == (
        track["test_accuracies"][:, 1].tolist()
    )
    assert float(rows[30]["agreement"]) == track["agreement"][30, 1]
    assert [row["held"] for row in rows[:5]] == ["0", "1", "2", "3", "3"]
    assert {row["lr"] for row in rows[1:]} == {"0.01"}


def test_the_standings_tell_losses_and_accuracies_on_whole_sets(file, tmp_path):
    assert main(["export", str(file), "-o", str(tmp_path / "out.json"), "--step", "27"]) == 0
    assert main(["export", str(file), "-o", str(tmp_path / "out.npz")]) == 0
    track = recording_file.load(tmp_path / "out.npz").tracks[0]
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    method = told["methods"][0]
    assert method["outcomes"] == {"running": 2, "diverged": 0}
    second = method["standings"][1]
    assert second["measured_at"] == 20 and "position" not in second
    assert second["test_accuracy"] == track["test_accuracies"][2, 1]
    assert second["gap"] == pytest.approx(second["test_loss"] - second["train_loss"])
    assert second["loss"] == track["losses"][27, 1]


def test_the_script_trains_it_again(file, tmp_path, capsys):
    assert main(["export", str(file), "-o", str(tmp_path / "out.py")]) == 0
    exec(compile((tmp_path / "out.py").read_text(encoding="utf-8"), "out.py", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"{label}, replica {replica}" for label in ("adam", "CM", "wild") for replica in (1, 2)
    ]
