"""How an experiment is refused: where the fault is, what stands there, what is allowed."""


class ExperimentError(ValueError):
    """An experiment holds something that is not allowed.

    `path` is the JSON path of the fault (`$.methods[0].hyperparameters.lr`), `problem` says what
    stands there and what is allowed.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def refuse(path: str, value: object, allowed: str) -> ExperimentError:
    """The error for a value that is not allowed at a place."""
    shown = repr(value)
    return ExperimentError(
        path, f"{shown if len(shown) <= 60 else shown[:57] + '…'} is not allowed; {allowed}"
    )
