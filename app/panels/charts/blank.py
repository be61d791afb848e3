"""Why a chart has nothing to show, in words."""

from __future__ import annotations

from app.running.shown import BROKE_OFF, Picture
from core.measures.series import SERIES


def why_blank(key: str, picture: Picture) -> str:
    """What stands in a quantity's chart of a picture, should it have no value."""
    series, experiment = SERIES[key], picture.experiment
    running = [spec for spec in experiment.methods if spec.enabled]
    if series.memory_only:
        if not any(spec.row.memory for spec in running):
            return "No method with a memory runs"
    elif not running:
        return "No method runs"
    elif series.inside and all(spec.row.base.package for spec in running):
        return "Not known of optimizers of other packages"
    if picture.ready < experiment.steps:
        return BROKE_OFF if picture.failure else "Computing…"
    if key == "distance" and not experiment.landscape.minima:
        return "No minimum is known on this landscape"
    if series.memory_only:
        kept = any(track is not None and track.memory == "all" for track in picture.tracks)
        return (
            "The memories hold nothing" if kept else "The memories of so large a run are not kept"
        )
    return "There is no value"
