"""By what a command carries out its studies: processes, a cluster, an accelerator, a cache."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.command_line.console import COULD_NOT, RefusedError, fail, say
from app.command_line.interruption import Interrupted, Interruption

if TYPE_CHECKING:
    from core.study.asking.question import Question
    from core.study.work.cache import Cache
    from core.study.work.crew import Crew
    from core.study.work.means import Means

MOST_WORKERS = 256

Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Processes that compute; 1 is this one.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="A Dask cluster computes, by its scheduler's address: tcp://127.0.0.1:8786.",
    ),
]
Device = Annotated[
    Literal["auto", "cpu", "cuda"],
    typer.Option(help="Where the starts live; auto: cuda where there is one and it is worth it."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where an interrupted one was left.")]


@dataclasses.dataclass(frozen=True)
class WorkOptions:
    """The options as they were typed; `usual` is how many processes compute where nothing was.

    Raises RefusedError for what nobody has.
    """

    workers: int | None
    scheduler: str | None
    device: Literal["auto", "cpu", "cuda"]
    resume: bool
    usual: int = 1

    def __post_init__(self) -> None:
        if self.workers is not None and not 1 <= self.workers <= MOST_WORKERS:
            raise RefusedError(f"--workers: {self.workers} is not allowed; 1 to {MOST_WORKERS}")
        if self.workers is not None and self.scheduler is not None:
            raise RefusedError("--scheduler: does not go with --workers; a cluster has its own")
        if self.device == "cuda" and self.workers is not None and self.workers > 1:
            raise RefusedError("--device: cuda does not go with --workers; one process feeds it")

    @contextlib.contextmanager
    def means(self, questions: Sequence[Question], interruption: Interruption) -> Iterator[Means]:
        """What carries out the questions; what goes wrong with it is said, and ends the command.
        When the block is done, with the answer written, what was kept on the way is deleted."""
        from core.study.asking.devices import rows_on
        from core.study.work.arithmetic import DeviceError
        from core.study.work.cache import Cache
        from core.study.work.crew import BrokenError
        from core.study.work.means import Means

        with contextlib.ExitStack() as stack:
            cache = Cache(cache_folder(), known=self.resume)
            try:
                device = self._device(questions)
                dimensions = [each.experiment.landscape.dimension for each in questions]
                yield Means(
                    make_executor=self._executors(device, stack),
                    cache=cache,
                    check=interruption.check,
                    rows=rows_on(device, max(dimensions, default=2)),
                    device=device,
                    helps=self.scheduler is None,
                )
                cache.forget()
                if self.resume and cache.refusal is not None:
                    say(f"An interrupt would have lost it: {_unkept(cache)}")
            except Interrupted as interrupted:
                raise typer.Exit(fail(_after_interrupt(cache), interrupted.code)) from None
            except DeviceError as error:
                raise typer.Exit(fail(f"--device: {error}", COULD_NOT)) from None
            except BrokenError as error:
                raise typer.Exit(fail(str(error), COULD_NOT)) from None

    def _device(self, questions: Sequence[Question]) -> str:
        from core.study.asking.devices import device_of

        if self.scheduler is not None:  # its workers know what they have
            return "cuda" if self.device == "cuda" else "cpu"
        if self.workers is not None and self.device == "auto":
            return "cpu"
        return device_of(self.device, questions)

    def _executors(self, device: str, stack: contextlib.ExitStack) -> Callable[[], Crew] | None:
        from core.study.work.processes import processes

        if self.scheduler is not None:
            return _cluster(self.scheduler, stack)
        workers = self.workers or (self.usual if device == "cpu" else 1)
        return processes(workers - 1) if workers > 1 else None


def _after_interrupt(cache: Cache) -> str:
    """What an interrupt leaves behind."""
    told = "interrupted, nothing was written"
    if cache.refusal is not None:
        return f"{told}; {_unkept(cache)}"
    if not cache.kept:
        return told
    tasks = "the part that is" if cache.kept == 1 else f"the {cache.kept:,} parts that are"
    return f"{told}; --resume goes on from {tasks} finished"


def _unkept(cache: Cache) -> str:
    reason = cache.refusal.strerror or cache.refusal if cache.refusal else ""
    return f"what was finished could not be kept in {cache_folder()}: {reason}"


def _cluster(address: str, stack: contextlib.ExitStack) -> Callable[[], Crew]:
    from core.study.work.cluster import AddressError, MissingError, cluster

    try:
        return stack.enter_context(cluster(address))
    except AddressError as error:
        raise RefusedError(f"--scheduler: {error}") from None
    except MissingError as error:
        raise typer.Exit(fail(f"--scheduler: {error}", COULD_NOT)) from None


def cache_folder() -> Path:
    """Where the results of finished tasks lie, as the platform has it."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "basinscope" / "studies"
