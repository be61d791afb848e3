"""The tabs beside *Standing*, a line each. They are made when the first picture stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.session.session import Session


@dataclasses.dataclass(frozen=True)
class Insight:
    """A tab: its object name, its title, and what makes the panel behind it."""

    name: str
    title: str
    make: Callable[[Session, Appearance, MapView], QWidget]


def _anatomy(session: Session, appearance: Appearance, map_view: MapView) -> QWidget:
    from app.panels.anatomy.panel import AnatomyPanel  # not on the way to the first paint

    anatomy = AnatomyPanel(session, appearance)
    anatomy.vectors_changed.connect(map_view.set_anatomy)
    return anatomy


INSIGHTS = (Insight("anatomy", "Step anatomy", _anatomy),)
