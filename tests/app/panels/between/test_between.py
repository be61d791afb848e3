"""Between two ends: what is chosen, what is told of the way, and who is matched."""

from __future__ import annotations

import numpy as np
import pytest

from app.look.appearance import Appearance
from app.panels.between import ends
from app.panels.between.dialog import NO_NETWORK, ONE, BetweenDialog, words
from app.panels.between.ends import BrokenOffError, End, Wanted, between, last_point
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.measures.between import matched
from landscapes.networks.digits_mlp import DigitsMLP


@pytest.fixture
def session(qtbot):
    found = Session()
    specs = MethodSpec.create("adam", {"lr": 0.05}), MethodSpec.create("sgd", {"lr": 0.5})
    network = DigitsMLP(train=60, hidden=4)
    found.set_experiment(Experiment(network, specs, SeedStarts(2), 20, batch=16))
    qtbot.waitUntil(lambda: found.ready == found.last_step)
    yield found
    found.close()


@pytest.fixture
def dialog(qtbot, session):
    found = BetweenDialog(session, Appearance())
    qtbot.addWidget(found)
    found.show()
    yield found
    found.close()


def answered(qtbot, dialog: BetweenDialog) -> None:
    qtbot.waitUntil(lambda: dialog.told.text() != "")


def test_two_starts_of_one_method_are_asked_for_at_first(qtbot, session, dialog) -> None:
    answered(qtbot, dialog)
    assert dialog.ends == (End(0, 0), End(0, 1))
    track, network = session.picture.tracks[0], session.experiment.landscape
    middle = track["positions"][-1].astype(float).mean(0)
    half = len(dialog.view.between.test.at) // 2
    true = network.measured(middle, "test")
    assert dialog.view.between.test.losses[half] == pytest.approx(float(true.loss), rel=1e-5)
    assert dialog.view.between.test.accuracies[half] == pytest.approx(float(true.accuracy))
    assert "of training loss" in dialog.told.text()


def test_units_are_matched_where_that_is_asked(qtbot, session, dialog) -> None:
    answered(qtbot, dialog)
    before = dialog.view.between
    dialog.match.click()
    qtbot.waitUntil(lambda: dialog.view.between is not before)
    network = session.experiment.landscape
    one, other = (last_point(session.picture.tracks[0], start) for start in (0, 1))
    middle = (one + matched(network.units, one, other)) / 2
    half = len(before.train.at) // 2
    assert dialog.view.between.train.losses[half] == pytest.approx(
        float(network.loss(middle)), rel=1e-5
    )


def test_one_end_twice_is_no_way(qtbot, dialog) -> None:
    answered(qtbot, dialog)
    dialog.starts[1].setCurrentIndex(0)
    dialog.starts[1].activated.emit(0)
    assert dialog.view.message == ONE and dialog.told.text() == ""


def test_what_is_no_network_has_no_ends(qtbot, session, dialog) -> None:
    session.set_experiment(Session().experiment)
    qtbot.waitUntil(lambda: dialog.view.message == NO_NETWORK)
    assert dialog.ends is None and not dialog.match.isEnabled()


def test_a_way_that_nobody_waits_for_is_broken_off() -> None:
    network = DigitsMLP(train=60, hidden=4)
    one, other = network.initial(0, 2).astype(np.float64)
    with pytest.raises(BrokenOffError):
        next(between(Wanted(network, one, other, False), lambda: False))


def test_of_a_large_network_few_samples_tell_first_and_the_whole_is_told_with_time_left(
    monkeypatch,
) -> None:
    network = DigitsMLP(train=200, hidden=4)
    one, other = network.initial(0, 2).astype(np.float64)
    wanted = Wanted(network, one, other, False)
    (only,) = between(wanted)
    monkeypatch.setattr(ends, "LONG", 1)
    few, whole = between(wanted)
    middle = (one + other) / 2
    half = len(few.train.at) // 2
    known = float(network.measured(middle, "train", 64).loss)
    assert few.train.losses[half] == pytest.approx(known, rel=1e-5)
    assert few.samples == 64 and few.seconds > 0
    assert "A preview, of 64 samples each; the whole in" in words(few)
    assert whole.train.losses == pytest.approx(only.train.losses)
    assert whole.samples is None and "preview" not in words(whole)
