"""Why a chart has nothing to show, in words."""

from __future__ import annotations

from app.running.shown import BROKE_OFF, Picture
from core.measures.network_series import CURVATURE
from core.measures.series import SERIES


def why_blank(key: str, picture: Picture, *, measuring: bool = False) -> str:
    """What stands in a quantity's chart of a picture, should it have no value; `measuring` says
    that curvature is being measured."""
    series, experiment = SERIES[key], picture.experiment
    running = [spec for spec in experiment.methods if spec.enabled]
    if series.memory_only:
        if not any(spec.row.memory for spec in running):
            return "No method with a memory runs"
    elif not running:
        return "No method runs"
    elif series.inside and all(spec.row.base.package for spec in running):
        return "Not known of optimizers of other packages"
    if series.memory_only and _keeps_no_memory(picture):
        return "The memories of so large a run are not kept"
    if picture.ready < experiment.steps:
        if key in CURVATURE and not picture.failure:
            return "Measured when the runs are complete"
        return BROKE_OFF if picture.failure else "Computing…"
    if key in CURVATURE and all(t is None or "positions" not in t for t in picture.tracks):
        return "The points of this run are not kept, so that their curvature is not known"
    if key in CURVATURE[:3]:
        from core.measures.spectrum import MOST_PARAMETERS  # with all that finds eigenvalues

        if experiment.landscape.dimension > MOST_PARAMETERS:
            return f"Measured up to {MOST_PARAMETERS:,} parameters: it takes longer than training"
    if key in CURVATURE and measuring:
        return "Measuring…"
    if key == "distance" and not experiment.landscape.minima:
        return "No minimum is known on this landscape"
    return "The memories hold nothing" if series.memory_only else "There is no value"


def _keeps_no_memory(picture: Picture) -> bool:
    """Whether what the memories hold will not be known either when the runs are complete."""
    found = [track for track in picture.tracks if track is not None]
    return bool(found) and not any(track.memory == "all" or "agreement" in track for track in found)
