"""Maps of basins against a plain loop, against the gradient flow, and however they are cut."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts
from core.measures.attractors import attractors
from core.study.asking.basins import maps as maps_of
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.starting.sampling import Sampling
from core.study.work import fold, raster
from core.study.work.means import Means
from landscapes import make
from landscapes.base import Landscape
from landscapes.expression import Expression
from landscapes.two_basins import TwoBasins
from tests.core import plain

TWO = TwoBasins(100.0)


@pytest.fixture(params=[48])
def coarse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Landscapes looked at in a hurry, with so many cells."""
    raster.raster.cache_clear()
    monkeypatch.setattr(raster, "CELLS", request.param)
    yield
    raster.raster.cache_clear()


def basin_maps(experiment: Experiment, n: int, **means: object) -> dict[str, np.ndarray]:
    question = Question("basins", experiment, Sampling("lattice", n))
    return maps_of(study(question, Means(**means)))


def race(*specs: MethodSpec, landscape: Landscape = TWO, steps: int = 40) -> Experiment:
    return Experiment(landscape, specs, ((0.0,) * landscape.dimension,), steps=steps)


@pytest.mark.parametrize("coarse", [160], indirect=True)
@pytest.mark.usefixtures("coarse")
def test_a_map_is_what_a_plain_loop_finds_from_each_start_of_the_lattice() -> None:
    """Starts in the experiment's own order; basins on the way by descent from every point."""
    spec = MethodSpec.create("adam+cm", {"lr": 0.3, "capacity": 3})
    ground = TwoBasins(10.0)
    experiment, n, entries = race(spec, landscape=ground), 7, []
    maps = basin_maps(experiment, n)
    lattice = Experiment(ground, (spec,), LatticeStarts(n), steps=40).start_positions()
    assert lattice[1, 1] > lattice[0, 1]  # y runs first, as [i, j] has it
    for place, start in enumerate(lattice):
        path = np.array(plain.run(ground.gradient, start, spec.method, dict(spec.values), 40)[0])
        basin = attractors(ground, path).index
        elsewhere = np.flatnonzero(basin != basin[-1])
        entries.append(elsewhere[-1] + 1 if len(elsewhere) else 0)
        i, j = divmod(place, n)
        assert maps["basin"][0, i, j] == basin[-1]
        assert maps["final_loss"][0, i, j] == pytest.approx(ground.loss(path[-1]), abs=1e-9)
        bent = np.linalg.eigvalsh(ground.hessian(path[-1]))[-1]
        assert maps["sharpness"][0, i, j] == pytest.approx(bent, rel=1e-6)
    assert np.count_nonzero(entries) > 5 and len(set(entries)) > 4
    # Who passes within a cell of where two basins meet may be taken for the other one's.
    assert np.mean(maps["steps"].ravel() == entries) > 0.9


@pytest.mark.parametrize("coarse", [160], indirect=True)
@pytest.mark.usefixtures("coarse")
def test_adam_in_tiny_steps_has_the_basins_of_the_gradient_flow() -> None:
    """On two basins of a thousandth of the depth, where v does not count beside ε = 1."""
    n, two = 24, TwoBasins(10.0)
    loss = "-log(exp(-5*((x+1.5)**2+y**2)) + exp(-((x-1.5)**2+y**2)/2)) / 1000"
    shallow = Expression(loss, ((-4.0, 4.0), (-4.0, 4.0)))
    tiny = MethodSpec.create("adam", {"lr": 5.0, "eps": 1.0, "beta1": 0.0})
    maps = basin_maps(race(tiny, landscape=shallow, steps=1000), n)
    flowed = Experiment(two, (tiny,), LatticeStarts(n), steps=1).start_positions().copy()
    for _ in range(4000):
        slope = two.gradient(flowed)
        flowed -= slope * 2e-3 / np.maximum(np.linalg.norm(slope, axis=-1), 1)[:, None]
    wanted = np.where(flowed[:, 0] > 0, 1.5, -1.5).reshape(n, n)
    assert 50 < (wanted < 0).sum() < n * n / 2
    np.testing.assert_allclose(maps["minima"][maps["basin"][0], 0], wanted, atol=0.01)
    # Nobody leaves a basin of the flow, but some run within a cell of its edge.
    assert np.mean(maps["steps"] > 0) < 0.02
    assert maps["minima"].shape == (2, 2) and len(set(maps["names"].tolist())) == 2


