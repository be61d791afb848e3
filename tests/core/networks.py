"""A small network and its training, for the tests of the optimizers to take home."""

import torch


def network(dtype=torch.float64, seed=0):
    torch.manual_seed(seed)
    layers = (torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    return torch.nn.Sequential(*layers).to(dtype)


def batches(count, dtype=torch.float64, seed=1):
    generator = torch.Generator().manual_seed(seed)
    for _ in range(count):
        inputs = torch.randn(16, 4, generator=generator, dtype=torch.float64)
        yield inputs.to(dtype), inputs.square().sum(1, keepdim=True).to(dtype)


def train(model, optimizer, steps=25, seed=1):
    losses = []
    dtype = next(model.parameters()).dtype
    for inputs, targets in batches(steps, dtype, seed):

        def closure(inputs=inputs, targets=targets):
            optimizer.zero_grad()
            loss = (model(inputs) - targets).square().mean()
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
    return losses


def parameters(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])
