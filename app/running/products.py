"""In how many threads numpy multiplies: in one, for two wait for each other on a busy machine."""

from __future__ import annotations

import os

LIBRARIES = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def multiply_in_one_thread() -> None:
    """Let numpy, which is to be imported after this, multiply in one thread, unless the person
    wishes otherwise: where all processors are at work, a plane through the runs of a network would
    be found in seconds instead of hundredths of one."""
    for library in LIBRARIES:
        os.environ.setdefault(library, "1")
