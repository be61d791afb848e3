"""Garbage is collected where it is asked for and nowhere else."""

from __future__ import annotations

import gc
import threading

from app.window.garbage import Collector


class Knot:
    """An object that only a collection can free; it notes the thread in which that happens."""

    freed: list[int]

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.freed.append(threading.get_ident())


def tie(count: int) -> None:
    for _ in range(count):
        Knot()


def test_a_thread_that_makes_garbage_does_not_collect_it():
    Knot.freed = []
    gc.enable()
    collector = Collector()
    collector.collect()
    thread = threading.Thread(target=tie, args=(5000,))
    thread.start()
    thread.join()
    assert Knot.freed == []
    collector.collect()
    assert Knot.freed == [threading.get_ident()] * 5000


def test_old_garbage_is_found_in_the_end():
    Knot.freed = []
    collector = Collector()
    collector.collect()
    kept = [Knot() for _ in range(1000)]
    gc.collect(1)  # what is kept is old by now
    kept.clear()
    for _ in range(200):
        tie(1000)
        collector.collect()
    assert len(Knot.freed) == 201_000


def test_a_process_that_ends_looks_through_nothing_again():
    Knot.freed = []
    collector = Collector()
    tie(1000)
    collector.leave()
    gc.collect()  # as Python does when it ends
    assert Knot.freed == []
    gc.unfreeze()
    gc.collect()
    assert len(Knot.freed) == 1000
    gc.freeze()  # as it was: what torch has made is not to be looked through
