#!/usr/bin/env python3
"""Writes the tables of docs/prediction.md: estimation errors of all methods, after Zhang, Dorner and Hardt 2025.

    MDAD_DATA=FOLDER python3 Studies/prediction.py [--quick]

k = 50, 100 trials, on five matrices. Targets are a quarter of the models at random with the others as sources, or the
best 30 % with the worst half as sources. A quick run simulates little, and writes to a temporary folder.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments

DOCUMENT = ROOT / "docs" / "prediction.md"
MATRICES = ["ifeval", "helm_gsm", "helm_mmlu", "helm_legalbench", "glue_sst2"]
# What their comparison has, and `essence` and `sublime`. The methods of our own are in docs/study.md.
METHODS = [
    *("random", "head", "subtask-equal", "subtask-proportional", "stratified-confidence", "anchor-points"),
    *("anchor-points-predictor", "diversity", "tiny-benchmarks", "tiny-benchmarks-pirt", "tiny-benchmarks-gpirt"),
    *("metabench", "essence", "sublime", "random-learn", "random-search-learn", "lasso", "double-optimize", "pca"),
    "aipw",
]
QUICK_METHODS = ["random", "stratified-confidence", "random-learn", "aipw"]
SIZE = 50


def simulate(arguments, matrix, choice):
    """Returns the row of each method on a matrix, by the choice of targets."""
    models = arguments.program.json("describe", "--matrix", matrix)["models"]
    targets = models // 4 if choice == "random" else models * 3 // 10
    methods, trials = (QUICK_METHODS, 5) if arguments.quick else (METHODS, 100)
    words = ["simulate", "--matrix", matrix, "--method", ",".join(methods), "--sizes", SIZE, "--trials", trials]
    words += ["--targets", targets, "--sources", "1000000", "--target-choice", choice]
    return {row["method"]: row for row in arguments.program.json(*words)["results"]}


def verdict(row, baseline):
    """Returns − if a row's error is smaller than that of random sampling beyond doubt, + if it is larger, or =."""
    if row["error_high"] < baseline["error_low"]:
        return "−"
    return "+" if row["error_low"] > baseline["error_high"] else "="


def error_table(found):
    """Tabulates the mean absolute error of each method on each matrix, and its verdicts."""
    rows = []
    for method in next(iter(found.values())):
        cells, verdicts = [], []
        for rows_by_method in found.values():
            row, baseline = rows_by_method[method], rows_by_method["random"]
            if method != "random":
                verdicts.append(verdict(row, baseline))
            cells.append(" ".join([f"{row['error']:.2f}", *verdicts[-1:]]))
        tally = ", ".join(str(verdicts.count(kind)) for kind in "−=+") if verdicts else ""
        rows.append([f"`{method}`", *cells, tally])
    # The tally is text: it is aligned to the left.
    table = markdown_table(["method", *found, "better, same, worse"], rows)
    heading, rule, rest = table.split("\n", 2)
    return "\n".join([heading, rule.removesuffix("---:|") + "---|", rest])


def mdad_table(found):
    """Tabulates the smoothed MDAD of each method on each matrix."""
    rows = []
    for method in next(iter(found.values())):
        values = [by_method[method]["mdad"]["smoothed"] for by_method in found.values()]
        rows.append([f"`{method}`", *("–" if value is None else f"{value:.1f}" for value in values)])
    return markdown_table(["method", *found], rows)


def main():
    """Simulates both choices of targets, and writes the tables."""
    arguments = read_arguments(__doc__)
    tables = {}
    with tempfile.TemporaryDirectory() as folder:
        for choice in ["random", "frontier"]:
            found = {}
            for name in MATRICES[1:3] if arguments.quick else MATRICES:
                found[name] = simulate(arguments, find_matrix(arguments, name, folder), choice)
            tables[f"errors-{choice}"] = error_table(found)
            if choice == "frontier":
                tables["mdad-frontier"] = mdad_table(found)
        document = replace_tables(DOCUMENT.read_text(), tables)
        target = Path(folder) / DOCUMENT.name if arguments.quick else DOCUMENT
        target.write_text(document)
        if arguments.quick:
            print(f"{', '.join(tables)}: written to a temporary folder\n\n{tables['errors-frontier']}", end="")


if __name__ == "__main__":
    main()
