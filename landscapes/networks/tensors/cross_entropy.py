"""The last step of every network: mean cross entropy and its slope in the scores."""

from __future__ import annotations

from torch import Tensor


def loss_and_slope(log_likelihoods: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Mean loss (R,) and its derivatives (R, classes, B) by the scores, which take the place of
    the logarithms of the softmax (R, classes, B); labels (R, B)."""
    right = labels[:, None]
    losses = log_likelihoods.gather(1, right).squeeze(1).mean(1).neg_()
    slope = log_likelihoods.exp_()
    slope.scatter_add_(1, right, slope.new_full((1, 1, 1), -1.0).expand(right.shape))
    return losses, slope.div_(labels.shape[-1])
