"""Processes that carry out tasks: what is killed is missed, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future
from pathlib import Path

import numpy as np
import pytest

from core.study.work.crew import Crew
from core.study.work.means import Means
from core.study.work.processes import Processes
from core.study.work.sharing import carry_out
from core.study.work.tasks import Ends

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has buried has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def crew() -> Iterator[Processes]:
    crew = Processes(2)
    yield crew
    crew.shutdown(cancel_futures=True)


def test_a_process_says_what_a_function_comes_to_and_what_it_raises(crew: Processes) -> None:
    first, second = crew.submit(pow, 2, 10), crew.submit(int, "x")
    assert first.result(PATIENCE) == 1024
    with pytest.raises(ValueError, match="invalid literal"):
        second.result(PATIENCE)
    assert crew.submit(os.getpid).result(PATIENCE) != os.getpid()


def test_who_is_killed_takes_its_own_task_with_it(crew: Processes) -> None:
    pid = crew.submit(os.getpid).result(PATIENCE)
    long = [crew.submit(time.sleep, 600), crew.submit(time.sleep, 600)]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: any(each.done() for each in long))
    (killed,) = (each for each in long if each.done())
    with pytest.raises(BrokenExecutor):
        killed.result()


def test_the_end_comes_at_once_whatever_runs(crew: Processes) -> None:
    pid = crew.submit(os.getpid).result(PATIENCE)
    running, waiting = [crew.submit(time.sleep, 600) for _ in range(2)], crew.submit(os.getpid)
    crew.shutdown(cancel_futures=True)
    assert gone(pid)
    assert waiting.cancelled()
    for each in running:
        with pytest.raises((BrokenExecutor, CancelledError)):
            each.result(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes")
def test_nobody_outlives_the_parent_and_no_interrupt_is_heard(tmp_path: Path) -> None:
    """An interrupt from the terminal reaches the children, at any time of their lives."""
    script = """
import os, signal, time
from core.study.work.processes import Processes
if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: None)
    crew = Processes(1)
    said = crew.submit(os.getpid)
    while not said.done():
        os.killpg(0, signal.SIGINT)
        time.sleep(0.02)
    crew.submit(time.sleep, 600)
    print(said.result(), flush=True)
    time.sleep(600)
"""
    path = tmp_path / "parent.py"
    path.write_text(script)
    with subprocess.Popen(
        [sys.executable, path],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        assert parent.stdout and parent.stderr
        pid = int(parent.stdout.readline())
        parent.kill()
        wait_until(lambda: gone(pid))
        assert parent.stderr.read() == ""


# How tasks are handed out


class Note:
    """A task that is told when it is done."""

    def __init__(self, name: str) -> None:
        self.key = name

    def run(self, check: object = None) -> Ends:
        return {"name": np.array(self.key)}


class Hands(Crew):
    """Threads that wait until they are let go, and count what was handed to them."""

    workers = 3

    def __init__(self) -> None:
        self.handed, self.free, self.ended = [], threading.Event(), False

    def submit(self, fn, /, *arguments):  # type: ignore[no-untyped-def]
        future: Future[Ends] = Future()
        future.set_running_or_notify_cancel()

        def work() -> None:
            self.free.wait(PATIENCE)
            future.set_result(fn(*arguments))

        self.handed.append(arguments)
        threading.Thread(target=work, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.ended = True


def test_a_few_tasks_are_handed_out_and_more_when_some_are_done() -> None:
    hands, looks, found = Hands(), [], []

    def check() -> None:
        looks.append(len(hands.handed))
        if looks.count(6) == 3:
            hands.free.set()

    carry_out(
        [Note(str(n)) for n in range(20)],
        Means(make_executor=lambda: hands, check=check),
        lambda index, ends: found.append((index, str(ends["name"]))),
    )
    assert [each for each in looks if each][:3] == [6] * 3
    assert sorted(found) == [(n, str(n)) for n in range(20)]
    assert hands.ended


def test_who_cancels_ends_the_crew_with_what_is_on_its_way() -> None:
    hands = Hands()

    def check() -> None:
        if hands.handed:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(
            [Note(str(n)) for n in range(20)],
            Means(make_executor=lambda: hands, check=check),
            lambda index, ends: None,
        )
    assert hands.ended and len(hands.handed) == 6
    hands.free.set()


def test_this_thread_helps_and_leaves_nothing_to_wait_for() -> None:
    """It does all but what others have begun, and looks on meanwhile."""
    hands, found = Hands(), []

    def take(index: int, ends: Ends) -> None:
        found.append(index)
        if len(found) == 20 - 6:
            hands.free.set()

    carry_out(
        [Note(str(n)) for n in range(20)], Means(make_executor=lambda: hands, helps=True), take
    )
    assert sorted(found) == list(range(20)) and len(hands.handed) == 6


class Asleep(Crew):
    """Takes tasks and begins none."""

    def submit(self, fn, /, *arguments):  # type: ignore[no-untyped-def]
        return Future()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass


def test_what_nobody_has_begun_is_taken_back() -> None:
    found: list[int] = []
    means = Means(make_executor=Asleep, helps=True)
    carry_out([Note(str(n)) for n in range(5)], means, lambda index, ends: found.append(index))
    assert sorted(found) == list(range(5))


def test_what_this_thread_was_at_when_a_crew_broke_is_done_again() -> None:
    """The task here looks on, and sees it."""
    handed: list[Future[Ends]] = []

    class Breaking(Asleep):
        def submit(self, fn, /, *arguments):  # type: ignore[no-untyped-def]
            handed.append(Future())
            handed[-1].set_running_or_notify_cancel()
            return handed[-1]

    class Looking(Note):
        def run(self, check: object = None) -> Ends:
            if not ran:
                handed[0].set_exception(BrokenExecutor("killed"))
            ran.append(self.key)
            assert callable(check)
            check()
            return super().run()

    ran: list[str] = []
    found: list[int] = []
    crews = iter([Breaking(), Asleep()])
    carry_out(
        [Looking(name) for name in "abc"],
        Means(make_executor=lambda: next(crews), helps=True),
        lambda index, ends: found.append(index),
    )
    assert sorted(found) == [0, 1, 2] and sorted(ran) == ["a", "b", "c", "c"]
