"""The trajectories: images that grow with time, so that a frame draws only the newest segments.

Trails of the selected start are bold with an outline; those of the other starts, thin and
translucent, lie in an image below. Copies of both are kept along the way, so that going back in
time continues from the nearest copy and not from nothing.
"""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.map.colours import faded
from app.map.device import TRANSLUCENT, copy_image, image_for, painter_on
from app.map.paths import polyline_path, segments_path, visible_segments
from app.map.view import Frame
from app.theme import Theme
from core.recording import Track
from landscapes.base import Array

WIDTH, CASING = 2.0, 1.1  # of a bold trail, and of its outline on each side
CROWD = 256
"""At most so many starts have trails besides the selected one; they are spread evenly."""
STALE, GHOST = 0.38, 0.75  # opacities
BLOCK = 64  # steps drawn at once
KEPT_BYTES = 96e6
QUANTUM = 4.0
"""A thin trail is rounded to this part of a device pixel, which drops moves too small to see."""


@dataclasses.dataclass(frozen=True)
class Trail:
    """One method's trajectories and how they look; a stale one waits for its newer run."""

    track: Track
    colour: str
    dash: tuple[float, ...] | None
    ghost: bool = False
    stale: bool = False

    @property
    def opacity(self) -> float:
        """How much of it is seen."""
        return (STALE if self.stale else 1.0) * (GHOST if self.ghost else 1.0)


@dataclasses.dataclass(frozen=True)
class TrailRequest:
    """All that the images depend on but the time."""

    trails: tuple[Trail, ...]
    frame: Frame
    start: int
    theme: Theme

    @cached_property
    def others(self) -> Array:
        """The starts that have thin trails."""
        count = self.trails[0].track["positions"].shape[1] if self.trails else 0
        others = np.flatnonzero(np.arange(count) != self.start)
        if len(others) > CROWD:
            others = others[np.linspace(0, len(others) - 1, CROWD).astype(np.intp)]
        return others


@dataclasses.dataclass
class _State:
    """The images when each trail is drawn up to `done` steps, `lengths` pixels of its bold part."""

    done: tuple[int, ...]
    lengths: tuple[float, ...]
    crowd: QImage
    lead: QImage

    def copy(self) -> _State:
        """Both images again; Qt copies their pixels only when one of the two is painted on."""
        return _State(self.done, self.lengths, QImage(self.crowd), QImage(self.lead))

    def precedes(self, goal: tuple[int, ...]) -> bool:
        """Whether no trail is past its goal."""
        return all(done <= wanted for done, wanted in zip(self.done, goal, strict=True))


