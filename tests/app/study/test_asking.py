"""What stands in the form becomes a question, or words about the field that is wrong."""

from __future__ import annotations

import dataclasses

import pytest
from short_race import SHORT

from app.study import words
from app.study.asking.asked import Asked, Varied, asked_of
from app.study.asking.cost import cost_of
from app.study.asking.pace import TASK_STARTS, Pace, fitted, told
from app.study.asking.review import review
from app.study.asking.settings import settings_of, spread
from app.study.computing import working
from app.study.computing.course import same_subject
from app.study.computing.job import Control
from core.experiment.experiment import MethodSpec
from core.study.asking.question import KINDS
from core.study.asking.studying import Studying
from core.study.results import statistics
from core.study.starting.sampling import KINDS as SAMPLINGS
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.work import means
from landscapes.ackley import Ackley


def problem(**fields):
    return review(dataclasses.replace(Asked(), **fields), SHORT).problems


RATE, SHARPNESS = "methods[1].lr", "landscape.sharpness"
SWEEP = {"kind": "sweep", "varied": (Varied("methods[1].capacity", "1, 2, 5"), Varied())}


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"kind": "escape", "sharpnesses": "10, x"}, "sharpnesses", "“x” is not a number"),
        ({"kind": "escape", "sharpnesses": "10, 10"}, "sharpnesses", "twice"),
        ({"kind": "escape", "sharpnesses": "1e9"}, "sharpnesses", "from 1 to 1000"),
        ({"kind": "escape", "sharpnesses": ""}, "sharpnesses", "missing"),
        ({"below": "low"}, "below", "“low” is not a number"),
        ({"sampling": "lattice", "starts": 4000}, "starts", "16,000,000 is too large"),
        ({"kind": "sweep"}, "vary-1", "missing"),
        ({**SWEEP, "varied": (Varied("methods[1].capacity", "1, 2.5"), Varied())}, "vary-1", "2.5"),
        ({**SWEEP, "varied": (Varied(RATE, "0.5"), Varied(SHARPNESS, "1, 1"))}, "vary-2", "twice"),
        ({**SWEEP, "varied": (Varied(RATE, "0.5"), Varied(RATE, "1"))}, "vary-2", "already"),
        (
            {**SWEEP, "varied": (Varied("methods[1].lr", ""), Varied())},
            "vary-1",
            "Values are missing",
        ),
        ({**SWEEP, "statistic": "share_below"}, "below", "needs a loss"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_beside_its_field(fields, field, said):
    problems = problem(**fields)
    assert list(problems) == [field] and said in problems[field]
    assert problems[field][:1].isupper() or problems[field][:1] in "“0123456789'"


def test_a_sweep_of_more_cells_than_anybody_waits_for_is_refused():
    many = ", ".join(str(1 + k / 1000) for k in range(200))
    rows = (Varied("methods[*].lr", many), Varied("landscape.sharpness", many))
    assert "40,000 cells" in problem(kind="sweep", varied=rows)["vary-2"]


def test_an_escape_elsewhere_is_from_the_basin_of_a_minimum():
    race = dataclasses.replace(SHORT, landscape=Ackley())
    said = review(Asked(kind="escape", sampling="uniform"), race).problems
    assert list(said) == ["sampling"] and "basin" in said["sampling"]


def test_an_escape_is_from_the_basin_that_the_races_first_start_lies_in():
    """So it can be asked of a dimple that no list has, or of a formula of one's own."""
    race = dataclasses.replace(SHORT, landscape=Ackley(), starts=((0.9, 0.05), (3.0, 3.0)))
    asked = Asked(kind="escape", sampling=words.BENEATH, starts=8)
    question = review(asked, race).question
    assert question.sampling == Sampling("basin", 8, "0.9,0.05")
    opened = asked_of(question, asked).sampling
    assert words.sampling_title(opened) == "within the basin (0.9, 0.05)"


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (Asked(starts=100), 100 * 2 * 12),
        (Asked(kind="basins", lattice=20), 400 * 2 * 12),
        (Asked(starts=100, **SWEEP), 3 * 100 * 2 * 12),
        (Asked(kind="escape", sampling="disc", starts=10), 4 * 10 * 3 * 12),  # with CM's control
    ],
)
def test_the_cost_counts_every_step_of_every_start(asked, total):
    assert cost_of(review(asked, SHORT).question).total == total


@pytest.mark.parametrize(
    "asked",
    [
        Asked(starts=77, below="0.5", reference=1, sampling="basin:flat", seed=3),
        Asked(kind="basins", sampling="lattice", lattice=30),
        Asked(**SWEEP, statistic="share:flat"),
        Asked(kind="escape", sampling="disc", sharpnesses="10, 20.5", reference=0),
    ],
)
def test_a_question_stands_in_the_form_as_it_was_asked(asked):
    assert asked_of(review(asked, SHORT).question, Asked()) == asked


