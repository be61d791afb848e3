"""A scene of a network as it is drawn: its picture lies on a plane through the runs."""

from __future__ import annotations

import dataclasses

from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.planes.filling import Filled, best
from app.map.planes.fitting import Fitted, PlaneError, Wish, fitted, reshaped
from app.map.planes.projected import laid_out, paths_of
from app.map.planes.slices import Slices
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


def laid(scene: Scene, aspect: float | None = None, *, moving: bool = False) -> Scene:
    """The same scene with the plane that is chosen, its ground exact; any other as it is. `aspect`
    is how wide a map is for its height. A plane through the point at the cursor has a preview of
    its ground at every time where the picture is `moving`.

    Raises PlaneError where there is no such plane.
    """
    picture, known = scene.picture, scene.laid
    network = picture.experiment.landscape
    if not isinstance(network, Network):
        return scene
    goes_along = scene.plane.moves
    if known is not None and known.exact and not known.fitted.wish.goes_on:
        if _has_shape(known, aspect) and not goes_along:
            return scene
        found = reshaped(known.fitted, aspect)
    else:
        found = _found(scene, network, aspect)
    whole = known is not None and scene.view == View.of(known.ground)
    scene = dataclasses.replace(scene, view=View.of(network) if whole else scene.view)
    if not goes_along:
        return dataclasses.replace(scene, laid=best(found))
    first = next(t for t in picture.tracks if t is not None and "positions" in t)
    slices = Slices(found, first, scene.start)
    if moving:
        return dataclasses.replace(scene, laid=slices.at(scene.cursor), slices=slices)
    return dataclasses.replace(scene, laid=best(slices.through(scene.cursor)))


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
    return fitted(
        Wish(choice.kind, network, choice.loss, paths, picture.experiment.seed, False, aspect)
    )
