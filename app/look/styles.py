"""How each method looks: one pure function, so that window, charts and video always agree."""

from __future__ import annotations

import functools
from collections import Counter
from typing import NamedTuple

from app.look.contrast import seen_on
from app.look.shades import shades
from app.look.theme import Theme
from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES
from core.experiment.packaged import row_of, table

# By copy of the same hue, so that C = 5 and C = 20 differ for those who do not see the hue.
DASHES: tuple[tuple[float, ...] | None, ...] = (
    None,
    (6.0, 3.0),
    (2.0, 2.0),
    (9.0, 3.0, 2.0, 3.0),
    (4.0, 2.0, 1.0, 2.0, 1.0, 2.0),
)
GHOST_DASH = (1.0, 2.5)
# pyqtgraph's names: circle, square, diamond, triangles, pentagon, hexagon.
MARKERS = ("o", "s", "d", "t1", "t", "p", "h")
# By name, so that a base that joins the table changes none of their looks; see `_first_marker`.
_MARKER = {"adam": "o", "adamw": "s", "sgd": "d", "sgdm": "t1", "rmsprop": "t"}


class Style(NamedTuple):
    """Colour (hex), dash pattern in pen widths (None is solid) and head marker of one method.

    A ghost is a memory method whose memory is switched off: the control of its twin, in the
    twin's colour, dotted, to be drawn translucent.
    """

    colour: str
    dash: tuple[float, ...] | None
    marker: str
    ghost: bool = False


def is_ghost(spec: MethodSpec) -> bool:
    """Whether the method has a memory that cannot act: strength 0 or capacity 0."""
    values = spec.values
    return bool(spec.row.memory) and (values["strength"] == 0 or values["capacity"] == 0)


@functools.lru_cache(maxsize=64)  # asked by every panel for every picture, by the map every frame
def styles(methods: tuple[MethodSpec, ...], theme: Theme) -> tuple[Style, ...]:
    """One style per method, in order.

    The colour that a person gave it, made to stand out from the theme's cards and panels; else a
    shade of the hue of its memory and SAM by copy of that hue, as its dash; marker by base rule and
    copy. Disabled methods and those with a colour of their own count, so that switching one off or
    colouring it never changes how others look.
    """
    hues: Counter[tuple[str | None, bool]] = Counter()
    rows: Counter[str] = Counter()
    twins: dict[object, str] = {}
    found = []
    for spec in methods:
        row, ghost = spec.row, is_ghost(spec)
        hue = (row.memory, row.sam)
        palette = shades(theme, hue)
        colour = palette[hues[hue] % len(palette)]
        if ghost:
            colour = twins.get(_but_strength(spec)) or twins.get(spec.method) or colour
        if spec.colour:
            colour = seen_on(seen_on(spec.colour, theme.card), theme.panel)
        dash = GHOST_DASH if ghost else DASHES[hues[hue] % len(DASHES)]
        first = MARKERS.index(_first_marker(row.base.name))
        marker = MARKERS[(first + rows[spec.method]) % len(MARKERS)]
        found.append(Style(colour, dash, marker, ghost))
        rows[spec.method] += 1
        hues[hue] += not ghost
        if not ghost:
            twins.setdefault(spec.method, colour)
            twins.setdefault(_but_strength(spec), colour)
    return tuple(found)


def _but_strength(spec: MethodSpec) -> object:
    """What a card and its control have in common."""
    return spec.method, tuple(pair for pair in spec.used if pair[0] != "strength")


def method_colour(name: str, theme: Theme) -> str:
    """The hue of a method of the table, for menus that offer it."""
    row = row_of(name)
    return theme.hue(row.memory, row.sam)


def _first_marker(base: str) -> str:
    """The marker of a base rule's first card; those that have none yet share the free ones out."""
    if base in _MARKER:
        return _MARKER[base]
    if base not in BASES:  # of another package: in the order of its table
        return MARKERS[list(table(base.partition(":")[0]).rows).index(base) % len(MARKERS)]
    free = [marker for marker in MARKERS if marker not in _MARKER.values()]
    newcomers = [name for name in BASES if name not in _MARKER]
    return free[newcomers.index(base) % len(free)]
