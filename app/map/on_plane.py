"""A scene of a network as it is drawn: its picture lies on a plane through the runs."""

from __future__ import annotations

import dataclasses

import numpy as np

from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.planes.filling import FINE, Filled, losses
from app.map.planes.fitting import Wish, fitted, moved
from app.map.planes.projected import laid_out, paths_of
from landscapes.gridded import Gridded
from landscapes.networks import Network


def on_plane(scene: Scene) -> Scene:
    """The scene on the plane that is laid; any other as it is, and where none is."""
    network = scene.picture.experiment.landscape
    if scene.laid is None or scene.laid.fitted.wish.network != network:
        return scene
    picture, told = laid_out(scene.picture, scene.laid, scene.start)
    ground = picture.experiment.landscape
    return dataclasses.replace(
        scene,
        picture=picture,
        on_plane=told,
        laid=None,
        start=0,
        starts=picture.experiment.start_positions(),
        view=View.of(ground) if scene.view == View.of(network) else scene.view,
        layers=scene.layers.on_plane,
    )


def laid(scene: Scene, aspect: float | None = None) -> Scene:
    """The same scene with the plane that is chosen, its ground exact; any other as it is. `aspect`
    is how wide a map is for its height.

    Raises ValueError, in words, where there is no such plane.
    """
    picture, choice = scene.picture, scene.plane
    network = picture.experiment.landscape
    if not isinstance(network, Network) or (scene.laid is not None and scene.laid.exact):
        return scene
    paths = tuple(paths_of(picture, scene.start))
    if not paths:
        raise ValueError(
            "a map of a network is a plane through the positions of its runs, and these are not "
            "recorded: $.record.what says so"
        )
    found = fitted(
        Wish(choice.kind, network, choice.loss, paths, picture.experiment.seed, False, aspect)
    )
    if choice.moves:
        track = next(t for t in picture.tracks if t is not None and "positions" in t)
        found = moved(
            found, np.asarray(track["positions"][track.kept_row(scene.cursor)])[scene.start]
        )
    values = losses(network, choice.loss, found.plane, found.rectangle, FINE)
    assert values is not None
    ground = Gridded(found.rectangle, found.key, values)
    return dataclasses.replace(scene, laid=Filled(found, ground, exact=True))