@pytest.mark.usefixtures("coarse")
def test_the_size_of_the_tasks_and_a_new_process_change_no_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    methods = ("adam", "sgdm+cm", "sgd")
    specs = (MethodSpec.create(m, {"lr": 0.3} if m != "adam" else {}) for m in methods)
    experiment = Experiment(TWO, tuple(specs), ((0.0, 0.0),), steps=60, noise=0.5, seed=3)
    whole = basin_maps(experiment, 9)
    raster.raster.cache_clear()  # as another process has it
    monkeypatch.setattr(fold, "NUMBERS", 400)  # few steps are folded at a time
    for rows in (7, 64):
        for name, values in basin_maps(experiment, 9, rows=rows).items():
            np.testing.assert_array_equal(values, whole[name])
    assert [whole[name].dtype.name for name in ("basin", "steps")] == ["int32", "int32"]
    assert whole["basin"].shape == (3, 9, 9)


@pytest.mark.usefixtures("coarse")
def test_a_start_that_is_lost_has_no_basin_and_no_step() -> None:
    wild = basin_maps(race(MethodSpec.create("sgd", {"lr": 50.0})), 6)
    lost = np.isnan(wild["final_loss"])
    assert lost.any()
    for name in ("basin", "steps"):
        assert (wild[name][lost] == -1).all()
    assert np.isnan(wild["sharpness"][lost]).all()
    assert (wild["steps"][wild["basin"] >= 0] >= 0).all()


@pytest.mark.usefixtures("coarse")
def test_a_raster_knows_the_cell_that_a_point_lies_in() -> None:
    """One basin left of x = 0.25, one right of it."""
    landscape = Expression("((x - 0.25)**2 - 1)**2 + y**2", ((-2.0, 2.0), (-30.0, 10.0)))
    found = raster.raster(landscape)
    along = np.concatenate([(np.arange(48) + inside) / 48 for inside in (0.01, 0.5, 0.99)])
    points = np.stack([-2 + 4 * np.sort(along), -30 + 40 * np.sort(along)], -1)
    right = points[:, 0] > 0.25
    at = found.at(torch.from_numpy(points)).numpy()
    assert len(set(at[right])) == len(set(at[~right])) == 1 and at[0] != at[-1]
    outside = torch.tensor([[-9.0, 0.0], [9.0, 99.0], [torch.inf, -torch.inf]])
    assert found.at(outside.double()).tolist() == [at[0], at[-1], at[-1]]


@pytest.mark.parametrize("coarse", [128], indirect=True)
@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("landscape", [make({"name": "six-hump-camel"}), TwoBasins(1000.0)])
def test_a_raster_from_coarse_to_fine_is_that_of_every_cell(landscape: Landscape) -> None:
    every = attractors(landscape, Sampling("lattice", 128).points(landscape, 0)).index
    found = raster.raster(landscape).basins.numpy().ravel()
    pairs = set(zip(every.tolist(), found.tolist(), strict=True))
    assert len(pairs) == len(set(every)) == len(set(found)) >= 2


@pytest.mark.parametrize(
    ("landscape", "n", "said"),
    [
        (TWO, 1, "^1 is not allowed; a whole number from 2 to 400"),
        (TWO, 401, "401 is not allowed"),
        (make({"name": "levy", "parameters": {"dimension": 3}}), 9, "two dimensions; this one.* 3"),
    ],
)
def test_what_has_no_map_is_refused(landscape: Landscape, n: int, said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        basin_maps(race(MethodSpec.create("adam"), landscape=landscape), n)
