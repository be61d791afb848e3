"""The colours that a person may choose for the ground: published, readable, chosen per theme."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from pyqtgraph import colormap
from PySide6.QtWidgets import QMenu
from pytest_regressions.image_regression import ImageRegressionFixture
from scene import NOTHING, frame_of, line, only, paint, picture, pixels
from test_contrast import FAMILIES, THEMES, least_contrast, luminance
from test_pictures import SIZE, check, race

from app.look.shades import shades
from app.look.theme import DARK, LIGHT, Theme
from app.map.colour_menus import COLOUR_TITLES, LEVEL_TITLES, MENUS, SPACING_TITLES
from app.map.drawing import colours
from app.map.drawing.layers import Layers
from app.map.drawing.tones import toned
from app.map.map_view import MapView
from app.map.seen import layers_of, state_of
from core.experiment.view_colours import COLOUR_MAPS, LEVELS, SPACINGS, Colours
from core.experiment.view_state import ViewState
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.two_basins import TwoBasins

MAPS = pytest.mark.parametrize("name", COLOUR_MAPS)
pytestmark = pytest.mark.usefixtures("qapp")


def in_map(name: str) -> Colours:
    return Colours(dark=name, light=name)


@MAPS
def test_a_palette_is_the_published_one(name: str) -> None:
    known = name.upper() if name.startswith("cet") else name
    table = colormap.get(known).getLookupTable(0.0, 1.0, 256, alpha=False)
    assert np.array_equal(colours.palette(name), table)


@THEMES
@MAPS
def test_every_default_colour_with_its_edge_stands_out_from_every_map(theme: Theme, name: str):
    shown = toned(theme, in_map(name))
    assert shown.map_blend >= theme.map_blend
    beneath = luminance(np.array(colours.grounds(shown)))
    assert least_contrast(beneath, shown.map_ink, shown.map_halo) >= 3.0
    for memory, sam in FAMILIES:
        for colour in shades(theme, (memory or None, sam)):
            assert least_contrast(beneath, colour, colours.edge_colour(colour, shown)) >= 3.0
    for colour in ("#000000", "#ffffff", "#808080", "#ff0000", "#003366"):
        assert least_contrast(beneath, colour, colours.edge_colour(colour, shown)) >= 3.0


@THEMES
@MAPS
def test_levels_are_told_apart_by_their_lightness_alone(theme: Theme, name: str):
    ground = luminance(colours.shades(toned(theme, in_map(name))))
    assert (np.diff(ground[::16]) > 0).all()


@THEMES
def test_what_nobody_has_chosen_is_the_themes_own(theme: Theme):
    assert toned(theme, Colours()) is theme


def test_every_choice_has_a_title():
    assert tuple(COLOUR_TITLES) == COLOUR_MAPS
    assert (tuple(LEVEL_TITLES), tuple(SPACING_TITLES)) == (LEVELS, SPACINGS)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_map_of_ones_own(theme: Theme, image_regression: ImageRegressionFixture):
    chosen = Colours(dark="inferno", light="cet-cbl2", levels="fewer", spacing="even")
    layers = Layers(grid_lines=True, axis_names=True, minima_names=True, colours=chosen)
    shown = picture({"adam": line((-1.5, 1.0), (0.0, -1.0))}, landscape=GoldsteinPrice())
    check(image_regression, paint(shown, 15, layers, theme=theme, size=SIZE))


def test_a_grid_has_grid_lines_and_names_of_its_axes_and_minima(
    image_regression: ImageRegressionFixture,
):
    layers = Layers(grid_lines=True, axis_names=True, minima_names=True, layout="grid",
                    colours=Colours(dark="magma", levels="more"))  # fmt: skip
    check(image_regression, paint(race(), 45, layers, size=SIZE))


def test_more_levels_have_more_colours_on_the_map():
    shown = picture({"adam": line((-3.0, 2.0), (3.0, 2.0))}, landscape=TwoBasins(5.0))
    found = []
    (left, top, right, bottom) = map(int, frame_of(shown, size=(260, 210)).plot.getCoords())
    for levels in LEVELS:
        layers = dataclasses.replace(NOTHING, colours=Colours(levels=levels))
        inside = pixels(paint(shown, 0, layers, size=(260, 210)))[top:bottom, left:right]
        packed = inside @ (65536, 256, 1)
        found.append(int((np.unique(packed, return_counts=True)[1] > 15).sum()))
    assert found[0] < found[1] < found[2]


def test_minima_are_named_beside_their_stars_and_never_on_one_another():
    shown = picture({"adam": line((-3.0, 2.0), (3.0, 2.0))}, landscape=TwoBasins())
    plain = pixels(paint(shown, 0, only("minima")))
    named = pixels(paint(shown, 0, only("minima", "minima_names")))
    rows, columns = np.nonzero((plain != named).any(-1))
    for minimum in TwoBasins().minima:
        x, y = frame_of(shown).to_pixels(np.array(minimum.position))
        near = (np.abs(rows - y) < 12) & (columns > x + 8) & (columns < x + 60)
        assert near.sum() > 60
    assert (np.abs(rows - y) < 12).all()


# The menu


def test_a_map_is_chosen_for_the_theme_in_use_and_shown_as_chosen(map_view: MapView, appearance):
    menu = map_view.layers_menu.colours
    before = pixels(map_view.canvas.image(1.0))
    menu.actions["colour-map", "plasma"].trigger()
    assert map_view.layers.colours == Colours(dark="plasma")
    assert (pixels(map_view.canvas.image(1.0)) != before).any(-1).mean() > 0.3
    appearance.set_theme(LIGHT)
    assert menu.actions["colour-map", "cividis"].isChecked()
    menu.actions["colour-map", "cet-l1"].trigger()
    menu.actions["levels", "more"].trigger()
    menu.actions["spacing", "even"].trigger()
    assert map_view.layers.colours == Colours("plasma", "cet-l1", "more", "even")
    appearance.set_theme(DARK)
    assert menu.actions["colour-map", "plasma"].isChecked()
    map_view.set_layers(Layers())
    checked = {key for key, action in menu.actions.items() if action.isChecked()}
    assert checked == {("colour-map", "viridis"), ("levels", "usual"), ("spacing", "round")}


def test_every_choice_is_explained_and_every_map_shows_its_colours(map_view: MapView):
    assert all(action.toolTip() for action in map_view.layers_menu.colours.actions.values())
    below = map_view.findChild(QMenu, "map-colour-map-menu")
    below.aboutToShow.emit()
    for (kind, name), action in map_view.layers_menu.colours.actions.items():
        assert action.icon().isNull() == (kind != "colour-map"), name
    assert len(MENUS) == 3


def test_colours_survive_the_way_through_a_file(map_view: MapView):
    chosen = Colours("magma", "cet-cbl1", "fewer", "even")
    layers = Layers(colours=chosen, grid_lines=True)
    landscape = map_view.canvas.scene.picture.experiment.landscape
    told = state_of(0, 0, map_view.view, layers, landscape).describe()
    assert told["colours"] == {
        "dark": "magma", "light": "cet-cbl1", "levels": "fewer", "spacing": "even",
    }  # fmt: skip
    assert layers_of(ViewState.parse(told), Layers()) == layers
    assert layers_of(ViewState.parse({"colours": {}}), layers).colours == Colours()
