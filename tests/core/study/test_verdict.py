"""A verdict is true of the tables beneath it: its numbers stand there, its words turn with them."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.results.starts import StartsResult, gathered
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict
from landscapes import make
from landscapes.two_basins import TwoBasins

CM = MethodSpec.create("adam+cm", label="CM")
NONE = MethodSpec.create("adam+cm", {"strength": 0.0}, label="control")
ADAM = MethodSpec.create("adam", label="Adam")
N = 200


def two_basins(*specs: MethodSpec, sharpness: float = 100.0, steps: int = 90) -> Experiment:
    return Experiment(TwoBasins(sharpness), specs, ((0.0, 0.0),), steps=steps)


def made_up(
    question: Question, experiment: Experiment, flat: list[int], moving: int = 0
) -> StartsResult:
    """A result in which so many starts of each method end in the flat basin, the first ones."""
    sharp, other = (np.array(m.position) for m in experiment.landscape.minima)
    ends = []
    for count in flat:
        places = np.where((np.arange(N) < count)[:, None], other, sharp)
        quiet = np.zeros(N, dtype=bool)
        loss = experiment.landscape.loss(places)
        ends.append(
            {
                "position": places, "rest": places, "final_loss": loss, "best_loss": loss,
                "path_length": np.ones(N), "settled_at": np.full(N, 7), "sharpness": np.ones(N),
                "moving": np.arange(N) < moving, "diverged": quiet, "undefined": quiet,
            }
        )  # fmt: skip
    return gathered(experiment, question.sampling, np.full((N, 2), -1.0), ends, question.below)


def answered(question: Question, *flat: list[int], moving: int = 0) -> Answer:
    results = tuple(
        made_up(question, cell.experiment, counts, moving)
        for cell, counts in zip(question.cells, flat, strict=True)
    )
    return Answer(question, results, 1, 1)


def starts(*flat: int, kind: str = "uniform", moving: int = 0) -> Answer:
    question = Question("starts", two_basins(CM, NONE), Sampling(kind, N))
    return answered(question, list(flat), moving=moving)


def paragraph(answer: Answer) -> str:
    return " ".join(verdict(answer))


# Words turn with the truth


def test_who_ends_there_more_often_is_said_to_and_turned_around_the_other_way() -> None:
    assert "CM against control on the same starts: ends in flat more often" in paragraph(
        starts(160, 60)
    )
    turned = paragraph(starts(60, 160))
    assert "ends in flat less often" in turned and "more often" not in turned
    assert "Where the largest share ends: CM: sharp 0.70" in turned


def test_no_difference_is_claimed_where_the_corrected_p_is_5_percent_or_more() -> None:
    same = paragraph(starts(100, 100))
    assert "No difference from control found for CM at n = 200." in same
    assert "CM: sharp 0.50 [0.43, 0.57], the first of 2 in the table with as many; control" in same
    assert "often" not in same
    # 6 starts of one alone: p = 0.031, and 0.125 among four comparisons.
    assert "No difference from control found" in paragraph(starts(106, 100))
    assert "more often" in paragraph(starts(112, 100))


def test_a_lattice_claims_nothing_and_has_no_interval() -> None:
    question = Question("basins", two_basins(CM, NONE), Sampling("lattice", 14))
    told = paragraph(study(dataclasses.replace(question)))
    assert "196 starts of a lattice" in told and "A lattice is no sample" in told
    assert "[" not in told and "p =" not in told and "against" not in told


def test_a_share_has_two_decimals_be_it_none_or_all() -> None:
    told = paragraph(starts(200, 0))
    assert "CM: flat 1.00 [0.98, 1.00]" in told and "control: sharp 1.00 [0.98, 1.00]" in told
    assert "at a global minimum 0.00 [0.00, 0.02]" in told
    assert not re.search(r"\b[01] \[|[\[ ][01]\]", told)


def test_a_setting_of_a_method_whose_label_has_a_sign_of_equality_is_told_apart_from_it() -> None:
    race = two_basins(CM.changed(), dataclasses.replace(NONE, label="C = 5"))
    question = Question(
        "sweep", race, Sampling("uniform", N), statistic="share:flat",
        variations=(Variation.parsed("methods[1].decay=0.5,0.9", race),),
    )  # fmt: skip
    told = paragraph(answered(question, [20, 50], [180, 60]))
    assert "0.25 [0.20, 0.31] at 0.5 for λ (decay) of C = 5 to 0.30" in told


def test_one_method_more_is_one_method() -> None:
    specs = tuple(dataclasses.replace(ADAM, label=f"Adam {k}") for k in range(8))
    told = []
    for count in (7, 8):
        race = two_basins(*specs[:count])
        question = Question("starts", race, Sampling("uniform", N))
        told.append(paragraph(answered(question, [20] * count, moving=3)))
    assert "the table has 1 more method." in told[0] and "the table has 2 more methods." in told[1]
    assert "for Adam 1, Adam 2, Adam 3, Adam 4, Adam 5 and Adam 6 at n" in told[0]
    assert "Adam 5, Adam 6 and 1 more method at n" in told[1]
    assert "3 of Adam 5 and 2 more methods." in told[1]


def test_who_still_moves_is_named() -> None:
    assert "Still moving at the end" not in paragraph(starts(100, 100))
    assert "30 of CM and 30 of control" in paragraph(starts(100, 100, moving=30))


def escape(*counts: list[int]) -> Answer:
    race = two_basins(CM, NONE)
    question = Question("escape", race, Sampling("disc", N), (30.0, 100.0)[: len(counts)])
    return answered(question, *counts)


def test_what_the_control_does_as_well_is_not_put_down_to_the_memory() -> None:
    alone = paragraph(escape([180, 0], [190, 2]))
    assert "leaves more often than control" in alone and "does not explain" not in alone
    shared = paragraph(escape([180, 0], [190, 150]))
    assert "control itself leaves from 0.75 [0.69, 0.80] at sharpness = 100" in shared
    turned = paragraph(escape([0, 180], [2, 190]))
    assert "leaves less often than control" in turned and "more often" not in turned
    assert "no difference from control found at sharpness = 30 and sharpness = 100 (n = 200)" in (
        paragraph(escape([80, 80], [90, 90]))
    )


def test_of_many_places_it_is_said_how_many_are_not_told() -> None:
    race = two_basins(CM, NONE)
    sharpnesses = (10.0, 20.0, 30.0, 100.0, 200.0, 300.0)
    question = Question("escape", race, Sampling("disc", N), sharpnesses)
    told = paragraph(answered(question, *6 * [[190, 150]]))
    assert "at sharpness = 100, and at 2 more" in told
    assert "0.75 [0.69, 0.80] at sharpness = 100 and 2 more places: there" in told


def sweep(statistic: str, *counts: list[int], moving: int = 0) -> Answer:
    race = two_basins(CM, ADAM)
    question = Question(
        "sweep", race, Sampling("uniform", N), statistic=statistic,
        variations=(Variation.parsed("methods[0].capacity=1,5,20", race),),
    )  # fmt: skip
    return answered(question, *counts, moving=moving)


def test_the_best_cell_is_the_lowest_or_the_highest_as_is_good() -> None:
    told = paragraph(sweep("share_global", [20, 50], [180, 50], [30, 50]))
    assert "Share that ends at a global minimum, CM: highest, 0.90 [0.85, 0.93]" in told
    flat = paragraph(sweep("share:flat", [20, 50], [180, 50], [30, 50]))
    assert "CM: from 0.10 [0.07, 0.15] at C (capacity) of CM = 1 to 0.90" in flat
    assert "Adam: 0.25 [0.20, 0.31] in every cell" in flat
    assert "An extreme among 3 cells" in flat
    assert "capacity]" not in flat and "methods[" not in flat  # the words of the plots, no paths
    near = paragraph(sweep("share_global", [60, 50], [61, 50], [62, 50]))
    assert "none of the 2 other cells has an interval that lies wholly below this one, no" in near
    many = paragraph(sweep("moving", [20, 50], [180, 50], [30, 50], moving=40))
    assert "CM: 0.20 [0.15, 0.26] in every cell" in many and "extreme" not in many


def test_a_quantile_s_best_cell_is_beside_how_many_are_apart_from_it() -> None:
    """Half a start more in the flat basin and the median jumps from one loss to the other."""
    answer = sweep("median_attractor_sharpness", [150, 50], [20, 50], [25, 50])
    told = paragraph(answer)
    assert "CM: lowest, 1 [1, 1] at C (capacity) of CM = 1" in told
    assert "of the 2 other cells 2 have an interval that lies wholly above this one." in told


# Every number stands in a table

_NUMBER = re.compile(r"−?(?:\d[\d,]*\.?\d*)(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|−?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|∞")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> tuple[float, float]:
    """A number and half a unit of its last place."""
    plain = text.replace("−", "-").replace(",", "").replace("∞", "inf")
    match = re.fullmatch(r"(-?[\d.]*?)(?:·)?(10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", plain)
    if plain.lstrip("-") == "inf":
        return float(plain), 0.0
    assert match, text
    mantissa, power = match.groups()
    scale = 10.0 ** int(power[2:].translate(_RAISED)) if power else 1.0
    digits = mantissa or "1"
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return float(digits) * scale, half * scale * (1 + 1e-9)


def numbers_of(answer: Answer) -> list[float]:
    """All that stands in the tables and their settings."""
    found: list[float] = [95.0]

    def collect(value: object) -> None:
        match value:
            case bool() | None:
                return
            case int() | float():
                found.append(float(value))
            case dict():
                for each in value.values():
                    collect(each)
            case list() | tuple():
                for each in value:
                    collect(each)

    for table in tables(answer).values():
        collect(table.rows)
        collect(table.setting)
    collect([values for cell in answer.question.cells for values in cell.values])
    return found


def answers() -> dict[str, Answer]:
    wild = MethodSpec.create("sgd", {"lr": 50.0}, label="wild")
    race = two_basins(CM, NONE, ADAM, wild)
    hills = Experiment(make({"name": "goldstein-price"}), (CM, NONE, ADAM), ((0.0, 0.0),), steps=90)
    vary = (Variation.parsed("methods[0].lr=0.01,0.05,0.2", race),)
    some = Sampling("uniform", 96)
    sam = MethodSpec.create("adam+sam", {"rho": 0.1}, label="SAM")
    return {
        "starts": study(Question("starts", race, some, below=0.25)),
        "hills": study(Question("starts", hills, Sampling("latin", 64))),
        "basins": study(Question("basins", race, Sampling("lattice", 9))),
        "escape": study(
            Question("escape", two_basins(CM, sam, steps=200), Sampling("disc", 64), (10.0, 300.0))
        ),
        "elsewhere": study(Question("escape", hills, Sampling("basin", 64, "-0.6,-0.4"))),
        "sweep": study(Question("sweep", race, some, variations=vary)),
    }


@pytest.fixture(scope="module")
def all_answers() -> dict[str, Answer]:
    return answers()


@pytest.mark.parametrize("kind", ["starts", "hills", "basins", "escape", "elsewhere", "sweep"])
def test_every_number_of_a_sentence_stands_in_a_table(
    all_answers: dict[str, Answer], kind: str
) -> None:
    answer = all_answers[kind]
    known = np.array(numbers_of(answer))
    results = answer.known
    names = {spec.label for r in results for spec in r.experiment.methods}
    names |= {name for r in results for name in r.names}
    names |= {answer.question.sampling.basin}
    checked = 0
    for sentence in verdict(answer):
        text = sentence
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, " ") if name else text
        text = re.sub(
            r"of the \d+ other cells (\d+ )?ha(s|ve)|first of \d+ (cells|in the table)|"
            r"among \d+ cells",
            "",
            text,
        )
        for number in _NUMBER.findall(text):
            value, half = read(number.rstrip(","))
            with np.errstate(invalid="ignore"):  # ∞ − ∞
                near = (np.abs(known - value) <= half) | (known == value)
            assert near.any(), f"{number} of {sentence!r} stands nowhere"
            checked += 1
    assert checked > 8


def test_who_diverged_is_named_where_the_table_has_no_column_for_it(
    all_answers: dict[str, Answer],
) -> None:
    assert "in no basin: wild." in paragraph(all_answers["sweep"])
    assert "Diverged" not in paragraph(all_answers["escape"])
    wild = two_basins(CM, MethodSpec.create("sgd", {"lr": 50.0}, label="wild"), steps=40)
    told = paragraph(study(Question("escape", wild, Sampling("disc", 16), (300.0,))))
    assert "from some starts, which are counted as not having left: wild." in told


@pytest.mark.parametrize("kind", ["starts", "hills", "escape", "elsewhere", "sweep"])
def test_a_paragraph_names_n_setting_and_what_it_cannot_show(
    all_answers: dict[str, Answer], kind: str
) -> None:
    answer = all_answers[kind]
    first, *_, last = verdict(answer)
    assert first.startswith(f"{len(answer.known[0].starts)} starts ")
    assert f"{answer.question.experiment.steps} steps on" in first and "95 %" in first
    assert answer.question.experiment.landscape.title in first and "α" in first
    assert ("at least" in first) == (answer.question.sampling.kind == "latin")
    assert last.startswith("Nothing follows") or "nothing follows" in last


def test_who_ends_elsewhere_is_told_how_many_find_a_global_minimum() -> None:
    race = Experiment(make({"name": "ackley"}), (ADAM,), ((0.0, 0.0),), steps=100)
    (_, told, *_) = verdict(study(Question("starts", race, Sampling("uniform", 64))))
    assert ", at a global minimum 0.00 [0.00, 0.06]" in told


def test_of_nothing_nothing_is_said_and_of_a_part_that_it_is_one() -> None:
    question = Question("starts", two_basins(CM, NONE), Sampling("uniform", N))
    assert verdict(Answer(question, (None,), 0, 4)) == ()
    part = dataclasses.replace(starts(10, 20), done=1, total=4)
    assert verdict(part)[0] == "So far, after 1 of 4 parts of the work:"
