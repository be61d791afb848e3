"""The shipped experiments show what their commentaries say."""

import importlib.resources

import pytest

from core.experiment import experiment_file, presets

NAMES = [preset.name for preset in presets.presets()]


def test_the_default_comes_first():
    assert NAMES[0] == "default"


def test_every_file_has_its_line_in_the_index_and_every_line_its_file():
    folder = importlib.resources.files("resources") / "presets"
    files = {entry.name for entry in folder.iterdir()} - {"index.json"}
    assert files == {f"{name}.basin.json" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_reads_strictly_and_is_written_as_the_program_writes(
    name, file_regression, tmp_path
):
    """With `--force-regen` the program writes those that it would write otherwise by now."""
    file_regression.check(
        experiment_file.dumps(presets.load(name)),
        encoding="utf-8",
        newline="",
        fullpath=importlib.resources.files("resources") / "presets" / f"{name}.basin.json",
        obtained_filename=tmp_path / "written.json",
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_commentary_names_its_setting(name):
    preset = next(preset for preset in presets.presets() if preset.name == name)
    assert preset.title and preset.limits.endswith(".") and preset.claim.endswith(".")
    values = presets.load(name).methods[-1].values
    assert f"α = {values['lr']:g}" in preset.commentary
    assert f"C = {values['capacity']}" in preset.commentary
    assert f"λ = {values['decay']:g}" in preset.commentary


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        presets.load("../../etc/passwd")
    with pytest.raises(KeyError):
        presets.commentary("nope")


def test_titles_are_told_apart():
    assert list(presets.titles()) == NAMES
    assert len(set(presets.titles().values())) == len(NAMES)