def test_every_setting_that_is_offered_can_be_varied_as_it_is_offered():
    rows = settings_of(SHORT)
    assert {"landscape.sharpness", "methods[*].lr", "methods[1].capacity"} <= {r.path for r in rows}
    race = dataclasses.replace(SHORT, steps=200)
    for row in rows:
        assert Variation.parsed(f"{row.path}={row.values}", race).values


@pytest.mark.parametrize(
    ("low", "high", "count", "logarithmic", "whole", "expected"),
    [
        (0, 1, 5, False, False, "0, 0.25, 0.5, 0.75, 1"),
        (0.01, 1, 3, True, False, "0.01, 0.1, 1"),
        (1, 20, 4, False, True, "1, 7, 14, 20"),
        (1, 3, 9, False, True, "1, 2, 3"),
        (1 / 3, 1, 2, False, False, "0.3333333333333333, 1"),
        (0, 8, 3, True, False, "0, 4, 8"),
    ],
)
def test_values_are_spread_from_end_to_end(low, high, count, logarithmic, whole, expected):
    assert spread(low, high, count, logarithmic=logarithmic, whole=whole) == expected


@pytest.mark.parametrize(
    ("starts", "name", "share"), [(100, "lr", 0.4), (5000, "lr", 1), (100, "capacity", 0.7)]
)
def test_cells_that_step_together_take_less_time(starts, name, share):
    values = "1, 2, 5" if name == "capacity" else "0.1, 0.2, 0.5"
    varied = (Varied(f"methods[1].{name}", values), Varied())
    question = review(Asked(kind="sweep", starts=starts, varied=varied), SHORT).question
    cost = cost_of(question)
    assert cost.batches == len(Studying(question, means.Means()).tasks)
    alone = dataclasses.replace(cost, batches=0)
    assert Pace().seconds(cost) <= share * Pace().seconds(alone)


def test_the_pages_words_are_those_of_studies():
    assert tuple(words.KINDS) == KINDS
    assert {*words.SAMPLINGS, "basin"} == set(SAMPLINGS)
    assert set(words.STATISTICS) <= set(statistics.STATISTICS)
    assert set(words.QUANTITIES) == set(statistics.QUANTITIES)
    assert TASK_STARTS == means.ROWS


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("methods[*].capacity", "C (capacity)"),
        ("methods[1].lr", "α (lr) of method 2"),
        ("landscape.sharpness", "sharpness"),
        ("median_final_loss", "Median final loss"),
        ("share:flat", "at flat"),
    ],
)
def test_columns_are_called_what_people_call_them(column, title):
    assert words.column_title(column) == title


def test_a_step_is_measured_where_it_is_to_be_made():
    pace = working.prepare(dataclasses.replace(SHORT, steps=20), Control())
    assert 1e-6 <= pace.step < 0.1 and 1e-9 <= pace.start < 1e-4 and pace != Pace()


def test_the_time_follows_what_was_measured():
    pace = fitted(100, 0.001, 1100, 0.002)
    cost = cost_of(review(Asked(starts=100), SHORT).question)
    assert pace.seconds(cost) == pytest.approx(2 * 12 * 0.001)
    assert pace.corrected(cost, 0.048).seconds(cost) == pytest.approx(0.048)
    assert Pace().corrected(cost, 1e9).seconds(cost) < 1e3
    assert told(0.2, 4) == "less than a second" and told(4.4, 4) == "about 4 s"
    assert told(40, 4) == "about 13 s in 4 processes" and told(7200, 1) == "about 2 h"


def test_no_card_of_a_sweep_is_called_by_what_is_varied_and_it_is_the_same_race_all_the_same():
    """Beside an axis of C a line called “C = 5” would say what is not so."""
    short = MethodSpec.create("adam+cm", {"capacity": 5}, label="Adam + CM, C = 5")
    long = MethodSpec.create("adam+cm", {"capacity": 20, "decay": 0.99}, label="Adam + CM, C = 20")
    mine = MethodSpec.create("adam+cm", {"capacity": 2}, label="mine, C = 2")
    race = dataclasses.replace(SHORT, methods=(short, long, mine))

    def called(path, values):
        asked = dataclasses.replace(Asked(), kind="sweep", varied=(Varied(path, values), Varied()))
        question = review(asked, race).question
        assert same_subject(question.experiment, race)
        return [spec.label for spec in question.experiment.methods]

    typed = mine.label  # by a person, who may say what they like
    both = ["Adam + CM, λ = 0.7", "Adam + CM, λ = 0.99"]
    assert called("methods[*].capacity", "1, 2, 10") == [*both, typed]
    assert called("methods[0].capacity", "1, 2, 10") == [both[0], "Adam + CM, C = 20", typed]
    assert called("methods[*].decay", "0.5, 0.9") == [short.label, long.label, typed]
    assert called("landscape.sharpness", "10, 100") == [short.label, long.label, typed]
