"""What a study keeps on the disk comes back, or is computed again."""

from __future__ import annotations

import random

import numpy as np

from core.study.cache import Cache


def test_a_damaged_entry_is_one_that_is_not_there(tmp_path):
    cache = Cache(tmp_path)
    ends = {"positions": np.arange(6.0).reshape(2, 3), "lost": np.zeros(2, np.int32)}
    cache.put("key", ends)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    missed = 0
    for seed in range(120):
        draw = random.Random(seed)
        data = bytearray(whole)
        for _ in range(draw.choice((1, 3, 30))):
            data[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(data[: draw.randrange(len(data))] if seed % 2 else data)
        missed += cache.get("key") is None
    assert missed > 60
    path.write_bytes(whole)
    assert {key: array.tolist() for key, array in cache.get("key").items()} == {
        key: array.tolist() for key, array in ends.items()
    }
