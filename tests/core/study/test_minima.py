"""What a study calls its minima: every one its own name, and a name means the one it says."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.results.minima import names_of, place_of
from core.study.results.starts import MethodEnds, StartsResult
from core.study.results.statistics import measured
from core.study.starting.minimum import minimum_names
from core.study.starting.sampling import Sampling
from core.study.telling.starts_table import starts_table
from landscapes import LANDSCAPES
from landscapes.expression import Expression

ADAM = MethodSpec.create("adam", {"lr": 0.1})


def result_of(name: str, n: int, **parameters: object) -> StartsResult:
    landscape = LANDSCAPES[name].create(parameters)
    race = Experiment(landscape, (ADAM,), ((0.0,) * landscape.dimension,), steps=50)
    return study(Question("starts", race, Sampling("uniform", n))).known[0]


@pytest.mark.parametrize("name", [name for name in LANDSCAPES if name != "expression"])
def test_a_listed_minimum_is_called_the_same_everywhere(name: str) -> None:
    landscape = LANDSCAPES[name].create({})
    minima = np.array([minimum.position for minimum in landscape.minima])
    own = [minimum.name for minimum in landscape.minima]
    assert list(names_of(landscape, minima, own)) == minimum_names(landscape)


def test_the_share_of_a_minimum_is_that_of_the_place_that_was_named() -> None:
    result = result_of("six-hump-camel", 64)
    (method,) = result.methods
    wanted = (method.attractor == 0).mean()
    assert 0 < wanted < 1
    for said in ("(0.08984, −0.7127)", "0.0898, -0.7127", "0.08984201,-0.71265640"):
        assert measured(f"share:{said}", result, method).value == wanted, said
    assert measured("share:0.5,0.5", result, method).value == 0


def test_minima_that_look_alike_have_columns_of_their_own() -> None:
    # Of many axes only the first ones are shown.
    result = result_of("levy", 48, dimension=12)
    (row,) = starts_table(result).records()
    table = starts_table(result)
    assert len(set(table.columns)) == len(table.columns)
    assert sum(float(v) for k, v in row.items() if k.startswith("share:")) == pytest.approx(1)
    assert len(set(result.names)) == len(result.minima) > 12
    # Far from the origin four figures are too few.
    far = Expression("sin(x)**2 + sin(y)**2", ((90_000.0, 90_010.0),) * 2)
    places = np.array([[90_001.1, 90_002.2], [90_004.3, 90_002.2], [90_004.3, 90_005.3]])
    names = names_of(far, places, [""] * 3)
    assert len(set(names)) == 3 and not any("(2)" in name for name in names)
    assert [place_of(far, names, places, name) for name in names] == [0, 1, 2]


def test_each_methods_own_favourite_has_a_column() -> None:
    crowd = np.repeat(np.arange(1, 46), 4)  # four in each of 45 minima
    lone = np.where(np.arange(180) < 3, 46, np.arange(180) + 47)  # three in one, else one in each
    ends = {name: np.zeros(180, dtype=bool) for name in ("moving", "diverged", "undefined")}
    specs = (ADAM, ADAM.changed(lr=0.2))
    race = Experiment(LANDSCAPES["levy"].create({}), specs, ((0.0, 0.0),), steps=1)
    methods = tuple(map(MethodEnds, specs, (ends, ends), (crowd, lone)))
    minima = np.stack([np.arange(227.0), np.zeros(227)], -1)
    result = StartsResult(
        race, Sampling("uniform", 180), np.zeros((180, 2)), minima, ("",) * 227, methods
    )
    table = starts_table(result)
    assert table.column(f"share:{result.names[46]}") == [0, 3 / 180]
    found = [name for name in table.columns if name.startswith("share:")]
    assert len(found) == 41 and found[-1] == "share:elsewhere"
