"""The parameters that several networks have: what each is called, may be and means, said once."""

from __future__ import annotations

from landscapes.base import Parameter


def train(most: int, default: int, words: str, least: int = 50) -> Parameter:
    """How many samples it learns from; the words say of what."""
    return Parameter("train", "n", least, most, default, words, logarithmic=True, whole=True)


def label_noise(default: float) -> Parameter:
    """How many of the labels that are learnt are wrong."""
    return Parameter(
        "label_noise", "ε", 0.0, 0.9, default, "share of the training labels that is wrong"
    )


def hidden(default: int, words: str = "units of each hidden layer", most: int = 512) -> Parameter:
    """How wide it is inside."""
    return Parameter("hidden", "h", 1, most, default, words, logarithmic=True, whole=True)


def depth(default: int) -> Parameter:
    """How many layers lie between input and output."""
    return Parameter("depth", "L", 1, 4, default, "hidden layers", whole=True)


def split(default: int, drawn: str) -> Parameter:
    """Which of all samples are learnt and which are tested on."""
    return Parameter("split", "k", 0, 999, default, f"draws {drawn}", whole=True)
