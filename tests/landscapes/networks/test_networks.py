"""Networks as landscapes: losses, gradients and curvature against torch.nn and autograd."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import plain_networks as plain
import pytest
import torch

import landscapes
from landscapes import NETWORKS, LandscapeError
from landscapes.networks import Network
from landscapes.networks.digits_cnn import DigitsCNN
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks
from landscapes.networks.mnist1d import MNIST1D
from landscapes.networks.tensors import blocks
from landscapes.networks.text_lstm import TextLSTM

EVERY = [kind() for kind in NETWORKS.values()]
TINY = [
    DigitsMLP(train=600, hidden=3, label_noise=0.2),
    DigitsMLP(train=60, hidden=4, depth=3),
    DigitsCNN(train=60, channels=2),
    MNIST1D(train=60, hidden=3),
    TextLSTM(train=20, embedding=2, hidden=3),
    DigitsTasks(train=60, hidden=3),
    DigitsTasks(train=60, hidden=3, own_heads=0),
]


def name_of(network: Network) -> str:
    return network.name


def points_of(network: Network, count: int, dtype: str = "float64") -> torch.Tensor:
    """Points of a network that has learnt nothing, a little away from where they begin."""
    noise = np.random.default_rng(0).normal(scale=0.05, size=(count, network.dimension))
    return torch.from_numpy((network.initial(3, count) + noise).astype(dtype))


@pytest.fixture
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("network", EVERY + TINY, ids=name_of)
def test_losses_and_gradients_of_mini_batches_are_those_of_torch(network):
    points, rows = points_of(network, 2), torch.from_numpy(network.batch_rows(5, 2, 2, 7))
    losses, gradients = network.batch_loss_and_gradient(points, rows)
    for replica in range(2):
        loss, gradient = plain.loss_and_gradient(network, points[replica], rows[replica])
        torch.testing.assert_close(losses[replica], loss, rtol=1e-12, atol=1e-12)
        torch.testing.assert_close(gradients[replica], gradient, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("network", TINY, ids=name_of)
@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_the_landscape_is_the_mean_over_all_training_samples(network, kind):
    points = points_of(network, 2)
    expected = [
        plain.loss_and_gradient(network, point, torch.arange(network.train_count))
        for point in points
    ]
    given = points.reshape(2, 1, -1).numpy() if kind == "numpy" else points.reshape(2, 1, -1)
    loss, gradient = network.loss_and_gradient(given)
    assert type(loss) is type(gradient) is type(given)
    for replica, (value, slope) in enumerate(expected):
        np.testing.assert_allclose(loss[replica, 0], value, rtol=1e-12)
        np.testing.assert_allclose(gradient[replica, 0], slope, rtol=0, atol=1e-12)
    np.testing.assert_allclose(network.loss(given), loss, rtol=1e-12)
    np.testing.assert_array_equal(network.gradient(given), gradient)


@pytest.mark.parametrize("network", EVERY, ids=name_of)
def test_a_replica_comes_out_to_the_last_bit_as_it_would_alone(network, one_thread):
    replicas, batch = (3, 6) if isinstance(network, TextLSTM) else (10, 64)
    points = points_of(network, replicas, "float32")
    rows = network.batch_rows(1, 1, replicas, batch)
    with torch.inference_mode():
        losses, gradients = network.batch_loss_and_gradient(points, rows)
        of_two_methods = network.batch_loss_and_gradient(torch.stack([points, points]), rows)
        for first, last in ((0, 1), (1, 3), (replicas - 1, replicas)):
            some = network.batch_loss_and_gradient(
                points[first:last].clone(), rows[first:last].copy()
            )
            assert torch.equal(some[0], losses[first:last])
            assert torch.equal(some[1], gradients[first:last])
    for method in range(2):
        assert torch.equal(of_two_methods[0][method], losses)
        assert torch.equal(of_two_methods[1][method], gradients)
    assert gradients.dtype == torch.float32


@pytest.mark.parametrize("network", TINY, ids=name_of)
def test_the_hessian_times_vectors_is_that_of_the_whole_hessian(network):
    points = points_of(network, 2)
    vectors = torch.from_numpy(np.random.default_rng(1).normal(size=(2, network.dimension)))
    inputs, labels = plain.tensors(network, "train")

    def loss(point: torch.Tensor) -> torch.Tensor:
        pieces = {
            name: point[piece.start : piece.stop].view(piece.shape)
            for (name, _), piece in zip(
                plain.module(network).named_parameters(), network.layout, strict=True
            )
        }
        scores = torch.func.functional_call(plain.module(network), pieces, inputs)
        scores = plain.judged(network, scores, labels)
        return torch.nn.functional.cross_entropy(scores.flatten(0, -2), labels.flatten())

    if network.dimension < 1000:
        hessian = torch.autograd.functional.hessian(loss, points[0], vectorize=True)
        expected = hessian @ vectors[0]
    else:
        _, expected = torch.autograd.functional.vhp(loss, points[0], vectors[0])
    with torch.inference_mode():
        found = network.hessian_vector(points, vectors)
    torch.testing.assert_close(found[0], expected, rtol=1e-9, atol=1e-11)
    one = network.hessian_vector(points[0].numpy(), vectors.numpy())
    np.testing.assert_allclose(one[0], found[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("network", TINY, ids=name_of)
@pytest.mark.parametrize(("part", "limit"), [("train", None), ("test", 9)])
def test_what_is_measured_is_what_a_loop_over_the_samples_finds(network, part, limit):
    points, (inputs, labels) = points_of(network, 3), plain.tensors(network, part)
    found = network.measured(points.numpy()[None], part, limit)
    assert found.loss.shape == found.accuracy.shape == (1, 3)
    for replica in range(3):
        scores = plain.filled(network, points[replica])(inputs).detach()
        scores = plain.judged(network, scores, labels)[:limit].flatten(0, -2).numpy()
        right = labels[:limit].flatten().numpy()
        odds = np.exp(scores - scores.max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        loss = -np.log(odds[np.arange(len(right)), right]).mean()
        np.testing.assert_allclose(found.loss[0, replica], loss, rtol=1e-12)
        hits = [row.argmax() == label for row, label in zip(odds, right, strict=True)]
        assert found.accuracy[0, replica] == pytest.approx(np.mean(hits), rel=1e-14)


def test_what_does_not_fit_at_once_is_done_in_blocks(monkeypatch):
    network, points = TINY[0], points_of(TINY[0], 5)
    rows = network.batch_rows(0, 1, 5, 30)
    # Views that run backwards, or that nobody may write to, are points as well.
    given = np.broadcast_to(points.numpy()[::-1], points.shape)

    def every() -> list[np.ndarray]:
        return [
            *network.batch_loss_and_gradient(points, rows),
            *network.loss_and_gradient(given),
            *network.measured(given, "train"),
            network.hessian_vector(given, given),
        ]

    at_once = every()
    monkeypatch.setattr(blocks, "NUMBERS", 1000)
    assert len(list(blocks.sample_blocks(600, network._model.width))) == 16
    assert len(list(blocks.network_blocks(5, 30 * network._model.width + network._model.size))) == 5
    for found, expected in zip(every(), at_once, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("network", EVERY, ids=name_of)
def test_it_begins_as_torch_does_each_replica_on_its_own(network):
    points = network.initial(11, 4)
    assert points.shape == (4, network.dimension) and points.dtype == np.float32
    np.testing.assert_array_equal(network.initial(11, 2, first=2), points[2:])
    assert (network.initial(12, 4) == points).mean() < 1e-3
    for piece in network.layout:
        drawn = points[:, piece.start : piece.stop]
        assert abs(drawn).max() <= np.float32(piece.bound)
        few = 4 / np.sqrt(drawn.size)
        assert abs(drawn).max() >= piece.bound * (1 - few) and abs(drawn.mean()) < piece.bound * few
    sizes = [piece.shape for piece in network.layout]
    assert sizes == [tuple(p.shape) for p in plain.module(network).parameters()]


@pytest.mark.parametrize("network", EVERY, ids=name_of)
def test_a_network_is_a_landscape_without_a_domain(network):
    assert network.domain is None and network.minima == ()
    assert landscapes.make(network.describe()) == network
    assert pickle.loads(pickle.dumps(network)) == network
    assert network.dimension == sum(p.numel() for p in plain.module(network).parameters())
    assert landscapes.make({"name": network.name}, dimension=network.dimension) == network
    with pytest.raises(LandscapeError, match="the starts have 2"):
        landscapes.make({"name": network.name}, dimension=2)


def test_what_there_is_can_be_told_without_torch():
    script = (
        "import sys, app.command_line.catalogue as c; rows = c.catalogue()['landscapes'];"
        "assert any(row.get('architecture') for row in rows); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
