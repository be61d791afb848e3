"""The commands of the Help menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.window.command import Command
from app.window.faults import Faults
from app.window.file_commands import FileCommands
from app.window.guide import Guide
from app.window.message_bar import MessageBar
from app.window.preferences import Preferences

MENU = "&Help"
NO_LOG = "There is no log: its file cannot be written"


class Helped(Protocol):
    """What the commands of Help act on: a window."""

    appearance: Appearance
    guide: Guide
    files: FileCommands
    preferences: Preferences
    faults: Faults
    messages: MessageBar

    @property
    def commands(self) -> tuple[Command, ...]: ...


def help_commands(window: Helped) -> tuple[Command, ...]:
    """The Help menu; what it shows is imported when it is asked for."""
    widget = window if isinstance(window, QWidget) else None

    def show_palette() -> None:
        from app.window.palette import Palette

        assert widget is not None
        before = [one for one in widget.findChildren(Palette) if not one.isHidden()]
        for one in before:
            one.leave()
        if before:
            return
        others = [command for command in window.commands if command.id != "palette"]
        Palette(others, window.appearance, widget).chosen.connect(lambda command: command.do())

    def show_welcome() -> None:
        from app.window.welcome import Welcome

        files = window.files
        page = Welcome(window.commands, files.recent, window.preferences, widget)
        page.wanted.connect(lambda command: command.do())
        page.file_wanted.connect(files.open_path)
        page.dropped.connect(files.drop)
        page.open()

    def show_keyboard() -> None:
        from app.window.help import HelpDialog
        from app.window.keyboard_page import keyboard_page

        HelpDialog("Keyboard", keyboard_page(window.commands), widget).show()

    def show_sources() -> None:
        from app.window.help import HelpDialog, sources_page

        HelpDialog("About the methods", sources_page(), widget).show()

    def show_news() -> None:
        from PySide6.QtGui import QTextDocument

        from app.window.help import HelpDialog
        from app.window.news import news

        page = QTextDocument()
        page.setMarkdown(news(), QTextDocument.MarkdownFeature.MarkdownNoHTML)
        HelpDialog("What is new", page.toHtml(), widget).show()

    def show_log() -> None:
        path = window.faults.log.path if window.faults.log else None
        if path is None:
            window.messages.tell(NO_LOG)
        elif not any(
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(one))) for one in (path, path.parent)
        ):
            window.messages.tell(f"The log is {path}")

    def copy_system() -> None:
        from app.window.system import information

        QGuiApplication.clipboard().setText(information(window.appearance.theme.name))
        window.messages.tell("Copied the system's information")

    def command(
        name: str,
        title: str,
        do: Callable[[], object],
        *keys: str,
        tip: str = "",
        rule: bool = False,
    ) -> Command:
        return Command(name, MENU, title, do, keys, tip=tip, rule=rule)

    return (
        command("palette", "&Command palette", show_palette, "Ctrl+Shift+P",
                tip="Find any command by typing, and do it"),
        command("welcome", "W&elcome page", show_welcome, rule=True,
                tip="What to begin with: a preset, the tour, a file"),
        command("tour", "A first &tour", window.guide.begin_tour),
        command("keyboard", "&Keyboard", show_keyboard, "F1"),
        command("sources", "About the &methods", show_sources),
        command("news", "&What is new", show_news, tip="What has changed in this version"),
        command("log", "Show &log", show_log, tip="The file that tells what went wrong inside",
                rule=True),
        command("system", "Copy &system information", copy_system,
                tip="Versions, system and screen, for a report; nothing personal"),
    )  # fmt: skip
