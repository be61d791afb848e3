"""Large batches in blocks of networks and samples that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator

from landscapes.networks.tensors.model import Model

NUMBERS = 8_000_000
"""About how many numbers are held at once: 32 MB in float32, a few times over."""
SAMPLES = 512
"""Samples that go through together where they fit: so many that the products are large."""


def sample_blocks(model: Model, samples: int, times: int = 1) -> Iterator[tuple[slice, int]]:
    """The samples in blocks, each with its length, where one takes `times` its numbers. They do
    not depend on how many networks there are, so that the sums over them do not either."""
    at_once = max(1, min(SAMPLES, NUMBERS // (times * model.width)))
    for begin in range(0, samples, at_once):
        yield slice(begin, begin + at_once), min(at_once, samples - begin)


def network_blocks(model: Model, networks: int, samples: int) -> Iterator[slice]:
    """The networks in blocks, each of which sends so many samples through at once."""
    at_once = max(1, NUMBERS // (samples * model.width + model.size))
    for begin in range(0, networks, at_once):
        yield slice(begin, begin + at_once)
