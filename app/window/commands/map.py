"""What the View menu says of the map: its layers, its colours, its layout, where it looks."""

from __future__ import annotations

from functools import partial

from app.look.appearance import Appearance
from app.map.colour_menus import MENUS, chosen_in
from app.map.layers_menu import LAYER_TIPS, LAYER_TITLES
from app.map.map_view import MapView
from app.window.command import Command, Live

VIEW = "&View"
LAYERS, COLOURS = f"{VIEW}/&Layers of the map", f"{VIEW}/&Colours of the map"


def map_commands(map_view: MapView, appearance: Appearance) -> tuple[Command, ...]:
    """In the order in which they stand in the menu."""
    changed, menu = map_view.layers_changed, map_view.layers_menu

    def layer(name: str, title: str) -> Command:
        return Command(
            f"layer-{name}",
            LAYERS,
            title,
            lambda: map_view.set_layers(map_view.layers.toggled(name)),
            tip=LAYER_TIPS.get(name, ""),
            enabled=Live(lambda: name not in menu.meaningless, (menu.offer_changed,)),
            checked=Live(lambda: bool(getattr(map_view.layers, name)), (changed,)),
        )

    def colours(kind: str, name: str, words: str) -> Command:
        title, names, tip = MENUS[kind]

        def holds() -> bool:
            return chosen_in(map_view.layers.colours, appearance.theme, kind) == name

        return Command(
            f"{kind}-{name}",
            COLOURS,
            f"{title}: {words}" if kind == "colour-map" else words,
            partial(map_view.choose, kind, name),
            tip=tip,
            checked=Live(holds, (changed, appearance.theme_changed)),
            group=f"map-{kind}",
            rule=kind != "colour-map" and name == next(iter(names)),
        )

    return (
        *(layer(*item) for item in LAYER_TITLES.items()),
        *(colours(kind, *item) for kind, (_, names, _) in MENUS.items() for item in names.items()),
        Command(
            "map-grid",
            VIEW,
            "One map per &method",
            map_view.lay_out_otherwise,
            ("Ctrl+G",),
            tip="One map for each method side by side, or all methods on one",
            checked=Live(lambda: map_view.layers.is_grid, (changed,)),
            rule=True,
        ),
        Command(
            "map-surface",
            VIEW,
            "Sur&face",
            map_view.raise_otherwise,
            ("Ctrl+Shift+G",),
            tip="The landscape as a surface that can be turned, or as a map",
            checked=Live(lambda: map_view.layers.camera is not None, (changed,)),
        ),
        Command("reset-view", VIEW, "Whole &domain", map_view.reset_view, ("Ctrl+0",)),
    )
