"""What answers have in common: their forms, as data frames, as files, as charts."""

import json
import types
import typing
from dataclasses import dataclass
from functools import cache
from io import StringIO
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from mdad._errors import Error
from mdad._markdown import to_html


@dataclass(frozen=True)
class Forms:
    """One answer in the forms in which the program wrote it, and the command line that asked for it."""

    text: str
    markdown: str
    csv: str
    json: str
    command: tuple[str, ...]


class Result:
    """An answer of the program. Its fields are those of its JSON document; an absent figure is ``None``.

    Printed, it is the program's text; in a notebook it is a table.
    """

    _forms: Forms

    @property
    def text(self) -> str:
        """The answer as the program prints it at a terminal."""
        return self._forms.text

    @property
    def markdown(self) -> str:
        """The answer in Markdown."""
        return self._forms.markdown

    @property
    def json(self) -> str:
        """The JSON document that the fields come from; docs/schemas describes it."""
        return self._forms.json

    @property
    def csv(self) -> str:
        """The answer's table as CSV."""
        return self._forms.csv

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the command line that gives this answer; data from memory appear as a file's name."""
        return self._forms.command

    def to_dict(self) -> dict[str, Any]:
        """Returns the JSON document."""
        document: dict[str, Any] = json.loads(self._forms.json)
        return document

    def to_frame(self, table: str | None = None) -> Any:
        """Returns a table of the answer as a pandas data frame.

        Args:
            table: the field that holds the rows, such as ``"pairs"``; the table of the CSV form if none is named.
        """
        try:
            import pandas as pd
        except ImportError:
            raise Error("to_frame() needs pandas; install it, or use to_dict() or csv") from None
        if table is None:
            return pd.read_csv(StringIO(self._forms.csv))
        rows = self.to_dict().get(table)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            tables = [name for name, value in self.to_dict().items() if _is_table(value)]
            raise Error(f'"{table}" is not a table of this answer; these are: {", ".join(tables) or "none"}')
        return pd.json_normalize(rows)

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the answer to a file, in the form of its suffix: .txt, .md, .csv or .json."""
        forms = {
            ".txt": self._forms.text,
            ".md": self._forms.markdown,
            ".csv": self._forms.csv,
            ".json": self._forms.json,
        }
        form = forms.get(Path(path).suffix)
        if form is None:
            raise Error(f"the suffix of {fspath(path)} names no form; give .txt, .md, .csv or .json")
        Path(path).write_text(form, encoding="utf-8")

    def plot(self, ax: Any = None) -> Any:
        """Draws the answer by matplotlib and returns the axes.

        Args:
            ax: the axes to draw on; new ones if none are given.
        """
        from mdad._charts import draw

        return draw(self, ax)

    def __str__(self) -> str:
        return self._forms.text.rstrip("\n")

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return to_html(self._forms.markdown)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


@cache
def _fields(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in typing.get_type_hints(kind).items() if not name.startswith("_")}


def build(hint: Any, value: Any) -> Any:
    """Returns a JSON value as a type says it: objects become classes, the others stay what they are."""
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        # Of several kinds, the one for lists takes lists.
        chosen = [kind for kind in kinds if (get_origin(kind) is list) == isinstance(value, list)]
        return build((chosen or kinds)[0], value)
    if origin is list:
        return [build(get_args(hint)[0], element) for element in value]
    if isinstance(hint, type) and isinstance(value, dict) and hint is not dict:
        # from is a word of Python's.
        given = {f"{key}_" if key == "from" else key: element for key, element in value.items()}
        return hint(**{name: build(kind, given[name]) for name, kind in _fields(hint).items() if name in given})
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def read(kind: type[Result], forms: Forms) -> Result:
    """Returns the answer that a JSON document holds."""
    result: Result = build(kind, json.loads(forms.json))
    object.__setattr__(result, "_forms", forms)
    return result
