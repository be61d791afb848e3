"""How each method looks: one pure function, so that window, charts and video always agree."""

from __future__ import annotations

import dataclasses
from collections import Counter

from app.look.theme import Theme
from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES, METHODS

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


@dataclasses.dataclass(frozen=True)
class Style:
    """Colour (hex), dash pattern in pen widths (None is solid) and head marker of one method.

    A ghost is a memory method whose memory is switched off: the control of its twin, in the
    twin's hue, dotted, to be drawn translucent.
    """

    colour: str
    dash: tuple[float, ...] | None
    marker: str
    ghost: bool = False


def is_ghost(spec: MethodSpec) -> bool:
    """Whether the method has a memory that cannot act: strength 0 or capacity 0."""
    values = spec.values
    return bool(spec.row.memory) and (values["strength"] == 0 or values["capacity"] == 0)


def styles(methods: tuple[MethodSpec, ...], theme: Theme) -> tuple[Style, ...]:
    """One style per method, in order.

    Hue by memory and SAM, dash by copy of that hue, marker by base rule and copy. Disabled
    methods count, so that switching one off never changes how the others look.
    """
    hues: Counter[tuple[str | None, bool]] = Counter()
    rows: Counter[str] = Counter()
    found = []
    for spec in methods:
        row, ghost = spec.row, is_ghost(spec)
        hue = (row.memory, row.sam)
        dash = GHOST_DASH if ghost else DASHES[hues[hue] % len(DASHES)]
        marker = MARKERS[(list(BASES).index(row.base.name) + rows[spec.method]) % len(MARKERS)]
        found.append(Style(theme.hue(*hue), dash, marker, ghost))
        rows[spec.method] += 1
        hues[hue] += not ghost
    return tuple(found)


def method_colour(name: str, theme: Theme) -> str:
    """The hue of a method of the table, for menus that offer it."""
    row = METHODS[name]
    return theme.hue(row.memory, row.sam)
