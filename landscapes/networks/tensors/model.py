"""What a network's layers have to give: scores that can be differentiated, and a closed form."""

from __future__ import annotations

import abc
import dataclasses
import functools

import torch
from torch import Tensor

from landscapes.networks.layout import Layout
from landscapes.networks.samples import Samples


@dataclasses.dataclass(frozen=True)
class Model(abc.ABC):
    """The layers of a network; R rows of parameters are R networks beside each other.

    Nothing here remembers anything, and nothing asks for a mode of autograd.
    """

    layout: Layout
    head: int = dataclasses.field(default=0, kw_only=True)
    """Classes that are told apart from each other alone, one behind the other; 0: all of them."""

    @property
    @abc.abstractmethod
    def width(self) -> int:
        """About how many numbers a sample takes on its way through one network."""

    @property
    def judged_width(self) -> int:
        """The same where it is only judged."""
        return self.width

    @property
    def size(self) -> int:
        """How many numbers a network itself takes meanwhile."""
        return self.layout[-1].stop

    @abc.abstractmethod
    def scores(self, points: Tensor, inputs: Tensor) -> Tensor:
        """Scores (R, classes, N·T) of points (R, D) on N samples of T places that all of them see,
        sample by sample; made of operations that autograd knows, twice."""

    @abc.abstractmethod
    def loss_and_gradient(
        self, points: Tensor, inputs: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Mean loss (R,) and gradient (R, D) in closed form at points (R, D), each on B samples of
        its own: inputs (R, B, …), labels (R, B) or (R, B, T)."""

    def judged(self, points: Tensor, inputs: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """log likelihoods (R, N·T) of the labels (N·T,) on N samples that all R networks see, and
        which of them no other label exceeds."""
        scores = self.scores(points, inputs)
        right = labels.expand(len(scores), -1)
        likely = self.log_likelihoods(scores, right)
        of_right = likely.gather(1, right[:, None])[:, 0]
        return of_right, of_right == likely.amax(1)

    def prepared(self, inputs: Tensor) -> Tensor:
        """Inputs (N, …) as the first layer likes them, made once."""
        return inputs

    def log_likelihoods(self, scores: Tensor, labels: Tensor) -> Tensor:
        """log softmax of scores (R, classes, N) among the classes of the head that a label (R, N)
        belongs to, −∞ elsewhere."""
        if self.head:
            heads = torch.arange(scores.shape[1], device=scores.device) // self.head
            scores = scores.masked_fill(
                heads[:, None] != (labels // self.head)[:, None], -torch.inf
            )
        # Few classes are done twenty times sooner across rows, thousands along them.
        if scores.stride(1) == 1:
            return torch.log_softmax(scores.transpose(1, 2), 2).transpose(1, 2)
        return torch.log_softmax(scores, 1)

    def pieces(self, points: Tensor) -> list[Tensor]:
        """Views (R, *shape) of the parameter tensors in points (R, D)."""
        sizes, shapes = self._sizes_and_shapes
        rows = len(points)
        parts = points.split_with_sizes(sizes, 1)
        return [part.view(rows, *shape) for part, shape in zip(parts, shapes, strict=True)]

    @functools.cached_property
    def _sizes_and_shapes(self) -> tuple[list[int], list[tuple[int, ...]]]:
        sizes = [piece.stop - piece.start for piece in self.layout]
        return sizes, [piece.shape for piece in self.layout]


@functools.lru_cache(maxsize=32)
def tensors(
    model: Model, samples: Samples, dtype: torch.dtype, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Inputs and labels of samples for a model's first layer."""
    # What is made in inference mode could never be asked for a gradient later.
    with torch.inference_mode(False), torch.no_grad():
        inputs = torch.tensor(samples.inputs, device=device)
        if inputs.is_floating_point():
            inputs = inputs.to(dtype)
        labels = torch.tensor(samples.labels, device=device)
        return model.prepared(inputs).contiguous(), labels
