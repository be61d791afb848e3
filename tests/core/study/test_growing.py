"""An answer while it grows: what it shows early is a part of what it comes to."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking import basins
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.starting.lattice import coarse_to_fine, known_stride
from core.study.starting.sampling import Sampling
from core.study.work.means import Means
from landscapes.two_basins import TwoBasins

RACE = Experiment(
    TwoBasins(100.0),
    (MethodSpec.create("adam"), MethodSpec.create("adam+cm", label="CM")),
    ((0.0, 0.0),),
    steps=20,
)


def growth(question: Question, **means: int) -> list[Answer]:
    seen: list[Answer] = []

    def look(studying: Studying) -> None:
        seen.append(studying.answer())

    seen.append(study(question, Means(**means), look))
    return seen


def test_early_starts_are_the_first_of_all_and_every_method_has_them() -> None:
    *early, last = growth(Question("starts", RACE, Sampling("uniform", 40)), rows=16, first_rows=4)
    assert last.whole and not early[0].known
    counts = [answer.known[0].methods[0].n for answer in early if answer.known]
    assert sorted(set(counts)) == [4, 12, 28, 40]
    for answer in early[1:]:
        (part,), (whole,) = answer.known, last.known
        for some, all_of_them in zip(part.methods, whole.methods, strict=True):
            assert some.n == len(part.starts)
            ends = all_of_them.ends["final_loss"][: some.n]
            np.testing.assert_array_equal(some.ends["final_loss"], ends)


def test_the_first_starts_come_first_where_methods_could_wait_to_step_together() -> None:
    question = Question("starts", RACE, Sampling("uniform", 1000))
    tasks = Studying(question, Means(rows=256, first_rows=64)).tasks
    assert [task.first for task in tasks] == sorted(task.first for task in tasks)
    assert len({task.first for task in tasks}) < len(tasks)  # none of them stepped together here


def test_a_basin_map_grows_from_coarse_to_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.study.work import raster

    raster.raster.cache_clear()
    monkeypatch.setattr(raster, "CELLS", 16)
    question = Question("basins", RACE, Sampling("lattice", 16))
    *early, last = growth(question, rows=64, first_rows=4)
    raster.raster.cache_clear()
    known = basins.known(early[1])
    assert np.argwhere(known).tolist() == [[0, 0], [0, 8], [8, 0], [8, 8]]
    whole, part = basins.maps(last), basins.maps(early[1])
    assert basins.known(last).all()
    np.testing.assert_array_equal(part["final_loss"][:, known], whole["final_loss"][:, known])
    assert np.isnan(part["final_loss"][:, ~known]).all()


@pytest.mark.parametrize("n", [2, 9, 16, 31])
def test_every_point_of_a_lattice_comes_once_and_the_coarse_ones_first(n: int) -> None:
    order = coarse_to_fine(n)
    assert sorted(order) == list(range(n * n))
    for stride in (8, 4, 2, 1):
        coarse = {i * n + j for i in range(0, n, stride) for j in range(0, n, stride)}
        assert set(order[: len(coarse)]) == coarse
        assert known_stride(n, len(coarse)) <= stride
    assert known_stride(31, 15) == 16 and known_stride(31, 16) == 8
