"""The commands of the pages and of the Study menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.window.command import Command, Key, Live
from app.window.studies import Studies

MENU = "&Study"


def page_commands(studies: Studies) -> tuple[Command, ...]:
    """Which page is shown, for the View menu."""
    told = (studies.changed,)
    return (
        Command(
            "page-race",
            "&View",
            "&Race",
            studies.show_race,
            ("Ctrl+1",),
            tip="The map with its trails, controls and charts",
            checked=Live(lambda: not studies.is_shown, told),
            group="page",
        ),
        Command(
            "page-study",
            "&View",
            "&Study",
            studies.show,
            ("Ctrl+2",),
            tip="Thousands of starts and settings as one question",
            checked=Live(lambda: studies.is_shown, told),
            group="page",
        ),
    )


def study_commands(studies: Studies) -> tuple[Command, ...]:
    """The Study menu."""
    told = (studies.changed,)

    def while_(
        name: str, title: str, do: Callable[[], object], when: Callable[[], bool], *keys: Key,
        tip: str = "", rule: bool = False,
    ) -> Command:  # fmt: skip
        return Command(name, MENU, title, do, keys, tip=tip, enabled=Live(when, told), rule=rule)

    def kind(word: str, title: str, tip: str) -> Command:
        able = Live(lambda: studies.can_ask_kind(word), (studies.race_changed,))
        do = partial(studies.show_kind, word)
        return Command(f"study-{word}", MENU, title, do, tip=tip, enabled=able)

    return (
        kind("starts", "&Starts", "What becomes of each of many starts, method by method"),
        kind("basins", "&Basins", "A map: where every start of a lattice ends"),
        kind("sweep", "S&weep", "One statistic over a grid of settings"),
        kind("escape", "&Escape", "Who leaves the basin that the starts lie in"),
        kind("seeds", "Seeds of a networ&k", "Networks at one training loss, over many seeds"),
        while_("study-ask", "&Ask", studies.ask, lambda: studies.is_shown, "Ctrl+Return",
               tip="Compute the answer to what stands in the form", rule=True),
        while_("study-pause", "&Pause or go on", studies.turn, lambda: studies.is_busy),
        while_("study-cancel", "&Cancel", studies.cancel, lambda: studies.is_busy,
               tip="Stop; what is known so far is kept"),
        Command(
            "study-claims",
            MENU,
            "&Reproduce the papers' claims…",
            studies.reproduce,
            tip="Runs the studies behind the papers' toy claims: about two minutes",
            rule=True,
        ),
        Command(
            "study-networks",
            MENU,
            "Try the claims on &networks…",
            studies.reproduce_networks,
            tip="Trains small networks and says whether flatter is better there: some minutes",
        ),
        Command("study-open", MENU, "&Open study…", studies.open, rule=True,
                tip="A study that was saved, with its race and all its figures"),
        while_("study-save", "Sa&ve study…", studies.save, lambda: studies.can_save,
               tip="With its race, to be opened again; of the claims, their report"),
        while_("study-export", "E&xport…", studies.export, lambda: studies.has_answer,
               tip="The table, the plots, or a page of both"),
        while_("study-copy-table", "Copy &table", studies.copy_table, lambda: studies.has_answer,
               rule=True),
        while_("study-copy-verdict", "Copy ver&dict", studies.copy_verdict,
               lambda: studies.has_answer),
        while_("study-copy-plot", "Copy p&lot", studies.copy_plot, lambda: studies.has_answer),
    )  # fmt: skip
