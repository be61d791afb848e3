"""What is said beneath a plane that is exported: what it shows, and what it hides."""

from __future__ import annotations

import numpy as np

from app.map.drawing.scene import Scene
from core.writing import number

LOSSES = {"train": "training loss", "test": "test loss"}


def plane_words(scene: Scene) -> str:
    """What a plane shows and what it hides, of a scene that lies on one; nothing of any other."""
    plane = scene.on_plane
    if plane is None:
        return ""
    methods = scene.picture.experiment.methods
    away = [
        f"{method.label} {number(float(np.nanmax(drop.distances)), 3)}"
        for method, drop in zip(methods, plane.drops, strict=True)
        if drop is not None and np.isfinite(drop.distances).any()
    ]
    told = [f"A plane through the runs and its {LOSSES[plane.loss]}", plane.words]
    if scene.plane.moves:
        told.append(_goes_through(scene))
    if away and any(scene.picture.tracks) and scene.slices is None:
        told.append("off the plane by up to: " + ", ".join(away))
    return ". ".join(part[:1].upper() + part[1:] for part in told if part) + "."


def _goes_through(scene: Scene) -> str:
    """Through which run's point a plane goes, and how good its ground is where it goes along."""
    plane = scene.on_plane
    assert plane is not None
    methods = scene.picture.experiment.methods
    label = next(m.label for m, drop in zip(methods, plane.drops, strict=True) if drop is not None)
    if scene.slices is None:
        return f"It goes through where {label} is at step {scene.cursor:,}"
    return f"It goes along with {label}, through each point that was kept; {scene.slices.words}"
