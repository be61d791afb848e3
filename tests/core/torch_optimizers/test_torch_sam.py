"""Sharpness-aware minimization around torch's optimizers and ours."""

import pytest
import torch

from core.torch_optimizers import SAM, SGDCG, AdamCG, AdamCM, RMSpropCG
from tests.core.networks import network, parameters, train

SAMPLE = [AdamCM, AdamCG, SGDCG, RMSpropCG]
"""One of each kind; `test_torch_acceptance` has all."""


@pytest.mark.parametrize("base", [*SAMPLE, torch.optim.SGD, torch.optim.Adam])
def test_sam_steps_with_the_gradient_uphill(base):
    theta = torch.nn.Parameter(torch.tensor([3.0, 4.0], dtype=torch.float64))
    twin = torch.nn.Parameter(theta.detach().clone())
    optimizer, plain = SAM([theta], base, rho=0.5, lr=0.1), base([twin], lr=0.1)
    curvature = torch.tensor([1.0, 10.0], dtype=torch.float64)

    def closure():
        optimizer.zero_grad()
        loss = 0.5 * (curvature * theta.square()).sum()
        loss.backward()
        return loss

    for _ in range(5):
        origin = twin.detach()
        gradient = curvature * origin
        uphill = origin + 0.5 * gradient / (gradient.norm() + 1e-12)
        twin.grad = curvature * uphill
        expected_loss = 0.5 * (curvature * origin.square()).sum().item()
        assert optimizer.step(closure).item() == pytest.approx(expected_loss)
        plain.step()
        torch.testing.assert_close(theta.detach(), twin.detach(), rtol=0, atol=1e-12)


def test_sam_puts_the_parameters_back_when_the_closure_fails():
    theta = torch.nn.Parameter(torch.ones(2))
    optimizer = SAM([theta], AdamCM, rho=0.5)
    calls = []

    def closure():
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        loss = theta.square().sum()
        loss.backward()
        return loss

    with pytest.raises(KeyboardInterrupt):
        optimizer.step(closure)
    assert torch.equal(theta.detach(), torch.ones(2))


def test_sam_needs_a_closure():
    with pytest.raises(RuntimeError, match="closure"):
        SAM([torch.nn.Parameter(torch.ones(1))], AdamCM).step()


def test_sam_shares_groups_with_its_base_so_that_schedulers_and_state_dicts_work():
    model, other = network(), network(seed=3)
    optimizer = SAM(model.parameters(), AdamCM, rho=0.05, lr=0.1, capacity=2)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    train(model, optimizer, 3)
    scheduler.step()
    assert optimizer.base.param_groups[0]["lr"] == pytest.approx(0.05)

    other.load_state_dict(model.state_dict())
    resumed = SAM(other.parameters(), AdamCM, rho=0.3, lr=0.7, capacity=2)
    resumed.load_state_dict(optimizer.state_dict())
    assert resumed.param_groups[0]["rho"] == 0.05
    train(model, optimizer, 3, seed=4)
    train(other, resumed, 3, seed=4)
    assert torch.equal(parameters(model), parameters(other))


def quadratic(optimizer, *thetas):
    def closure():
        optimizer.zero_grad()
        loss = sum(theta.square().sum() for theta in thetas)
        loss.backward()
        return loss

    return closure


BASES = [(AdamCM, {"lr": 0.1}), (SGDCG, {"lr": 0.1}), (torch.optim.SGD, {"lr": 0.1}),
         (torch.optim.Adam, {"lr": 0.1})]  # fmt: skip


@pytest.mark.parametrize(("base", "settings"), BASES)
def test_a_group_added_later_steps_as_one_given_at_first(base, settings):
    def thetas():
        return [torch.nn.Parameter(torch.full((2,), float(start))) for start in (1, 2)]

    a, b = thetas()
    optimizer = SAM([a], base, rho=0.5, **settings)
    optimizer.add_param_group({"params": [b], "lr": 0.05, "rho": 0.1})
    c, d = thetas()
    groups = [{"params": [c]}, {"params": [d], "lr": 0.05, "rho": 0.1}]
    twin = SAM(groups, base, rho=0.5, **settings)
    for _ in range(3):
        optimizer.step(quadratic(optimizer, a, b))
        twin.step(quadratic(twin, c, d))
    assert not torch.equal(a.detach(), torch.ones(2))
    assert torch.equal(a.detach(), c.detach())
    assert torch.equal(b.detach(), d.detach())
    assert [group["rho"] for group in twin.param_groups] == [0.5, 0.1]
    assert [group["rho"] for group in optimizer.param_groups] == [0.5, 0.1]


def test_a_group_added_later_has_the_radius_of_the_constructor():
    a, b = (torch.nn.Parameter(torch.ones(1)) for _ in range(2))
    optimizer = SAM([a], AdamCM, rho=0.5)
    optimizer.add_param_group({"params": [b]})
    assert optimizer.param_groups[1]["rho"] == 0.5


