"""A race as a Python script that runs it again and prints where it ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from landscapes.networks import Network

_HEAD = '''# {title}
# Exported by Basinscope. Run it where Basinscope is installed, or from its checkout.

try:
    from basinscope.core.experiment import experiment_file
    from basinscope.core.stepping.simulate import record
except ModuleNotFoundError:
    from core.experiment import experiment_file
    from core.stepping.simulate import record

EXPERIMENT = r"""
{experiment}
"""

experiment = experiment_file.loads(EXPERIMENT)
recording = record(experiment)
'''
_POINTS = """for spec, track in zip(experiment.enabled_methods, recording.tracks, strict=True):
    # Arrays by name: positions (T + 1, S, D), losses (T + 1, S), gradients (T, S, D), …
    ends, losses = track["positions"][-1], track["losses"][-1]
    for start, (end, loss) in enumerate(zip(ends, losses, strict=True)):
        print(f"{spec.label}, start {start + 1}: loss {loss:.6g} at {end.tolist()}")
"""
_NETWORKS = """for spec, track in zip(experiment.enabled_methods, recording.tracks, strict=True):
    # Arrays by name: losses (T + 1, S) of mini-batches; of the kept times positions (K + 1, S, D),
    # train_losses, test_losses, train_accuracies and test_accuracies (K + 1, S), …
    told = zip(track["train_losses"][-1], track["test_losses"][-1], track["test_accuracies"][-1])
    for replica, (train, test, accuracy) in enumerate(told, 1):
        print(f"{spec.label}, replica {replica}: loss {train:.4g}, test {test:.4g}, {accuracy:.1%}")
"""


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a script; see `app.export.formats.Format.write`."""
    with files.rewriting(path) as file:
        file.write(script(scene.picture.experiment).encode())
        report(1, 1)  # the last way out before the new file is there


def script(experiment: Experiment) -> str:
    """The text of a script that runs an experiment."""
    labels = ", ".join(method.label for method in experiment.enabled_methods)
    title = f"{experiment.landscape.title}: {labels}"
    # JSON never has three quotation marks side by side, and a raw string leaves its escapes alone.
    head = _HEAD.format(
        title="".join(sign if sign.isprintable() else " " for sign in title),
        experiment=experiment_file.dumps(experiment),
    )
    return head + (_NETWORKS if isinstance(experiment.landscape, Network) else _POINTS)
