"""What the page calls kinds of studies, ways to choose starts, and statistics.

The words are those of `core.study`, which is not imported here: torch comes with it.
"""

from __future__ import annotations

import re

from core.experiment.methods import HYPERPARAMETERS
from core.writing import place_told

KINDS: dict[str, tuple[str, str]] = {
    "starts": ("Starts", "What becomes of each of many starts, method by method"),
    "basins": ("Basins", "A map: where every start of a lattice ends, and how soon"),
    "sweep": ("Sweep", "One statistic over a grid of one or two settings"),
    "escape": ("Escape", "Who leaves the basin that the starts lie in, with a memory and without"),
    "seeds": ("Seeds", "Methods at one training loss: how flat, how accurate, over many seeds"),
}
"""The title of each kind and what it asks."""

OF_NETWORKS = ("seeds",)
"""The kinds that ask about a network; the others ask about landscapes with a domain."""

SAMPLINGS: dict[str, str] = {
    "uniform": "uniform in the domain",
    "sobol": "evenly in the domain (Sobol)",
    "latin": "evenly, a Latin hypercube",
    "lattice": "a lattice, n along each axis",
    "disc": "a disc about the sharp minimum",
    "seeds": "initialisations",
}
"""Ways to choose starts; a basin's is its own, `basin:NAME`."""

BENEATH = "beneath"
"""The basin that the race's first start lies in, whichever minimum is that one's."""

QUANTITIES: dict[str, str] = {
    "final_loss": "final loss",
    "best_loss": "best loss on the way",
    "sharpness": "sharpness at the end (λmax)",
    "attractor_sharpness": "sharpness of the minimum (λmax)",
    "ring_rise": "rise of the loss around the minimum",
    "path_length": "path length",
    "settled_at": "steps to settle",
}
STATISTICS: dict[str, str] = {
    **{f"median_{name}": f"Median {title}" for name, title in QUANTITIES.items()},
    "q1_final_loss": "Lower quartile of final loss",
    "q3_final_loss": "Upper quartile of final loss",
    "converged": "Share that settled",
    "moving": "Share still moving",
    "diverged": "Share that diverged",
    "share_global": "Share at a global minimum",
    "share_below": "Share that ever came below a loss",
    "escape_ratio": "Share that leaves its basin",
    "by_attractor": "Share that leaves, by the minimum",
}
"""Statistics that a sweep can tell, with those of the landscape's minima, `share:NAME`."""

_COLUMNS = {"p": "p (Holm)", "undefined": "no loss", "n": "n", "what": "Compared in"}
_ENDS = {"median_": "Median ", "q1_": "Lower quartile, ", "q3_": "Upper quartile, "}

DEFAULT_SAMPLINGS = {"starts": "uniform", "sweep": "uniform", "escape": "disc", "basins": "lattice",
                     "seeds": "seeds"}  # fmt: skip


def unbroken(text: str) -> str:
    """A text no line of which ends between a number and its unit."""
    return re.sub(r"(?<=[0-9]) (?=[a-z])", "\N{NO-BREAK SPACE}", text)


def sampling_title(word: str) -> str:
    """A way to choose starts in words."""
    if word == BENEATH:
        return "within the basin of the race's first start"
    kind, _, basin = word.partition(":")
    return f"within the basin {place_told(basin)}" if kind == "basin" else SAMPLINGS[kind]


def is_of_a_place(word: str) -> bool:
    """Whether a way to choose starts is within the basin of a place that was typed."""
    kind, _, basin = word.partition(":")
    return kind == "basin" and place_told(basin) != basin


def column_title(word: str) -> str:
    """The heading of a column of a table."""
    if word in _COLUMNS:
        return _COLUMNS[word]
    for end in ("low", "high"):
        if word.startswith((f"{end}_", f"{end}:")):
            return end
    if word.startswith("share:"):
        return f"at {word.removeprefix('share:')}"
    if word.startswith("moving:"):
        return "of them moving"
    for beginning, title in _ENDS.items():
        if word.startswith(beginning):
            return title + quantity(word.removeprefix(beginning))
    owner, _, name = word.rpartition(".")
    if owner:
        return _varied_title(owner, name)
    plain = word.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _varied_title(owner: str, name: str) -> str:
    """A setting that is varied: C (capacity), λ (decay) of method 2."""
    known = HYPERPARAMETERS.get(name) if owner != "landscape" else None
    said = name if known is None or known.symbol == name else f"{known.symbol} ({name})"
    number = owner.removeprefix("methods[").removesuffix("]")
    return f"{said} of method {int(number) + 1}" if number.isdecimal() else said


def compared(word: str) -> str:
    """What methods are compared in, or a statistic, as a cell of a table."""
    if word.startswith("share:"):
        return f"at {word.removeprefix('share:')}"
    if word in QUANTITIES:
        return f"lower {quantity(word)}"
    return STATISTICS.get(word, word.replace("_", " "))


def quantity(word: str) -> str:
    """A quantity of a start without what explains it: sharpness of the minimum."""
    return QUANTITIES.get(word, word.replace("_", " ")).partition(" (")[0]
