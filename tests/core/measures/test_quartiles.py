"""An aggregate over starts equals numpy's, and never looks better for those that are lost."""

import numpy as np
import pytest

from core.measures.quartiles import quantiles, quartiles

NAN, INF = np.nan, np.inf


@pytest.mark.filterwarnings("ignore:All-NaN slice")
@pytest.mark.parametrize("missing", [0, 3, 16])
def test_quartiles_equal_numpys(missing):
    values = np.random.default_rng(4).normal(size=(20, 16, 2))
    values[:, :missing] = NAN
    bands, counted = quartiles(values)
    wanted = np.nanpercentile(values, [25, 50, 75], axis=1)
    np.testing.assert_allclose(bands, np.moveaxis(wanted, 0, 1), rtol=1e-14)
    assert (counted == 16 - missing).all()


def test_a_start_that_is_lost_counts_as_the_worst_there_is():
    values = np.array([[1.0, 2.0, 3.0, 4.0, NAN]])[..., None]
    lost = np.isnan(values[..., 0])
    bands, counted = quartiles(values, lost, INF)
    assert bands[0, :, 0].tolist() == [2.0, 3.0, 4.0] and counted == [[5]]
    values[0, 1:4] = NAN  # the one that is left does not speak for those that are not
    bands, counted = quartiles(values, np.isnan(values[..., 0]), INF)
    assert bands[0, :, 0].tolist() == [INF, INF, INF] and counted == [[5]]
    bands, _ = quartiles(values[:, :2], np.array([[False, True]]), INF)
    assert bands[0, :, 0].tolist() == [INF, INF, INF]  # half of the way to infinity


def test_where_nothing_is_worst_it_is_told_who_was_left_out():
    values = np.array([[0.1, NAN, 0.3, NAN]])[..., None]
    lost = np.array([[False, True, False, False]])  # the last one's memory is empty
    bands, counted = quartiles(values, lost, None)
    assert bands[0, 1, 0] == pytest.approx(0.2) and counted == [[2]]
    assert quartiles(values, lost, INF).counted == [[3]]


def test_a_quantity_that_nobody_has_is_not_infinitely_bad():
    values = np.full((1, 3, 1), NAN)
    assert np.isnan(quartiles(values, np.array([[False, True, False]]), INF).bands).all()
    assert (quartiles(values, np.ones((1, 3), dtype=bool), INF).bands == INF).all()


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_quantiles_equal_numpys(count):
    values = np.random.default_rng(count).normal(size=count)
    shares = (0.0, 0.004, 0.2, 0.5, 0.75, 0.98, 1.0)
    np.testing.assert_allclose(quantiles(values, shares), np.quantile(values, shares), rtol=1e-13)


def test_a_quantile_among_infinite_values_is_infinite():
    assert quantiles(np.array([1.0, INF, INF]), (0.0, 0.5, 0.75)) == (1.0, INF, INF)
