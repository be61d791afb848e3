"""A study's plots as values: they tell what the answer holds, and say when they cannot."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats
from small import CARDS, answer, race

from core.experiment.experiment import MethodSpec
from core.study.asking import basins
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.plots import of_basins, plots
from core.study.plots.families import family_of, stroke_of
from core.study.plots.values import (
    BasinPlot,
    Curves,
    Differences,
    Distribution,
    HeatMap,
    Plot,
    Shares,
)
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.differences import starts_differences
from core.study.telling.tables import tables
from core.study.work.means import Means
from landscapes.ackley import Ackley

EXPERIMENT = race()
STARTS = Question("starts", EXPERIMENT, Sampling("uniform", 90), below=0.5)


def named(shown: tuple[Plot, ...], name: str) -> Plot:
    return next(plot for plot in shown if plot.name == name)


def test_a_distribution_is_the_empirical_one_and_who_was_lost_never_arrives() -> None:
    told = answer(STARTS)
    plot = named(plots(told), "final_loss")
    assert isinstance(plot, Distribution) and plot.axis.log
    assert plot.axis.title == "final loss above the global minimum, −0.01105"
    floor = min(minimum.loss for minimum in EXPERIMENT.landscape.minima)
    for sample, method in zip(plot.samples, told.known[0].methods, strict=True):
        losses = method.ends["final_loss"]
        lost = int(np.isnan(losses).sum())
        assert (sample.n, sample.lost) == (90, lost)
        outside = stats.ecdf(np.where(np.isnan(losses), 1e9, losses - floor)).cdf
        np.testing.assert_allclose(sample.share, outside.evaluate(sample.x), atol=1e-12)
        assert sample.share[-1] == pytest.approx(1 - lost / 90)
        for count, low, high in zip(
            np.rint(sample.share * 90).astype(int), sample.low, sample.high, strict=True
        ):
            wilson = stats.binomtest(int(count), 90).proportion_ci(method="wilson")
            assert (low, high) == pytest.approx((wilson.low, wilson.high), abs=1e-9)
    assert plot.samples[-1].lost == 5


def test_a_long_distribution_is_told_by_few_points_and_keeps_its_ends() -> None:
    (plot,) = (
        p for p in plots(answer(dataclasses.replace(STARTS, sampling=Sampling("uniform", 3000))))
        if p.name == "sharpness"
    )  # fmt: skip
    assert isinstance(plot, Distribution)
    for sample in plot.samples:
        assert len(sample.x) <= 240
        assert sample.share[0] >= 1 / 3000 and sample.share[-1] == 1 - sample.lost / 3000


def test_outcomes_add_up_and_are_the_shares_of_the_table() -> None:
    told = answer(STARTS)
    plot, table = named(plots(told), "outcomes"), tables(told)["starts"]
    assert isinstance(plot, Shares)
    assert plot.outcomes == ("sharp", "flat", "diverged", "still moving", "came below 0.5")
    for row, estimates in zip(table.records(), plot.estimates, strict=True):
        assert sum(each.value for each in estimates[: plot.apart]) == pytest.approx(1)
        sharp = (row["share:sharp"], row["low:sharp"], row["high:sharp"])
        assert tuple(estimates[0]) == pytest.approx(sharp)
        assert estimates[3].value == pytest.approx(int(row["moving"]) / 90)
        assert estimates[4].value == pytest.approx(row["share_below"])


def test_a_lattice_has_no_intervals() -> None:
    question = dataclasses.replace(STARTS, sampling=Sampling("lattice", 9))
    for plot in plots(answer(question)):
        if isinstance(plot, Shares):
            assert all(np.isnan(each.low) for row in plot.estimates for each in row)
        if isinstance(plot, Distribution):
            assert all(np.isnan(sample.low).all() for sample in plot.samples)
            assert all(np.isnan(sample.quartiles[1].low) for sample in plot.samples)


def test_differences_name_their_methods_even_where_labels_are_the_same() -> None:
    cards = tuple(
        dataclasses.replace(spec, label="same", enabled=place != 1)
        for place, spec in enumerate(CARDS)
    )
    told = answer(Question("starts", race(cards), Sampling("uniform", 40), reference=1))
    plot = named(plots(told), "differences")
    assert isinstance(plot, Differences)
    table = starts_differences(told.known[0], 1)
    assert {(row.method, row.reference) for row in plot.rows} == {(0, 2), (3, 2)}
    assert [row.estimate.value for row in plot.rows] == table.column("difference")
    assert [row.what for row in plot.rows[:4]] == [
        "ends at sharp", "ends at flat", "lower final loss", "lower best loss",
    ]  # fmt: skip


def varied(*texts: str) -> tuple[Variation, ...]:
    return tuple(Variation.parsed(text, EXPERIMENT) for text in texts)


def test_a_cell_of_a_heat_map_is_the_row_of_its_values() -> None:
    settings = varied("methods[*].capacity=1,2,5", "landscape.sharpness=30,300")
    question = Question(
        "sweep", EXPERIMENT, Sampling("uniform", 20), variations=settings, statistic="share:sharp"
    )
    told = answer(question, cells=4)
    (plot,) = plots(told)
    assert isinstance(plot, HeatMap) and plot.colour.share
    assert (plot.x.names, plot.y.names) == (("1", "2", "5"), ("30", "300"))
    assert (plot.x.title, plot.y.title) == ("C (capacity)", "s (sharpness)")
    rows = tables(told)["sweep"].rows
    for capacity, sharpness, label, _, value, low, high, n in rows:
        m = [plot.methods[card].label for card in plot.shown].index(str(label))
        i = plot.x.names.index(str(capacity))
        j = plot.y.names.index(str(sharpness))
        found = (plot.values[m, i, j], plot.low[m, i, j], plot.high[m, i, j])
        assert found == pytest.approx((value, low, high))
        assert plot.n[m, i, j] == n == 20
        assert question.cells[plot.cells[i, j]].values == (capacity, sharpness)
    assert (plot.n[:, 2] == 0).all() and np.isnan(plot.values[:, 2]).all()


def test_a_curve_runs_over_numbers_and_its_axis_stays_while_it_grows() -> None:
    settings = varied("methods[2].lr=0.1,0.001,0.01")
    question = Question("sweep", EXPERIMENT, Sampling("uniform", 8), variations=settings)
    (plot,) = plots(answer(question, cells=1))
    assert isinstance(plot, Curves)
    assert (plot.x.log, plot.x.title) == (True, "α (lr) of CM, C = 5")
    assert plot.x.span == (0.1, 0.001, 0.01)
    assert all(curve.x.tolist() == [0.1] and curve.cells.tolist() == [0] for curve in plot.curves)
    words = varied("methods[*].policy=fifo,priority")
    (plot,) = plots(answer(dataclasses.replace(question, variations=words)))
    assert isinstance(plot, Curves) and plot.x.names == ("fifo", "priority")


def test_an_escape_curve_is_its_column_and_twins_are_told_by_their_stroke() -> None:
    question = Question("escape", EXPERIMENT, Sampling("disc", 16), sharpnesses=(100.0, 10.0))
    told = answer(question)
    plot, table = plots(told)[0], tables(told)["escape"]
    # What is needed to read the curves stands first: where there is no room the end is cut off.
    assert plot.note.startswith("dashed: no memory · dotted: memory from a later step · Two basins")
    assert isinstance(plot, Curves) and plot.x.log
    rows = iter(table.records())
    for curve in plot.curves:
        mine = {row["sharpness"]: row for row in (next(rows), next(rows))}
        assert curve.x.tolist() == [10.0, 100.0]
        for k, s in enumerate(curve.x.tolist()):
            assert (curve.y[k], curve.low[k], curve.high[k]) == pytest.approx(
                (mine[s]["escape_ratio"], mine[s]["low"], mine[s]["high"])
            )
            assert question.cells[curve.cells[k]].values == (s,)
    cards = (
        MethodSpec.create("adam"),
        MethodSpec.create("adam+cm", {"capacity": 5}),
        MethodSpec.create("adam+cm", {"capacity": 5, "strength": 0.0}),
        MethodSpec.create("adam+cm", {"capacity": 5, "memory_start": 100}),
        MethodSpec.create("adam+cm", {"capacity": 9}),
    )
    assert [stroke_of(card) for card in cards] == ["solid", "solid", "dashed", "dotted", "solid"]
    assert [family_of(cards, place) for place in range(5)] == [0, 1, 1, 1, 4]


def test_a_difference_has_the_colour_that_its_method_s_curve_has() -> None:
    question = Question("escape", EXPERIMENT, Sampling("disc", 8), (10.0,))
    curves, _, found = plots(answer(question))
    assert isinstance(curves, Curves) and isinstance(found, Differences)
    families = {curve.method: curve.family for curve in curves.curves}
    assert {(row.method, row.family) for row in found.rows} <= set(families.items())
    assert any(row.family != row.method for row in found.rows)


def test_a_basin_map_that_grows_shows_coarse_blocks_of_what_is_known() -> None:
    question = Question("basins", EXPERIMENT, Sampling("lattice", 16))
    part, whole = (plots(answer(question, known))[0] for known in (4, None))
    assert isinstance(part, BasinPlot) and isinstance(whole, BasinPlot)
    assert part.stride == 8 and whole.stride == 1
    assert part.filled.all()
    for i, j in ((0, 0), (0, 8), (8, 0), (8, 8)):
        block = part.steps[:, i : i + 8, j : j + 8]
        np.testing.assert_array_equal(block, np.broadcast_to(whole.steps[:, i, j, None, None],
                                                             block.shape))  # fmt: skip
    np.testing.assert_array_equal(whole.basin, basins.maps(answer(question))["basin"])
    point = whole.start(3, 12)
    starts = question.starts(question.cells[0])
    assert np.isclose(starts, point).all(-1).sum() == 1


def test_before_the_coarsest_start_of_a_block_is_known_nothing_is_shown_there() -> None:
    question = Question("basins", EXPERIMENT, Sampling("lattice", 16))
    plot = plots(answer(question, 1))[0]
    assert isinstance(plot, BasinPlot)
    methods = len(plot.shown)
    assert plot.filled[:, :8, :8].all() and plot.filled.sum() == 64 * methods


def test_before_every_method_is_known_the_maps_of_those_that_are_stand_in_their_places() -> None:
    specs = tuple(
        MethodSpec.create(name, enabled=on)
        for name, on in (("sgd", False), ("adam", True), ("adam+cm", True))
    )
    question = Question(
        "basins", dataclasses.replace(EXPERIMENT, methods=specs), Sampling("lattice", 16)
    )
    whole = plots(study(question))[0]
    assert isinstance(whole, BasinPlot)
    studying = Studying(question, Means(first_rows=4))
    assert studying.glimpse() is None
    first = next(
        index for index, task in enumerate(studying.tasks)
        if task.experiment.methods[0].method == "adam+cm" and len(task.starts) == 4
    )  # fmt: skip
    studying.take(first, studying.tasks[first].run())
    glimpse = studying.glimpse()
    assert glimpse is not None and not studying.answer().known
    early = of_basins.plots(glimpse)[0]
    assert early.shown == whole.shown == (1, 2)
    assert not early.filled[0].any() and early.filled[1].all()
    np.testing.assert_array_equal(early.steps[1, ::8, ::8], whole.steps[1, ::8, ::8])
    places = [early.minima[k] for k in early.basin[1, ::8, ::8].ravel()]
    np.testing.assert_allclose(places, [whole.minima[k] for k in whole.basin[1, ::8, ::8].ravel()])


def test_minima_that_few_starts_find_are_elsewhere() -> None:
    ackley = dataclasses.replace(EXPERIMENT, landscape=Ackley())
    told = answer(Question("starts", ackley, Sampling("uniform", 200)))
    plot = named(plots(told), "outcomes")
    assert isinstance(plot, Shares)
    assert "elsewhere" in plot.outcomes and len(plot.outcomes) <= 5 + 4
    kept = plot.outcomes[1 : plot.outcomes.index("elsewhere")]
    for place, _ in enumerate(kept, 1):
        assert max(row[place].value for row in plot.estimates) >= 0.05
    for estimates in plot.estimates:
        assert sum(each.value for each in estimates[: plot.apart]) == pytest.approx(1)


def test_there_are_no_plots_while_nothing_is_known() -> None:
    assert plots(answer(STARTS, cells=0)) == ()
