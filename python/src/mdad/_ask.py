"""Asks the program a question: keywords become options, data files, and the answer's JSON a typed result."""

import decimal
import difflib
import json
import numbers
import os
import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mdad._answers import CLASSES
from mdad._data import Table, is_path, is_vector, write_matrix, write_table
from mdad._errors import Error, InputWarning, UsageError, error
from mdad._program import execute
from mdad._progress import progress
from mdad._result import Forms, Result, read

#: The forms that every answer is written in, by the suffix of their files.
_SUFFIXES = ("json", "md", "csv")
#: Options whose file is an item matrix.
_MATRICES = ("matrix", "responses", "confidence")
#: Options whose file is a table of labels.
_TABLES = ("labels", "item_metadata", "input", "suite")


def _number(value: Any) -> str:
    """Returns a number as a plain decimal, which is what options take."""
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, numbers.Integral):
        return str(int(value))
    return format(decimal.Decimal(repr(float(value))), "f")


class _Question:
    """The command line of a question, and the folder that its data lie in."""

    def __init__(self, command: str, name: str, folder: Path) -> None:
        self.words = [command]
        self.rows: str | None = None
        self._name = name
        self._folder = folder

    def _path(self, stem: str) -> Path:
        folder = self._folder / str(len(list(self._folder.iterdir())))
        folder.mkdir()
        return folder / stem

    def _write(self, result: Result) -> str:
        path = self._path("result.json")
        path.write_text(result.json, encoding="utf-8")
        return str(path)

    def matrix(self, scores: Table) -> str:
        """Returns the path of a matrix."""
        if is_path(scores):
            return str(os.fspath(scores))
        path, self.rows = write_matrix(scores, self._path(self._name), self.rows)
        return str(path)

    def _value(self, option: str, value: Any) -> str:
        if isinstance(value, Result):
            return self._write(value)
        if option in _MATRICES:
            return self.matrix(value)
        if is_path(value):
            return str(os.fspath(value))
        if option in _TABLES:
            return str(write_table(value, self._path(option)))
        if isinstance(value, numbers.Number):
            return _number(value)
        if isinstance(value, Iterable):
            elements = [self._value("", element) for element in value]
            if option == "items":
                path = self._path("items.txt")
                path.write_text("".join(f"{element}\n" for element in elements), encoding="utf-8")
                return str(path)
            for element in elements:
                if "," in element:
                    raise UsageError(f'{option}: "{element}" holds a comma, which separates names; rename it')
            return ",".join(elements)
        raise UsageError(f"{option}: {type(value).__name__} is no value of an option; give text, a number or a list")

    def add(self, keyword: str, value: Any) -> None:
        """Adds an option."""
        if value is None or value is False:
            return
        option = keyword.replace("_", "-")
        if value is True:
            self.words.append(f"--{option}")
            return
        for each in value if keyword == "matrix" and _is_several(value) else [value]:
            self.words.append(f"--{option}={self._value(keyword, each)}")


def _is_several(value: object) -> bool:
    """Tells whether a value is a list of matrices, rather than a matrix as lists."""
    return isinstance(value, (list, tuple)) and all(
        is_path(each) or hasattr(each, "columns") or getattr(each, "ndim", 0) == 2 for each in value
    )


def _runs(question: _Question, runs: Sequence[Any]) -> None:
    """Adds the runs to compare: logs, matrices, or the scores of a run each."""
    if runs and all(is_vector(run) for run in runs):
        names = [str(getattr(run, "name", None) or f"run-{place}") for place, run in enumerate(runs, 1)]
        if len(set(names)) < len(names):
            names = [f"{name}-{place}" for place, name in enumerate(names, 1)]
        question.words.append(f"--matrix={question.matrix(dict(zip(names, runs, strict=True)))}")
        return
    for run in runs:
        question.words.append(question.matrix(run))


#: What takes the place of options that only a command line needs.
_INSTEAD = {
    "format": "an answer has every form: text, markdown, csv and json",
    "output": "save() writes the answer to a file",
    "also": "save() writes the answer to a file",
    "check": "the verdict is a field of the answer",
}


