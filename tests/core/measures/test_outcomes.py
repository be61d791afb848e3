"""What became of all starts is told of each, in words that are true of the time looked at."""

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts
from core.measures.outcomes import Fates, Lost, loss_of_start, minimum_names
from core.measures.standing import Course
from core.stepping.simulate import record
from landscapes import make

NOWHERE = [("log(x)+y**2", (1.0, 1.0)), ("sqrt(x)+y**2", (-1.0, 1.0)), ("sqrt(x)", (0.01, 1.0))]


def run(landscape, starts, steps, method="sgd", **hyperparameters):
    spec = MethodSpec.create(method, hyperparameters)
    experiment = Experiment(landscape, (spec,), starts, steps)
    return experiment, record(experiment).tracks[0]


def formula(text):
    return make(
        {"name": "expression", "parameters": {"loss": text}, "domain": [[-2, 2], [-2, 2]]}
    )  # fmt: skip


def test_those_that_diverged_are_told_and_all_starts_are_accounted_for():
    """The 64 starts of SGDM+CM on Levy of which 59 diverge: counted here without the core."""
    levy = make({"name": "levy"})
    experiment, track = run(levy, LatticeStarts(8), 500, "sgdm+cm")
    end = track["positions"][-1]
    lost = int(np.isnan(end[:, 0]).sum())
    home = int((np.hypot(*(end - 1.0).T) <= 0.02 * np.hypot(20, 20)).sum())
    found = Fates(experiment, track).at(500)
    assert lost == 59 and (found.diverged, found.alive, found.total) == (59, 5, 64)
    assert str(found) == f"global {home} · not converged {5 - home} · diverged 59"
    start = Fates(experiment, track).at(0)
    assert (start.diverged, start.moving + start.minima[0][1], start.elsewhere) == (0, 64, 0)


def test_the_basins_are_told_by_name_and_zero_diverged_too():
    starts = tuple((x, 0.0) for x in (-1.6, -1.55, -1.45, -1.4, 1.0, 1.2, 1.7, 2.0))
    basins = make({"name": "two-basins", "parameters": {"sharpness": 10}})
    experiment, track = run(basins, starts, 300, lr=0.05)
    fates = Fates(experiment, track)
    assert dict(fates.at(300).counts) == {"flat": 4, "sharp": 4, "diverged": 0}
    assert str(fates.at(300)).endswith(" · diverged 0")
    assert "running" in str(fates.at(0)) and "not converged" not in str(fates.at(0))
    assert fates.at(10_000) == fates.at(300)


def test_a_rest_that_is_no_known_minimum_is_elsewhere_from_the_step_it_came_to_rest():
    ackley = make({"name": "ackley"})
    experiment, track = run(ackley, ((2.0, 2.0), (0.0, 0.0)), 200, lr=0.005)
    rest = Course(experiment, track, 0).at(200).status
    fates = Fates(experiment, track)
    assert rest.kind == "converged" and fates.at(200).elsewhere == 1
    assert (fates.at(rest.step).elsewhere, fates.at(rest.step - 1).elsewhere) == (1, 0)
    assert fates.at(rest.step - 1).moving == 1 and fates.at(0).minima == (("global", 1),)


@pytest.mark.parametrize(("text", "start"), NOWHERE)
def test_where_the_loss_is_no_number_a_run_is_undefined_and_not_diverged(text, start):
    landscape = formula(text)
    experiment, track = run(landscape, (start,), 100, lr=0.05)
    course = Course(experiment, track, 0)
    with np.errstate(invalid="ignore"):
        told = np.isnan(landscape.loss(track["positions"][:, 0]))
    since = course.at(100).status.step
    assert str(course.at(100).status) == f"undefined at {since}" and course.at(100).status.lost
    assert told[since:].all() and not told[:since][-1:].any()
    if since:
        assert course.at(since - 1).status.kind == "running"
    # −1/x² is a number where log(x) is none.
    assert np.isnan(course.at(100).sharpness)
    assert str(Fates(experiment, track).at(100)) == "undefined 1 · diverged 0"


def test_a_point_that_comes_back_to_where_there_is_a_loss_runs_on():
    landscape = formula("log(x)+y**2")
    experiment, track = run(landscape, ((0.05, 0.0),), 60, lr=0.05)
    lost = np.isnan(track["losses"][:, 0])
    assert lost.any() and not lost.all()
    course = Course(experiment, track, 0)
    for time in range(60):
        assert course.at(time).status.lost == lost[time]
        assert Fates(experiment, track).at(time).undefined == int(lost[time])


def test_where_the_loss_has_no_slope_a_run_is_undefined_and_not_diverged():
    experiment, track = run(formula("abs(x)**0.5+y**2"), ((0.0, 1.0),), 5)
    assert np.isfinite(track["losses"][0, 0]) and np.isnan(track["gradients"][0, 0, 0])
    assert str(Course(experiment, track, 0).at(3).status) == "undefined at 0"


def test_what_runs_away_has_diverged_at_the_first_time_without_a_place():
    experiment, track = run(formula("-x**4-y**2"), ((1.0, 1.0), (0.0, 0.0)), 40)
    first = int(np.isnan(track["positions"][:, 0, 0]).argmax())
    course = Course(experiment, track, 0)
    assert str(course.at(first).status) == f"diverged at {first}" and 0 < first < 40
    assert course.at(first - 1).status.kind == "running"
    lost = Lost.of(track["positions"], track["losses"], track["gradients"])
    for time, wanted in ((first - 1, False), (first, True), (40, True)):
        diverged, undefined = lost.at(time)
        assert diverged.tolist() == [wanted, False] and not undefined.any()


@pytest.mark.parametrize(
    ("text", "start"), [*NOWHERE, ("-x**4-y**2", (1.0, 1.0)), ("log(x)+y**2", (0.05, 0.0)),
                        ("abs(x)**0.5+y**2", (0.0, 1.0)), ("x**2+y**2", (1.0, 1.0))]
)  # fmt: skip
def test_one_start_is_lost_at_the_time_and_in_the_way_that_its_whole_course_tells(text, start):
    experiment, track = run(formula(text), (start, (1.0, 0.5)), 100, lr=0.05)
    course = Course(experiment, track, 0)
    for time in range(101):
        status = course.at(time).status
        assert loss_of_start(track, time, 0) == (status if status.lost else None)


def test_at_the_last_step_nobody_is_running():
    experiment, track = run(make({"name": "rosenbrock"}), ((-1.0, 1.0),), 30, lr=1e-4)
    course = Course(experiment, track, 0)
    assert str(course.at(29).status) == "running" and str(course.at(30).status) == "not converged"
    assert [Fates(experiment, track).at(t).counts[0][0] for t in (29, 30)] == [
        "running", "not converged"
    ]  # fmt: skip
    track.filled = 20  # as far as it is computed, it still runs
    assert str(Course(experiment, track, 0).at(30).status) == "running"
    assert Fates(experiment, track).at(30).counts[0][0] == "running"


def test_minima_of_one_kind_are_told_apart_by_their_place():
    assert minimum_names(make({"name": "two-basins"})) in (("flat", "sharp"), ("sharp", "flat"))
    assert minimum_names(make({"name": "levy"})) == ("global",)
    names = minimum_names(make({"name": "goldstein-price"}))
    assert names == ("global", "local (−0.6, −0.4)", "local (1.8, 0.2)", "local (1.2, 0.8)")
