"""What a method's card says in words: its telling settings, its twins, its explanations."""

from __future__ import annotations

import dataclasses

from app.look.styles import is_ghost
from app.session.labels import twin_label
from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES, HYPERPARAMETERS, METHODS, Hyperparameter, Method, Value
from core.experiment.twins import settled, without_memory
from core.measures.control import Unexplained
from core.writing import exact, short

_SYMBOLS = {"memory_start": "from", "memory_stop": "to"}
_MEMORY_WORDS = {
    "cg": "adds the mean of its largest gradients",
    "cm": "adds the mean of the momenta at its largest gradients",
}


def summary(spec: MethodSpec) -> str:
    """The settings that tell one card from another, short: `C 20 · λ 0.99 · α 0.05`."""
    values = spec.values
    names = []
    if spec.row.memory:
        names += ["capacity", "decay"]
        names += [name for name in ("strength", "policy") if values[name] != spec.row.default(name)]
        names += [name for name in ("memory_start", "memory_stop") if values[name] != 0]
    if spec.row.sam:
        names.append("rho")
    if "lr" in values:
        names.append("lr")
    return " · ".join(_setting(spec.row.table[name], values[name]) for name in names)


def full_settings(spec: MethodSpec) -> str:
    """Every setting that the method reads, for a tool tip."""
    return " · ".join(_setting(spec.row.table[name], value) for name, value in spec.used)


def describe(row: Method) -> str:
    """One line on what a method does."""
    words = _MEMORY_WORDS[row.memory] if row.memory else row.base.description
    return f"{words}, gradients taken uphill" if row.sam else words


def method_groups() -> list[tuple[str, list[Method]]]:
    """The table's methods by base rule, as menus show them."""
    return [
        (base.title, [row for row in METHODS.values() if row.base is base])
        for base in BASES.values()
    ]


def control_twin(spec: MethodSpec) -> MethodSpec:
    """The same method with its memory switched off (κ = 0): the no-memory control."""
    return dataclasses.replace(
        without_memory(spec), label=twin_label(spec, ", no memory"), enabled=True
    )


def settled_twin(spec: MethodSpec, steps: int) -> MethodSpec:
    """The same method whose memory is used only after it has settled."""
    twin = settled(spec, steps)
    addition = f", memory from {twin.values['memory_start']}"
    return dataclasses.replace(twin, label=twin_label(spec, addition), enabled=True)


def control_note(spec: MethodSpec) -> str | None:
    """Why the control of this method is not its base rule, with its numbers; None where it is."""
    base, shape = spec.row.base.title, spec.row.base.shape
    if spec.row.memory != "cm" or not shape.second_keeps:
        return None
    subject = (
        f"This control is not plain {base}"
        if is_ghost(spec)
        else f"The no-memory control (κ = 0) is not plain {base}"
    )
    so = ""
    if shape.corrected:
        keep, lr = float(spec.values[shape.first_keeps]), float(spec.values["lr"])
        length = f"α/(1−{HYPERPARAMETERS[shape.first_keeps].symbol})"
        so = f", so its first update is {length} = {short(lr / (1 - keep), 3)} long"
    return (
        f"{subject}: its second moment is built from the momentum{so}. What both of them do, the "
        "memory did not do."
    )


def caution(case: Unexplained, starts: int) -> str:
    """What must be said of a method whose no-memory control ends where it does."""
    if case.of > 1:
        return (
            f"From {case.starts} of {case.of} starts its no-memory control ends in {case.basin} "
            "too: there the memory alone does not explain the escape."
        )
    where = "From the selected start its" if starts > 1 else "Its"
    return (
        f"{where} no-memory control ends in {case.basin} too: the memory alone does not explain "
        "the escape."
    )


def _setting(row: Hyperparameter, value: Value) -> str:
    if isinstance(value, str):
        return value if row.name == "policy" else f"{row.symbol} {value}"
    symbol = _SYMBOLS.get(row.name, row.symbol)
    return f"{symbol} {exact(value)}"
