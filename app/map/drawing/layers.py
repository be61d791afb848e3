"""What is shown on the map: a frozen choice that the window and the video both hand in."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from app.map.drawing.camera import Camera
from core.experiment.view_colours import Colours
from core.experiment.view_state import Layout

NOT_ON_PLANES = ("minima", "ellipses", "sharpness", "minima_names")
"""Layers that tell of a landscape of two dimensions: on a plane they would be of the plane alone,
not of the network."""


class AnatomyVector(NamedTuple):
    """One vector of a step's anatomy, drawn from `origin` with its number beside it.

    A `displacement` is a distance in the plane and drawn true to it (a step, SAM's ascent);
    anything else (gradients, momenta) is drawn on the arrows' common compressed scale.
    `method` is the one that makes the step, counted in its experiment.
    """

    origin: tuple[float, float]
    vector: tuple[float, float]
    colour: str
    label: str
    number: int
    displacement: bool = False
    method: int = 0


@dataclasses.dataclass(frozen=True)
class Layers:
    """What the map shows. `sharpness` colours by λ_max instead of the loss.

    `legend_at` is where a person has put the legend: the shares (0 … 1) of the room to its left
    and above it; None leaves it in the corner where it hides least. The `layout` shows all methods
    on one map, or each on a map of its own beside the others; `colours` are those of the ground.
    On a plane through the runs of a network trails are `fading` with their distance off it, and
    have the colour of their `true_loss` in the middle. With a `camera` the landscape is shown as a
    surface instead, with all methods on it.
    """

    trails: bool = True
    heads: bool = True
    memory: bool = True
    minima: bool = True
    contours: bool = True
    legend: bool = True
    legend_at: tuple[float, float] | None = None
    step_counter: bool = True
    ellipses: bool = False
    sharpness: bool = False
    grid_lines: bool = False
    axis_names: bool = False
    minima_names: bool = False
    fading: bool = True
    true_loss: bool = True
    anatomy: tuple[AnatomyVector, ...] = ()
    anatomy_active: int | None = None
    layout: Layout = "overlay"
    colours: Colours = dataclasses.field(default_factory=Colours)
    camera: Camera | None = None

    @property
    def on_plane(self) -> Layers:
        """Without what means nothing on a plane through a landscape of more dimensions."""
        return dataclasses.replace(self, **dict.fromkeys(NOT_ON_PLANES, False))

    def toggled(self, name: str) -> Layers:
        """The same choice with one layer switched."""
        return dataclasses.replace(self, **{name: not getattr(self, name)})

    def laid_out_otherwise(self) -> Layers:
        """The same with one map for each method, or with one map for all again."""
        layout: Layout = "overlay" if self.is_grid else "grid"
        return dataclasses.replace(self, layout=layout, camera=None)

    @property
    def is_grid(self) -> bool:
        """Whether each method has a map of its own."""
        return self.layout == "grid" and self.camera is None
