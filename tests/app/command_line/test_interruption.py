"""Signals as one orderly way out."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from app.command_line.interruption import Interruption


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
