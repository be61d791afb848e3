"""The colours of the methods: a hue for each family, and shades of it for its cards.

A family is what a memory and SAM make of the base rules: its hue says so on every card. Within a
family the first card wears the hue itself, the others a shade, chosen in OKLab to be as far as can
be from all other colours of the theme and light (on the dark map) or dark enough (on a white card)
to be seen.
"""

from __future__ import annotations

from app.look.theme import Theme

Family = tuple[str | None, bool]

_MORE: dict[str, dict[Family, tuple[str, ...]]] = {
    "dark": {
        (None, False): ("#FEDAB8", "#BFB589", "#EEC96C", "#F9E181"),
        (None, True): ("#91FDFE", "#7DFC7F", "#96CEC2", "#6BD852"),
        ("cg", False): ("#EBCFF6", "#FD86FA", "#E6AFFC", "#FE9AA0"),
        ("cm", False): ("#26E9EC", "#AFDBF7", "#AEBEF5", "#2BC5C7"),
        ("cg", True): ("#ECBAAF", "#DCA783", "#FCAC72", "#FEC7A2"),
        ("cm", True): ("#A2BC32", "#C7D69B", "#DFF2A6", "#B9D736"),
    },
    "light": {
        (None, False): ("#833407", "#99745A", "#9F5616", "#72551F"),
        (None, True): ("#195553", "#34A409", "#1F6708", "#5C9592"),
        ("cg", False): ("#6D3182", "#BD0A3D", "#BE69EC", "#9D3FBE"),
        ("cm", False): ("#7F70FB", "#4838BF", "#7F8EB5", "#515176"),
        ("cg", True): ("#855950", "#F8564A", "#C5776D", "#A2080C"),
        ("cm", True): ("#929267", "#4F4D0F", "#869310", "#9F7604"),
    },
}


def shades(theme: Theme, family: Family) -> tuple[str, ...]:
    """The colours of a family's cards in their order; after the last they begin again."""
    return (theme.hue(*family), *_MORE[theme.name][family])
