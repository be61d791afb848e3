"""The quantities that are drawn over time: each is computed from some rows of a Track.

A growing run is followed by computing only its new rows; what adds up (path length, best so
far) says with which ufunc, so that rows of any cut give the same curve.
"""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures import memories, quantities
from core.measures.lengths import lengths
from core.measures.network_series import NETWORK_SERIES
from core.measures.over_time import Series, one
from core.measures.sharpness import sharpness
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network


def _axes(experiment: Experiment) -> tuple[str, ...]:
    if isinstance(experiment.landscape, Network):
        return ("α",)
    count = experiment.landscape.dimension
    return ("x", "y") if count == 2 else tuple(f"θ{axis + 1}" for axis in range(count))


def _losses(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    return track["losses"][rows, :, None]


def _gradient_norms(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    return track["gradient_norms"][rows, :, None]


def _curvatures(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if track.keep.summary is not None:
        return _nothing(track, rows, 2)
    seen = experiment.comoving(track["positions"][rows], rows.start)
    found = sharpness(experiment.landscape, seen)
    return np.stack([found.largest, found.smallest], -1)


def _agreements(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if "agreement" in track:  # it has been computed while the items were there
        return track["agreement"][rows, :, None]
    if not memories.has_slots(spec, track):
        return _nothing(track, rows, 1)
    return memories.agreement(track["memory_items"][rows])[..., None]


def _pulls(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    """‖mean(B)‖ before each step, and the norm of what it is added to in that step; of a network
    that of the momentum is not kept."""
    if "memory_mean_norms" in track:
        pulled = track["gradient_norms"][rows, :, None]
        if spec.row.memory == "cm":
            pulled = _nothing(track, rows, 1)
        return np.concatenate([track["memory_mean_norms"][rows, :, None], pulled], -1)
    if not memories.has_memory(spec, track):
        return _nothing(track, rows, 2)
    mean = memories.memory_mean(spec, track, rows)
    after = slice(rows.start + 1, rows.stop + 1)
    partner = track["gradients"][rows]
    if spec.row.memory == "cm":
        partner = quantities.direction(spec, track["first_moments"][after], partner, rows)
    lost = np.isnan(partner).any(-1)
    mean_norm = np.where(lost, np.nan, lengths(mean))
    return np.stack([mean_norm, lengths(partner)], -1)


def _rates(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    steps = np.arange(rows.start + 1, rows.stop + 1)
    after = slice(rows.start + 1, rows.stop + 1)
    if track.keep.summary is not None:  # second moments are not kept
        return _common_rates(experiment, spec, track, steps)
    return quantities.effective_rates(
        experiment, spec, steps, track["second_moments"][after], track["positions"][after]
    )


def _common_rates(experiment: Experiment, spec: MethodSpec, track: Track, steps: Array) -> Array:
    """The rate that all parameters of a network have in common, where nothing divides it."""
    if spec.row.base.package or spec.row.base.shape.second_keeps:
        return np.full((len(steps), track.starts, 1), np.nan)
    rates = float(spec.values["lr"]) * np.array(
        [experiment.lr_schedule(int(step), experiment.steps) for step in steps]
    )
    lost = np.isnan(track["losses"][steps])
    return np.where(lost, np.nan, rates.reshape(-1, 1))[..., None]


def _step_lengths(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if "step_lengths" in track:
        return track["step_lengths"][rows, :, None]
    return quantities.step_lengths(track["positions"][rows.start : rows.stop + 1])[..., None]


def _walked(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    """Steps' lengths with a 0 for the start, ready to be added up."""
    before = max(0, rows.start - 1)
    if "step_lengths" in track:
        lengths, lost = track["step_lengths"][before : rows.stop - 1], np.isnan(track["losses"][:1])
    else:
        lengths = quantities.step_lengths(track["positions"][before : rows.stop])
        lost = np.isnan(track["positions"][:1, :, 0])
    if rows.start == 0:
        lengths = np.concatenate([np.where(lost, np.nan, 0.0), lengths])
    return lengths[..., None]


def _remote(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if track.keep.summary is not None:
        return _nothing(track, rows, 1)
    seen = experiment.comoving(track["positions"][rows], rows.start)
    return quantities.distance_to_global(experiment.landscape, seen)[..., None]


def _nothing(track: Track, rows: slice, lines: int) -> Array:
    return np.full((rows.stop - rows.start, track.starts, lines), np.nan)


_SERIES = (
    Series("loss", "Loss", "f(θ) at the recorded points", _losses, one("loss"),
           log_ratio=1, of="planes"),
    Series("best", "Best so far", "the lowest loss up to each step", _losses, one("best"),
           accumulate=np.fmin, log_ratio=1, of="planes"),
    Series("gradient_norm", "Gradient norm", "‖g‖ of the gradient each step used",
           _gradient_norms, one("‖g‖"), per_step=True, log_ratio=1),
    Series("sharpness", "Sharpness λmax", "largest (and smallest) eigenvalue of the Hessian at θ",
           _curvatures, lambda experiment: ("λmax", "λmin"), log_ratio=1000, worst=None,
           of="planes"),
    Series("agreement", "Agreement",
           "‖Σb‖ / Σ‖b‖ of the items held: 1 they point one way, 0 they cancel",
           _agreements, one("agreement"), memory_only=True, worst=None),
    Series("pull", "Memory vs gradient",
           "‖mean(B)‖ beside the norm of what it is added to: the gradient (CG) or momentum (CM)",
           _pulls, lambda experiment: ("‖mean‖", "‖g‖ or ‖m‖"), per_step=True,
           log_ratio=1, memory_only=True, worst=None),
    Series("rate", "Effective learning rate",
           "what each axis' update is multiplied by: α/(√v̂ + ε), or α where nothing divides",
           _rates, _axes, first=1, per_step=True, log_ratio=1, inside=True, worst=None),
    Series("step_length", "Step length", "‖θₜ₊₁ − θₜ‖ of the step that ends here", _step_lengths,
           one("step"), first=1, per_step=True, log_ratio=1),
    Series("path_length", "Path length", "way travelled since the start", _walked,
           one("path"), accumulate=np.add),
    Series("distance", "Distance to minimum",
           "from θ to the nearest known global minimum", _remote, one("distance"),
           log_ratio=1, of="planes"),
)  # fmt: skip
SERIES: dict[str, Series] = {series.key: series for series in (*NETWORK_SERIES, *_SERIES)}
