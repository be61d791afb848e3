"""What a starts study tells of each method, against counts and quantiles taken by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.flatness import largest_curvature, ring_rise
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.results.starts import MethodEnds, StartsResult
from core.study.results.statistics import QUANTITIES, STATISTICS, measured
from core.study.results.table import Table
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.differences import reference_of, starts_differences
from core.study.telling.starts_table import starts_table
from core.study.telling.tables import tables
from landscapes import make
from landscapes.expression import Expression
from landscapes.two_basins import TwoBasins
from tests.core import plain

TWO = TwoBasins(100.0)


def result_of(
    *specs: MethodSpec, sampling: Sampling | None = None, steps: int = 60, **question: object
) -> StartsResult:
    experiment = Experiment(TWO, specs, ((0.0, 0.0),), steps=steps)
    sampling = sampling or Sampling("uniform", 48)
    return study(Question("starts", experiment, sampling, **question)).known[0]


def row_of(table: Table, index: int = 0) -> dict[str, object]:
    return dict(zip(table.columns, table.rows[index], strict=True))


def test_a_row_is_what_can_be_counted_by_hand() -> None:
    spec = MethodSpec.create("adam+cm", {"lr": 0.2})
    result = result_of(spec, below=0.3)
    row = row_of(starts_table(result))
    paths = [
        plain.run(TWO.gradient, s, spec.method, dict(spec.values), 60)[0] for s in result.starts
    ]
    losses = np.array([TWO.loss(path) for path in paths])
    for name, values in (("final_loss", losses[:, -1]), ("best_loss", losses.min(1))):
        for end, q in (("median", 0.5), ("q1", 0.25), ("q3", 0.75)):
            assert row[f"{end}_{name}"] == pytest.approx(np.quantile(values, q), abs=1e-6)
            assert row[f"low_{'' if q == 0.5 else end + '_'}{name}"] < row[f"{end}_{name}"]
    ever = int((losses < 0.3).any(1).sum())
    wanted = stats.binomtest(ever, 48).proportion_ci(0.95, method="wilson")
    assert 0 < ever < 48
    assert row["share_below"] == ever / 48
    assert row["low_below"] == pytest.approx(wanted.low) and row["high_below"] < 1
    assert row["share_moving"] == row["moving"] / 48
    shares = [value for name, value in row.items() if name.startswith("share:")]
    assert sum(shares) == pytest.approx(1)
    inside = sum(int(value) for name, value in row.items() if name.startswith("moving:"))
    assert 0 < inside <= row["moving"]


def test_an_end_that_still_moves_is_told_beside_its_basin() -> None:
    result = result_of(MethodSpec.create("adam", {"lr": 0.05}), steps=250)
    row, (method,) = row_of(starts_table(result)), result.methods
    flat = method.attractor == 1
    assert row["moving:flat"] == (flat & method.ends["moving"]).sum()
    assert 0 < row["moving:flat"] < flat.sum() == row["share:flat"] * 48


@pytest.mark.parametrize("lr", [1e-9, 1e-3])  # at rest, or still moving where there is a loss
def test_a_start_without_a_loss_is_counted_once(lr: float) -> None:
    half = Expression("log(x)+y**2", ((-1.0, 1.0), (-1.0, 1.0)))  # where x < 0 there is none
    spec = MethodSpec.create("adam", {"lr": lr})  # which goes on even there
    race = Experiment(half, (spec,), ((1.0, 0.0),), steps=20)
    table = starts_table(study(Question("starts", race, Sampling("sobol", 8))).known[0])
    row = row_of(table)
    there, rest = row["undefined"], row["converged"] + row["moving"]
    assert (row["diverged"], there, rest) == (0, 4, 4)
    assert (row["converged"], row["moving"]) == ((4, 0) if lr == 1e-9 else (0, 4))


def test_a_lattice_has_no_interval_anywhere() -> None:
    specs = (MethodSpec.create("adam"), MethodSpec.create("adam+cm"))
    result = result_of(*specs, sampling=Sampling("lattice", 6), below=1.0)
    for table in (starts_table(result), starts_differences(result)):
        ends = [name for name in table.columns if name.startswith(("low", "high")) or name == "p"]
        assert ends and all(math.isnan(v) for name in ends for v in table.column(name))
    assert not any(math.isnan(value) for value in starts_table(result).column("share_below"))


@pytest.mark.parametrize("kind", ["sobol", "latin"])
def test_starts_fill_the_domain_evenly_and_are_the_seed_s(kind: str) -> None:
    points = Sampling(kind, 64).points(TWO, 5)
    cells = np.floor((points + 4) / 8 * 64).astype(int)
    assert points.shape == (64, 2) and (abs(points) <= 4).all()
    if kind == "latin":  # one in each slice of every axis
        assert all(sorted(axis) == list(range(64)) for axis in cells.T)
    else:  # one in each cell of 8 × 8
        assert len({tuple(cell) for cell in cells // 8}) == 64
    np.testing.assert_array_equal(points, Sampling(kind, 64).points(TWO, 5))
    assert not np.array_equal(points, Sampling(kind, 64).points(TWO, 6))


@pytest.mark.parametrize("name", ["(−0.6, −0.4)", "-0.6,-0.4", "(-0.6, -0.4)"])
def test_a_basin_is_named_by_its_place(name: str) -> None:
    landscape = make({"name": "goldstein-price"})
    points = Sampling("basin", 20, name).points(landscape, 0)
    flowed = points.copy()
    for _ in range(4000):
        slope = landscape.gradient(flowed)
        flowed -= slope * 2e-3 / np.maximum(np.linalg.norm(slope, axis=-1, keepdims=True), 1.0)
    assert np.mean(np.linalg.norm(flowed - [-0.6, -0.4], axis=-1) < 0.02) > 0.9


# Flatness


@pytest.mark.parametrize(
    ("name", "minimum", "curvature", "rise"),
    [  # reference/studies.json, lambda_max_attractor and rise5_attractor
        ("ackley", (0.0, 0.0), math.inf, 3.816423),
        ("goldstein-price", (-0.6, -0.4), 4340.082218, 112.995981),
        ("levy", (1.0, 1.0), 2.243792, 0.898202),
    ],
)
def test_flatness_is_the_published_one(
    name: str, minimum: tuple[float, float], curvature: float, rise: float
) -> None:
    landscape, place = make({"name": name}), np.array([minimum])
    assert largest_curvature(landscape, place)[0] == pytest.approx(curvature, rel=1e-6)
    assert ring_rise(landscape, place)[0] == pytest.approx(rise, rel=2e-3)


def test_the_rise_of_a_bowl_is_half_its_trace_times_the_radius_squared() -> None:
    bowl = Expression("3*x**2 + y**2 + 0.3*x", ((-2.0, 2.0), (-2.0, 2.0)))
    radius = 0.05 * math.hypot(4, 4)
    rise = ring_rise(bowl, np.array([[0.3, 0.1], [math.nan, 0.0]]))
    assert rise[0] == pytest.approx(2 * radius**2) and math.isnan(rise[1])
    levy = make({"name": "levy", "parameters": {"dimension": 3}})
    centre = np.ones((1, 3))
    rng = np.random.default_rng(0).normal(size=(20_000, 3))
    reach = 0.05 * levy.diagonal * rng / np.linalg.norm(rng, axis=-1, keepdims=True)
    assert ring_rise(levy, centre)[0] == pytest.approx(levy.loss(centre + reach).mean(), rel=0.5)


def test_of_what_nobody_knows_nothing_is_said() -> None:
    ends = {
        "final_loss": np.array([1.0, 2.0, np.nan]),
        "sharpness": np.full(3, np.nan),
        "diverged": np.array([False, False, True]),
        "undefined": np.zeros(3, dtype=bool),
    }
    method = MethodEnds(MethodSpec.create("adam"), ends, np.array([0, 0, -1]))
    assert method.quantile("final_loss").value == 2.0
    assert math.isnan(method.quantile("sharpness").value)


def test_where_no_minimum_is_known_no_share_of_global_ones_is_told() -> None:
    hill = Expression("x**2 + y**2", ((-2.0, 2.0), (-2.0, 2.0)))
    experiment = Experiment(hill, (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=200)
    result = study(Question("starts", experiment, Sampling("uniform", 8))).known[0]
    row = row_of(starts_table(result))
    assert math.isnan(row["share_global"]) and row["share:(0, 0)"] == 1


def test_methods_of_which_every_start_is_lost_are_a_tie() -> None:
    specs = tuple(MethodSpec.create("sgd", {"lr": lr}, label=str(lr)) for lr in (90.0, 95.0))
    result = result_of(*specs)
    for method in result.methods:
        assert method.lost.all() and np.isnan(method.ends["ring_rise"]).all()
    table = starts_differences(result)
    assert table.column("difference") == [0.0] * 4 and table.column("p") == [1.0] * 4
    assert row_of(starts_table(result))["median_final_loss"] == math.inf


# Statistics by name


def test_every_statistic_has_a_title_and_a_figure() -> None:
    result = result_of(MethodSpec.create("adam+cm"), sampling=Sampling("disc", 24), below=1.0)
    assert len({row.title for row in STATISTICS.values()}) == len(STATISTICS)
    table = row_of(starts_table(result))
    for name, row in STATISTICS.items():
        assert row.name == name
        found = measured(name, result, result.methods[0])
        assert found.low <= found.value <= found.high
        assert not row.share or 0 <= found.value <= 1
        if name in table and not isinstance(table[name], int):
            assert table[name] == found.value
    for name in QUANTITIES:
        quartiles = [
            measured(f"{q}_{name}", result, result.methods[0]) for q in ("q1", "median", "q3")
        ]
        assert quartiles == sorted(quartiles)


def test_a_loss_at_every_step_is_computed_only_where_it_is_told() -> None:
    race = Experiment(TWO, (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=30)
    vary = (Variation.parsed("methods[0].lr=0.01,0.2", race),)
    uniform, lattice = Sampling("uniform", 8), Sampling("lattice", 3)
    for wanted, question in (
        (True, Question("starts", race, uniform)),
        (True, Question("basins", race, lattice, below=0.5)),
        (True, Question("sweep", race, uniform, variations=vary, statistic="q1_best_loss")),
        (True, Question("sweep", race, uniform, variations=vary, statistic="share_below", below=1)),
        (False, Question("sweep", race, uniform, variations=vary)),
        (False, Question("escape", race, Sampling("disc", 8), (10.0,))),
        (False, Question("basins", race, lattice)),
    ):
        answer = study(question)
        assert ("best_loss" in answer.known[0].methods[0].ends) == wanted
        for table in tables(answer).values():
            assert table.rows
            asked = [c for c in table.columns if "value" in c or "best_loss" in c or "below" in c]
            assert not any(math.isnan(v) for name in asked[:1] for v in table.column(name))


# Paired differences


def test_losses_are_compared_by_the_sign_test_start_by_start() -> None:
    specs = (
        MethodSpec.create("adam", {"lr": 0.05}, label="slow"),
        MethodSpec.create("adam", {"lr": 0.2}, label="fast"),
    )
    result = result_of(*specs, steps=30)
    slow, fast = (each.ends["final_loss"] for each in result.methods)
    tie = 1e-6 * np.median(TWO.loss(result.starts) - min(slow.min(), fast.min()))
    wins, losses = int((fast < slow - tie).sum()), int((slow < fast - tie).sum())
    table = starts_differences(result, 0)
    rows = {row["what"]: row for row in (row_of(table, k) for k in range(len(table.rows)))}
    p = stats.binomtest(wins, wins + losses).pvalue
    assert wins + losses < 48 or wins > 30
    assert rows["final_loss"]["difference"] == pytest.approx((wins - losses) / 48)
    raw = [rows[what]["p"] for what in rows]
    assert p <= rows["final_loss"]["p"] <= min(1, len(raw) * p * (1 + 1e-9))
    assert table.setting["comparisons"] == len(rows) == 4


def test_runs_that_settle_in_one_minimum_are_a_tie() -> None:
    specs = tuple(MethodSpec.create("sgd", {"lr": lr}, label=str(lr)) for lr in (0.1, 0.11))
    result = result_of(*specs, sampling=Sampling("disc", 32), steps=400)
    assert not np.array_equal(*(each.ends["final_loss"] for each in result.methods))
    table = starts_differences(result)
    row = row_of(table, table.column("what").index("final_loss"))
    assert row["difference"] == 0 and row["p"] == 1


def test_the_reference_is_the_no_memory_control_where_there_is_one() -> None:
    adam, cm = MethodSpec.create("adam"), MethodSpec.create("adam+cm")
    control = cm.changed(strength=0.0)
    assert reference_of([adam, cm, control]) == 2
    cg = MethodSpec.create("adam+cg")
    assert reference_of([cm, cg, adam]) == 2  # CG's control is Adam
    assert reference_of([adam, cg, cm, control]) == 3  # one that is switched off comes first
    assert reference_of([MethodSpec.create("sgd"), adam]) == 0
