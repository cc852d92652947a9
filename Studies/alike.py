#!/usr/bin/env python3
"""Writes two tables of docs/study.md: how alike models answer, by accuracy, and what ranks models of one size.

    python3 Studies/alike.py [--quick]

- By accuracy: the correlation of right answers among pairs of models at most ten points apart, and the discordance that
  follows at a gap of two points, over the benchmarks with tables. It reads tables/*.json alone.
- Models of one size: `simulate --target-choice similar --size-class` on a matrix of 7B and 8B models.
"""

import json
import math
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import read_arguments

DOCUMENT = ROOT / "docs" / "study.md"
WIDTH = 10
GAP = 0.02
MATRIX = "mmlu_pro_math_ollv2"
SIZES = [25, 100, 1000]
METHODS = "random,stratified-confidence,random-learn"
# The share of pairs that 25, 100 and 1,000 items do not rank, as Yauney et al. (2025) report it for models of 8B.
PAPER = ["51 %", "35 %", "21 %"]


def discordance(accuracy, correlation):
    """Returns the share of items on which two models two points apart differ."""
    better, worse = accuracy + GAP / 2, accuracy - GAP / 2
    both = better * worse + correlation * math.sqrt(better * (1 - better) * worse * (1 - worse))
    return better + worse - 2 * both


def span(values, digits=2):
    """Returns the median of some values with the least and the most."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def by_accuracy():
    """Returns the table of correlation and discordance by accuracy."""
    tables = [json.loads(path.read_text()) for path in sorted((ROOT / "tables").glob("*.json"))]
    profiles = [table["profile"]["correlation"] for table in tables if table.get("profile")]
    rows = []
    for low in range(0, 100, WIDTH):
        correlations, discordances, pairs = [], [], 0
        for profile in profiles:
            bands = [band for band in profile or [] if low <= band["accuracy"] < low + WIDTH]
            if bands:
                correlations.append(median(band["q50"] for band in bands))
                discordances.append(median(discordance(band["accuracy"] / 100, band["q50"]) for band in bands))
                pairs += sum(band["pairs"] for band in bands)
        if len(correlations) >= 2:
            rows.append(
                [f"{low} to {low + WIDTH}", len(correlations), f"{pairs:,}", span(correlations), span(discordances)]
            )
    return markdown_table(["accuracy", "benchmarks", "pairs", "correlation φ", "discordance at 2 points"], rows, 1)


def of_one_size(arguments):
    """Returns the table of the pairs that are not ranked among models of one size, or None without the matrix."""
    path = arguments.data and arguments.data / f"{MATRIX}.csv"
    if not path or not path.exists():
        return None
    rows = []
    for size in ["8B", "7B"]:
        found = arguments.program.json(
            "simulate", "--matrix", path, "--labels", path.with_suffix(".labels.csv"), "--target-choice", "similar",
            "--size-class", size, "--method", METHODS, "--sizes", ",".join(map(str, SIZES)),
            "--trials", 5 if arguments.quick else 50,
        )["results"]  # fmt: skip
        for method in METHODS.split(","):
            cells = [row for row in found if row["method"] == method]
            rows.append(
                [
                    size,
                    method,
                    *[
                        f"{100 * row['unreliable_pairs']:.0f} % (MDAD {row['mdad']['smoothed']:.1f})"
                        for row in sorted(cells, key=lambda row: row["k"])
                    ],
                ]
            )
    rows.append(["8B, as published", "random", *PAPER])
    return markdown_table(["targets", "method", *[f"k = {size:,}" for size in SIZES]], rows, 2)


def main():
    """Prints the tables, and fills the places for them in the document."""
    arguments = read_arguments(__doc__)
    tables = {"alike": by_accuracy()}
    found = of_one_size(arguments)
    if found:
        tables["one size"] = found
    for table in tables.values():
        print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


if __name__ == "__main__":
    main()
