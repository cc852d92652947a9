#!/usr/bin/env python3
"""Writes the parts of the Python package that follow from the program: its options as keywords, its JSON as classes.

    python3 python/generate.py [--check]

Options come from the program's help, kept in Tests/CommandTests/Golden; classes from docs/schemas. With --check it
writes nothing and ends with status 1 if a file is not what it would write.
"""

import json
import keyword
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "python" / "src" / "mdad"

#: The functions: what comes before the options (name, type, default, what it is), what they return, and the options
#: that only the command line takes, beside those of every command.
FUNCTIONS = {
    "plan": (["matrix"], ["Plan", "Plans", "GoalPlan", "SuitePlan"], []),
    "power": ([], ["Power", "Looks", "Stopping"], []),
    "compare": (["*runs"], ["Comparison", "SequentialComparison"], []),
    "simulate": (
        ["matrix"],
        ["Simulation", "Suite"],
        ["shard", "engine", "shards", "shard-folder", "submit", "timings"],
    ),
    "audit": (["kind", "matrix"], ["Audit"], []),
    "describe": (["matrix"], ["Description"], []),
    "items": (["matrix"], ["Items", "Dimensions"], []),
    "select": (["matrix"], ["Selection", "Batch"], ["emit", "task", "task-per-subtask"]),
    "score": (["benchmark_file", "responses"], ["Score"], []),
    "budget": (["matrix"], ["Budget"], []),
    "verify": ([], ["Verification"], []),
}
EVERYWHERE = ["format", "output", "also", "help", "check"]
#: What a matrix is, in Python.
MATRIX = (
    "an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of models "
    "to scores, or the path of a file, a CSV table with a row per item or what mdad import reads"
)
EXTRA = {
    "name": ("str | None", "what to call a benchmark whose data are in memory; names it in the answer"),
    "page": ("Path | None", "also write the budget as an HTML page to a file"),
}
OPENING = '"""{}\n\nWritten by python/generate.py; change that, or the program, and run it again.\n"""\n\n'


def options_of(command):
    """Returns the summary of a command, and its options: name, placeholder (empty for a flag) and what it does."""
    text = (ROOT / "Tests" / "CommandTests" / "Golden" / f"help-{command}.out").read_text(encoding="utf-8")
    summary = " ".join(text.split("\n\nUsage:")[0].split()).removeprefix(f"mdad {command}: ")
    options = []
    for line in text.splitlines():
        start = re.match(r"  (?:-\w, )?--([a-z-]+)(?: (\S+))?(?:\s{2,}(.*))?$", line)
        if start:
            options.append([start[1], start[2] or "", start[3] or ""])
        elif options and re.match(r" {20,}\S", line):
            options[-1][2] += " " + line.strip()
        elif line.strip() in ("Examples", "Arguments"):
            options.append(None) if options and options[-1] else None
    return summary, [(name, placeholder, " ".join(words.split())) for name, placeholder, words in filter(None, options)]


#: Types by the placeholder of an option's value; an option's name goes first.
TYPES = [
    (r"(weights|prices) .*", "Sequence[float] | str | None"),
    (r"models [A-Z],.*|.* [A-Z]+,…|.* A,B,…", "Sequence[str] | str | None"),
    (r"(labels|item-metadata|input|suite) FILE", "Table | None"),
    (r"(matrix|responses|confidence) FILE", "Table | None"),
    (r"benchmark-file FILE", "Selection | Path | None"),
    (r".* (FILE|DIR)", "Path | None"),
    (r".* (N|K|G|I|M)", "int | None"),
    (r".* (POINTS|P|D|PHI|PRICE|AMOUNT|S|C|V|RHO|GAMMA)", "float | None"),
    (r".* LIST\|N", "Selection | Sequence[str] | str | int | None"),
    (r".* D\|LOW,HIGH", "float | Sequence[float] | None"),
    (r".* (LOW,HIGH|A,B)", "Sequence[float] | str | None"),
]


