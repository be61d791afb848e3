"""Which parts a picture can have."""

from __future__ import annotations

from app.map.drawing.layers import Layers

FIGURES = ("map", "loss", "memory")
"""What has a place of its own; a legend and a counter lie on the map, or above it all."""
MARKS = ("legend", "counter")
PARTS = (*FIGURES, *MARKS)
TITLES = {
    "map": "Map or surface",
    "loss": "Loss chart",
    "memory": "Memory",
    "legend": "Legend",
    "counter": "Step counter",
}


def parts_of(layers: Layers) -> str:
    """The parts that a map shows, with commas between them."""
    marks = (layers.legend, layers.step_counter)
    return ",".join(("map", *(name for name, shown in zip(MARKS, marks, strict=True) if shown)))
