"""A run that is written to a file is refused before it swaps, and told in gigabytes."""

import pytest

from app.running import to_end
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.recording.recording import Recording
from core.recording.shapes import chunk_length, state_bytes
from landscapes.two_basins import TwoBasins

RACE = Experiment(TwoBasins(), (MethodSpec.create("adam+cm"),), RandomStarts(50), steps=40)


@pytest.mark.parametrize("memory", ["all", "last", "none"])
def test_a_run_may_take_four_fifths_of_the_machines_memory_and_no_more(memory, monkeypatch):
    kept = sum(array.nbytes for array in Recording.blank(RACE, memory).tracks[0].arrays.values())
    needed = kept + 2 * (chunk_length(RACE) + 1) * state_bytes(RACE)
    monkeypatch.setattr(to_end, "_machine_bytes", lambda: needed / 0.8 * 1.001)
    to_end.check_room(RACE, memory)
    monkeypatch.setattr(to_end, "_machine_bytes", lambda: needed / 0.8 * 0.999)
    with pytest.raises(to_end.TooLargeError, match="ask for fewer starts, steps or slots"):
        to_end.check_room(RACE, memory)