def type_of(name, placeholder):
    """Returns the type of an option's values."""
    if not placeholder:
        return "bool"
    if re.fullmatch(r"[KD],…", placeholder):
        return "Sequence[int] | int | None"
    if re.fullmatch(r"[a-z0-9-]+(\|[a-z0-9-]+)+", placeholder):
        return "Literal[" + ", ".join(f'"{word}"' for word in placeholder.split("|")) + "] | None"
    return next((kind for form, kind in TYPES if re.fullmatch(form, f"{name} {placeholder}")), "str | None")


def in_python(words):
    """Returns the words of help with options as keywords."""
    return re.sub(r"--([a-z]+(?:-[a-z]+)*)", lambda found: found[1].replace("-", "_"), words).replace('"', "'")


def wrapped(text, indent, hanging=4):
    """Returns text in lines of at most 120 characters."""
    return "\n".join(
        textwrap.wrap(
            text,
            120,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            break_on_hyphens=False,
            break_long_words=False,
        )
    )


def literal_lines(name, kind):
    """Returns a parameter's lines; a long choice is laid out as ruff does."""
    line = f"    {name}: {kind} = {'False' if kind == 'bool' else 'None'},"
    if len(line) <= 120:
        return [line]
    words = re.findall(r'"[^"]+"', kind)
    return [f"    {name}: Literal[", *(f"        {word}," for word in words), "    ]", "    | None = None,"]


def function(command):
    """Returns the source of a function."""
    first, results, left = FUNCTIONS[command]
    summary, options = options_of(command)
    chosen = {
        name.replace("-", "_"): (type_of(name, placeholder), words)
        for name, placeholder, words in options
        if name not in EVERYWHERE + left
    }
    if "matrix" in chosen:
        chosen["matrix"] = (chosen["matrix"][0], MATRIX)
    if command == "simulate":
        chosen["matrix"] = ("Table | list[Table] | None", f"{MATRIX}; or several in a list")
    lines, documented = [], []
    for name in first:
        if name == "kind":
            lines.append('    kind: Literal["subset", "scores", "claim", "table"],')
            documented.append(
                ("kind", "what to audit: a subset of items, columns of scores, a claim, or a table of MDADs")
            )
        elif name == "*runs":
            lines.append("    *runs: Table,")
            documented.append(
                (
                    "*runs",
                    "logs, folders of logs, matrices, or the scores of each run; the first is the one that "
                    "the others are compared with",
                )
            )
        else:
            kind, words = chosen.pop(name)
            lines += literal_lines(name, kind)
            documented.append((name, words))
    if chosen and not any(name.startswith("*") for name in first):
        lines.append("    *,")
    if any(kind.startswith("Table") for kind, _ in [*chosen.values(), *[(line.split(": ")[-1], "") for line in lines]]):
        chosen["name"] = EXTRA["name"]
    if command == "budget":
        chosen["page"] = EXTRA["page"]
    for name, (kind, words) in chosen.items():
        lines += literal_lines(name, kind)
        documented.append((name, words))
    lines.append("    **unknown: NoReturn,")
    arguments = "\n".join(wrapped(f"{name}: {in_python(words)}", 8) for name, words in documented)
    returns = " | ".join(results)
    if not documented:
        return (
            f'def {command}(**unknown: NoReturn) -> {returns}:\n    """{summary[0].upper()}{summary[1:]}"""\n'
            f'    return cast("{returns}", ask("{command}", locals()))\n'
        )
    return (
        f"def {command}(\n"
        + "\n".join(lines)
        + f"\n) -> {returns}:\n"
        + wrapped(f'"""{summary[0].upper()}{in_python(summary[1:])}', 4, 0)
        + "\n\n"
        + f"    Args:\n{arguments}\n"
        + f'    """\n    return cast("{returns}", ask("{command}", locals()))\n'
    )


