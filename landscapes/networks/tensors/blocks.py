"""Large batches in blocks of networks and samples that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator

NUMBERS = 8_000_000
"""About how many numbers are held at once: 32 MB in float32, a few times over."""
SAMPLES = 512
"""Samples that go through together where they fit: so many that the products are large."""


def sample_blocks(samples: int, width: int) -> Iterator[tuple[slice, int]]:
    """The samples in blocks, each with its length, where one takes `width` numbers. They do not
    depend on how many networks there are, so that the sums over them do not either."""
    at_once = max(1, min(SAMPLES, NUMBERS // width))
    for begin in range(0, samples, at_once):
        yield slice(begin, begin + at_once), min(at_once, samples - begin)


def network_blocks(networks: int, numbers: int) -> Iterator[slice]:
    """The networks in blocks, where one takes so many numbers, with the samples that it sends
    through at once."""
    at_once = max(1, NUMBERS // numbers)
    for begin in range(0, networks, at_once):
        yield slice(begin, begin + at_once)
