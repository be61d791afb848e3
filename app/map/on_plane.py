"""A scene of a network as it is drawn: its picture lies on a plane through the runs."""

from __future__ import annotations

import dataclasses

import numpy as np

from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.planes.filling import Filled, best
from app.map.planes.fitting import Fitted, PlaneError, Wish, fitted, moved, reshaped
from app.map.planes.projected import laid_out, paths_of
from landscapes.networks import Network

CLOSE = 1.02
"""Shapes that differ by less leave no more than a rim beside the ground."""


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

    Raises PlaneError where there is no such plane.
    """
    picture, known = scene.picture, scene.laid
    network = picture.experiment.landscape
    if not isinstance(network, Network):
        return scene
    if known is not None and known.exact and not known.fitted.wish.goes_on:
        if _has_shape(known, aspect):
            return scene
        found = reshaped(known.fitted, aspect)
    else:
        found = _found(scene, network, aspect)
    whole = known is not None and scene.view == View.of(known.ground)
    view = View.of(network) if whole else scene.view
    return dataclasses.replace(scene, laid=best(found), view=view)


def _has_shape(known: Filled, aspect: float | None) -> bool:
    (x0, x1), (y0, y1) = known.fitted.rectangle
    return aspect is None or 1 / CLOSE < aspect * (y1 - y0) / (x1 - x0) < CLOSE


def _found(scene: Scene, network: Network, aspect: float | None) -> Fitted:
    picture, choice = scene.picture, scene.plane
    paths = tuple(paths_of(picture, scene.start))
    if not paths:
        raise PlaneError(
            "a map of a network is a plane through the positions of its runs, and these are not "
            "recorded: $.record.what says so"
        )
    found = fitted(
        Wish(choice.kind, network, choice.loss, paths, picture.experiment.seed, False, aspect)
    )
    if not choice.moves:
        return found
    track = next(t for t in picture.tracks if t is not None and "positions" in t)
    point = track["positions"][track.kept_row(scene.cursor), scene.start]
    return moved(found, np.asarray(point))
