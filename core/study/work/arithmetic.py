"""What the last bits of a result hang on beside the question: processor, libraries, threads."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
import torch

FORMAT = 8
"""Of what a task comes to; another number wherever the same task comes to something else."""


PADDED = 64
"""Vectorised kernels round the rows that are left over otherwise than the rest: filled up to a
multiple of this there are none."""


class DeviceError(RuntimeError):
    """There is no such device here."""


@lru_cache(maxsize=4)
def arithmetic(device: str = "cpu") -> str:
    """The kind of processor and the versions with which results are the same bit for bit."""
    if device == "cpu":
        processor = f"{platform.machine()} {torch.backends.cpu.get_cpu_capability()}"
    else:
        processor = device
    return f"torch {torch.__version__}, numpy {np.__version__} on {processor}"


def check_device(device: str) -> None:
    """Raise DeviceError where a device is not there."""
    if device == "cuda" and not torch.cuda.is_available():
        built = "" if torch.version.cuda else f"; torch {torch.__version__} is built without CUDA"
        raise DeviceError(f"there is no CUDA device here{built}")


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch computes in one thread: several cut a batch where vectors' rows are left over."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
