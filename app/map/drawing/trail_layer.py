"""Images of the trajectories that grow with time, so that a frame draws only the newest steps.

Whole blocks of steps are drawn once and for all. The bold trails' last, unfinished block is drawn
anew in every frame, on a copy of what lies around it, since smoothed edges that are painted twice
would grow thicker.
Once time goes back, copies of the images are kept along the way: from then on, going back
continues from the nearest one. A view that changes with every frame would only waste them.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.device import TRANSLUCENT, copy_image, device_pixels, image_for, painter_on
from app.map.drawing.sheet import device_box
from app.map.drawing.trail_sheets import BLOCK, PADDING, TrailSheets
from app.map.drawing.trails import TrailRequest, draw_crowd, draw_lead, lead_of, way

KEPT_BYTES, MOST_KEPT = 96e6, 5

Times = tuple[int, ...]


@dataclasses.dataclass
class _State:
    """What is drawn for good, each trail up to its own time.

    `lead` has the bold trails up to the `blocks`, where they are `lengths` pixels long, in its
    part `inked`; `crowd` has the thin ones up to `crowd_done`.
    """

    blocks: Times
    lengths: tuple[float, ...]
    lead: QImage
    crowd_done: Times
    crowd: QImage
    inked: QRect = dataclasses.field(default_factory=QRect)

    def clear(self) -> None:
        """Make both images blank."""
        for image in (self.lead, self.crowd):
            image.fill(Qt.GlobalColor.transparent)
        self.inked = QRect()

    def copy(self) -> _State:
        """Both images again; Qt copies their pixels only when one of the two is painted on."""
        return dataclasses.replace(self, lead=QImage(self.lead), crowd=QImage(self.crowd))

    def precedes(self, goal: Times) -> bool:
        """Whether no trail is past its goal."""
        return all(
            block <= wanted and done <= wanted
            for block, done, wanted in zip(self.blocks, self.crowd_done, goal, strict=True)
        )


class TrailLayer:
    """The trails up to the time drawn last."""

    def __init__(self) -> None:
        self._request: TrailRequest | None = None
        self._state: _State | None = None
        self._kept: list[_State] = []
        self._keeping = False
        self._sheets = TrailSheets()

    def draw(self, painter: QPainter, request: TrailRequest, cursor: int) -> None:
        """Draw all trails up to the time `cursor` (or as far as they are known)."""
        goal = tuple(min(cursor, trail.track.filled) for trail in request.trails)
        state = self._rewound(request, goal)
        blocks = _whole_blocks(goal)
        while state.blocks != blocks:
            self._finish_block(request, state, blocks)
        if len(request.others):
            _draw_crowd_to(request, state, goal)
            copy_image(painter, request.frame, state.crowd)
        self._state = state
        _draw_leads(painter, request, state, goal)

    def _rewound(self, request: TrailRequest, goal: Times) -> _State:
        """The newest state that is not past the goal: the last one, a kept one, a blank one."""
        if request != self._request:
            former, self._request = self._request, request
            self._kept, self._keeping = [], False
            if self._state is not None and former is not None and former.scene == request.scene:
                if self._state.crowd.isNull() and len(request.others):
                    self._state = _blank(request)  # until now there was a single start
                self._assemble(request, self._state, goal)
            else:
                self._state, self._sheets = None, TrailSheets()
        if self._state is not None and self._state.precedes(goal):
            return self._state
        self._keeping = self._state is not None
        kept = [state for state in self._kept if state.precedes(goal)]
        return kept[-1].copy() if kept else _blank(request)

    def _assemble(self, request: TrailRequest, state: _State, goal: Times) -> None:
        """Bring the state to the goal when only some of the trails have changed."""
        state.clear()
        state.lengths, state.inked = self._sheets.assemble(request, goal, state.lead, state.crowd)
        state.blocks, state.crowd_done = _whole_blocks(goal), goal

    def _finish_block(self, request: TrailRequest, state: _State, goal: Times) -> None:
        """Draw one more block of the trails that are hindmost."""
        first = min(b for b, wanted in zip(state.blocks, goal, strict=True) if b < wanted)
        drawn = [b == first < wanted for b, wanted in zip(state.blocks, goal, strict=True)]
        lengths = list(state.lengths)
        with painter_on(state.lead, request.frame) as painter:
            for index, trail in enumerate(request.trails):
                if drawn[index]:
                    points = request.lead_pixels(trail, first, first + BLOCK)
                    draw_lead(painter, lead_of(request, trail, points, lengths[index]))
                    lengths[index] += way(points)
                    state.inked |= device_box(request.frame, points, PADDING)
        state.blocks = tuple(
            b + BLOCK if yes else b for b, yes in zip(state.blocks, drawn, strict=True)
        )
        state.lengths = tuple(lengths)
        if self._is_worth_keeping(request, state):
            _draw_crowd_to(request, state, state.blocks)
            self._kept.append(state.copy())

    def _is_worth_keeping(self, request: TrailRequest, state: _State) -> bool:
        end = state.blocks[0]
        newer = not self._kept or self._kept[-1].blocks < state.blocks
        even = set(state.blocks) == {end} and end % _keep_every(request) == 0
        return self._keeping and newer and even


def _draw_leads(painter: QPainter, request: TrailRequest, state: _State, goal: Times) -> None:
    """Copy the bold trails' image, with their unfinished block where that lies."""
    frame = request.frame
    tails = [
        request.lead_pixels(trail, block, wanted)
        for trail, block, wanted in zip(request.trails, state.blocks, goal, strict=True)
    ]
    box = device_box(frame, np.concatenate(tails), PADDING) if state.blocks != goal else QRect()
    box &= state.lead.rect()
    patch = state.lead.copy(box) if not box.isEmpty() else QImage()
    if not box.isEmpty():
        with painter_on(patch, frame, box.topLeft()) as on_patch:
            for trail, points, length in zip(request.trails, tails, state.lengths, strict=True):
                draw_lead(on_patch, lead_of(request, trail, points, length))
    with device_pixels(painter, frame):
        for part in _around(state.inked & state.lead.rect(), box):
            painter.drawImage(part.topLeft(), state.lead, part)
        if not box.isEmpty():
            painter.drawImage(box.topLeft(), patch)


