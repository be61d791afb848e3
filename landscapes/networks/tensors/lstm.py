"""One layer of long short-term memory over passages of words, and back through them in time.

S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9, 1997; gates as in
torch.nn.LSTM: input, forget, cell, output.
"""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor

from landscapes.networks.tensors.cross_entropy import loss_and_slope
from landscapes.networks.tensors.model import Model

SCORES = 2**20
"""Scores that are judged together: 4 MB in float32."""


@dataclasses.dataclass(frozen=True)
class LSTM(Model):
    """Embedding (words, E), weights (4H, E) and (4H, H), their bias (4H,), then a dense layer from
    H numbers to the words; on passages of `length` words."""

    length: int

    @property
    def width(self) -> int:
        (words, embedding), (_, hidden) = self.layout[0].shape, self.layout[2].shape
        return self.length * (words + embedding + 8 * hidden)

    @property
    def judged_width(self) -> int:
        (_, embedding), (_, hidden) = self.layout[0].shape, self.layout[2].shape
        return self.length * (embedding + 8 * hidden)

    def scores(self, points: Tensor, inputs: Tensor) -> Tensor:
        every, out, out_bias = self._told(points, inputs)
        return torch.baddbmm(out_bias[:, None], every, out.transpose(1, 2)).transpose(1, 2)

    def judged(self, points: Tensor, inputs: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        # Scores of thousands of words at every place are more than a processor has at hand.
        told, out, out_bias = self._told(points, inputs)
        at_once = max(1, SCORES // (len(points) * out.shape[1]))
        likely, hits = [], []
        for begin in range(0, told.shape[1], at_once):
            some = told[:, begin : begin + at_once]
            scores = torch.baddbmm(out_bias[:, None], some, out.transpose(1, 2))
            every = torch.log_softmax(scores, 2)
            right = labels[begin : begin + at_once].expand(len(points), -1)
            likely.append(every.gather(2, right[..., None])[..., 0])
            hits.append(likely[-1] == every.amax(2))
        return torch.cat(likely, 1), torch.cat(hits, 1)

    def _told(self, points: Tensor, inputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the memory tells at every place (R, N·T, H), sample by sample, and the weight and
        bias by which words are scored from it."""
        embedding, into, back, bias, out, out_bias = self.pieces(points)
        (samples, length), networks = inputs.shape, len(points)
        seen = embedding.index_select(1, inputs.T.flatten())
        gates = torch.baddbmm(bias[:, None], seen, into.transpose(1, 2))
        gates = gates.view(networks, length, samples, -1)
        cell = hidden = points.new_zeros(networks, samples, back.shape[-1])
        told = []
        for time in range(length):
            now = torch.baddbmm(gates[:, time], hidden, back.transpose(1, 2))
            i, f, g, o = now.chunk(4, -1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
            hidden = torch.sigmoid(o) * torch.tanh(cell)
            told.append(hidden)
        return torch.stack(told, 2).flatten(1, 2), out, out_bias

    def loss_and_gradient(
        self, points: Tensor, inputs: Tensor, labels: Tensor
    ) -> tuple[Tensor, Tensor]:
        embedding, into, back, bias, out, out_bias = self.pieces(points)
        networks, samples, length = inputs.shape
        units = back.shape[-1]
        # Word by word, all samples of a time beside each other.
        words, labels = (x.transpose(1, 2).flatten(1) for x in (inputs, labels))
        seen = torch.stack([e.index_select(0, w) for e, w in zip(embedding, words, strict=True)])
        gates = torch.baddbmm(bias[:, None], seen, into.transpose(1, 2))
        gates = gates.view(networks, length, samples, 4 * units)
        cells = points.new_zeros(networks, length + 1, samples, units)
        hidden = points.new_zeros(networks, length + 1, samples, units)
        bent = points.new_empty(networks, length, samples, units)  # tanh of the cells
        for time in range(length):
            now = gates[:, time]
            now += torch.bmm(hidden[:, time], back.transpose(1, 2))
            now[..., : 2 * units].sigmoid_()
            now[..., 2 * units : 3 * units].tanh_()
            now[..., 3 * units :].sigmoid_()
            i, f, g, o = now.chunk(4, -1)
            cell = torch.addcmul(f * cells[:, time], i, g)
            cells[:, time + 1] = cell
            bent[:, time] = cell.tanh_()
            hidden[:, time + 1] = o * bent[:, time]
        told = hidden[:, 1:].flatten(1, 2)
        scores = torch.baddbmm(out_bias[:, None], told, out.transpose(1, 2))
        likely = self.log_likelihoods(scores.transpose(1, 2), labels)
        losses, slope = loss_and_slope(likely, labels)

        gradients = torch.zeros_like(points)
        by_embedding, by_into, by_back, by_bias, by_out, by_out_bias = self.pieces(gradients)
        by_out.copy_(torch.bmm(slope, told))
        by_out_bias.copy_(slope.sum(2))
        by_told = torch.bmm(slope.transpose(1, 2), out).view(networks, length, samples, units)
        by_cell = points.new_zeros(networks, samples, units)
        by_hidden = torch.zeros_like(by_cell)
        for time in reversed(range(length)):
            now, tanh = gates[:, time], bent[:, time]
            i, f, g, o = now.chunk(4, -1)
            by_hidden = by_hidden + by_told[:, time]
            by_cell = torch.addcmul(by_cell, by_hidden * o, 1.0 - tanh * tanh)
            by_gates = torch.cat(
                (
                    by_cell * g * i * (1.0 - i),
                    by_cell * cells[:, time] * f * (1.0 - f),
                    by_cell * i * (1.0 - g * g),
                    by_hidden * tanh * o * (1.0 - o),
                ),
                -1,
            )
            by_cell = by_cell * f
            by_hidden = torch.bmm(by_gates, back)
            now.copy_(by_gates)  # what was there has had its use
        by_gates = gates.flatten(1, 2)
        by_into.copy_(torch.bmm(by_gates.transpose(1, 2), seen))
        by_back.copy_(torch.bmm(by_gates.transpose(1, 2), hidden[:, :-1].flatten(1, 2)))
        by_bias.copy_(by_gates.sum(1))
        by_seen = torch.bmm(by_gates, into)
        for into_words, which, by_word in zip(by_embedding, words, by_seen, strict=True):
            into_words.index_add_(0, which, by_word)
        return losses, gradients
