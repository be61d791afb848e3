"""The quantities over time that only a network has, measured at the kept times of its run.

Between two kept times their curves are straight. Curvature is dear: a track holds it where somebody
has had it measured (`Track.measured`), and from the first such time to the last there is a curve.
"""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.over_time import Rows, Series, one
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network

CURVATURE = ("lambda_max", "lambda_ratio", "trace", "m_sharpness")
"""The series that have values where curvature has been measured."""


def between(track: Track, kept: Array, rows: slice) -> Array:
    """What is known of the kept times (K+1, …) at some times: (n, …), straight in between."""
    times = np.arange(rows.start, rows.stop)
    places = np.asarray(track.kept)
    before = np.searchsorted(places, times, side="right") - 1
    after = np.minimum(before + 1, len(places) - 1)
    gap = np.maximum(places[after] - places[before], 1)
    share = ((times - places[before]) / gap).reshape(-1, *(1,) * (kept.ndim - 1))
    exact = share == 0  # what comes next may not be there yet
    return np.where(exact, kept[before], kept[before] * (1 - share) + kept[after] * share)


def _blank(track: Track, rows: slice, lines: int) -> Array:
    return np.full((rows.stop - rows.start, track.starts, lines), np.nan)


def _of_kept(*keys: str) -> Rows:
    def rows_of(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
        if track.keep.summary is None:
            return _blank(track, rows, len(keys))
        return between(track, np.stack([track[key] for key in keys], -1), rows)

    return rows_of


def _gaps(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if track.keep.summary is None:
        return _blank(track, rows, 1)
    return between(track, (track["test_losses"] - track["train_losses"])[..., None], rows)


def _batch_losses(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    return track["losses"][rows, :, None]


def _of_curvature(*keys: str) -> Rows:
    def rows_of(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
        found = _blank(track, rows, len(keys))
        if not track.measured:
            return found
        times, measured = np.arange(rows.start, rows.stop), track.measured
        told = {**measured, "lambda_ratio": measured["lambda_max"] / measured["lambda_5"]}
        for line, key in enumerate(keys):
            for start in range(track.starts):
                values = told[key][:, start]
                known = np.isfinite(values)
                if known.any():
                    places = np.asarray(track.kept)[known]
                    found[:, start, line] = np.interp(
                        times, places, values[known], left=np.nan, right=np.nan
                    )
        return found

    return rows_of


def _scores(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    network = experiment.landscape
    if "task_accuracies" not in track or not isinstance(network, Network):
        return _blank(track, rows, 3)
    from core.measures.task_scores import scores  # of few networks

    found = scores(network, track, experiment.batch)
    return between(track, np.stack([found.learning, found.average, found.forgetting], -1), rows)


def _each_task(experiment: Experiment, spec: MethodSpec, track: Track, rows: slice) -> Array:
    if "task_accuracies" not in track:
        return _blank(track, rows, len(_tasks(experiment)))
    return between(track, track["task_accuracies"], rows)


def _tasks(experiment: Experiment) -> tuple[str, ...]:
    network = experiment.landscape
    return network.tasks if isinstance(network, Network) and network.tasks else ("task",)


_DEAR = "; measured after training, at a few of the kept steps first"
NETWORK_SERIES = (
    Series("losses", "Train and test loss", "mean loss of the whole training set and of the test "
           "set, at the kept steps", _of_kept("train_losses", "test_losses"),
           lambda experiment: ("train", "test"), log_ratio=10, kept=True, of="networks"),
    Series("accuracy", "Accuracy", "share of right answers on the test set and on the training "
           "set, with the labels it is trained on", _of_kept("test_accuracies", "train_accuracies"),
           lambda experiment: ("test", "train"), worst=-np.inf, kept=True, of="networks"),
    Series("gap", "Generalization gap", "test loss less training loss", _gaps, one("gap"),
           kept=True, of="networks"),
    Series("batch_loss", "Mini-batch loss", "loss of the mini-batch that the step beginning there "
           "sees", _batch_losses, one("loss"), log_ratio=10, of="networks"),
    Series("scores", "Learning, average, forgetting",
           "of the tasks learnt so far: mean test accuracy right after each, mean test accuracy "
           "now, and how much lower that is than it has been", _scores,
           lambda experiment: ("learning", "average", "forgetting"), worst=None, kept=True,
           of="tasks"),
    Series("tasks", "Accuracy by task", "test accuracy of each task", _each_task, _tasks,
           worst=-np.inf, kept=True, of="tasks"),
    Series("lambda_max", "Sharpness λmax", "largest eigenvalue of the training loss's Hessian, by "
           "Lanczos" + _DEAR, _of_curvature("lambda_max"), one("λmax"), log_ratio=100, worst=None,
           kept=True, of="networks"),
    Series("lambda_ratio", "λmax / λ5", "largest eigenvalue over the fifth: how much one direction "
           "stands out" + _DEAR, _of_curvature("lambda_ratio"), one("λmax/λ5"), worst=None,
           kept=True, of="networks"),
    Series("trace", "Trace of the Hessian", "by Hutchinson's estimate, with its standard error"
           + _DEAR, _of_curvature("trace", "trace_error"),
           lambda experiment: ("trace", "its error"), worst=None, kept=True, of="networks"),
    Series("m_sharpness", "SAM's m-sharpness", "mean rise of a mini-batch's loss by a step of "
           "ρ = 0.05 uphill; the part ρ‖g‖ of it tells of the slope, not of curvature" + _DEAR,
           _of_curvature("m_sharpness", "m_slope"), lambda experiment: ("rise", "ρ‖g‖ of it"),
           worst=None, kept=True, of="networks"),
    Series("start_distance", "Distance from the start", "‖θ − θ₀‖", _of_kept("distances"),
           one("distance"), kept=True, of="networks"),
)  # fmt: skip