def refuse_unknown(command: str, known: Iterable[str], unknown: Mapping[str, object]) -> None:
    """Refuses keywords that a command does not have, and names the nearest that it has."""
    for keyword in unknown:
        near = difflib.get_close_matches(keyword, list(known), n=1, cutoff=0.5)
        hint = _INSTEAD.get(keyword) or (f"did you mean {near[0]}?" if near else f"see help(mdad.{command})")
        raise UsageError(f"{command}() has no keyword {keyword}; {hint}")


def _without(folder: Path, text: str) -> str:
    """Returns a text in which data from memory are called by their names, not by where they were written."""
    pieces = text.split(f"{folder}/")
    # Each file lies in a numbered folder.
    return pieces[0] + "".join(piece.split("/", 1)[1] if "/" in piece else piece for piece in pieces[1:])


def _answer(words: Sequence[str], folder: Path, mode: str) -> Result:
    wanted = [f"--also={folder / 'answer'}.{suffix}" for suffix in _SUFFIXES]
    output, notes, status = execute([*words, *wanted], progress(mode))
    if status not in (0, 1, 2):
        line = notes[-1] if notes else f"the program ended with status {status}"
        raise error(_without(folder, line), status)
    for note in notes:
        warnings.warn(_without(folder, note), InputWarning, stacklevel=4)
    forms = [_without(folder, (folder / f"answer.{suffix}").read_text(encoding="utf-8")) for suffix in _SUFFIXES]
    document, markdown, table = forms
    kept = Forms(
        text=_without(folder, output),
        markdown=markdown,
        csv=table,
        json=document,
        command=("mdad", *(_without(folder, word) for word in words)),
    )
    schema = json.loads(document)["schema"]
    if schema not in CLASSES:
        raise Error(f"the program answers with {schema}, which this version of the package does not know")
    return read(CLASSES[schema], kept)


def ask(command: str, given: dict[str, Any]) -> Any:
    """Asks a question.

    Args:
        command: the program's command.
        given: the arguments of the function of that name, with ``unknown`` for keywords that it does not have.
    """
    unknown = given.pop("unknown", {})
    refuse_unknown(command, given, unknown)
    runs = given.pop("runs", ())
    kind = given.pop("kind", None)
    mode = given.get("progress") or "auto"
    page = given.pop("page", None)
    with tempfile.TemporaryDirectory(prefix="mdad-") as temporary:
        folder = Path(temporary).resolve()
        question = _Question(command, given.pop("name", None) or "data", folder)
        question.rows = given.pop("rows", None)
        if kind is not None:
            question.words.append(kind)
        _runs(question, runs)
        for keyword, value in given.items():
            if keyword != "progress":
                question.add(keyword, value)
        if question.rows:
            question.words.append(f"--rows={question.rows}")
        if "progress" in given and _may_take_long(question.words):
            question.words.append(f"--progress={'never' if type(progress(mode)).__name__ == 'Nowhere' else 'always'}")
        if page is not None:
            question.words += ["--format=html", f"--output={os.fspath(page)}"]
        elif command == "select":
            question.words.append("--format=text")
        return _answer(question.words, folder, mode)


def _may_take_long(words: Sequence[str]) -> bool:
    """Tells whether a command computes from a matrix; only then does it take --progress."""
    return any(word.startswith("--matrix=") for word in words) and words[:2] != ["audit", "claim"]


def table(benchmark: str, *, tables: str | os.PathLike[str] | None = None) -> Any:
    """Returns a benchmark's lookup table: the MDAD by method and size.

    Args:
        benchmark: its name; ``mdad.tables()`` lists them.
        tables: read tables from a folder instead of the shipped ones.

    Returns:
        A ``Table``, or a ``PublishedTable`` if only published figures exist.
    """
    return _show([benchmark], tables)


def tables(*, tables: str | os.PathLike[str] | None = None) -> Any:
    """Returns the list of benchmarks that have tables, with their sizes, years and accuracies.

    Args:
        tables: read tables from a folder instead of the shipped ones.
    """
    return _show([], tables)


def _show(words: list[str], tables: str | os.PathLike[str] | None) -> Any:
    more = [] if tables is None else [f"--tables={os.fspath(tables)}"]
    with tempfile.TemporaryDirectory(prefix="mdad-") as temporary:
        return _answer(["table", "show", *words, *more], Path(temporary).resolve(), "never")
