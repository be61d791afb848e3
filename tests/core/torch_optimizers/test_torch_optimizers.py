"""The optimizers to take home behave as torch's own do, and as the rules say."""

import copy
import math

import pytest
import torch

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record
from core.torch_optimizers import SAM, SGDCG, AdamCG, AdamCM, RMSpropCG
from tests.core.networks import network, parameters, train

SAMPLE = [AdamCM, AdamCG, SGDCG, RMSpropCG]
"""One of each kind; `test_torch_acceptance` has all."""


TORCH = [
    (AdamCG, {}, torch.optim.Adam, {}),
    (AdamCG, {"weight_decay": 0.1}, torch.optim.AdamW, {"weight_decay": 0.1}),
    (AdamCG, {"betas": (0.5, 0.9), "eps": 1e-4},
     torch.optim.Adam, {"betas": (0.5, 0.9), "eps": 1e-4}),
    (SGDCG, {}, torch.optim.SGD, {}),
    (SGDCG, {"momentum": 0.9}, torch.optim.SGD, {"momentum": 0.9}),
    (RMSpropCG, {"alpha": 0.9}, torch.optim.RMSprop, {"alpha": 0.9}),
    (RMSpropCG, {"momentum": 0.8}, torch.optim.RMSprop, {"momentum": 0.8}),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "settings", "theirs", "their_settings"), TORCH)
def test_without_strength_critical_gradients_are_torchs_own(ours, settings, theirs, their_settings):
    model, twin = network(), network()
    train(model, ours(model.parameters(), lr=0.02, strength=0, **settings))
    train(twin, theirs(twin.parameters(), lr=0.02, **their_settings))
    torch.testing.assert_close(parameters(model), parameters(twin), rtol=0, atol=1e-12)


@pytest.mark.parametrize("capacity", [0, 1, 5])
def test_a_parameter_moves_as_a_point_of_the_simulation_does(capacity):
    landscape = landscapes.make({"name": "goldstein-price"})
    spec = MethodSpec.create("adam+cm", {"lr": 0.05, "capacity": capacity, "decay": 0.9})
    start = (-1.2, 0.8)
    expected = record(Experiment(landscape, (spec,), (start,), 40)).tracks[0]["positions"][:, 0]

    theta = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    optimizer = AdamCM([theta], lr=0.05, capacity=capacity, decay=0.9)
    for point in expected:
        torch.testing.assert_close(theta.detach(), torch.tensor(point), rtol=0, atol=1e-9)
        theta.grad = landscape.gradient(theta.detach())
        optimizer.step()


def test_all_parameters_take_one_memory_decision_by_the_norm_of_all():
    a, b = torch.nn.Parameter(torch.zeros(2)), torch.nn.Parameter(torch.zeros(3, 2))
    optimizer = AdamCG([{"params": [a]}, {"params": [b], "lr": 0.1}], capacity=1, decay=0.5)
    for scale in (1.0, 0.4, 0.6):  # stored; 0.4 < 0.5 rejected; 0.6 > 0.25 replaces
        a.grad, b.grad = torch.full_like(a, 3.0 * scale), torch.full_like(b, 4.0 * scale)
        optimizer.step()
    norm = 0.6 * math.sqrt(2 * 9 + 6 * 16)
    for parameter in (a, b):
        assert optimizer.state[parameter]["memory_births"].tolist() == [2]
        held = optimizer.state[parameter]["memory_priorities"].tolist()
        assert held == pytest.approx([0.5 * norm], rel=1e-6)
        torch.testing.assert_close(optimizer.state[parameter]["memory_items"][0], parameter.grad)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("policy", ["priority", "fifo", "random", "ema"])
