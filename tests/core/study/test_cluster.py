"""A Dask cluster gives the same bytes as this process, and what is wrong with it is said."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import Client, KilledWorker, LocalCluster

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.basins import maps
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.starting.sampling import Sampling
from core.study.telling.starts_table import starts_table
from core.study.work import cluster as clusters
from core.study.work import raster
from core.study.work.cluster import AddressError, Cluster, MissingError, cluster
from core.study.work.crew import BrokenError
from core.study.work.means import Means
from landscapes.two_basins import TwoBasins

NOISY = Experiment(
    TwoBasins(100.0),
    (
        MethodSpec.create("adam"),
        MethodSpec.create("adam+cm", {"capacity": 4, "policy": "random"}),
        MethodSpec.create("sgd", {"lr": 0.5}),
    ),
    ((0.0, 0.0),),
    steps=60,
    noise=0.3,
    seed=5,
)
STARTS = Question("starts", NOISY, Sampling("uniform", 150))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scheduler of two workers, each a process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as local:
            yield local.scheduler_address


def coarse() -> None:
    """Look at landscapes in a hurry, here or in a worker."""
    raster.raster.cache_clear()
    raster.CELLS = 16


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_maps_of_basins_are_the_same_bytes(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers look at the landscape themselves."""
    question = Question("basins", NOISY, Sampling("lattice", 5))
    with Client(address, set_as_default=False) as client:
        client.run(coarse)
    with cluster(address) as make:
        found = maps(study(question, Means(make_executor=make, rows=16)))
    monkeypatch.setattr(raster, "CELLS", 16)
    raster.raster.cache_clear()
    for name, values in maps(study(question)).items():
        assert found[name].tobytes() == values.tobytes(), name
    raster.raster.cache_clear()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_worker_with_other_arithmetic_is_not_believed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "arithmetic", lambda: "torch 1.0 on a Z80")
    said = "a worker of the cluster computes with torch 2.* this machine with torch 1.0 on a Z80"
    with cluster(address) as make, pytest.raises(BrokenError, match=said):
        study(STARTS, Means(make_executor=make))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_two_workers_one_of_which_is_killed_give_the_same_bytes(address: str) -> None:
    killed: list[int] = []

    def kill(studying: Studying) -> None:
        if not killed:
            with Client(address, set_as_default=False) as client:
                killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    with cluster(address) as make:
        found = study(STARTS, Means(make_executor=make, rows=37), kill)
    assert len(killed) == 2
    assert starts_table(found.known[0]).csv() == starts_table(study(STARTS).known[0]).csv()


class Gone:
    """A client whose scheduler has died, or who has nobody to work."""

    def __init__(self, status: str = "running", threads: int = 0) -> None:
        self.status, self._threads = status, threads

    def get_executor(self, **options: Any) -> Any:
        return None

    def nthreads(self) -> dict[str, int]:
        return {str(n): 1 for n in range(self._threads)}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KilledWorker("run-1", SimpleNamespace(address="tcp://there:1"), 3), "^4 workers .* died"),
        (ModuleNotFoundError("No module named 'core'"), "need basinscope as it is here.*'core'"),
        (
            RuntimeError("Error during deserialization of\nthe task graph"),
            r"here.* of the task graph\)",
        ),
    ],
)
def test_what_went_wrong_there_is_said_in_words(error: Exception, said: str) -> None:
    crew = Cluster(Gone(), "tcp://here:1")
    with pytest.raises(BrokenError, match=said):
        raise crew.explained(error)
    ours = ValueError("of the task's own")
    assert crew.explained(ours) is ours


def test_nobody_waits_for_a_scheduler_that_is_lost_or_for_workers_that_do_not_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(BrokenError, match="the scheduler at tcp://here:1 has been lost"):
        Cluster(Gone("connecting"), "tcp://here:1").look()
    now = [100.0]
    monkeypatch.setattr(clusters.time, "monotonic", lambda: now[0])
    for threads, patient in ((2, True), (0, False)):
        crew = Cluster(Gone(threads=threads), "tcp://here:1")
        crew.look()
        assert crew.workers == max(1, threads)
        now[0] += 61.0
        if patient:
            crew.look()
            continue
        with pytest.raises(BrokenError, match="has had no worker for 60 s"):
            crew.look()


@pytest.mark.parametrize("address", ["", "here", "here:", "http://here:80", "here:123456", "a b:1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError, match="such as tcp://"), cluster(address):
        pass


def test_without_dask_it_is_said_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    said = r"pip install 'basinscope\[cluster\]'"
    with pytest.raises(MissingError, match=said), cluster("tcp://127.0.0.1:9"):
        pass


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("greeting", "said"),
    [(None, "no scheduler answers at"), (b"HTTP/1.1 400 Bad Request\r\n\r\n", "no Dask scheduler")],
)
def test_where_no_scheduler_answers_it_is_said(greeting: bytes | None, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if greeting is None:
            server.close()
        else:
            threading.Thread(target=greet, args=(server, greeting), daemon=True).start()
        with pytest.raises(BrokenError, match=said), cluster(f"tcp://127.0.0.1:{port}"):
            pass


def greet(server: socket.socket, greeting: bytes) -> None:
    for _ in range(2):
        guest, _ = server.accept()
        with guest:
            guest.sendall(greeting)
