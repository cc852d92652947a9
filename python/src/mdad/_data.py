"""Data in memory as files that the program reads: data frames, arrays, lists and mappings."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from mdad._errors import InputError
from mdad._result import Result

#: What stands for a table: the path of a file, or a pandas or Polars data frame, a NumPy array, lists, or a mapping of
#: names to scores.
Table: TypeAlias = Any

_NAMES = ("model", "model_name", "model_id", "name")


def is_path(value: object) -> bool:
    """Tells whether a value is the path of a file."""
    return isinstance(value, (str, PathLike))


def is_vector(value: object) -> bool:
    """Tells whether a value is the scores of one run."""
    if is_path(value) or isinstance(value, (Mapping, Result)) or hasattr(value, "columns"):
        return False
    if hasattr(value, "ndim"):
        return bool(value.ndim == 1)
    return isinstance(value, Sequence) and not any(hasattr(element, "__len__") for element in value)


def _text(value: object) -> str:
    """Returns a score or a label as a cell of a CSV file; what is missing is empty."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return str(value)


def _write_rows(path: Path, heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Path:
    path = path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([str(name) for name in heading])
        writer.writerows([_text(cell) for cell in row] for row in rows)
    return path


def write_table(table: Table, path: Path) -> Path:
    """Writes a table of labels as CSV, such as models with their families. Returns the file."""
    if isinstance(table, Mapping):
        return _write_rows(path, table.keys(), zip(*table.values(), strict=True))
    if hasattr(table, "columns") and hasattr(table, "index"):
        named = table if _is_counter(table.index) else table.reset_index()
        return _write_rows(path, named.columns, named.itertuples(index=False, name=None))
    if hasattr(table, "columns") and hasattr(table, "rows"):
        return _write_rows(path, table.columns, table.rows())
    raise InputError(f"{type(table).__name__} is not a table; give the path of a file, a data frame, or a mapping")


def _is_counter(index: Any) -> bool:
    return type(index).__name__ == "RangeIndex" and index.name is None


def write_matrix(scores: Table, path: Path, rows: str | None = None) -> tuple[Path, str | None]:
    """Writes an item matrix.

    Args:
        scores: the matrix.
        path: the file, whose suffix follows from the data.
        rows: what the rows of the data are; models, unless a column named ``item`` says otherwise.

    Returns:
        The file, and what its rows are; None if its columns say so.
    """
    if hasattr(scores, "columns") and hasattr(scores, "index"):
        return _write_frame(scores, path, rows)
    if hasattr(scores, "columns") and hasattr(scores, "rows"):
        if _has_names(scores.columns):
            return _write_rows(path, scores.columns, scores.rows()), rows
        return write_matrix([list(row) for row in scores.rows()], path, rows)
    if isinstance(scores, Mapping):
        # A mapping of models to scores, or of items to scores.
        return _write_mapping(scores, path, "item" if rows == "items" else "model"), rows or "models"
    if hasattr(scores, "ndim") and hasattr(scores, "dtype"):
        return _write_array(scores, path), rows or "models"
    if isinstance(scores, Sequence) and not isinstance(scores, str):
        lists = [list(row) for row in scores if hasattr(row, "__len__")]
        if not lists or len(lists) != len(scores):
            raise InputError(
                "the scores are a single row; a matrix has a row for each model, and a column for each item"
            )
        return _write_lists(lists, path, "item" if rows == "items" else "model"), rows or "models"
    raise InputError(
        f"{type(scores).__name__} is not an item matrix; give the path of a file, a data frame with a row for each "
        "model, or an array"
    )


def _has_names(columns: Iterable[object]) -> bool:
    """Tells whether a column holds the names of models or items, as in a file."""
    return any(str(name) in ("item", *_NAMES) for name in columns)


def _write_array(scores: Any, path: Path) -> Path:
    import numpy as np

    if scores.ndim != 2:
        raise InputError(f"the array has {scores.ndim} dimensions; a matrix has two, models and items")
    if scores.dtype.kind not in "biuf":
        return _write_lists([list(row) for row in scores], path, "model")
    path = path.with_suffix(".npy")
    np.save(path, scores)
    return path


def _write_frame(frame: Any, path: Path, rows: str | None) -> tuple[Path, str | None]:
    """Writes a pandas data frame: models in its index, or in a column that is named so; items in its columns."""
    if frame.columns.nlevels > 2 or frame.index.nlevels > 1:
        raise InputError("the index has one level, the models; the columns one, the items, or two: subtasks and items")
    if frame.columns.nlevels == 1 and _has_names(frame.columns):
        return _write_rows(path, frame.columns, frame.itertuples(index=False, name=None)), rows
    if rows == "items":
        frame = frame.T
    models = [f"model-{name + 1}" for name in frame.index] if _is_counter(frame.index) else map(str, frame.index)
    names = list(models)
    if frame.columns.nlevels == 2:
        # Only a table with a row for each item has a place for subtasks.
        lines = ([item, subtask, *frame[subtask, item]] for subtask, item in frame.columns)
        return _write_rows(path, ["item", "subtask", *names], lines), "items"
    try:
        import numpy as np

        scores = frame.to_numpy(dtype=float, na_value=math.nan)
    except (TypeError, ValueError):
        lines = ([name, *row] for name, row in zip(names, frame.itertuples(index=False, name=None), strict=True))
        return _write_rows(path, ["model", *frame.columns], lines), "models"
    path = path.with_suffix(".npz")
    np.savez(path, scores=scores, models=np.array(names, dtype=str), items=np.array(frame.columns, dtype=str))
    return path, "models"


def _write_mapping(scores: Mapping[Any, Any], path: Path, kind: str) -> Path:
    """Writes scores by model (or item): a list for each, or a mapping of items (or models) to scores."""
    if scores and all(isinstance(row, Mapping) for row in scores.values()):
        columns = list(dict.fromkeys(column for row in scores.values() for column in row))
        return _write_rows(path, [kind, *columns], ([name, *map(row.get, columns)] for name, row in scores.items()))
    return _write_lists([list(row) for row in scores.values()], path, kind, [str(name) for name in scores])


def _write_lists(scores: Sequence[Sequence[Any]], path: Path, kind: str, names: Sequence[str] = ()) -> Path:
    """Writes rows of scores of one length each."""
    names = names or [f"{kind}-{place}" for place in range(1, len(scores) + 1)]
    lengths = [len(row) for row in scores]
    width = max(lengths, default=0)
    for name, length in zip(names, lengths, strict=True):
        if length < width:
            raise InputError(f"{name} has {length} scores, others {width}; give a score for each, None if missing")
    other = "model" if kind == "item" else "item"
    heading = [kind, *(f"{other}-{place}" for place in range(1, width + 1))]
    return _write_rows(path, heading, ([name, *row] for name, row in zip(names, scores, strict=True)))
