"""Which plane through the runs of a network is looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal, get_args

from core.experiment.errors import refuse, step_into
from core.experiment.strict_json import Json

PlaneKind = Literal["paths", "ends", "random", "hessian"]
PLANE_KINDS: tuple[PlaneKind, ...] = get_args(PlaneKind)
PlaneLoss = Literal["train", "test"]
PLANE_LOSSES: tuple[PlaneLoss, ...] = get_args(PlaneLoss)
_KEYS = ("kind", "loss", "moves")


@dataclasses.dataclass(frozen=True)
class PlaneChoice:
    """Its kind: the principal components of the `paths`, through three `ends`, `random` directions
    about an end, or the sharpest ones there (`hessian`); of which data its `loss` is; and whether
    it `moves` along with the first method's point at the cursor."""

    kind: PlaneKind = "paths"
    loss: PlaneLoss = "train"
    moves: bool = False

    @classmethod
    def parse(cls, value: Json, path: str) -> PlaneChoice:
        """From a JSON object at a path; ExperimentError for what is none. What it leaves out is
        as usual."""
        if not isinstance(value, Mapping):
            raise refuse(path, value, "an object with some of " + ", ".join(_KEYS))
        for key in value:
            if key not in _KEYS:
                raise refuse(step_into(path, key), key, "one of the keys " + ", ".join(_KEYS))
        found = cls(**value)
        if found.kind not in PLANE_KINDS:
            raise refuse(f"{path}.kind", found.kind, "one of " + ", ".join(PLANE_KINDS))
        if found.loss not in PLANE_LOSSES:
            raise refuse(f"{path}.loss", found.loss, " or ".join(PLANE_LOSSES))
        if type(found.moves) is not bool:
            raise refuse(f"{path}.moves", found.moves, "true or false")
        return found

    def describe(self) -> dict[str, Json]:
        """The JSON object."""
        return dict(dataclasses.asdict(self))
