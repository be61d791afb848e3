"""The arrows that a step's anatomy puts on the map."""

from __future__ import annotations

from app.look.styles import Style
from app.look.theme import Theme
from app.map.drawing.layers import AnatomyVector
from core.anatomy.substep import SubStep


def colour_of(substep: SubStep, style: Style, theme: Theme) -> str:
    """The method's hue for what its memory brings in, the theme's colours for the rest."""
    return {
        "ascent": theme.warning,
        "gradient": theme.text,
        "mean": style.colour,
        "momentum": theme.accent,
        "aggregated": style.colour,
        "store": style.colour,
        "replace": style.colour,
        "scaled": theme.good,
        "weight_decay": theme.warning,
        "move": theme.good,
    }.get(substep.key, theme.dim)


def vectors_of(
    substeps: tuple[SubStep, ...], style: Style, theme: Theme, method: int = 0
) -> tuple[AnatomyVector, ...]:
    """An arrow in the plane for each sub-step that has one, of a method of the experiment."""
    found = []
    for number, substep in enumerate(substeps, start=1):
        if substep.vector is None or substep.origin is None or len(substep.vector) < 2:
            continue
        found.append(
            AnatomyVector(
                origin=(substep.origin[0], substep.origin[1]),
                vector=(substep.vector[0], substep.vector[1]),
                colour=colour_of(substep, style, theme),
                label=substep.symbol or substep.name,
                number=number,
                displacement=substep.to_scale,
                method=method,
            )
        )
    return tuple(found)
