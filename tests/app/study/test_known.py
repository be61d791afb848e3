"""What a window knows of tasks is bounded, and what was used last stays."""

from __future__ import annotations

import numpy as np

from app.study.computing.known import Known


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    known = Known(most=2000)
    ends = {name: {"loss": np.zeros(100)} for name in "abc"}  # 800 bytes each
    known.put("a", ends["a"])
    known.put("b", ends["b"])
    assert known.get("a") is ends["a"]
    known.put("c", ends["c"])
    assert known.get("b") is None
    assert known.get("a") is ends["a"] and known.get("c") is ends["c"]


def test_what_is_larger_than_all_the_room_is_not_kept() -> None:
    known = Known(most=2000)
    known.put("large", {"loss": np.zeros(1000)})
    assert known.get("large") is None
    known.put("small", {"loss": np.zeros(10)})
    assert known.get("small") is not None