class TrailLayer:
    """Two images of the trails up to the time drawn last."""

    def __init__(self) -> None:
        self._request: TrailRequest | None = None
        self._state: _State | None = None
        self._kept: list[_State] = []

    def draw(self, painter: QPainter, request: TrailRequest, cursor: int) -> None:
        """Draw all trails up to the time `cursor` (or as far as they are known)."""
        goal = tuple(min(cursor, trail.track.filled) for trail in request.trails)
        state = self._rewound(request, goal)
        while state.done != goal:
            self._advance(request, state, goal)
        self._state = state
        if len(request.others):
            copy_image(painter, request.frame, state.crowd)
        copy_image(painter, request.frame, state.lead)

    def _rewound(self, request: TrailRequest, goal: tuple[int, ...]) -> _State:
        """The newest state that is not past the goal: the last one, a kept one, a blank one."""
        if request != self._request:
            self._request, self._state, self._kept = request, None, []
        if self._state is not None and self._state.precedes(goal):
            return self._state
        kept = [state for state in self._kept if state.precedes(goal)]
        return kept[-1].copy() if kept else _blank(request)

    def _advance(self, request: TrailRequest, state: _State, goal: tuple[int, ...]) -> None:
        """Draw up to the end of the block in which the hindmost trail stands."""
        first = min(d for d, g in zip(state.done, goal, strict=True) if d < g)
        block_end = (first // BLOCK + 1) * BLOCK
        done, lengths = list(state.done), list(state.lengths)
        with (
            painter_on(state.crowd, request.frame) as crowd,
            painter_on(state.lead, request.frame) as lead,
        ):
            brushes = _Brushes(request, crowd, lead)
            for index, trail in enumerate(request.trails):
                stop = min(block_end, goal[index])
                if done[index] < stop:
                    lengths[index] += brushes.draw(trail, done[index], stop, lengths[index])
                    done[index] = stop
        state.done, state.lengths = tuple(done), tuple(lengths)
        newer = not self._kept or self._kept[-1].done < state.done
        if newer and block_end % _keep_every(request) == 0 and set(done) == {block_end}:
            self._kept.append(state.copy())


class _Brushes:
    """Painters on both images for a block of steps."""

    def __init__(self, request: TrailRequest, crowd: QPainter, lead: QPainter) -> None:
        self._request = request
        self._crowd = crowd
        self._lead = lead

    def draw(self, trail: Trail, first: int, last: int, length: float) -> float:
        """Draw the steps from time `first` to `last`; the length of the bold part in pixels."""
        positions = trail.track["positions"][first : last + 1]
        if len(self._request.others):
            self._draw_crowd(trail, positions[:, self._request.others])
        if self._request.start >= positions.shape[1]:
            return 0.0
        points = self._request.frame.to_pixels(positions[:, self._request.start])
        self._draw_lead(trail, points, length)
        moves = np.linalg.norm(np.diff(points, axis=0), axis=-1)
        return float(moves[np.isfinite(moves)].sum())

    def _draw_crowd(self, trail: Trail, positions: Array) -> None:
        frame, fine = self._request.frame, QUANTUM * self._request.frame.pixel_ratio
        points = np.rint(frame.to_pixels(positions) * fine) / fine
        segments = visible_segments(points[:-1], points[1:], frame.plot)
        if not len(segments):
            return
        opacity = trail.opacity * max(0.2, 0.85 * len(self._request.others) ** -0.3)
        pen = QPen(faded(trail.colour, opacity), 1)
        pen.setCosmetic(True)
        self._crowd.strokePath(segments_path(segments), pen)

    def _draw_lead(self, trail: Trail, points: Array, length: float) -> None:
        path = polyline_path(points, self._request.frame.plot)
        if path.isEmpty():
            return
        painter, mode = self._lead, QPainter.CompositionMode
        painter.setCompositionMode(mode.CompositionMode_SourceOver)
        painter.strokePath(path, _pen(trail, faded(trail.colour, trail.opacity), 0.0, length))
        # The outline goes under all that is there: it surrounds the trails and parts none.
        painter.setCompositionMode(mode.CompositionMode_DestinationOver)
        casing = faded(casing_colour(self._request.theme), 0.8 * trail.opacity)
        painter.strokePath(path, _pen(trail, casing, 2 * CASING, length))


def casing_colour(theme: Theme) -> QColor:
    """The outline of trails and arrows: dark on the dark map, white on the light one."""
    return QColor(theme.map_halo if theme.is_dark else theme.card)


def _pen(trail: Trail, colour: QColor, wider: float, length: float) -> QPen:
    """A pen whose dashes go on where the trail stood after `length` pixels."""
    # Overlapping round caps would show where a translucent trail is continued.
    solid = trail.opacity == 1.0 and trail.dash is None
    cap = Qt.PenCapStyle.RoundCap if solid else Qt.PenCapStyle.FlatCap
    width = WIDTH + wider
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)
    if trail.dash is not None:
        pen.setDashPattern([WIDTH * part / width for part in trail.dash])
        pen.setDashOffset(length / width)
    return pen


def _blank(request: TrailRequest) -> _State:
    images = []
    for _ in range(2):
        image = image_for(request.frame, TRANSLUCENT)
        image.fill(Qt.GlobalColor.transparent)
        images.append(image)
    count = len(request.trails)
    return _State((0,) * count, (0.0,) * count, *images)


def _keep_every(request: TrailRequest) -> int:
    """Steps between two kept copies: as few as the memory for them allows, whole blocks."""
    frame = request.frame
    bytes_each = 8 * frame.width * frame.height * frame.pixel_ratio**2
    most = max(2, min(5, int(KEPT_BYTES / bytes_each)))
    steps = max((trail.track.steps for trail in request.trails), default=1)
    return BLOCK * max(1, -(-steps // (BLOCK * most)))
