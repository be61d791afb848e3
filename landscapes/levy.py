"""Levy's function in any dimension: ridges across a wide bowl."""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum, Parameter
from landscapes.layout import concat
from landscapes.namespace import array_namespace


@dataclasses.dataclass(frozen=True)
class Levy(Landscape):
    """Levy's function.

    With z = (θ − 1)/4 it is separable: sin²(πz₁), for every coordinate but the last
    z²(6 − 5 cos(2πz + 2)), and for the last z²(3 − cos 4πz)/2. The Hessian is diagonal.
    """

    dimension: int = 2

    name: ClassVar[str] = "levy"
    title: ClassVar[str] = "Levy"
    formula: ClassVar[str] = (
        "sin²(πw₁) + Σ (wᵢ−1)²(1 + 10 sin²(πwᵢ+1)) + (wₙ−1)²(1 + sin²(2πwₙ)), i < n, "
        "w = 1 + (θ−1)/4"
    )
    source: ClassVar[str] = (
        "A. V. Levy & A. Montalvo, The tunneling algorithm for the global minimization of "
        "functions, SIAM J. Sci. Stat. Comput. 6, 1985; this form: M. Laguna & R. Martí, "
        "J. Global Optimization 33, 2005"
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("dimension", "D", 1, 1000, 2, "how many coordinates a point has", whole=True),
    )
    any_dimension: ClassVar[bool] = True

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-10.0, 10.0),) * self.dimension

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((1.0,) * self.dimension, 0.0),)

    def loss(self, points: Array) -> Array:
        # Apart from `_height`: in expressions numpy has its room again, which maps gain by.
        xp = array_namespace(points)
        z = (points - 1.0) * 0.25
        head, tail = z[..., :-1], z[..., -1]
        first = xp.sin(z[..., 0] * math.pi)
        middle = head * head * (6.0 - xp.cos(head * math.tau + 2.0) * 5.0)
        last = tail * tail * (1.5 - xp.cos(tail * (2 * math.tau)) * 0.5)
        return first * first + xp.sum(middle, axis=-1) + last

    def gradient(self, points: Array) -> Array:
        return _slope(points, *_parts(points))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        first, middle, last = _parts(points)
        (head, _, waves), (tail, _, ripples) = middle, last
        return _height(first, head, waves, tail, ripples), _slope(points, first, middle, last)

    def hessian(self, points: Array) -> Array:
        xp = array_namespace(points)
        diagonal = self.hessian_diagonal(points)
        return diagonal[..., None] * xp.eye(
            self.dimension, dtype=points.dtype, device=points.device
        )

    def hessian_diagonal(self, points: Array) -> Array:
        xp = array_namespace(points)
        z = (points - 1.0) * 0.25
        head, tail = z[..., :-1], z[..., -1:]
        phase, turn = head * math.tau + 2.0, head * math.tau
        cos = xp.cos(phase)
        middle = 12.0 - cos * 10.0 + turn * xp.sin(phase) * 20.0 + turn * turn * cos * 5.0
        phase = tail * (2 * math.tau)
        cos = xp.cos(phase)
        last = 3.0 - cos + phase * xp.sin(phase) * 2.0 + phase * phase * cos * 0.5
        first = xp.cos(z[..., :1] * math.tau) * (2 * math.pi**2)
        return _joined(points, first, middle, last) / 16.0


_Wave = tuple[Array, Array, Array]


def _parts(points: Array) -> tuple[Array, _Wave, _Wave]:
    """z₁ (..., 1); then all z but the last, their phases and cosines; and the last one's."""
    xp = array_namespace(points)
    z = (points - 1.0) * 0.25
    head, tail = z[..., :-1], z[..., -1:]
    waves, ripples = head * math.tau + 2.0, tail * (2 * math.tau)
    return z[..., :1], (head, waves, xp.cos(waves)), (tail, ripples, xp.cos(ripples))


def _height(first: Array, head: Array, waves: Array, tail: Array, ripples: Array) -> Array:
    xp = array_namespace(first)
    swell = xp.sin(first * math.pi)
    each = head * head * (6.0 - waves * 5.0)
    edge = tail * tail * (1.5 - ripples * 0.5)
    return (swell * swell)[..., 0] + xp.sum(each, axis=-1) + edge[..., 0]


def _slope(points: Array, first: Array, middle: _Wave, last: _Wave) -> Array:
    xp = array_namespace(first)
    head, phase, waves = middle
    each = head * (3.0 - waves * 2.5 + head * xp.sin(phase) * (2.5 * math.pi))
    tail, phase, ripples = last
    edge = tail * (0.75 - ripples * 0.25 + tail * xp.sin(phase) * (math.pi / 2))
    return _joined(points, xp.sin(first * math.tau) * (math.pi / 4), each, edge)


def _joined(points: Array, first: Array, middle: Array, last: Array) -> Array:
    """Derivatives by coordinate; `first` (..., 1) belongs to the first one beside its own."""
    if middle.shape[-1] == 0:
        return first + last
    return concat((middle[..., :1] + first, middle[..., 1:], last), points)
