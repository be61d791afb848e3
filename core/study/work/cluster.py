"""A Dask cluster that carries out tasks, wherever its workers are."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from core.study.work.arithmetic import arithmetic
from core.study.work.crew import BrokenError, Crew

P = ParamSpec("P")
T = TypeVar("T")

CONNECT_SECONDS = 5.0
CLUSTER_SECONDS = 2.0
"""How often the cluster is asked for its workers."""
NOBODY_SECONDS = 60.0
"""A cluster may begin workers when there is work, which takes a while."""
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?(?P<host>[^/\s:]+|\[[^/\s]+\]):(?P<port>\d{1,5})")


class AddressError(ValueError):
    """What is no address of a scheduler."""


class MissingError(ImportError):
    """Dask is not installed."""


class _UnlikeError(RuntimeError):
    """A worker computes other bits than this machine does."""


@contextmanager
def cluster(address: str) -> Iterator[Callable[[], Crew]]:
    """Makes crews of the workers of the scheduler at an address such as tcp://127.0.0.1:8786.

    Raises:
        AddressError: that is no address.
        MissingError: Dask is not installed.
        BrokenError: no scheduler answers there within seconds.
    """
    if not _ADDRESS.fullmatch(address):
        raise AddressError(f"{address!r} is not allowed; an address such as tcp://127.0.0.1:8786")
    try:
        import dask.distributed  # noqa: F401
    except ImportError as error:
        raise MissingError(
            f"a cluster needs Dask ({error}); pip install 'basinscope[cluster]' brings it"
        ) from None
    _silence()
    client = _connected(address)
    try:
        yield lambda: Cluster(client, address)
    finally:
        client.close(timeout=CONNECT_SECONDS)


class Cluster(Crew):
    """The workers of a scheduler, however many there are at the moment."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False)
        self._seen = time.monotonic()
        self._asked, self._threads = -CLUSTER_SECONDS, 0

    @property
    def workers(self) -> int:
        return max(1, self._threads)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = self._executor.submit(_alike, arithmetic(), fn, args, kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait and not cancel_futures)

    def look(self) -> None:
        now = time.monotonic()
        if self._client.status != "running":
            raise BrokenError(self._lost)
        if now - self._asked < CLUSTER_SECONDS:
            return
        try:
            self._asked, self._threads = now, sum(self._client.nthreads().values())
        except Exception:
            raise BrokenError(self._lost) from None
        if self._threads:
            self._seen = now
        elif now - self._seen > NOBODY_SECONDS:
            raise BrokenError(
                f"the scheduler at {self._address} has had no worker for {NOBODY_SECONDS:.0f} s"
            )

    def explained(self, error: BaseException) -> BaseException:
        from dask.distributed import KilledWorker

        if isinstance(error, KilledWorker):
            count = error.allowed_failures + 1
            return BrokenError(
                f"{count} workers of the cluster died at the same task, one after the other; "
                "their logs say of what, too little memory perhaps"
            )
        if isinstance(error, CancelledError):
            return BrokenError(self._lost)
        if isinstance(error, _UnlikeError):
            return BrokenError(str(error))
        if isinstance(error, ImportError) or "deserializ" in str(error):
            return BrokenError(
                "the scheduler and the workers of the cluster need basinscope as it is here, and "
                f"its libraries ({' '.join(str(error).split())})"
            )
        return error

    @property
    def _lost(self) -> str:
        return f"the scheduler at {self._address} has been lost"


def _alike(wanted: str, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    """Carry out a function where the last bits are the same as where it was asked."""
    if arithmetic() != wanted:
        raise _UnlikeError(
            f"a worker of the cluster computes with {arithmetic()}, this machine with {wanted}: "
            "the results would not be the same to the last bit"
        )
    return fn(*args, **kwargs)


def _silence() -> None:
    """What goes wrong is said in our words, without Dask's tracebacks around them."""
    for name in ("tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connected(address: str) -> Any:
    """A client of the scheduler. Whatever listens there may be something else, or say nothing."""
    found = _ADDRESS.fullmatch(address)
    assert found is not None
    try:
        place = found["host"].strip("[]"), int(found["port"])
        socket.create_connection(place, CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise BrokenError(f"no scheduler answers at {address}: {why}") from None
    came: list[Any] = []

    def connect() -> None:
        try:
            came.append(_client(address))
        except Exception as error:
            came.append(error)

    threading.Thread(target=connect, daemon=True).start()
    until = time.monotonic() + CONNECT_SECONDS + 1
    while not came and time.monotonic() < until:
        time.sleep(0.02)
    if not came or isinstance(came[0], Exception):
        raise BrokenError(f"what answers at {address} is no Dask scheduler of this version")
    return came[0]


def _client(address: str) -> Any:
    from dask.distributed import Client

    # One that could not connect ends without a word.
    quiet: Any = type("QuietClient", (Client,), {"__del__": lambda self: None})
    return quiet(address, timeout=CONNECT_SECONDS, set_as_default=False)
