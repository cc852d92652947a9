"""The program's Markdown as HTML, for notebooks."""

import re
from collections.abc import Iterator
from itertools import groupby

_TABLE = "text-align: {}; vertical-align: top; font-variant-numeric: tabular-nums"


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def _table(lines: list[str]) -> str:
    heading, marks, *rows = [_cells(line) for line in lines]
    styles = [_TABLE.format("right" if mark.endswith(":") else "left") for mark in marks]

    def row(cells: list[str], tag: str) -> str:
        return "".join(f'<{tag} style="{style}">{cell}</{tag}>' for cell, style in zip(cells, styles, strict=False))

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    return f"<table><thead><tr>{row(heading, 'th')}</tr></thead><tbody>{body}</tbody></table>"


def _kind(line: str) -> str:
    for mark, kind in [("|", "table"), ("- ", "list"), ("#", "heading")]:
        if line.startswith(mark):
            return kind
    return "text" if line.strip() else "blank"


def _blocks(markdown: str) -> Iterator[str]:
    for kind, group in groupby(markdown.splitlines(), _kind):
        lines = list(group)
        if kind == "table" and len(lines) > 1:
            yield _table(lines)
        elif kind == "list":
            yield "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
        elif kind == "heading":
            yield from (f"<h4>{line.lstrip('#').strip()}</h4>" for line in lines)
        elif kind != "blank":
            text = " ".join(lines)
            whole = re.fullmatch(r"\*\*(.*)\*\*", text)
            yield f"<p><strong>{whole[1]}</strong></p>" if whole else f"<p>{text}</p>"


def to_html(markdown: str) -> str:
    """Returns the HTML of a document that the program wrote: headings, paragraphs, lists and tables.

    Names in it are escaped already: the program leaves no HTML from a file in its Markdown.
    """
    return f"<div>{''.join(_blocks(markdown))}</div>"