@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_a_state_dict_restores_the_run_exactly(optimizer_class, policy, dtype, tmp_path):
    def make(model):
        return optimizer_class(model.parameters(), lr=0.01, capacity=3, policy=policy)

    model = network(dtype)
    optimizer = make(model)
    train(model, optimizer, 7)
    torch.save(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict()}, tmp_path / "c.pt"
    )

    saved = torch.load(tmp_path / "c.pt")
    other = network(dtype, seed=5)
    other.load_state_dict(saved["model"])
    resumed = make(other)
    resumed.load_state_dict(saved["optimizer"])

    train(model, optimizer, 7, seed=2)
    train(other, resumed, 7, seed=2)
    assert torch.equal(parameters(model), parameters(other))
    assert parameters(model).isfinite().all()


def test_restoring_does_not_share_tensors_with_the_saved_state():
    model = network()
    optimizer = AdamCM(model.parameters(), capacity=2)
    train(model, optimizer, 3)
    saved = optimizer.state_dict()
    kept = copy.deepcopy(saved)
    other = network()
    resumed = AdamCM(other.parameters(), capacity=2)
    resumed.load_state_dict(saved)
    train(other, resumed, 3)
    for key, state in saved["state"].items():
        for name, value in state.items():
            assert torch.equal(torch.as_tensor(value), torch.as_tensor(kept["state"][key][name]))


def test_a_scheduler_of_torch_changes_the_step():
    theta = torch.nn.Parameter(torch.tensor([1.0]))
    optimizer = SGDCG([theta], lr=1.0, strength=0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.1)
    moved = []
    for _ in range(3):
        before = theta.item()
        theta.grad = torch.ones_like(theta)
        optimizer.step()
        scheduler.step()
        moved.append(before - theta.item())
    assert moved == pytest.approx([1.0, 0.1, 0.01], rel=1e-5)


def test_parameters_without_gradients_are_left_alone():
    used, unused = torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(2))
    optimizer = AdamCM([used, unused], lr=0.1)
    used.grad = torch.ones(2)
    optimizer.step()
    assert torch.equal(unused.detach(), torch.ones(2))
    assert unused not in optimizer.state
    assert not torch.equal(used.detach(), torch.ones(2))


def test_gradients_are_not_written():
    theta = torch.nn.Parameter(torch.ones(3))
    for optimizer in [c([theta], lr=0.1, capacity=2) for c in SAMPLE]:
        for _ in range(3):
            theta.grad = torch.tensor([1.0, 2.0, 3.0])
            optimizer.step()
            assert theta.grad.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_sparse_gradients_are_refused(optimizer_class):
    table = torch.nn.Embedding(5, 2, sparse=True)
    optimizer = optimizer_class(table.parameters())
    table(torch.tensor([1, 2])).sum().backward()
    with pytest.raises(RuntimeError, match="sparse"):
        optimizer.step()


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [({"lr": -1}, r"\[0, ∞\)"), ({"capacity": 2.5}, "whole"), ({"decay": 0}, r"\(0, 1\]"),
     ({"policy": "lifo"}, "priority, fifo, random, ema"), ({"betas": (1.0, 0.9)}, r"\[0, 1\)")],
)  # fmt: skip
def test_a_setting_out_of_range_is_refused_with_what_is_allowed(settings, allowed):
    with pytest.raises(ValueError, match=allowed):
        AdamCM([torch.nn.Parameter(torch.ones(1))], **settings)


def test_an_unknown_setting_is_refused_with_those_there_are():
    there_are = r"unknown settings size; there are lr, betas, .*capacity, decay"
    with pytest.raises(TypeError, match=there_are):
        AdamCM([torch.nn.Parameter(torch.ones(1))], size=3)


def test_a_group_may_have_settings_of_its_own_and_they_are_checked():
    theta = torch.nn.Parameter(torch.ones(1))
    with pytest.raises(ValueError, match="capacity"):
        AdamCM([{"params": [theta], "capacity": -1}])


@pytest.mark.parametrize("make", [AdamCM, lambda p: SAM(p, AdamCM, rho=0.1)])
def test_a_copy_of_model_and_optimizer_goes_on_alike(make):
    model = network()
    optimizer = make(model.parameters())
    train(model, optimizer, 4)
    twin, resumed = copy.deepcopy((model, optimizer))
    train(model, optimizer, 4, seed=2)
    train(twin, resumed, 4, seed=2)
    assert torch.equal(parameters(model), parameters(twin))


