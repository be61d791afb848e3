"""Signals as one orderly way out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.command_line.interruption import Interrupted, Interruption


def send(number: signal.Signals = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_once(number: signal.Signals) -> None:
    with Interruption() as interruption:
        with pytest.raises(KeyboardInterrupt):
            send(number)
        send(number)  # while tidying up: nothing
        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_without_a_signal_nothing_happens() -> None:
    with Interruption() as interruption:
        interruption.check()


def test_inside_deferred_it_waits_for_the_check() -> None:
    with Interruption() as interruption:
        with interruption.deferred():
            send()
            tidied = True
            with pytest.raises(KeyboardInterrupt):
                interruption.check()
        assert tidied


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_the_exit_code_of_its_signal(number: signal.Signals) -> None:
    with Interruption(), pytest.raises(Interrupted) as raised:
        send(number)
    assert raised.value.code == 128 + number  # as every shell counts


def test_while_a_library_is_imported_it_waits_until_that_is_whole() -> None:
    whole = False
    with Interruption() as interruption, pytest.raises(Interrupted), interruption.importing():
        send()
        whole = True
    assert whole


def test_handlers_are_put_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with Interruption():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_what_nohup_started_goes_on_after_a_hang_up() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            send(signal.SIGHUP)
            interruption.check()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_in_another_thread_it_takes_no_signals() -> None:
    entered: list[bool] = []

    def work() -> None:
        with Interruption() as interruption:
            interruption.check()
            entered.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert entered == [True]


@pytest.mark.parametrize(
    ("moment", "number"),
    [("PySide6", signal.SIGINT), ("torch", signal.SIGTERM), ("atexit", signal.SIGINT)],
)
def test_a_process_ends_quietly_whenever_the_signal_comes(
    moment: str, number: signal.Signals, tmp_path: Path
) -> None:
    """Amid the import of Qt or of torch, and when all is done: then it comes too late."""
    root = Path(__file__).parents[3]
    preset = root / "resources" / "presets" / "default.basin.json"
    script = f"""
import atexit, os, sys
def send(): os.kill(os.getpid(), {int(number)})
class Finder:
    def find_spec(self, name, path, target=None):
        if name == {moment!r}:
            sys.meta_path.remove(self)
            send()
sys.meta_path.insert(0, Finder())
if {moment == "atexit"}: atexit.register(send)
import main
sys.argv = ["basinscope", "export", {str(preset)!r}, "-o", "out.mp4", "--speed", "100",
            "--size", "128x128"]
sys.exit(main.start())
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == (0 if moment == "atexit" else 128 + number)
    assert "Traceback" not in done.stderr and "Fatal" not in done.stderr
    assert ("Saved" in done.stderr) == (moment == "atexit")
    assert [path.name for path in tmp_path.iterdir()] == (["out.mp4"] if moment == "atexit" else [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_when_all_is_done_changes_nothing(number: signal.Signals) -> None:
    script = f"""
import os, sys, main
class Last:
    def __del__(self, kill=os.kill, own=os.getpid()): kill(own, {int(number)})
last = Last()  # deleted when the interpreter takes the modules apart
sys.argv = ["basinscope", "--version"]
sys.exit(main.start())
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
