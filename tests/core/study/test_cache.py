"""What a study keeps on the disk comes back, or is computed again."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.study.work import cache as caches
from core.study.work.cache import Cache


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


def test_an_entry_that_claims_more_than_there_is_room_for_is_not_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", {"n": np.zeros(3)})
    (path,) = tmp_path.iterdir()
    with zipfile.ZipFile(path, "w") as archive:
        head = io.BytesIO()
        about = {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
        np.lib.format.write_array_header_1_0(head, about)
        archive.writestr("n.npy", head.getvalue())
    assert cache.get("key") is None


def test_what_nobody_comes_back_to_is_deleted_after_a_month(tmp_path: Path) -> None:
    cache, day = Cache(tmp_path), 24 * 3600
    for key, days in (("a", 31), ("b", 29), ("c", 0)):
        cache.put(key * 64, {"n": np.arange(3)})
        changed = time.time() - days * day
        os.utime(tmp_path / f"{key * 64}.npz", (changed, changed))
    other = tmp_path / "somebody's.npz"
    other.write_bytes(b"")
    os.utime(other, (0, 0))
    cache.tidy()
    assert [cache.get(key * 64) is not None for key in "abc"] == [False, True, True]
    assert other.exists()


def test_of_what_takes_too_much_room_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert caches.MOST_BYTES == 4e9
    cache, now = Cache(tmp_path), time.time()
    for age, key in enumerate("abcd"):
        cache.put(key * 64, {"n": np.zeros(500)})  # four kilobytes and some
        os.utime(tmp_path / f"{key * 64}.npz", (now - age, now - age))
    monkeypatch.setattr(caches, "MOST_BYTES", 10_000)
    cache.tidy()
    assert [cache.get(key * 64) is not None for key in "abcd"] == [True, True, False, False]


def test_a_long_study_keeps_the_folder_within_its_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "MOST_BYTES", 10_000)
    cache = Cache(tmp_path)
    for number in range(10):
        cache.put(f"{number:064x}", {"n": np.zeros(500)})
    assert len(list(tmp_path.iterdir())) == 2
