"""The session on the real numerical core: what it draws is what a run gives, to the bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.running.shown import Picture
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.stepping.simulate import record
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice

MEMORY = {"capacity": 20, "decay": 0.99}
CARDS = tuple(MethodSpec.create(name, MEMORY) for name in ("adam", "adam+cg", "adam+cm"))
EXPERIMENT = Experiment(Ackley(), CARDS, ((3.65, -2.55),), steps=150)


@pytest.fixture
def session(qapp, qtbot):
    session = Session(EXPERIMENT)
    try:
        settle(session, qtbot)
        yield session
    finally:
        session.close()


def settle(session: Session, qtbot) -> None:
    qtbot.waitUntil(lambda: not session.busy)


def assert_equals_a_run(picture: Picture) -> None:
    """Every number drawn is the one of a fresh run, where the tracks have room for it."""
    expected = iter(record(picture.experiment).tracks)
    for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
        assert (track is not None) == spec.enabled
        if track is None:
            continue
        for key, fresh in next(expected).arrays.items():
            drawn = track[key]
            if drawn.shape != fresh.shape:  # another number of memory slots
                slots = min(drawn.shape[2], fresh.shape[2])
                drawn, fresh = drawn[:, :, :slots], fresh[:, :, :slots]
            np.testing.assert_array_equal(drawn, fresh, err_msg=f"{spec.label} {key}")


def test_the_picture_is_a_run(session):
    assert_equals_a_run(session.picture)


def test_after_a_storm_of_changes_the_picture_is_a_run_of_the_last_experiment(session, qtbot):
    rng = np.random.default_rng(3)
    session.seek(100)
    for n in range(50):
        index = int(rng.integers(len(session.experiment.methods)))
        spec = session.experiment.methods[index]
        match n % 6:
            case 0 | 1 | 2:
                session.set_method(index, spec.changed(lr=float(rng.uniform(0.01, 0.1))))
            case 3:
                session.set_starts(rng.uniform(-4, 4, (int(rng.integers(1, 4)), 2)))
            case 4:
                session.set_method(index, spec.changed(capacity=int(rng.integers(0, 30))))
            case 5:
                session.duplicate_method(index) if n % 4 else session.undo()
        qtbot.wait(int(rng.integers(0, 30)))
    settle(session, qtbot)
    assert session.picture.experiment == session.experiment
    assert session.cursor == 100
    assert_equals_a_run(session.picture)


def test_a_method_that_diverges_is_blank_from_there_on_and_the_rest_goes_on(session, qtbot):
    cards = (MethodSpec.create("sgd", {"lr": 1.0}), *CARDS)
    session.set_experiment(
        Experiment(GoldsteinPrice(), cards, ((-1.3, -1.0), (0.5, 0.5)), steps=100)
    )
    settle(session, qtbot)
    session.to_end()
    assert session.cursor == session.ready == 100
    gone, *others = session.picture.tracks
    assert np.isnan(gone["positions"][-1]).all()
    for track in others:
        assert np.isfinite(track["positions"]).all()


def test_a_large_run_keeps_the_newest_memory_only(session, qtbot, monkeypatch):
    monkeypatch.setattr("app.running.plan.WHOLE_MEMORY_BYTES", 1_000_000)
    session.set_starts(RandomStarts(16))
    settle(session, qtbot)
    track = session.picture.tracks[2]
    assert track["memory_items"].shape[0] == 1
    (expected,) = record(dataclasses.replace(session.experiment, methods=CARDS[2:])).tracks
    np.testing.assert_array_equal(track["positions"], expected["positions"])
    np.testing.assert_array_equal(track["memory_births"][-1, :, :20], expected["memory_births"][-1])
