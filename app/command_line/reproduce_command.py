"""`reproduce`: the studies behind the papers' toy claims, and what came of each claim."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.command_line.console import progress, reported, say
from app.command_line.inputs import check_output
from app.command_line.study_command import Workers, broken, cache_folder, check_workers
from app.running.simulation import load_simulate
from core.files import rewriting

SUFFIXES = (".html", ".json")


def reproduce(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="REPORT.html|REPORT.json", help="Where it goes."),
    ],
    workers: Workers = 2,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted one was left.")
    ] = False,
    scale: Annotated[
        float, typer.Option(min=0.01, max=100, help="So many of the usual starts, 1.")
    ] = 1.0,
) -> None:
    """Try the papers' claims on toy landscapes: supported, not supported, or it depends."""
    with reported(output) as interruption:
        check_output(output, SUFFIXES)
        check_workers(workers)
        with interruption.importing():
            load_simulate()
            from core.study.cache import Cache
            from core.study.means import Means
            from core.study.processes import processes
            from core.study.report import as_html, as_json
            from core.study.reproduce import Reproduction
        with broken(), interruption.deferred(), progress("Studying") as report:

            def advance(done: int, total: int) -> None:
                interruption.check()
                report(done, total)

            claims = Reproduction(
                scale=scale,
                means=Means(
                    make_executor=processes(workers) if workers > 1 else None,
                    cache=Cache(cache_folder(), known=resume),
                    check=interruption.check,
                ),
                report=advance,
            ).claims
        text = as_html(claims) if output.suffix.lower() == ".html" else as_json(claims)
        with rewriting(output) as file:
            file.write(text.encode())
        for claim in claims:
            say(f"{claim.verdict}: {claim.claim}")
        say(f"Saved {output}: {len(claims)} claims")
