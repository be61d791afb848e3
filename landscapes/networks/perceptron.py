"""What perceptrons have in common before any of their numbers is known."""

from __future__ import annotations

import itertools

from landscapes.networks.layout import Layout, dense, laid_out


def layout(widths: tuple[int, ...]) -> Layout:
    """Weight and bias of each layer from `widths[i]` numbers to `widths[i + 1]`."""
    pairs = enumerate(itertools.pairwise(widths), start=1)
    return laid_out(
        [row for i, (inputs, outputs) in pairs for row in dense(f"{i}", inputs, outputs)]
    )


def layers(widths: tuple[int, ...]) -> str:
    """Its layers, for people: `64–32–10, ReLU`."""
    return "–".join(map(str, widths)) + ", ReLU"
