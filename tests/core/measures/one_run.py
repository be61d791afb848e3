"""One method's run, recorded."""

from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record
from landscapes import make


def run(method, steps=40, landscape=None, starts=((1.2, 0.7), (-1.0, 0.3)), **hyperparameters):
    experiment = Experiment(
        make(landscape or {"name": "two-basins"}),
        (MethodSpec.create(method, hyperparameters),),
        starts,
        steps,
    )
    return experiment, experiment.methods[0], record(experiment).tracks[0]
