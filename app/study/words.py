"""What the page calls kinds of studies, ways to choose starts, and statistics.

The words are those of `core.study`, which is not imported here: torch comes with it.
"""

from __future__ import annotations

KINDS: dict[str, tuple[str, str]] = {
    "starts": ("Starts", "What becomes of each of many starts, method by method"),
    "basins": ("Basins", "A map: where every start of a lattice ends, and how soon"),
    "sweep": ("Sweep", "One statistic over a grid of one or two settings"),
    "escape": ("Escape", "Who leaves the sharp one of two basins, against its sharpness"),
}
"""The title of each kind and what it asks."""

SAMPLINGS: dict[str, str] = {
    "uniform": "uniform in the domain",
    "sobol": "evenly in the domain (Sobol)",
    "lattice": "a lattice, n along each axis",
    "disc": "a disc about the sharp minimum",
}
"""Ways to choose starts; a basin's is its own, `basin:NAME`."""

STATISTICS: dict[str, str] = {
    "median_final_loss": "Median final loss",
    "median_best_loss": "Median best loss on the way",
    "median_sharpness": "Median sharpness at the end",
    "median_path_length": "Median path length",
    "median_settled_at": "Median step of settling",
    "converged": "Share that settled",
    "moving": "Share still moving",
    "diverged": "Share that diverged",
    "share_global": "Share at the global minimum",
}

COLUMNS: dict[str, str] = {
    **STATISTICS,
    "escape_ratio": "Escape ratio",
    "by_attractor": "By attractor",
    "undefined": "No loss there",
    "p": "p (Holm)",
}
"""How columns of the tables are headed, where not as they are called."""

DEFAULT_SAMPLINGS = {"starts": "uniform", "sweep": "uniform", "escape": "disc", "basins": "lattice"}


def sampling_title(word: str) -> str:
    """A way to choose starts in words."""
    kind, _, basin = word.partition(":")
    return f"within the basin {basin}" if kind == "basin" else SAMPLINGS[kind]


def statistic_title(word: str) -> str:
    """A statistic in words."""
    minimum = word.removeprefix("share:")
    return f"Share at {minimum}" if minimum != word else STATISTICS[word]


def column_title(word: str) -> str:
    """The heading of a column of a table."""
    for beginning in ("median_", "low_", "high_"):
        rest = word.removeprefix(beginning)
        if rest != word and f"median_{rest}" in STATISTICS:
            what = STATISTICS[f"median_{rest}"].removeprefix("Median ").partition(" on the")[0]
            return what[:1].upper() + what[1:] if beginning == "median_" else beginning[:-1]
    for beginning, sign in (("share:", ""), ("low:", "low "), ("high:", "high ")):
        rest = word.removeprefix(beginning)
        if rest != word:
            return f"at {rest}" if not sign else sign.strip()
    return COLUMNS.get(word, word[:1].upper() + word[1:].replace("_", " "))
