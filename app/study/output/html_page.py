"""A study as a page that stands alone: verdict, plots, tables and setting, by day and by night."""

from __future__ import annotations

import html

from app.files import marks
from app.look import vector
from app.look.theme import DARK, LIGHT, Theme
from app.study.drawing.look import Look
from app.study.drawing.painter import height_of, paint_plot
from app.study.output import setting
from app.study.output.progress import Report
from core.experiment import experiment_file
from core.study.asking.answer import Answer
from core.study.plots import plots
from core.study.plots.values import Plot
from core.study.results.table import Cell, Table
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict
from core.writing import number, p_figure

WIDTH = 860.0
_STYLE = """
:root{{{light}color-scheme:light dark}}
@media(prefers-color-scheme:dark){{:root{{{dark}}}}}
*{{box-sizing:border-box}}
body{{font:15px/1.55 "Basinscope Sans",system-ui,sans-serif;max-width:908px;margin:2.5em auto;
padding:0 24px;color:var(--text);background:var(--window)}}
h1{{font-size:1.5em;line-height:1.25;margin:0 0 .6em}}h2{{font-size:1.1em;margin:2em 0 .6em}}
.verdict{{font-size:1.05em}}.dim{{color:var(--dim);font-size:13px}}
figure{{margin:14px 0;background:var(--panel);border:1px solid var(--line);border-radius:8px;
overflow:hidden}}
svg{{display:block;width:100%;height:auto}}
.night{{display:none}}
@media(prefers-color-scheme:dark){{.day{{display:none}}.night{{display:block}}}}
@media print{{.day{{display:block}}.night{{display:none}}}}
.scroll{{overflow-x:auto}}
table{{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}}
th,td{{padding:.25em .9em .25em 0;text-align:right;white-space:nowrap;
border-bottom:1px solid var(--line)}}th{{color:var(--dim);font-weight:400}}
th:first-child,td:first-child{{text-align:left}}
pre{{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.8em;
overflow:auto;font-size:12px}}
section{{border-top:1px solid var(--line);margin-top:2.2em}}ol{{padding-left:1.4em}}
a{{color:inherit}}li{{margin:.3em 0}}
.badge{{display:inline-block;padding:.05em .6em;border-radius:.8em;font-size:12px;font-weight:700;
color:var(--window)}}
.supported{{background:var(--good)}}.depends{{background:var(--warning)}}
.not-supported{{background:var(--danger)}}
svg image{{image-rendering:pixelated}}
summary{{cursor:pointer;margin:.6em 0}}
{faces}"""


def page(answer: Answer, theme: Theme, report: Report) -> bytes:
    """One page without anything outside of it; what it is seen with decides its theme."""
    question = answer.question
    title = setting.title(question)
    experiment = experiment_file.dumps(question.experiment)
    figures, drawn = "", plots(answer)
    for done, plot in enumerate(drawn, start=1):
        figures += f"<figure>{day_and_night(plot)}</figure>\n"
        report(done, len(drawn))
    found = "".join(
        f"<h2>{html.escape(name.capitalize())}</h2>{table_markup(table)}\n"
        for name, table in tables(answer).items()
    )
    lines = "<br>".join(map(html.escape, (setting.landscape(question), *setting.lines(question))))
    body = (
        f"<h1>{html.escape(title)}</h1>\n"
        f'<p class="verdict">{html.escape(" ".join(verdict(answer)))}</p>\n'
        f'<p class="dim">{lines}</p>\n{figures}{found}'
        f"<details><summary>The experiment, as its file has it</summary>"
        f"<pre>{html.escape(experiment)}</pre></details>\n"
    )
    return document(title, body, marks.PAGE.wrapped(experiment).decode())


def document(title: str, body: str, added: str = "") -> bytes:
    """A whole page in the program's look."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{html.escape(title)} · Basinscope</title>\n<style>{_style()}</style>\n{added}"
        f"</head>\n<body>\n{body}</body></html>\n"
    ).encode()


def day_and_night(plot: Plot) -> str:
    """A plot as inline SVG for light and for dark, of which one is seen."""
    return _svg(plot, LIGHT, "day") + _svg(plot, DARK, "night")


def _svg(plot: Plot, theme: Theme, name: str) -> str:
    size = (WIDTH, round(height_of(plot, WIDTH)))

    def paint(painter: object, size: tuple[float, float]) -> None:
        from PySide6.QtCore import QRectF

        paint_plot(painter, QRectF(0, 0, *size), plot, Look(theme))  # type: ignore[arg-type]

    text = vector.bare_svg(size, plot.title, paint).decode()
    inline = text[text.index("<svg") :]
    return inline.replace("<svg", f'<svg class="{name}" role="img"', 1)


def table_markup(table: Table) -> str:
    """A table; its numbers are rounded as people read them."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(map(_cell, table.columns, row)) + "</tr>\n" for row in table.rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>\n{rows}</table></div>'


def _cell(column: str, cell: Cell) -> str:
    if not isinstance(cell, str):
        cell = p_figure(cell) if column == "p" else number(float(cell))
    return f"<td>{html.escape(cell)}</td>"


def _style() -> str:
    light, dark = (
        "".join(
            f"--{name}:{getattr(theme, name)};"
            for name in ("text", "dim", "window", "panel", "line", "good", "warning", "danger")
        )
        for theme in (LIGHT, DARK)
    )
    return _STYLE.format(light=light, dark=dark, faces=vector.faces(bold=True))
