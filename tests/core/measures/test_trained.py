"""What is read off a network's run is what its race was; what was not kept is nothing."""

import dataclasses

import numpy as np
import pytest

from core.anatomy.terms import terms
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.schedules import Schedule
from core.experiment.starts import SeedStarts
from core.measures.control import from_all_starts, memory_does_not_explain
from core.measures.held import held, held_by_network
from core.measures.outcomes import Fates, loss_of_start
from core.measures.over_time import subset
from core.measures.series import SERIES
from core.measures.standing import Course
from core.measures.trained import trained
from core.stepping.simulate import record
from landscapes import make
from tests.core.tiny_network import TinyNetwork

CARDS = (
    MethodSpec.create("sgd", {"lr": 0.1}),
    MethodSpec.create("adam+cg", {"lr": 0.05, "capacity": 3}),
    MethodSpec.create("adam+cm", {"lr": 0.05, "strength": 0.0}),
)
RACE = Experiment(
    TinyNetwork(), CARDS, SeedStarts(4), 30, batch=8, lr_schedule=Schedule("linear", to=0.1)
)
FINE = dataclasses.replace(RACE, record=Record(1))
PLANE = Experiment(make({"name": "levy"}), CARDS[:1], ((1.0, 2.0),), 3)


class Cliff(TinyNetwork):
    """A network whose second replica overflows in step 12."""

    def batch_loss_and_gradient(self, points, rows):
        losses, gradients = super().batch_loss_and_gradient(points, rows)
        if (rows == self.batch_rows(0, 12, 4, 8)).all():
            gradients[:, 1] = np.inf
        return losses, gradients


@pytest.fixture(scope="module")
def tracks():
    return record(dataclasses.replace(RACE, record=Record(10))).tracks


@pytest.fixture(scope="module")
def fine():
    """The same run with the points of every step kept."""
    return record(FINE).tracks


@pytest.mark.parametrize("key", SERIES)
def test_every_chart_has_rows_for_a_network(tracks, key):
    series = SERIES[key]
    for spec, track in zip(CARDS, tracks, strict=True):
        values = series.values(RACE, spec, track)
        assert values.shape == (series.count(track), 4, len(series.lines(RACE)))
        cut = [series.new_rows(RACE, spec, track, slice(0, 7)), None]
        cut[1] = series.new_rows(RACE, spec, track, slice(7, series.count(track)), cut[0][-1])
        np.testing.assert_array_equal(np.concatenate(cut), values)
        picked = series.values(RACE, spec, subset(track, slice(1, 4, 2)))
        np.testing.assert_array_equal(picked, values[:, 1:4:2])


def test_charts_that_exist_of_a_network_are_right(tracks, fine):
    def values(key, method):
        return SERIES[key].values(RACE, CARDS[method], tracks[method])[..., 0]

    for method, whole in enumerate(fine):
        walked = np.linalg.norm(np.diff(whole["positions"].astype(float), axis=0), axis=-1)
        np.testing.assert_allclose(values("step_length", method), walked, rtol=1e-4)
        np.testing.assert_allclose(
            values("path_length", method)[1:], np.cumsum(walked, axis=0), rtol=1e-4
        )
        best = np.minimum.accumulate(whole["losses"], axis=0)
        np.testing.assert_array_equal(values("best", method), best)
        for key in ("sharpness", "distance"):
            assert np.isnan(values(key, method)).all()
    rates = 0.1 * np.array([RACE.lr_schedule(step, 30) for step in range(1, 31)])
    np.testing.assert_allclose(values("rate", 0), np.tile(rates[:, None], 4))
    assert np.isnan(values("rate", 1)).all()
    pulls = SERIES["pull"].values(RACE, CARDS[1], tracks[1])
    np.testing.assert_allclose(pulls[..., 1], tracks[1]["gradient_norms"])
    items = fine[1]["memory_items"][:-1].astype(float)
    count = np.maximum(1, (~np.isnan(items[..., 0])).sum(-1))
    mean = np.nansum(items, axis=2) / count[..., None]
    np.testing.assert_allclose(pulls[..., 0], np.linalg.norm(mean, axis=-1), rtol=1e-5)


def test_where_a_replica_stands_and_what_became_of_all():
    track = record(dataclasses.replace(RACE, landscape=Cliff(), record=Record(10))).tracks[0]
    experiment = dataclasses.replace(RACE, landscape=Cliff())
    lost, alive = (Course(experiment, track, start) for start in (1, 2))
    assert str(lost.at(11).status) == "running" and str(lost.at(12).status) == "diverged at 12"
    assert np.isnan(lost.at(12).loss) and lost.at(12).best == track["losses"][:12, 1].min()
    end = alive.at(30)
    assert str(end.status) == "trained" and str(alive.at(29).status) == "running"
    assert end.loss == track["losses"][30, 2] and end.reached == "" and np.isnan(end.sharpness)
    assert end.path_length == pytest.approx(track["step_lengths"][:, 2].sum())
    fates = Fates(experiment, track)
    assert str(fates.at(11)) == "running 4 · diverged 0"
    assert str(fates.at(30)) == "trained 3 · diverged 1" and fates.at(30).total == 4
    assert loss_of_start(track, 11, 1) is None and loss_of_start(track, 30, 2) is None
    assert str(loss_of_start(track, 30, 1)) == "diverged at 12"


def test_what_was_measured_on_whole_sets_is_that_of_the_last_kept_time(tracks):
    track = tracks[1]
    for time, row in ((0, 0), (9, 0), (10, 1), (29, 2), (30, 3)):
        found = trained(track, time)
        assert found.time == 10 * row
        np.testing.assert_array_equal(found.test_accuracy, track["test_accuracies"][row])
        np.testing.assert_array_equal(
            found.gap, track["test_losses"][row] - track["train_losses"][row]
        )
    assert trained(record(PLANE).tracks[0], 3) is None


def test_a_memory_is_told_by_its_facts(tracks, fine):
    whole, track = fine[1], tracks[1]
    for time in (0, 2, 14, 30):
        told = held_by_network(RACE, CARDS[1], track, time, 2)
        births, items, priorities = (
            whole[f"memory_{key}"][time, 2, :3] for key in ("births", "items", "priorities")
        )
        np.testing.assert_array_equal(told.births, births)
        np.testing.assert_array_equal(told.priorities, priorities)
        np.testing.assert_allclose(told.norms, np.linalg.norm(items, axis=-1), rtol=1e-5)
        assert told.count == (births >= 0).sum()
        if time:
            assert told.event == whole["memory_events"][time - 1, 2]
            assert told.slot == whole["memory_slots"][time - 1, 2]
        full = priorities.min() if (births >= 0).all() else np.nan
        assert told.threshold == pytest.approx(full, nan_ok=True)
    assert held(FINE, CARDS[1], whole, 14, 2) is None  # thousands of numbers are no arrow
    assert held(RACE, CARDS[1], track, 14) is None  # its items are not there
    assert held_by_network(RACE, CARDS[0], tracks[0], 14) is None
    last = record(RACE, "last").tracks[1]
    assert held_by_network(RACE, CARDS[1], last, 14) is None


def test_what_would_need_gradients_or_basins_says_nothing(tracks):
    assert all(
        terms(RACE, spec, track, 3) is None for spec, track in zip(CARDS, tracks, strict=True)
    )
    assert memory_does_not_explain(RACE, tracks, 0) == () == from_all_starts(RACE, tracks)
