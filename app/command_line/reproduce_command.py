"""`reproduce`: the studies behind the papers' toy claims, and what came of each claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.command_line.console import progress, reported, say
from app.command_line.inputs import check_output
from app.command_line.interruption import Interruption
from app.command_line.painting import painting
from app.command_line.work_options import Device, Resume, Scheduler, Workers, WorkOptions
from app.running.simulation import load_simulate
from core.files import rewriting

if TYPE_CHECKING:
    from core.study.claims.claim import Claim
    from core.study.work.means import Means

SUFFIXES = (".html", ".json")
USUAL_WORKERS = 2


def reproduce(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="REPORT.html|REPORT.json", help="Where it goes."),
    ],
    workers: Workers = None,
    scheduler: Scheduler = None,
    device: Device = "auto",
    resume: Resume = False,
    scale: Annotated[
        float, typer.Option(min=0.01, max=100, help="So many of the usual starts, 1.")
    ] = 1.0,
    networks: Annotated[
        bool,
        typer.Option(
            "--networks", help="A chapter more: small networks are trained, which takes minutes."
        ),
    ] = False,
) -> None:
    """Try the papers' claims on toy landscapes, and with --networks on networks: supported, not
    supported, or it depends."""
    with reported(output) as interruption:
        check_output(output, SUFFIXES)
        work = WorkOptions(workers, scheduler, device, resume, usual=USUAL_WORKERS)
        with interruption.importing():
            load_simulate()
            from core.study.claims.report import as_json
        with work.means([], interruption) as means:
            claims = _claims(scale, means, interruption, networks=networks)
            html = output.suffix.lower() == ".html"
            data = _page(claims) if html else as_json(claims).encode()
            with rewriting(output) as file:
                file.write(data)
        for claim in claims:
            say(f"{claim.verdict}: {claim.claim}")
        say(f"Saved {output}: {len(claims)} claims")


def _claims(
    scale: float, means: Means, interruption: Interruption, *, networks: bool
) -> tuple[Claim, ...]:
    """Try the claims, with a bar meanwhile."""
    from core.study.claims.reproduce import Reproduction, reproduce_networks

    with interruption.deferred():
        with progress("Studying") as report:

            def advance(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            claims = Reproduction(scale=scale, means=means, report=advance).claims
        if not networks:
            return claims
        with progress("Training") as report:

            def learnt(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            return (*claims, *reproduce_networks(scale=scale, means=means, report=learnt))


def _page(claims: Sequence[Claim]) -> bytes:
    from app.study.output.report_page import page

    with painting():
        return page(claims)
