"""What is picked in an answer is raced, in the race that the answer is of."""

from __future__ import annotations

from asking_by_hand import ask, choose_kind, press_spot
from short_race import SHORT

from app.study.computing.course import same_subject
from core.experiment.drift import Drift


def test_a_start_of_a_basin_map_is_raced_from_and_that_can_be_undone(qtbot, page, race):
    choose_kind(page, "basins")
    page.form.fields.lattice.set_value(8)
    ask(qtbot, page)
    before = race.experiment
    with qtbot.waitSignal(page.race_wanted):
        spot = press_spot(page.results.answer.views[0])
    assert race.experiment.start_positions().tolist() == [list(spot.start)]
    assert same_subject(race.experiment, before)
    race.undo()
    assert race.experiment == before


def test_a_race_on_a_landscape_that_drifts_is_another_one(race):
    before = race.experiment
    race.edit(drift=Drift("glide", 5, (0.1, 0.0)))
    assert not same_subject(race.experiment, before)


def test_a_start_of_an_older_map_is_raced_from_in_the_race_that_the_map_is_of(qtbot, page, race):
    choose_kind(page, "basins")
    page.form.fields.lattice.set_value(8)
    ask(qtbot, page)
    race.set_steps(9)
    press_spot(page.results.answer.views[0])
    assert race.experiment.steps == SHORT.steps


def test_a_cell_of_a_sweep_is_offered_as_an_experiment(qtbot, page):
    choose_kind(page, "sweep")
    for field, path, values in zip(
        page.form.fields.varied,
        ("methods[1].capacity", "landscape.sharpness"),
        ("1, 5", "10, 100"),
        strict=True,
    ):
        field.setting.show_word(path)
        field._choose()
        field.values.setText(values)
    ask(qtbot, page)
    offered = []
    page.experiment_offered.connect(lambda experiment, _: offered.append(experiment))
    view = page.results.answer.views[0]
    spot = press_spot(view, 3)
    (experiment,) = offered
    cell = page.course.question.cells[spot.cell]
    assert (experiment.methods, experiment.landscape) == (
        cell.experiment.methods,
        cell.experiment.landscape,
    )
    kept = page.course.found.answer.results[spot.cell].starts
    assert experiment.start_positions().tolist() == kept.tolist()