@pytest.mark.parametrize("rho", [-1, 11, "far", True])
@pytest.mark.parametrize("base", [AdamCM, torch.optim.SGD])
def test_a_radius_out_of_range_is_refused_wherever_it_is_given(base, rho):
    a, b = (torch.nn.Parameter(torch.ones(1)) for _ in range(2))
    allowed = r"rho=.* is not allowed; a number in \[0, 10\]"
    with pytest.raises(ValueError, match=allowed):
        SAM([a], base, rho=rho)
    with pytest.raises(ValueError, match=allowed):
        SAM([{"params": [a], "rho": rho}], base)
    optimizer = SAM([a], base)
    with pytest.raises(ValueError, match=allowed):
        optimizer.add_param_group({"params": [b], "rho": rho})
    assert len(optimizer.param_groups) == 1
    optimizer.param_groups[0]["rho"] = rho
    with pytest.raises(ValueError, match=allowed):
        optimizer.step(quadratic(optimizer, a))


def test_a_setting_the_base_does_not_have_is_refused():
    a, b = (torch.nn.Parameter(torch.ones(1)) for _ in range(2))
    with pytest.raises(TypeError, match="unknown settings capacty"):
        SAM([{"params": [a], "capacty": 3}], AdamCM)
    optimizer = SAM([a], AdamCM)
    with pytest.raises(TypeError, match="unknown settings capacty in parameter group 1"):
        optimizer.add_param_group({"params": [b], "capacty": 3})


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("rho", [0, 0.05])
def test_a_gradient_of_zero_does_not_make_it_lose_the_parameters(rho, dtype):
    theta = torch.nn.Parameter(torch.zeros(3, dtype=dtype))
    optimizer = SAM([theta], torch.optim.SGD, rho=rho, lr=0.1)
    optimizer.step(quadratic(optimizer, theta))
    assert theta.tolist() == [0, 0, 0]


def test_it_hardly_climbs_along_a_gradient_far_below_1e_12():
    theta = torch.nn.Parameter(torch.tensor([0.0], dtype=torch.float64))
    optimizer = SAM([theta], torch.optim.SGD, rho=0.5, lr=0.1)
    seen = []

    def closure():
        optimizer.zero_grad()
        seen.append(theta.item())
        loss = (theta * 1e-14).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    assert seen == pytest.approx([0, 0.5 * 1e-14 / (1e-14 + 1e-12)], rel=1e-9)


def test_it_climbs_by_the_norm_of_bfloat16_gradients_in_float32():
    theta = torch.nn.Parameter(torch.full((1000,), 0.05, dtype=torch.bfloat16))
    other = torch.nn.Parameter(torch.zeros(1))
    optimizer = SAM([other, theta], torch.optim.SGD, rho=1.0, lr=0.1)
    gradient = 2 * theta[0].item()
    seen = []

    def closure():
        optimizer.zero_grad()
        seen.append(other.item())
        loss = theta.square().sum() + other.sum() * 4
        loss.backward()
        return loss

    optimizer.step(closure)
    assert seen[1] == pytest.approx(4 / (1000 * gradient**2 + 16) ** 0.5, rel=1e-6)


def test_hooks_on_loading_and_saving_are_called_and_their_edits_kept():
    model = network()
    optimizer = SAM(model.parameters(), AdamCM, lr=0.1)
    train(model, optimizer, 2)
    called = []
    optimizer.register_state_dict_pre_hook(lambda of: called.append(of))
    optimizer.register_load_state_dict_post_hook(lambda of: called.append(of))

    def slower(_, state_dict):
        groups = [group | {"lr": 0.01} for group in state_dict["param_groups"]]
        return {**state_dict, "param_groups": groups}

    optimizer.register_load_state_dict_pre_hook(slower)
    optimizer.load_state_dict(optimizer.state_dict())
    assert called == [optimizer, optimizer]
    assert optimizer.param_groups[0]["lr"] == 0.01


def test_a_state_of_the_base_alone_is_restored_with_the_radius_of_the_constructor():
    model, other = network(), network()
    plain = AdamCM(model.parameters(), lr=0.1)
    train(model, plain, 2)
    optimizer = SAM(other.parameters(), AdamCM, rho=0.3)
    optimizer.load_state_dict(plain.state_dict())
    train(other, optimizer, 2)
    assert optimizer.param_groups[0]["rho"] == 0.3
    assert optimizer.param_groups[0]["lr"] == 0.1


def sphere(start=(3.0, 4.0)):
    return torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))


