"""Every figure that the first tour tells is measured with the preset that the stop shows."""

import importlib.resources
import re

import numpy as np
import pytest

from core.experiment import presets
from core.experiment.tour import stops
from core.recording import recording_file
from core.stepping.simulate import record

STORED, REPLACED, REJECTED = 1, 2, 3


@pytest.fixture(scope="module")
def shipped():
    """The default race; a test of its own holds it equal to a fresh run."""
    return recording_file.load(importlib.resources.files("resources") / "default.npz")


def figures(text):
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def percent_in_flat(name, index, **changes):
    race = presets.load(name).only([index])
    if changes:
        race = race.__class__(
            race.landscape, (race.methods[0].changed(**changes),), race.starts, race.steps
        )
    last = record(race, "none").tracks[0]["positions"][-1]
    flat, sharp = ((last - (x, 0)) ** 2 for x in (1.5, -1.5))
    return round(100 * float((flat.sum(-1) < 100 * sharp.sum(-1)).mean()))


def test_every_stop_shows_a_preset_at_a_step_it_has():
    for stop in stops():
        race = presets.load(stop.preset)
        assert stop.step is None or 0 <= stop.step <= race.steps


def test_the_losses_at_the_end_are_those_of_the_default_race(shipped):
    told = figures(stops()[0].text.partition("loss of ")[2])
    losses = [float(track["losses"][-1, 0]) for track in shipped.tracks]
    adam, sam, cg, cm = losses
    assert told == pytest.approx([cm, adam, sam, cg], abs=0.05)
    assert f"step {shipped.experiment.steps}," in stops()[0].text


def test_what_the_buffer_holds_is_what_is_recorded_at_the_step_that_is_shown(shipped):
    stop, track = stops()[1], shipped.tracks[3]
    births, events = track["memory_births"][stop.step, 0], track["memory_events"][: stop.step, 0]
    items = track["memory_items"][stop.step, 0]
    agreement = np.linalg.norm(items.sum(0)) / np.linalg.norm(items, axis=-1).sum()
    assert (events == STORED).sum() == len(births) and (births >= 0).all()
    assert figures(stop.text) == pytest.approx(
        [
            stop.step,
            len(births),
            births.min() + 1,  # steps are counted from 1
            (events == REPLACED).sum(),
            (events == REJECTED).sum(),
            agreement,
        ],
        abs=0.006,
    )


def test_what_c_and_the_control_do_is_what_the_runs_do():
    text = stops()[2].text
    told = [int(number) for number in re.findall(r"(\d+) %", text)]
    assert told == [
        percent_in_flat("two-basins", 0),
        percent_in_flat("two-basins", 3),
        percent_in_flat("two-basins", 0, capacity=20),
    ]
    told = [int(number) for number in re.findall(r"(\d+) %", stops()[3].text)]
    assert told == [percent_in_flat("sharp-basin", 4), percent_in_flat("sharp-basin", 3)]