def commands():
    """Returns the module of functions."""
    names = sorted({name for _, results, _ in FUNCTIONS.values() for name in results})
    body = "\n\n".join(function(command) for command in FUNCTIONS)
    imports = (
        "from collections.abc import Sequence\nfrom os import PathLike\n"
        "from typing import Literal, NoReturn, TypeAlias, cast\n\n"
    )
    return (
        OPENING.format("The program's commands as functions; every option is a keyword.")
        + imports
        + "from mdad._answers import (\n"
        + "".join(f"    {name},\n" for name in names)
        + ")\n"
        + "from mdad._ask import ask\nfrom mdad._data import Table\n\nPath: TypeAlias = str | PathLike[str]\n\n\n"
        + body
    )


def class_name(text):
    """Returns a class's name for a key: among_random is AmongRandom."""
    return "".join(part.capitalize() for part in text.split("_"))


def hint(schema, owner, key, classes):
    """Returns the type of a value, and adds the classes that it takes."""
    kinds = schema.get("type", "string")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "enum" in schema:
        words = ", ".join(f'"{word}"' for word in schema["enum"] if word is not None)
        return f"Literal[{words}]" + (" | None" if "null" in kinds else "")
    plain = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
    found = []
    for kind in kinds:
        if kind in plain:
            found.append(plain[kind])
        elif kind == "array":
            singular = re.sub(r"(?<=[a-z])s$", "", key) if key not in ("notes", "reasons") else key
            found.append(
                f"list[{hint(schema['items'], owner, singular, classes)}]" if "items" in schema else "list[Any]"
            )
        elif "properties" in schema:
            name = owner + class_name(key)
            classes.append((name, schema, key))
            add_classes(name, schema, classes)
            found.append(name)
        else:
            found.append("dict[str, Any]")
    return " | ".join(found)


def add_classes(name, schema, classes):
    """Finds the classes of an object's members."""
    for key, value in schema["properties"].items():
        hint(value, name, key, classes)


def data_class(name, schema, base, about):
    """Returns the source of a class, which has a field for each key."""
    required, optional = [], []
    documented = []
    for key, value in schema["properties"].items():
        field = f"{key}_" if keyword.iskeyword(key) else key
        kind = "str" if "const" in value else hint(value, name, key, [])
        documented.append(f"{field}: {value['description']}")
        if key in schema.get("required", []):
            required.append(f"    {field}: {kind}")
        else:
            kind = kind if kind.endswith("| None") else f"{kind} | None"
            optional.append(f"    {field}: {kind} = None")
    heading = f"@dataclass(frozen=True, kw_only=True{', repr=False' if base else ''})\nclass {name}{base}:\n"
    lines = "\n".join(wrapped(line, 8) for line in documented)
    return (
        heading
        + wrapped(f'"""{about}', 4, 0)
        + f'\n\n    Attributes:\n{lines}\n    """\n\n'
        + "\n".join(required + optional)
        + "\n"
    )


def answers():
    """Returns the module of classes."""
    sources, names = [], {}
    for path in sorted((ROOT / "docs" / "schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        name, classes = schema["title"], []
        if name in ("Shard", "Design", "Import"):
            # Files of the program's own.
            continue
        add_classes(name, schema, classes)
        for inner, inner_schema, key in reversed(classes):
            sources.append(data_class(inner, inner_schema, "", f"A part of ``{name}``: ``{key}``."))
        sources.append(data_class(name, schema, "(Result)", schema["description"]))
        names[schema["properties"]["schema"]["const"]] = name
    mapping = "".join(f'    "{schema}": {name},\n' for schema, name in names.items())
    return (
        OPENING.format("The program's answers as classes; docs/schemas describes the same documents.")
        + "from dataclasses import dataclass\nfrom typing import Any, Literal\n\nfrom mdad._result import Result\n\n\n"
        + "\n\n".join(sources)
        + f"\n\n#: The class of each schema.\nCLASSES: dict[str, type[Result]] = {{\n{mapping}}}\n"
    )


def main():
    """Writes the files, or compares them."""
    stale = []
    for name, text in {"_commands.py": commands(), "_answers.py": answers()}.items():
        path = PACKAGE / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(str(path.relative_to(ROOT)))
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"{' and '.join(stale)} do not follow the program; run python3 python/generate.py")


if __name__ == "__main__":
    main()
