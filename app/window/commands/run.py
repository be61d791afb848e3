"""The commands of the Run menu: the time that is shown, and the computation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.panels.playback.playback_bar import SPEEDS
from app.session.session import Session
from app.window.command import Command, Live
from app.window.studies import Studies
from landscapes.networks import Network


class Running(Protocol):
    """What the commands of Run act on: a window."""

    session: Session
    appearance: Appearance
    studies: Studies


def run_commands(window: Running) -> tuple[Command, ...]:
    """The commands of Run, in the order of the menu."""
    session, studies, menu = window.session, window.studies, "&Run"
    seen = Live(lambda: not studies.is_shown, (studies.changed,))

    def act(
        name: str, title: str, do: Callable[[], object], key: str, rule: bool = False
    ) -> Command:
        return Command(name, menu, title, do, (key,), enabled=seen, rule=rule)

    def step(name: str, title: str, count: int, key: str, rule: bool = False) -> Command:
        return act(name, title, partial(session.step, count), key, rule)

    def show_between() -> None:
        from app.panels.between.dialog import BetweenDialog

        parent = window if isinstance(window, QWidget) else None
        dialog = BetweenDialog(session, window.appearance, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def pace(name: str, title: str, factor: float, key: str) -> Command:
        def do() -> None:
            session.set_speed(min(SPEEDS[-1], max(SPEEDS[0], session.speed * factor)))

        return act(name, title, do, key, rule=factor < 1)

    return (
        act("toggle", "&Play or pause", session.toggle, "Space"),
        step("step-back", "One step &back", -1, "Left", rule=True),
        step("step-forward", "One step &forward", 1, "Right"),
        step("ten-back", "Ten steps back", -10, "Shift+Left"),
        step("ten-forward", "Ten steps forward", 10, "Shift+Right"),
        act("to-start", "To the &start", session.to_start, "Home"),
        act("to-end", "To the &end", session.to_end, "End"),
        pace("slower", "Slower", 0.5, "["),
        pace("faster", "Faster", 2.0, "]"),
        Command(
            "pause-computing",
            menu,
            "Pause or go on with the &computation",
            lambda: session.pause_computing(not session.computing_paused),
            tip="What is being trained rests until it is let go on",
            enabled=Live(lambda: session.busy, (session.busy_changed,)),
            rule=True,
        ),
        Command(
            "try-again",
            menu,
            "Try &again",
            session.try_again,
            tip="Run once more what broke off",
            enabled=Live(lambda: session.picture.failure is not None, (session.picture_changed,)),
        ),
        Command(
            "between",
            menu,
            "Between two en&ds…",
            show_between,
            tip="Of networks: loss and accuracy on the straight way from where one run ends to "
            "where another does, and the barrier between them",
            enabled=Live(
                lambda: isinstance(session.experiment.landscape, Network),
                (session.experiment_changed,),
            ),
            rule=True,
        ),
        Command(
            "loop",
            menu,
            "Begin again at the end",
            lambda: session.set_looping(not session.looping),
            ("Ctrl+L",),
            checked=Live(lambda: session.looping, (session.looping_changed,)),
        ),
    )
