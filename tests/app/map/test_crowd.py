"""Of very many starts some of all over are drawn."""

from __future__ import annotations

import numpy as np

from app.map.drawing.crowd import spread


def test_few_values_are_all_kept():
    values = np.arange(16)
    assert spread(values, 16) is values


def test_many_values_are_thinned_evenly_from_the_first_to_the_last():
    chosen = spread(np.arange(10_000), 256)
    assert len(chosen) == 256 and (chosen[0], chosen[-1]) == (0, 9999)
    assert np.ptp(np.diff(chosen)) <= 1
