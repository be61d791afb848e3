"""Every format of the table: written whole or not at all, opened again where it says so."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.export.form import FILTER, Entries, ExportForm
from app.export.formats import FORMATS, OPTIONS, Format, format_of, takers
from app.export.option import OptionError
from app.files import documents
from app.map.drawing.scene import Scene
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from landscapes import make
from main import main

SMALL = {"size": "160x128", "sheet": "60x40mm"}
every_format = pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.suffix)

pytestmark = pytest.mark.usefixtures("qapp")


def small(each: Format) -> dict[str, object]:
    """Options that cost little."""
    names = {option.name for option in each.options}
    return each.parsed({name: text for name, text in SMALL.items() if name in names})


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def test_every_option_of_a_format_is_asked_once() -> None:
    assert set(OPTIONS) == {option for each in FORMATS for option in each.options}
    assert len(OPTIONS) == len(set(OPTIONS))


@every_format
def test_it_is_known_by_its_suffix(each: Format) -> None:
    assert format_of(Path(f"race{each.suffix.upper()}")) is each
    assert f"{each.title} (*{each.suffix})" in FILTER


@every_format
def test_it_is_written_and_opened_again_where_it_says_so(
    each: Format, scene: Scene, tmp_path: Path
) -> None:
    path = tmp_path / f"race{each.suffix}"
    each.write(path, scene, small(each), nothing)
    assert path.stat().st_size > 0
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    if each.carries_experiment:
        assert each.suffix in documents.SUFFIXES
        assert documents.read(path)[0] == scene.picture.experiment
    else:
        with pytest.raises((ExperimentError, OSError)):
            documents.read(path)


@every_format
def test_what_stands_there_survives_an_export_that_is_left(
    each: Format, scene: Scene, tmp_path: Path
) -> None:
    path = tmp_path / f"race{each.suffix}"
    path.write_text("precious")

    def leave(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each.write(path, scene, small(each), leave)
    assert path.read_text() == "precious"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@every_format
def test_an_option_of_another_format_is_refused_naming_its_own(each: Format) -> None:
    with pytest.raises(OptionError, match="no such option") as caught:
        each.parsed({"flavour": "sweet"})
    assert caught.value.option == "flavour"
    assert all(option.name in str(caught.value) for option in each.options)


@every_format
def test_its_options_have_fields_and_the_others_have_none(
    each: Format, experiment: Experiment, qtbot: QtBot, tmp_path: Path
) -> None:
    ExportForm.remembered = Entries(str(tmp_path / f"race{each.suffix}"))
    try:
        shown = {"theme": "light", "parts": "map,legend"}
        form = ExportForm(experiment, "race", shown)
    finally:
        ExportForm.remembered = Entries()
    qtbot.addWidget(form)
    form.show()
    assert form.format is each
    texts = {name: text for name, text in shown.items() if name in each.named}
    assert form.options == each.parsed(texts)
    seen = {
        option
        for option in OPTIONS
        if form.findChild(object, f"export{option.key[0].upper()}{option.key[1:]}").isVisible()
    }
    assert seen == set(each.options)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_accepts_what_it_offers(option: object) -> None:
    for text in (option.default, *(text for text, _ in option.choices)):
        option.parse(text)
    assert takers(option)


def test_the_command_s_help_names_formats_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for each in FORMATS:
        assert each.suffix in said
    for option in OPTIONS:
        assert f"--{option.name}" in said


def test_the_readme_names_formats_and_options() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| format |")[2].partition("\n\n")[0]
    assert [each.suffix for each in FORMATS if f"`{each.suffix}`" not in table] == []
    words = set(re.findall(r"\w+", table))
    assert [option.name for option in OPTIONS if option.name not in words] == []


@every_format
def test_the_command_refuses_an_option_that_the_format_does_not_take(
    each: Format, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [option for option in OPTIONS if option.name not in each.named]
    path = tmp_path / f"race{each.suffix}"
    for option in others:
        asked = [f"--{option.name}", *([] if option.is_switch else [option.default or "1"])]
        assert main(["export", "no.basin.json", "-o", str(path), *asked]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert f"--{option.name}" in said and each.suffix in said


@every_format
def test_what_is_drawn_needs_a_map(each: Format, experiment: Experiment) -> None:
    deep = dataclasses.replace(
        experiment,
        landscape=make({"name": "levy", "parameters": {"dimension": 3}}),
        starts=((1.0, 2.0, 3.0),),
    )
    if each.kind != "data":
        with pytest.raises(ValueError, match="2 dimensions, this one has 3"):
            each.check(deep, each.parsed({}))
    else:
        each.check(deep, each.parsed({}))
    if each.kind == "page":
        with pytest.raises(ValueError, match="2 dimensions"):
            each.check(deep, each.parsed({"parts": "loss,memory"}))
    elif each.kind != "data":
        each.check(deep, each.parsed({"parts": "loss,memory"}))