def _around(whole: QRect, box: QRect) -> list[QRect]:
    """What is left of a rectangle without a box that may lie in it."""
    box = box & whole
    if box.isEmpty():
        return [] if whole.isEmpty() else [whole]
    above, below = box.top() - whole.top(), whole.bottom() - box.bottom()
    before, after = box.left() - whole.left(), whole.right() - box.right()
    parts = (
        QRect(whole.left(), whole.top(), whole.width(), above),
        QRect(whole.left(), box.bottom() + 1, whole.width(), below),
        QRect(whole.left(), box.top(), before, box.height()),
        QRect(box.right() + 1, box.top(), after, box.height()),
    )
    return [part for part in parts if not part.isEmpty()]


def _whole_blocks(goal: Times) -> Times:
    return tuple(time - time % BLOCK for time in goal)


def _draw_crowd_to(request: TrailRequest, state: _State, goal: Times) -> None:
    """Draw the thin trails on to the goal, where they are not there yet."""
    missing = any(done < wanted for done, wanted in zip(state.crowd_done, goal, strict=True))
    if not missing or not len(request.others):
        return
    with painter_on(state.crowd, request.frame) as painter:
        for trail, done, wanted in zip(request.trails, state.crowd_done, goal, strict=True):
            if done < wanted:
                draw_crowd(painter, request, trail, done, wanted)
    state.crowd_done = tuple(map(max, state.crowd_done, goal))


def _blank(request: TrailRequest) -> _State:
    lead = image_for(request.frame, TRANSLUCENT)
    crowd = image_for(request.frame, TRANSLUCENT) if len(request.others) else QImage()
    nothing = (0,) * len(request.trails)
    state = _State(nothing, tuple(map(float, nothing)), lead, nothing, crowd)
    state.clear()
    return state


def _keep_every(request: TrailRequest) -> int:
    """Steps between two kept copies: as few as the memory for them allows, whole blocks."""
    frame = request.frame
    bytes_each = 8 * frame.width * frame.height * frame.pixel_ratio**2
    most = max(2, min(MOST_KEPT, int(KEPT_BYTES / bytes_each)))
    steps = max((trail.track.steps for trail in request.trails), default=1)
    return BLOCK * max(1, -(-steps // (BLOCK * most)))