def test_critical_gradients_are_no_critical_momenta():
    theta = torch.nn.Parameter(torch.ones(1))
    assert not isinstance(AdamCG([theta]), AdamCM)
    assert not isinstance(AdamCM([theta]), AdamCG)


@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_priorities_of_bfloat16_gradients_have_the_precision_of_float32(optimizer_class):
    theta = torch.nn.Parameter(torch.zeros(1000, dtype=torch.bfloat16))
    optimizer = optimizer_class([theta], capacity=1, decay=1)
    theta.grad = torch.full_like(theta, 0.1)
    optimizer.step()
    held = optimizer.state[theta]["memory_priorities"]
    assert held.tolist() == pytest.approx([theta.grad[0].item() * math.sqrt(1000)], rel=1e-6)


@pytest.mark.parametrize(
    ("saved", "loaded"),
    [(torch.float32, torch.bfloat16), (torch.bfloat16, torch.float32),
     (torch.float64, torch.float32), (torch.float32, torch.float64)],
)  # fmt: skip
@pytest.mark.parametrize("policy", ["priority", "fifo", "random", "ema"])
@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_a_state_dict_is_restored_in_the_types_of_the_parameters(
    optimizer_class, policy, saved, loaded
):
    model, other = network(saved), network(loaded)
    optimizer = optimizer_class(model.parameters(), lr=0.01, capacity=3, policy=policy)
    train(model, optimizer, 4)
    resumed = optimizer_class(other.parameters(), lr=0.01, capacity=3, policy=policy)
    resumed.load_state_dict(optimizer.state_dict())
    for theirs, ours in zip(model.parameters(), other.parameters(), strict=True):
        for name, value in optimizer.state[theirs].items():
            restored = resumed.state[ours][name]
            if name in ("memory_priorities", "memory_births", "memory_draw"):
                assert restored.dtype == value.dtype
                assert torch.equal(restored, value)
            elif isinstance(value, torch.Tensor):
                assert torch.equal(restored, value.to(loaded))
            else:
                assert restored == value
    train(other, resumed, 6)
    assert parameters(other).isfinite().all()


def test_an_edit_by_a_hook_before_loading_is_kept():
    model, other = network(), network()
    optimizer = AdamCM(model.parameters(), capacity=2)
    train(model, optimizer, 3)
    resumed = AdamCM(other.parameters(), capacity=2)

    def double(_, state_dict):
        state = {
            key: stored | {name: stored[name] * 2 for name in ("first_moment", "memory_priorities")}
            for key, stored in state_dict["state"].items()
        }
        return {**state_dict, "state": state}

    resumed.register_load_state_dict_pre_hook(double)
    resumed.load_state_dict(optimizer.state_dict())
    for theirs, ours in zip(model.parameters(), other.parameters(), strict=True):
        for name in ("first_moment", "memory_priorities"):
            assert torch.equal(resumed.state[ours][name], 2 * optimizer.state[theirs][name])


def test_an_edit_by_a_hook_after_loading_is_kept():
    model, other = network(), network()
    optimizer = AdamCM(model.parameters(), capacity=2)
    train(model, optimizer, 3)
    resumed = AdamCM(other.parameters(), capacity=2)

    def clear(loaded):
        for stored in loaded.state.values():
            stored["first_moment"].zero_()

    resumed.register_load_state_dict_post_hook(clear)
    resumed.load_state_dict(optimizer.state_dict())
    assert all(not stored["first_moment"].any() for stored in resumed.state.values())


@pytest.mark.parametrize("other", [torch.optim.Adam, RMSpropCG])
def test_the_state_of_another_optimizer_is_refused_and_changes_nothing(other):
    model = network()
    stranger = other(model.parameters())
    train(model, stranger, 2)
    optimizer = AdamCM(model.parameters())
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match="not a state of AdamCM: parameter group 0 lacks"):
        optimizer.load_state_dict(stranger.state_dict())
    assert optimizer.state_dict() == before
