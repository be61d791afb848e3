"""`study` as a person types it: the table it leaves, what it says, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from app.command_line import study_command
from app.study.formats import SUFFIXES
from main import main

pytestmark = pytest.mark.usefixtures("cache")
PRESETS = Path(__file__).parents[3] / "resources" / "presets"
TWO = str(PRESETS / "two-basins.basin.json")


@pytest.fixture
def short(tmp_path: Path) -> str:
    race = json.loads(Path(TWO).read_text(encoding="utf-8"))
    race["steps"] = 30
    for method in race["methods"]:
        method["hyperparameters"]["memory_start"] = 0
    path = tmp_path / "short.basin.json"
    path.write_text(json.dumps(race), encoding="utf-8")
    return str(path)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_starts_has_a_row_a_method_with_shares_and_medians(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["study", short, "--kind", "starts", "-o", str(out), "--starts", "32"]) == 0
    found = rows(out)
    assert len(found) == 4 and {row["n"] for row in found} == {"32"}
    wanted = "method n diverged converged moving median_final_loss low_final_loss high_final_loss"
    wanted += " median_best_loss median_sharpness median_path_length share:flat low:flat high:flat"
    assert set(wanted.split()) <= set(found[0])
    assert float(found[0]["low:flat"]) <= float(found[0]["share:flat"])
    assert "4 rows" in capsys.readouterr().err


def test_escape_and_sweep_have_their_columns(short: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    arguments = ["study", short, "-o", str(out), "--starts", "8"]
    assert main([*arguments, "--kind", "escape", "--sharpness", "10,300"]) == 0
    assert list(rows(out)[0]) == [
        "method", "sharpness", "escape_ratio", "low", "high", "by_attractor", "n",
    ]  # fmt: skip
    vary = ["--vary", "methods[0].capacity=1,2", "--vary", "methods[0].decay=0.5,0.9"]
    assert main([*arguments, "--kind", "sweep", *vary, "--statistic", "share:flat"]) == 0
    assert list(rows(out)[0]) == [
        "methods[0].capacity", "methods[0].decay", "method", "statistic", "value", "low", "high",
        "n",
    ]  # fmt: skip
    assert len(rows(out)) == 2 * 2 * 4


def test_json_tells_the_setting(short: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["study", short, "-o", str(out), "--starts", "8", "--seed", "7"]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["setting"]["experiment"]["seed"] == 7
    assert told["setting"]["sampling"] == {"kind": "uniform", "count": 8, "basin": ""}
    assert len(told["rows"]) == 4


def test_more_starts_than_a_study_takes_are_refused_before_they_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert study_command.MOST_OWN_STARTS == 2_000_000
    monkeypatch.setattr(study_command, "MOST_OWN_STARTS", 200_000)
    text = json.dumps(json.loads(Path(TWO).read_text(encoding="utf-8")) | {"starts": []})
    points = "[1,2]," * 200_000 + "[1,1e999]"  # whoever reads them complains of the last
    path = tmp_path / "many.basin.json"
    path.write_text(text.replace('"starts": []', f'"starts": [{points}]'), encoding="utf-8")
    assert main(["study", str(path), "-o", str(tmp_path / "o.csv")]) == 2
    message = " ".join(capsys.readouterr().err.split())
    assert "$.starts" in message and "200,001" in message and "finite" not in message
    monkeypatch.setattr(study_command, "MOST_OWN_STARTS", 200_001)
    assert main(["study", str(path), "-o", str(tmp_path / "o.csv")]) == 2
    assert "finite" in capsys.readouterr().err


def test_basins_are_arrays_that_carry_their_experiment(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.study.work import raster

    raster.raster.cache_clear()
    monkeypatch.setattr(raster, "CELLS", 32)
    out = tmp_path / "out.npz"
    arguments = ["study", short, "--kind", "basins", "--lattice", "6", "-o", str(out)]
    assert main(arguments) == 0
    raster.raster.cache_clear()
    assert "4 × 6 × 6, basins of Two basins" in capsys.readouterr().err
    with np.load(out, allow_pickle=False) as maps:
        shapes = {name: (maps[name].shape, maps[name].dtype.name) for name in maps.files}
        for name, kind in (("basin", "int32"), ("steps", "int32"), ("final_loss", "float64"),
                           ("sharpness", "float64")):  # fmt: skip
            assert shapes.pop(name) == ((4, 6, 6), kind)
        assert maps["basin"].max() < len(maps["minima"]) == len(maps["names"]) == 2
        assert maps["names"].tolist() == ["sharp", "flat"]
        assert json.loads(str(maps["experiment"]))["steps"] == 30
    assert {"minima", "names", "experiment", "question", "known"} <= set(shapes)
    first = out.read_bytes()
    assert main(arguments) == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("out.doc", ["--kind", "basins"], ["--output", "out.doc", ".npz or .png"]),
        ("out.doc", ["--kind", "starts"], ["--output", "out.doc", ".csv or .json"]),
        ("out.npz", ["--kind", "basins", "--lattice", "1"], ["--lattice", "1", "2 to 400"]),
        ("out.npz", ["--kind", "basins", "--lattice", "401"], ["--lattice", "401", "2 to 400"]),
        ("out.npz", ["--kind", "basins", "--sampling", "sobol"], ["--sampling", "--lattice"]),
        ("out.csv", ["--lattice", "9"], ["--lattice", "starts", "--kind basins"]),
    ],
)
def test_what_a_study_cannot_be_written_as_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str],
    said: list[str],
) -> None:  # fmt: skip
    assert main(["study", TWO, "-o", str(tmp_path / name), *options]) == 2
    message = " ".join(capsys.readouterr().err.split())
    for word in said:
        assert word in message, message
    assert not list(tmp_path.iterdir())


def test_basins_need_a_landscape_of_two_dimensions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    race = json.loads(Path(TWO).read_text(encoding="utf-8"))
    race["landscape"] = {"name": "levy", "parameters": {"dimension": 3}}
    race["starts"] = {"random": 4}
    path = tmp_path / "three.basin.json"
    path.write_text(json.dumps(race), encoding="utf-8")
    assert main(["study", str(path), "--kind", "basins", "-o", str(tmp_path / "o.npz")]) == 2
    assert "two dimensions" in " ".join(capsys.readouterr().err.split())


def test_nothing_of_a_finished_study_stays_in_the_cache(
    short: str, tmp_path: Path, cache: Path
) -> None:
    assert main(["study", short, "-o", str(tmp_path / "o.csv"), "--starts", "8", "--resume"]) == 0
    assert not [path for path in cache.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--starts", "0"], ["--starts", "0", "1 to 10,000,000"]),
        (["--sampling", "dartboard"], ["--sampling", "dartboard", "uniform"]),
        (["--sampling", "basin:deep"], ["--sampling", "deep", "sharp; flat"]),
        (["--workers", "0"], ["--workers", "1 to 256"]),
        (["--below", "nan"], ["--below", "nan", "finite"]),
        (["--vary", "methods[0].lr=1,2"], ["--vary", "starts does not take it", "sweep"]),
        (["--statistic", "diverged"], ["--statistic", "starts does not take it", "sweep"]),
        (["--kind", "basins", "--starts", "9"], ["--starts", "basins", "--lattice"]),
        (["--kind", "sweep", "--vary", "methods[0].lr=1", "--vary", "methods[*].lr=2"],
         ["--vary", "methods[0].lr and methods[*].lr both vary methods[0].lr"]),
        (["--kind", "escape", "--below", "1"], ["--below", "escape", "starts and sweep"]),
        (["--reference", "SGD"], ["--reference", "SGD", "Adam"]),
        (["--kind", "sweep", "--reference", "SGD"], ["--reference", "starts, escape"]),
        (["--table", "other"], ["--table", "other", "main or differences"]),
        (["--kind", "sweep", "--table", "main"], ["--table", "starts, escape"]),
        (["--sharpness", "10"], ["--sharpness", "--kind escape"]),
        (["--kind", "escape", "--vary", "landscape.sharpness=1,2"], ["--vary", "two-basins"]),
        (["--kind", "sweep", "--vary", "methods[0].lr=1", "--statistic", "share_below"],
         ["--below", "share_below"]),
        (["--kind", "escape", "--sharpness", "x"], ["--sharpness", "x", "numbers"]),
        (["--kind", "escape", "--sharpness", "0"], ["sharpness", "0", "1000"]),
        (["--kind", "sweep"], ["--vary", "one or two"]),
        (["--kind", "sweep", "--vary", "methods[9].lr=1"], ["--vary", "methods[9]", "0 to 3"]),
        (["--kind", "sweep", "--vary", "methods[0].speed=1"], ["--vary", "speed", "capacity"]),
        (["--kind", "sweep", "--vary", "methods[0].capacity=-1"], ["-1", "[0, 100]"]),
        (["--kind", "sweep", "--vary", "methods[0].capacity=1,2,1"], ["--vary", "1 of", "twice"]),
        (["--kind", "sweep", *2 * ["--vary", "methods[0].lr=1"]], ["methods[0].lr", "twice"]),
        (["--kind", "sweep", "--vary", "methods[0].rho=0.1"], ["--vary", "reads 'rho'"]),
        (["--kind", "escape", "--sharpness", "10,30,10"], ["--sharpness", "10", "twice"]),
        (["--kind", "sweep", "--vary", "methods[0].lr"], ["--vary", "PLACE=VALUE"]),
        (["--kind", "sweep", "--vary", "methods[0].lr=1", "--statistic", "luck"],
         ["--statistic", "luck", "median_final_loss"]),
        (["--kind", "sweep", "--vary", "methods[0].lr=1", "--statistic", "share:luck"],
         ["--statistic", "no minimum 'luck'", "sharp; flat"]),
        (["--kind", "sweep", "--vary", "methods[0].lr=1", "--statistic", "share:(1, 2, 3)"],
         ["--statistic", "no minimum"]),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: list[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["study", TWO, "-o", str(out), *options]) == 2
    message = " ".join(capsys.readouterr().err.replace("−", "-").split())
    assert "Traceback" not in message
    for word in said:
        assert word in message, message
    assert not list(tmp_path.iterdir())


def test_escape_is_from_two_basins_or_from_that_of_a_chosen_minimum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    arguments = ["study", str(PRESETS / "default.basin.json"), "--kind", "escape", "-o", str(out)]
    assert main(arguments) == 2
    assert "basin:NAME" in capsys.readouterr().err
    assert main([*arguments, "--sharpness", "10"]) == 2
    assert "--sharpness" in capsys.readouterr().err


def test_methods_are_told_apart_on_the_same_starts(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, starts = tmp_path / "out.csv", ["--starts", "16", "--below", "0.5"]
    labels = [m["label"] for m in json.loads(Path(short).read_text(encoding="utf-8"))["methods"]]
    arguments = ["study", short, "-o", str(out), *starts, "--reference", labels[1]]
    assert main([*arguments, "--table", "differences"]) == 0
    found = rows(out)
    assert {row["reference"] for row in found} == {labels[1]}
    assert {row["method"] for row in found} == set(labels) - {labels[1]}
    assert [row["what"] for row in found][:5] == [
        "share:sharp", "share:flat", "share_below", "final_loss", "best_loss",
    ]  # fmt: skip
    assert main(arguments) == 0
    assert {"share_below", "low_below", "high_below"} <= set(rows(out)[0])
    whole = tmp_path / "out.json"
    assert main(["study", short, "-o", str(whole), *starts, "--reference", labels[1]]) == 0
    told = json.loads(whole.read_text(encoding="utf-8"))
    assert told["setting"]["below"] == 0.5
    assert [row["what"] for row in told["differences"]["rows"]] == [row["what"] for row in found]
    said = " ".join(capsys.readouterr().err.split())
    assert told["verdict"][0].startswith("16 starts drawn uniformly")
    assert " ".join(told["verdict"]) in said


def test_reproduce_tries_the_claims_and_says_each_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For real, over less than usual."""
    from core.study.claims import reproduce
    from core.study.claims.trials import Extent

    small = Extent(
        sharpnesses=(300.0,), toys=("levy",), rates=(0.05, 0.1), escape_steps=120, toy_steps=20,
        agreement_steps=20, agreement_places=("levy",),
    )  # fmt: skip
    monkeypatch.setattr(reproduce, "EXTENT", small)
    out = tmp_path / "report.json"
    assert main(["reproduce", "-o", str(out), "--workers", "1", "--scale", "0.03"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    claims = json.loads(out.read_text(encoding="utf-8"))["claims"]
    assert len(claims) == 11
    for claim in claims:
        assert f"{claim['verdict']}: {claim['claim']}" in said
        assert claim["figures"] and claim["n"] in (16, 31)


def test_a_report_is_a_page_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reproduce", "-o", str(tmp_path / "report.doc")]) == 2
    assert ".html or .json" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_study_leaves_in_every_format_whole_or_not_at_all(
    short: str, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "out"
    folder.mkdir()
    out = folder / f"study{suffix}"
    arguments = ["study", short, "-o", str(out), "--starts", "4"]
    assert main(arguments) == 0
    assert [entry.name for entry in folder.iterdir()] == [out.name]
    assert "starts of Two basins" in capsys.readouterr().err
    whole = out.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.files._finish", full)
    assert main([*arguments, "--seed", "9"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert [entry.name for entry in folder.iterdir()] == [out.name]
    assert out.read_bytes() == whole


def test_a_format_whose_package_is_missing_is_refused_before_the_work(
    short: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["study", short, "-o", str(tmp_path / "o.parquet"), "--starts", "4"]) == 1
    assert "pip install 'basinscope[parquet]'" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "o.parquet").exists()
