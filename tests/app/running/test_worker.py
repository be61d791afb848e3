"""The computing thread: one message in flight, prompt to stop, and never silent about a fault."""

from __future__ import annotations

import dataclasses
import gc
import threading
import time

import pytest
from puppet import Puppet
from PySide6.QtCore import QObject, QThread, Slot

from app.running import worker
from app.running.runner import Runner
from app.running.worker import Progress, Run
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins


class Listener(QObject):
    """Collects what the worker sends, in the thread that it lives in."""

    def __init__(self, runner: Runner, acknowledges: bool = True) -> None:
        super().__init__()
        self.messages: list[Progress] = []
        self.failures: list[str] = []
        self.threads: set[QThread] = set()
        self.acknowledges = acknowledges
        runner.progressed.connect(self.on_progress)
        runner.failed.connect(self.on_failure)

    @Slot(object)
    def on_progress(self, progress: Progress) -> None:
        self.threads.add(QThread.currentThread())
        self.messages.append(progress)
        if self.acknowledges:
            progress.run.acknowledge()

    @Slot(object)
    def on_failure(self, broken) -> None:
        self.failures.append(broken.failure.message)

    @property
    def stops(self) -> list[int]:
        return [chunk.stop for message in self.messages for chunk in message.chunks]

    @property
    def finished(self) -> bool:
        return bool(self.messages) and self.messages[-1].finished


@pytest.fixture
def experiment() -> Experiment:
    methods = (MethodSpec.create("adam"), MethodSpec.create("adam+cm"))
    return Experiment(TwoBasins(), methods, ((-1.5, 0.1),), steps=200)


@pytest.fixture
def puppet() -> Puppet:
    return Puppet()


@pytest.fixture
def runner(qapp, puppet):
    runner = Runner(puppet.load)
    yield runner
    puppet.limit = None
    runner.close()


def make_run(experiment: Experiment, goal: int = 0) -> Run:
    run = Run(experiment, "all")
    run.goal = goal
    return run


def test_a_run_arrives_whole_and_in_order_in_the_receivers_thread(runner, experiment, qtbot):
    listener = Listener(runner)
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: listener.finished)
    assert listener.stops == [stop for stop in range(10, 201, 10) for _ in experiment.methods]
    assert listener.threads == {QThread.currentThread()}
    assert not listener.failures


def test_the_computation_is_imported_and_run_in_another_thread(qapp, experiment, qtbot):
    threads = []

    def load():
        threads.append(threading.get_ident())
        return Puppet().simulate

    runner = Runner(load)
    listener = Listener(runner)
    runner.prepare()
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: listener.finished)
    runner.close()
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


def test_messages_come_at_about_sixty_a_second(runner, puppet, experiment, qtbot):
    puppet.delay = 0.005
    listener = Listener(runner)
    begun = time.perf_counter()
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: listener.finished)
    elapsed = time.perf_counter() - begun
    assert 2 <= len(listener.messages) <= 63 * elapsed + 1


def test_nothing_more_is_sent_until_the_last_message_is_acknowledged(
    runner, puppet, experiment, qtbot
):
    puppet.delay = 0.005
    listener = Listener(runner, acknowledges=False)
    run = make_run(experiment)
    runner.start(run)
    qtbot.waitUntil(lambda: len(listener.messages) == 1)
    qtbot.wait(100)
    assert len(listener.messages) == 1
    run.acknowledge()
    qtbot.waitUntil(lambda: len(listener.messages) == 2)
    run.cancel()


def test_the_computation_goes_on_while_the_last_message_waits_to_be_acknowledged(
    runner, puppet, experiment, qtbot
):
    puppet.delay = 0.005
    listener = Listener(runner, acknowledges=False)
    run = make_run(experiment)
    runner.start(run)
    qtbot.waitUntil(lambda: puppet.closed == 1)
    assert len(listener.messages) == 1
    run.acknowledge()
    qtbot.waitUntil(lambda: listener.finished)
    assert listener.stops == [stop for stop in range(10, 201, 10) for _ in experiment.methods]


def test_a_slow_answer_leaves_the_receiver_as_long_again_in_peace(
    runner, puppet, experiment, qtbot
):
    puppet.delay = 0.005
    listener = Listener(runner, acknowledges=False)
    run = make_run(experiment)
    runner.start(run)
    qtbot.waitUntil(lambda: len(listener.messages) == 1)
    time.sleep(0.05)
    run.acknowledge()
    answered = time.perf_counter()
    qtbot.waitUntil(lambda: len(listener.messages) == 2)
    assert time.perf_counter() - answered >= 0.04


def test_a_message_is_sent_at_once_when_every_method_has_reached_the_goal(
    runner, puppet, experiment, qtbot
):
    puppet.limit = 30
    listener = Listener(runner)
    runner.start(make_run(experiment, goal=25))
    qtbot.waitUntil(lambda: listener.stops[-2:] == [30, 30])
    assert max(listener.stops) == 30


