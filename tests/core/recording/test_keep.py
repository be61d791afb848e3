"""How much a recording keeps is said by one value, and the arrays are as it says."""

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.recording.arrays import ARRAYS
from core.recording.keep import Keep
from core.stepping.simulate import record
from landscapes import make

RACE = Experiment(make({"name": "levy"}), (MethodSpec.create("adam+cm"),), ((2.0, -3.0),), 12)


@pytest.mark.parametrize("memory", ["all", "last", "none"])
def test_a_state_stands_where_the_value_says(memory):
    whole, track = record(RACE).tracks[0], record(RACE, memory).tracks[0]
    for key in (key for key in whole.arrays if ARRAYS[key].along == "states"):
        for time in (0, 5, 12):
            row = track.row(key, time)
            if row is None:
                assert key.startswith("memory_") and (memory == "none" or time < 12)
            else:
                np.testing.assert_array_equal(track[key][row], whole[key][time])
    assert track.row("positions", 13) is None and track.row("positions", -1) is None


@pytest.mark.parametrize(("rows", "memory"), [(None, "none"), (1, "last"), (13, "all")])
def test_what_is_kept_is_told_by_the_rows_of_a_file(rows, memory):
    assert Keep.of_rows(rows) == Keep(memory)
    if rows is not None:
        assert Keep(memory).times("memory_births", 12) == rows
    assert Keep(memory).times("positions", 12) == 13
