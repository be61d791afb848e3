"""How a race is looked at, from an experiment file and back into one."""

from __future__ import annotations

import dataclasses

from app.map.drawing.camera import Camera
from app.map.drawing.layers import Layers
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from core.experiment.experiment import Experiment
from core.experiment.view_plane import PlaneChoice
from core.experiment.view_state import LAYERS, PLANE_LAYERS, ViewState
from landscapes.base import Landscape
from landscapes.networks import Network


def layers_of(seen: ViewState, usual: Layers) -> Layers:
    """What a map shows that is seen so; the usual where nothing is said."""
    found = usual
    if seen.layers is not None:
        # Nothing is said of a plane's layers where none was seen.
        said = [name for name in LAYERS if seen.plane is not None or name not in PLANE_LAYERS]
        found = dataclasses.replace(found, **{name: name in seen.layers for name in said})
    if seen.layout is not None:
        found = dataclasses.replace(found, layout=seen.layout)
    if seen.colours is not None:
        found = dataclasses.replace(found, colours=seen.colours)
    camera = None if seen.camera is None else Camera(*seen.camera)
    return dataclasses.replace(found, camera=camera)


def view_of(seen: ViewState, landscape: Landscape) -> View:
    """The part of the plane that is seen; the whole domain where nothing is said, or where it is
    too small to be looked at."""
    if seen.map is not None:
        view = View(*seen.map)
        if view.is_exact:
            return view
    return View.of(landscape)


def scene_seen(scene: Scene) -> Scene:
    """A scene as its experiment's file wants it seen."""
    experiment = scene.picture.experiment
    seen = experiment.view
    if seen is None:
        return scene
    return dataclasses.replace(
        scene,
        cursor=scene.cursor if seen.step is None else seen.step,
        start=seen.start or 0,
        view=view_of(seen, experiment.landscape),
        layers=layers_of(seen, scene.layers),
        plane=seen.plane or scene.plane,
    )


def state_of(
    step: int,
    start: int,
    view: View,
    layers: Layers,
    landscape: Landscape,
    panels: frozenset[str] | None = None,
    plane: PlaneChoice | None = None,
) -> ViewState:
    """What is to be kept of how a race is looked at."""
    there = set(LAYERS) if plane is not None else set(LAYERS) - PLANE_LAYERS
    shown = frozenset(name for name in there if getattr(layers, name))
    ranges = None if view == View.of(landscape) else (view.x, view.y)
    camera = None if layers.camera is None else layers.camera.numbers
    return ViewState(
        step, start, ranges, shown, layers.layout, layers.colours, camera, panels, plane
    )


def as_seen(scene: Scene) -> Experiment:
    """The scene's experiment, with how it is looked at."""
    experiment = scene.picture.experiment
    ground = experiment.landscape if scene.laid is None else scene.laid.ground
    seen_whole = scene.view == View.of(experiment.landscape)
    view = View.of(ground) if seen_whole else scene.view
    where = (scene.cursor, scene.start, view, scene.layers, ground)
    plane = scene.plane if isinstance(experiment.landscape, Network) else None
    return dataclasses.replace(experiment, view=state_of(*where, plane=plane))
