"""torch's own optimizers in double precision throughout, to compare with."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def double_throughout() -> Iterator[None]:
    """Let torch keep an optimizer's own scalars, such as the product of NAdam's momenta, in
    double precision: their type is the default one, whatever the parameters' is."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
