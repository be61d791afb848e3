"""Adam with critical momenta or gradients on two basins, once more, for many points at a time.

Plain numpy from the papers' tables; it shares no code with `core` or `landscapes`.
"""

from __future__ import annotations

import numpy as np

A, B = np.array([-1.5, 0.0]), np.array([1.5, 0.0])


def gradient(x: np.ndarray, sharpness: float) -> np.ndarray:
    """Of −log(exp(−½s‖x − a‖²) + exp(−½‖x − b‖²)) at points (n, 2)."""
    sharp = -0.5 * sharpness * ((x - A) ** 2).sum(1)
    flat = -0.5 * ((x - B) ** 2).sum(1)
    most = np.maximum(sharp, flat)
    weight = np.exp(sharp - most) / (np.exp(sharp - most) + np.exp(flat - most))
    return (weight * sharpness)[:, None] * (x - A) + (1 - weight)[:, None] * (x - B)


def ends(x: np.ndarray, sharpness: float, method: str, h: dict, steps: int = 500) -> np.ndarray:
    """Where points (n, 2) are after so many steps; `h` has lr and, as needed, rho, capacity,
    decay, strength and memory_start."""
    n, kind = len(x), method.split("+")[1] if "+c" in method else ""
    capacity, decay = h.get("capacity", 5), h.get("decay", 0.7)
    kappa, start = h.get("strength", 1.0), h.get("memory_start", 0)
    m, v = np.zeros_like(x), np.zeros_like(x)
    items, priorities = np.zeros((n, capacity, 2)), np.zeros((n, capacity))
    held = 0
    for t in range(1, steps + 1):
        g = gradient(x, sharpness)
        if "sam" in method:
            g = gradient(x + h["rho"] * g / (np.sqrt((g**2).sum(1)) + 1e-12)[:, None], sharpness)
        size = np.sqrt((g**2).sum(1))
        used = kind and t > start
        mean = items[:, :held].mean(1) if used and held else np.zeros_like(x)
        used_g = g + kappa * mean if used and kind == "cg" else g
        m = 0.9 * m + 0.1 * used_g
        step = m + kappa * mean if used and kind == "cm" else m
        v = 0.999 * v + 0.001 * (step if used and kind == "cm" else used_g) ** 2
        x = x - h["lr"] * step / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        if not kind:
            continue
        new = m if kind == "cm" else g
        if held < capacity:
            items[:, held], priorities[:, held] = new, size
            held += 1
        else:
            least = priorities.argmin(1)
            rows = np.flatnonzero(size > priorities[np.arange(n), least])
            items[rows, least[rows]], priorities[rows, least[rows]] = new[rows], size[rows]
        priorities[:, :held] *= decay
    return x


def share_flat(x: np.ndarray, sharpness: float) -> float:
    """The share of points at which the flat basin's term is the larger one."""
    return float((((x - B) ** 2).sum(1) < sharpness * ((x - A) ** 2).sum(1)).mean())
