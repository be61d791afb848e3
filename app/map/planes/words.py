"""What the planes through the runs of a network are called, and what each is."""

from __future__ import annotations

from core.experiment.experiment import Experiment
from core.experiment.record import Record
from core.experiment.view_plane import PlaneKind

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
