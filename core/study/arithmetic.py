"""What the last bits of a result hang on beside the question: processor, libraries, threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
import torch

FORMAT = 3
"""Of what a task comes to; another number wherever the same task comes to something else."""


@lru_cache(maxsize=4)
def arithmetic(device: str = "cpu") -> str:
    """The kind of processor and the versions with which results are the same bit for bit."""
    import platform

    if device == "cpu":
        processor = f"{platform.machine()} {torch.backends.cpu.get_cpu_capability()}"
    else:
        processor = torch.cuda.get_device_name(device) if torch.cuda.is_available() else device
    return f"torch {torch.__version__}, numpy {np.__version__} on {processor}"


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch computes in one thread: several cut a batch where vectors' rows are left over."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
