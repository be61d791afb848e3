"""Why there is no step to take apart, in words."""

from __future__ import annotations

from app.running.shown import BROKE_OFF, Picture
from core.anatomy.terms import memory_is_known
from core.experiment.experiment import Experiment
from core.measures.outcomes import loss_of_start
from landscapes.networks import Network

OF_NETWORK = (
    "The steps of a network cannot be taken apart: its gradients and moments, thousands of numbers "
    "each, are not kept of networks. The charts and the memory show what is."
)
COMPUTING = "Computing… The steps can be taken apart when they are there."
NOT_RECORDED = (
    "The memories of so large a run are not kept, so that its steps cannot be taken apart. "
    "Run it with fewer steps, starts or slots (buffer size C), or choose a method without memory."
)


def why_none(wanted: Experiment, picture: Picture, method: int, cursor: int, start: int) -> str:
    """Why a method of the picture, −1 for none, has no step at the cursor that can be shown."""
    if isinstance(wanted.landscape, Network):
        return OF_NETWORK
    methods = picture.experiment.methods
    track = picture.tracks[method] if 0 <= method < len(methods) else None
    if track is None:
        if not any(spec.enabled for spec in wanted.methods):
            return "Switch a method on to take its steps apart."
        return BROKE_OFF if picture.failure else COMPUTING
    if not memory_is_known(methods[method], track):
        return NOT_RECORDED
    if track.filled == 0:
        return "There is no step to take apart yet: this method has not made one."
    lost = loss_of_start(track, min(cursor, track.filled), start)
    if lost is not None and lost.kind == "undefined":
        return "There is no step to take apart: the loss is not a number here."
    return "There is no step to take apart: this method has diverged here."
