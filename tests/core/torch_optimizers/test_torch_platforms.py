"""The optimizers where a look at a number is dear or impossible: compiled, sharded, no data."""

import pytest
import torch

from core.torch_optimizers import SAM, SGDCM, AdamCM, RMSpropCG, RMSpropCM
from tests.core.networks import network, parameters, train


@pytest.mark.parametrize("policy", ["priority", "fifo", "random", "ema"])
@pytest.mark.parametrize("make", [AdamCM, SGDCM, RMSpropCM])
def test_parameters_without_data_take_a_step(make, policy):
    points = [torch.nn.Parameter(torch.empty(shape, device="meta")) for shape in ((3, 2), ())]
    optimizer = make(points, policy=policy)
    for _ in range(2):
        for point in points:
            point.grad = torch.empty_like(point)
        optimizer.step()
    for stored in optimizer.state.values():
        assert all(value.is_meta for value in stored.values() if isinstance(value, torch.Tensor))


@pytest.mark.parametrize(
    ("make", "settings"),
    [(AdamCM, {"amsgrad": True}), (SGDCM, {"policy": "fifo", "aggr": "mid"}),
     (RMSpropCG, {"policy": "random", "aggr": "mean"})],
)  # fmt: skip
def test_a_step_that_looks_at_no_number_is_the_same(make, settings, monkeypatch):
    ours, blind = network(), network()
    train(ours, make(ours.parameters(), lr=0.01, capacity=3, **settings), 12)
    for module in ("torch_optimizers.cohort", "stepping.norms"):
        monkeypatch.setattr(f"core.{module}.on_host", lambda leaves: False)
    optimizer = make(blind.parameters(), lr=0.01, capacity=3, **settings)
    for name in ("__bool__", "item", "tolist", "nonzero", "__int__", "__float__"):
        monkeypatch.setattr(torch.Tensor, name, looked)
    for inputs, targets in BATCHES:
        optimizer.zero_grad()
        (blind(inputs) - targets).square().mean().backward()
        optimizer.step()
    monkeypatch.undo()
    torch.testing.assert_close(parameters(ours), parameters(blind), rtol=0, atol=1e-12)


def looked(*_):
    raise AssertionError("a look at a number makes the host wait for the device")


def _batches():
    from tests.core.networks import batches

    return list(batches(12))


BATCHES = _batches()


def test_a_step_compiles_whole():
    point, other = (torch.nn.Parameter(torch.ones(2, dtype=torch.float64)) for _ in range(2))
    optimizer, twin = AdamCM([point], capacity=2), AdamCM([other], capacity=2)
    graphs = []
    compiled = torch.compile(
        optimizer.step, fullgraph=True, backend=lambda graph, _: graphs.append(graph) or graph
    )
    for t, size in enumerate((1.0, 3.0, 2.0, 4.0, 5.0)):
        point.grad, other.grad = torch.full_like(point, size), torch.full_like(other, size)
        (compiled if t else optimizer.step)()
        twin.step()
    point.grad, other.grad = torch.ones_like(point), torch.ones_like(other)
    optimizer.step(), twin.step()  # what was kept before it was compiled is not used after
    torch.testing.assert_close(point, other, rtol=0, atol=1e-12)
    assert len(graphs) == 2  # of the first step that is compiled, and of any later one


@pytest.fixture
def one_rank(tmp_path):
    """A process group of this process alone."""
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{tmp_path}/rendezvous", rank=0, world_size=1
    )
    yield
    torch.distributed.destroy_process_group()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_sharded_network_steps_as_one_in_one_piece(one_rank):
    from torch.distributed.checkpoint.state_dict import (
        get_optimizer_state_dict,
        set_optimizer_state_dict,
    )
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    mesh = init_device_mesh("cpu", (1,))
    for make in (AdamCM, lambda p: SAM(p, SGDCM, lr=0.01)):
        whole, sharded = network(), network()
        fully_shard(sharded, mesh=mesh)
        ours, theirs = make(whole.parameters()), make(sharded.parameters())
        train(whole, ours, 6)
        train(sharded, theirs, 6)
        items = theirs.state[next(sharded.parameters())]["memory_items"]
        assert [placement.dim for placement in items.placements] == [1]
        other = network()
        fully_shard(other, mesh=mesh)
        resumed = make(other.parameters())
        other.load_state_dict(sharded.state_dict())
        set_optimizer_state_dict(other, resumed, get_optimizer_state_dict(sharded, theirs))
        train(whole, ours, 3, seed=2)
        train(other, resumed, 3, seed=2)
        for one, two in zip(whole.parameters(), other.parameters(), strict=True):
            torch.testing.assert_close(two.full_tensor(), one.detach(), rtol=0, atol=1e-12)
