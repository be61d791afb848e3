"""What the planes through the runs of a network are called, what each is, and how good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.experiment.experiment import Experiment
from core.experiment.record import Record
from core.experiment.view_plane import PlaneKind
from core.writing import spoken

if TYPE_CHECKING:  # only networks have planes: until there is one, nothing that fills them is read
    from app.map.planes.filling import Filled
    from app.map.planes.fitting import Fitted

TITLES: dict[PlaneKind, str] = {
    "paths": "Principal components of the paths",
    "ends": "Through three ends",
    "random": "Random directions about an end",
    "hessian": "Sharpest directions at an end",
}
TIPS: dict[PlaneKind, str] = {
    "paths": "The two directions along which the paths spread most",
    "ends": "Through where the first three methods end, or a run's start, middle and end",
    "random": "Two random directions, every filter as long as the network's own: the paths would "
    "be points, and are not drawn",
    "hessian": "The Hessian's two largest eigenvectors: the paths would be points, and are not "
    "drawn",
}


def never_laid(experiment: Experiment) -> str:
    """Why there will be no plane of a network's race however long it runs; empty where there is
    going to be one."""
    what = (experiment.record or Record()).what
    if what == "positions":
        return ""
    return (
        "a map of a network is a plane through the positions of its runs, and of this one "
        f"{what} are recorded ($.record.what)"
    )


def how_exact(
    filled: Filled | None,
    newest: Fitted | None,
    seconds_left: float | None = None,
    awaited: PlaneKind | None = None,
) -> str:
    """How far the ground that is shown is from the exact one of the newest plane, and in how many
    seconds there will be a better; `awaited` is the plane that is wished for."""
    if newest is not None and awaited not in (None, newest.wish.kind):
        return "another is being laid"
    when = "" if seconds_left is None or seconds_left < 1 else f" in {spoken(seconds_left)}"
    if filled is not None and newest is not None and filled.fitted.wish is not newest.wish:
        return f"another{when}" if when else "another is being filled"
    if filled is None or (filled.exact and filled.samples is None):
        return ""
    if not filled.exact:
        return f"a preview, its levels are off{when and f'; a better one{when}'}"
    from app.map.planes.filling import count_of

    wish = filled.fitted.wish
    return f"of {filled.samples} of {count_of(wish.network, wish.part):,} samples"