def test_a_message_never_has_some_methods_without_the_others(
    runner, puppet, experiment, qtbot, monkeypatch
):
    """Those would be shown only when the others' next chunk had come."""
    monkeypatch.setattr(worker, "MESSAGE_SECONDS", 0.0)
    listener, run, puppet.limit = Listener(runner), make_run(experiment, goal=50), 50
    runner.start(run)
    for goal in (50, 100):
        run.goal = puppet.limit = goal
        qtbot.waitUntil(lambda goal=goal: goal in listener.stops)
    puppet.limit = None
    qtbot.waitUntil(lambda: listener.finished)
    assert len(listener.messages) > 2
    for message in listener.messages:
        methods = [chunk.method for chunk in message.chunks]
        assert methods.count(0) == methods.count(1)


def test_a_cancelled_run_stops_at_its_next_chunk_and_its_generator_is_closed(
    runner, puppet, experiment, qtbot
):
    puppet.limit = 50
    listener = Listener(runner)
    run = make_run(experiment, goal=50)
    runner.start(run)
    qtbot.waitUntil(lambda: 50 in listener.stops)
    run.cancel()
    puppet.limit = 200
    qtbot.waitUntil(lambda: puppet.closed == 1)
    qtbot.wait(50)
    assert not listener.finished
    assert max(listener.stops) <= 50


def test_a_newer_run_takes_the_place_of_those_that_wait_their_turn(
    runner, puppet, experiment, qtbot
):
    puppet.limit = 0
    listener = Listener(runner)
    runs = [make_run(experiment) for _ in range(20)]
    for run in runs:
        runner.start(run)
    assert [run.cancelled for run in runs] == [True] * 19 + [False]
    puppet.limit = None
    qtbot.waitUntil(lambda: listener.finished)
    assert len(puppet.calls) <= 2
    assert {message.run for message in listener.messages} == {runs[-1]}


def test_cancelling_frees_a_worker_that_waits_for_an_acknowledgement(
    runner, puppet, experiment, qtbot
):
    listener = Listener(runner, acknowledges=False)
    puppet.delay = 0.005
    run = make_run(experiment)
    runner.start(run)
    qtbot.waitUntil(lambda: len(listener.messages) == 1)
    qtbot.wait(50)
    run.cancel()
    qtbot.waitUntil(lambda: puppet.closed == 1)


def test_an_exception_is_reported_and_the_next_run_works(runner, puppet, experiment, qtbot, capsys):
    listener = Listener(runner)
    puppet.fault = FloatingPointError("the ground gave way")
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: bool(listener.failures))
    assert listener.failures == ["FloatingPointError: the ground gave way"]
    assert capsys.readouterr().err == ""  # the window tells of it, and its log has the traceback
    puppet.fault = None
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: listener.finished)


def test_a_core_that_cannot_be_imported_is_reported(qapp, experiment, qtbot, capsys):
    def load():
        raise ImportError("no module named 'torch'")

    runner = Runner(load)
    listener = Listener(runner)
    runner.prepare()
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: bool(listener.failures))
    runner.close()
    assert listener.failures == ["ImportError: no module named 'torch'"]


def test_many_starts_make_shorter_chunks_so_that_stopping_stays_prompt(runner, qtbot, experiment):
    asked = []

    def simulate(experiment, *, memory, chunk_steps):
        asked.append(chunk_steps)
        yield from ()

    runner = Runner(lambda: simulate)
    listener = Listener(runner)
    for count, starts in enumerate((1, 10_000), start=1):
        many = dataclasses.replace(experiment, starts=((0.0, 0.0),) * starts, steps=2)
        runner.start(make_run(many))
        qtbot.waitUntil(lambda count=count: len(listener.messages) == count)
    runner.close()
    assert asked == [32, 6]


def test_closing_ends_the_thread_and_is_harmless_twice(qapp, puppet, experiment, qtbot):
    runner = Runner(puppet.load)
    listener = Listener(runner)
    puppet.delay = 0.01
    run = make_run(experiment)
    runner.start(run)
    qtbot.waitUntil(lambda: bool(listener.messages))
    run.cancel()
    runner.close()
    runner.close()
    before = len(puppet.calls)
    runner.start(make_run(experiment))
    runner.prepare()
    qtbot.wait(50)
    assert len(puppet.calls) == before
    assert puppet.closed == 1


def test_a_forgotten_runner_ends_its_thread_instead_of_aborting_the_process(
    qapp, puppet, experiment, qtbot
):
    runner = Runner(puppet.load)
    puppet.delay = 0.01
    runner.start(make_run(experiment))
    qtbot.waitUntil(lambda: bool(puppet.calls))
    thread = runner._thread
    del runner
    gc.collect()
    assert thread.isFinished()
