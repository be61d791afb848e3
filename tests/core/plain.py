"""The methods once more, one point at a time in plain Python: the oracle of the rule tests.

Written from the papers' tables with lists and loops, sharing no line with `core.stepping`.
"""

import math

import numpy as np


def run(gradient, start, method, h, steps, *, lr=lambda t: 1.0, strength=lambda t: 1.0, draws=()):
    """Positions (steps+1, D) of one point; `h` has every hyperparameter by name."""
    with np.errstate(all="ignore"):  # a run may diverge
        return _run(gradient, start, method, h, steps, lr, strength, draws)


def _run(gradient, start, method, h, steps, lr, strength, draws):
    base, *rest = method.split("+")
    kind = next((word for word in rest if word in ("cg", "cm")), None)
    theta = np.array(start, dtype=float)
    m, v, b = np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta)
    items, priorities, births = [], [], []
    ema = np.zeros_like(theta)
    path, events = [theta.copy()], []
    for t in range(1, steps + 1):
        alpha, kappa = h["lr"] * lr(t), h["strength"] * strength(t)
        g = gradient(theta)
        if "sam" in rest:
            g = gradient(theta + h["rho"] * g / (math.sqrt(float(g @ g)) + 1e-12))
        norm = math.sqrt(float(g @ g))
        mean = np.zeros_like(theta)
        if h["policy"] == "ema" and t > 1 and h["capacity"] > 0:
            mean = ema / (1 - (1 - 1 / h["capacity"]) ** (t - 1))
        elif h["policy"] != "ema" and items:
            mean = sum(items) / len(items)
        used = h["memory_start"] < t and (h["memory_stop"] == 0 or t <= h["memory_stop"])
        pull = kappa * mean if kind and used else np.zeros_like(theta)

        base_gradient = g + pull if kind == "cg" else g
        if base in ("adam", "adamw"):
            m = h["beta1"] * m + (1 - h["beta1"]) * base_gradient
            s = m + pull if kind == "cm" else m
            x = s if kind == "cm" and used else base_gradient
            v = h["beta2"] * v + (1 - h["beta2"]) * x * x
            m_hat, v_hat = s / (1 - h["beta1"] ** t), v / (1 - h["beta2"] ** t)
            if base == "adamw":
                theta = theta - alpha * h["weight_decay"] * theta
            theta = theta - alpha * m_hat / (np.sqrt(v_hat) + h["eps"])
            momentum = m
        elif base == "sgd":
            theta = theta - alpha * base_gradient
            momentum = None
        elif base == "sgdm":
            b = h["momentum"] * b + base_gradient
            theta = theta - alpha * (b + pull if kind == "cm" else b)
            momentum = b
        elif base == "rmsprop":
            v = h["smoothing"] * v + (1 - h["smoothing"]) * base_gradient * base_gradient
            theta = theta - alpha * base_gradient / (np.sqrt(v) + h["eps"])
            momentum = None

        if kind:
            item = (g if kind == "cg" else momentum).copy()
            events.append(_remember(h, item, norm, t, items, priorities, births, draws))
            if h["policy"] == "ema" and h["capacity"] > 0:
                keep = 1 - 1 / h["capacity"]
                ema = keep * ema + (1 - keep) * item
            priorities[:] = [p * h["decay"] for p in priorities]
        path.append(theta.copy())
    return np.array(path), events, (items, priorities, births)


def _remember(h, item, norm, t, items, priorities, births, draws):
    """Change the memory in place; (event, slot) as the recording words them."""
    if h["policy"] == "ema":
        return 0, -1
    if h["capacity"] == 0:
        return 3, -1
    if len(items) < h["capacity"]:
        items.append(item)
        priorities.append(norm)
        births.append(t - 1)
        return 1, len(items) - 1
    if h["policy"] == "priority":
        slot = min(range(len(items)), key=lambda k: priorities[k])
        if not norm > priorities[slot]:
            return 3, -1
    elif h["policy"] == "fifo":
        slot = min(range(len(items)), key=lambda k: births[k])
    else:
        slot = draws[t - 1] % h["capacity"]
    items[slot], priorities[slot], births[slot] = item, norm, t - 1
    return 2, slot


def draws(seed, steps):
    """The numbers that the policy `random` takes modulo the capacity: drand48, bits 17 up."""
    state = int(np.random.default_rng([seed, 1]).integers(2**48 - 1, size=1)[0])
    numbers = []
    for _ in range(steps):
        state = (state * 25214903917 + 11) % 2**48
        numbers.append(state >> 17)
    return numbers
