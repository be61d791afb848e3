"""Networks that are trained side by side, against one after the other as most people write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import nn

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.stepping.race import Race
from landscapes.networks import Network
from tests.benchmarks.pairs import Result, interleaved, seconds

REPLICAS, BATCH, STEPS = 10, 64, 40
DIGITS = landscapes.make({"name": "digits-mlp"})
assert isinstance(DIGITS, Network)


def loop() -> Callable[[int], None]:
    """A module, an optimizer and autograd for each replica: the digits' perceptron in torch.nn."""
    samples = DIGITS.samples("train")
    inputs, labels = torch.tensor(samples.inputs), torch.tensor(samples.labels)
    models, optimizers = [], []
    for point in torch.from_numpy(DIGITS.initial(0, REPLICAS)):
        models.append(nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)))
        nn.utils.vector_to_parameters(point, models[-1].parameters())
        optimizers.append(torch.optim.Adam(models[-1].parameters()))

    def steps(count: int) -> None:
        for step in range(1, count + 1):
            rows = torch.from_numpy(DIGITS.batch_rows(0, step, REPLICAS, BATCH))
            for model, optimizer, some in zip(models, optimizers, rows, strict=True):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(inputs[some]), labels[some]).backward()
                optimizer.step()

    return steps


def gradients() -> Callable[[int], None]:
    """What a network gives the rules: loss and gradient on every replica's next mini-batch."""
    points = torch.from_numpy(DIGITS.initial(0, REPLICAS))

    def steps(count: int) -> None:
        with torch.inference_mode():
            for step in range(1, count + 1):
                DIGITS.batch_loss_and_gradient(points, DIGITS.batch_rows(0, step, REPLICAS, BATCH))

    return steps


def race(method: str) -> Callable[[int], None]:
    """A method on the core's rules, not recorded."""
    spec = MethodSpec.create(method)
    experiment = Experiment(DIGITS, (spec,), SeedStarts(REPLICAS), 1000, batch=BATCH)
    running = Race(experiment)

    def steps(count: int) -> None:
        with torch.inference_mode():
            for _ in range(count):
                running.step(reuse=True)

    return steps


def replicas() -> Iterator[Result]:
    """Ten perceptrons on 1,000 digits, replica-steps a second against a loop over them."""
    plain = loop()
    contenders = {
        "gradients": (gradients(), None),
        "adam": (race("adam"), 6),
        "adam+cm": (race("adam+cm"), None),
    }
    for name, (steps, bound) in contenders.items():
        ratio, theirs, ours = interleaved(
            lambda: seconds(lambda: plain(STEPS)), lambda s=steps: seconds(lambda: s(STEPS))
        )
        rates = [REPLICAS * STEPS / time for time in (ours, theirs)]
        detail = f"{rates[0]:,.0f} replica-steps/s against {rates[1]:,.0f}"
        title = f"10 perceptrons side by side, {name}: speed / nn.Module and Adam"
        yield Result(title, ratio, bound, detail=detail)


BENCHMARKS = (replicas,)