def test_a_closure_that_does_not_clear_the_gradients_is_understood():
    theta = sphere()
    optimizer = SAM([theta], torch.optim.SGD, lr=0.1)

    def closure():
        loss = 0.5 * theta.square().sum()
        loss.backward()
        return loss

    for _ in range(3):
        closure()
        optimizer.step(closure)
    assert theta.tolist() == pytest.approx([2.17887, 2.90516], abs=1e-5)


@pytest.mark.parametrize("base", [AdamCM, torch.optim.Adam])
def test_two_steps_are_one_with_a_closure(base):
    one, two = sphere(), sphere()
    optimizer, halves = SAM([one], base, rho=0.5, lr=0.1), SAM([two], base, rho=0.5, lr=0.1)
    for _ in range(3):
        optimizer.step(quadratic(optimizer, one))
        two.square().sum().backward()
        halves.first_step(zero_grad=True)
        two.square().sum().backward()
        halves.second_step(zero_grad=True)
        assert two.grad is None
    assert torch.equal(one, two)


def test_a_step_out_of_turn_is_told():
    theta = sphere()
    optimizer = SAM([theta], AdamCM)
    theta.square().sum().backward()
    with pytest.raises(RuntimeError, match="first_step comes before second_step"):
        optimizer.second_step()
    optimizer.first_step()
    with pytest.raises(RuntimeError, match="second_step comes after first_step"):
        optimizer.first_step()


def test_the_adaptive_climb_is_asams():
    theta = sphere()
    optimizer = SAM([theta], torch.optim.SGD, rho=0.5, adaptive=True, lr=0.1)
    gradient = torch.tensor([1.0, -2.0], dtype=torch.float64)
    seen = []

    def closure():
        seen.append(theta.detach().clone())
        theta.grad = gradient.clone()
        return 0

    optimizer.step(closure)
    origin = torch.tensor([3.0, 4.0], dtype=torch.float64)
    climb = 0.5 * origin**2 * gradient / (origin * gradient).norm()
    torch.testing.assert_close(seen[1] - seen[0], climb, rtol=1e-9, atol=0)


def test_an_optimizer_that_evaluates_the_loss_itself_is_refused_in_words():
    with pytest.raises(TypeError, match="SAM cannot be built over LBFGS: its step evaluates"):
        SAM([sphere()], torch.optim.LBFGS)


def test_a_step_of_no_length_makes_the_state_as_a_distributed_checkpoint_wants():
    theta = sphere()
    optimizer = SAM([theta], AdamCM, lr=0.0)
    theta.grad = torch.zeros_like(theta)
    optimizer.step()
    assert theta.tolist() == [3, 4]
    assert "first_moment" in optimizer.state[theta]


@pytest.mark.parametrize("overflows", [(), (0,), (1,), (0, 1)])
def test_a_scaler_leaves_a_step_out_where_a_gradient_overflows(overflows):
    theta, twin = sphere(), sphere()
    optimizer, plain = SAM([theta], AdamCM, rho=0.5, lr=0.1), SAM([twin], AdamCM, rho=0.5, lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=4.0)
    visited = []
    for half in range(2):
        visited.append(theta.detach().clone())
        scaler.scale(theta.square().sum()).backward()
        if half in overflows:
            theta.grad[0] = torch.inf
        if half == 0:
            scaler.unscale_(optimizer)
            optimizer.first_step(zero_grad=True)
        else:
            optimizer.second_step(zero_grad=True, scaler=scaler)
    scaler.update()
    assert theta.isfinite().all()
    assert scaler.get_scale() == (2.0 if overflows else 4.0)
    if 0 in overflows:
        assert torch.equal(visited[1], visited[0])
    if 1 in overflows:
        assert theta.tolist() == [3, 4]
    if not overflows:
        plain.step(quadratic(plain, twin))
        torch.testing.assert_close(theta, twin, rtol=0, atol=1e-12)


def test_a_shard_climbs_by_the_norm_that_it_is_told():
    theta = sphere()
    optimizer = SAM([theta], AdamCM, rho=1.0, lr=0.1, norm=lambda gradients: 100.0)
    seen = []

    def closure():
        seen.append(theta[0].item())
        theta.grad = torch.ones_like(theta)
        return 0

    optimizer.step(closure)
    assert seen[1] - seen[0] == pytest.approx(1 / 100)
    assert optimizer.state[theta]["memory_priorities"][0].item() == pytest.approx(0.7 * 100)


def test_what_was_left_in_the_gradients_turns_no_climb():
    theta = sphere()
    optimizer = SAM([theta], torch.optim.SGD, rho=1.0, lr=0.1)
    theta.grad = torch.tensor([-100.0, 7.0], dtype=torch.float64)
    seen = []

    def closure():
        seen.append(theta.detach().clone())
        loss = 0.5 * theta.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    torch.testing.assert_close(seen[1], seen[0] * 1.2, rtol=1e-9, atol=0)
