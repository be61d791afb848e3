"""What one frame shows: the window, the saved image and every export hand the painter the same."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from app.look.theme import Theme
from app.map.drawing.arrows import ArrowScale
from app.map.drawing.layers import Layers
from app.map.drawing.view import View
from app.running.shown import Highlight, Picture
from core.experiment.view_plane import PlaneChoice
from landscapes.base import Array

if TYPE_CHECKING:  # only networks have planes
    from app.map.planes.filling import Filled
    from app.map.planes.projected import OnPlane
    from app.map.planes.slices import Slices

CLOSE_UP = 2.0
"""How much longer arrows are in the close-up of a step."""


@dataclasses.dataclass(frozen=True, eq=False)
class Scene:
    """A picture at the time `cursor`, and how it is shown; it knows no device and no size.

    `start` is the selected start. `starts` (S, 2) shows other starts than the picture's, for those
    that a hand is moving. Arrows are `shrunk` to this share of their length, where maps are small.
    Around a map or a surface that is `clear` nothing is painted: there its picture is transparent.
    Of a network the `plane` that is chosen is shown, the one that is `laid` where it is known; a
    picture that is dropped on a plane comes with what there is to be told of it, `on_plane`. Where
    the plane goes along with a run, `slices` has the one of each time.
    """

    picture: Picture
    cursor: int
    theme: Theme
    view: View
    layers: Layers = dataclasses.field(default_factory=Layers)
    start: int = 0
    highlight: Highlight | None = None
    starts: Array | None = None
    shrunk: float = 1.0
    clear: bool = False
    plane: PlaneChoice = dataclasses.field(default_factory=PlaneChoice)
    laid: Filled | None = None
    on_plane: OnPlane | None = None
    slices: Slices | None = None

    @property
    def arrows(self) -> ArrowScale:
        """How long arrows are drawn: longer in the close-up of a step that is walked through,
        shorter on a small map."""
        scale = ArrowScale.of(self.picture.experiment.landscape)
        walking = self.layers.anatomy and self.layers.anatomy_active is not None
        return scale._replace(stretched=self.shrunk * (CLOSE_UP if walking else 1.0))

    def at(self, cursor: int) -> Scene:
        """The same at another time."""
        return dataclasses.replace(self, cursor=cursor)

    def alone(self, method: int, shrunk: float) -> Scene:
        """The same with one of its methods and no other, and arrows that suit a map's size."""
        tracks = tuple(
            track if index == method else None for index, track in enumerate(self.picture.tracks)
        )
        picture = dataclasses.replace(self.picture, tracks=tracks)
        return dataclasses.replace(self, picture=picture, shrunk=shrunk)

    def of(self, picture: Picture) -> Scene:
        """The same of another picture, for which a network's plane is still to be laid."""
        laid = self.laid if picture is self.picture else None
        return dataclasses.replace(self, picture=picture, laid=laid, slices=None)
