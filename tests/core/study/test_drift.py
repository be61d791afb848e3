"""Studies of a landscape that drifts: ends are told of where it stands at the last step."""

import numpy as np
import pytest

from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.plots.wording import note
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.work.tasks import Task
from landscapes import make

CAMEL = make({"name": "six-hump-camel"})
DRIFT = Drift("jump", 50, (0.5, 0.25))
RACE = Experiment(CAMEL, (MethodSpec.create("sgd", {"lr": 0.02}),), ((0.0, 0.0),), 99, drift=DRIFT)


def test_minima_and_losses_are_those_of_the_landscape_at_the_last_step():
    answer = study(Question("starts", RACE, Sampling("uniform", 64)))
    (result,) = answer.results
    (method,) = result.methods
    listed = np.array([minimum.position for minimum in CAMEL.minima])
    assert result.minima[: len(listed)] == pytest.approx(listed + np.array([0.5, 0.25]))
    seen = method.ends["position"] - (0.5, 0.25)
    assert method.ends["final_loss"] == pytest.approx(CAMEL.loss(seen))
    near = np.linalg.norm(seen[:, None] - listed, axis=-1)
    assert np.isin(method.attractor, range(6)).all()
    settled = near.min(-1) < 0.1
    assert settled.sum() > 40
    assert (method.attractor == near.argmin(-1))[settled].all()


def test_a_drift_makes_other_work_and_is_told_beside_the_plots():
    starts = np.zeros((1, 2))
    still = Experiment(CAMEL, RACE.methods, RACE.starts, RACE.steps)
    assert Task(RACE, starts).key != Task(still, starts).key
    answer = study(Question("starts", RACE, Sampling("uniform", 3)))
    assert str(DRIFT) == "jumps by (0.5, 0.25) and back, every 50 steps"
    assert str(DRIFT) in note(answer)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "escape"},
        {
            "kind": "sweep",
            "variations": (Variation("methods[0].lr", (0.1, 0.2)),),
            "statistic": "escape_ratio",
        },
    ],
)
def test_an_escape_is_refused_in_words(asked):
    sampling = Sampling("basin", 5, "(0.0898, −0.7127)")
    with pytest.raises(ExperimentError, match="stays where it is; this landscape drifts"):
        Question(experiment=RACE, sampling=sampling, **asked)
