#!/usr/bin/env python3
"""Writes the tables of docs/stopping.md: how many items comparisons take that stop as soon as they are decided.

    MDAD_DATA=FOLDER python3 Studies/stopping.py [--quick]

Fixed rules on all pairs of a matrix are exact, by mdad plan --design. At the frontier (the strongest 30 % of the models
are compared, the weakest half is known) mdad simulate --stop-early counts items on trials that did not choose the rule.
A quick run takes one matrix and writes nothing.
"""

import itertools
import json
import math
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments

DOCUMENT = ROOT / "docs" / "stopping.md"
MATRICES = [
    *("gpqa", "ifeval", "openllm_math", "helm_mmlu", "helm_math", "helm_gsm", "mmlu_pro", "swebench_verified"),
    *("glue_rte", "humaneval_plus", "metabench_arc"),
]
FRONTIER = ["gpqa", "ifeval", "openllm_math", "helm_mmlu", "swebench_verified"]
GAPS = [3, 5]
SIZES = [10, 15, 25, 35, 50, 70, 100, 140, 200, 280]
METHODS = ["random", "disagreement-sampling"]


def exact_rows(arguments, names, folder):
    """Returns a row of the first table for each matrix and gap, and the shares by batch."""
    rows, shares = [], {1: [], 10: []}
    for name in names:
        matrix = find_matrix(arguments, name, folder)
        for gap in GAPS:
            words = ["--matrix", matrix, "--gap", gap, "--method", "random"]
            cells = []
            for batch, found in shares.items():
                path = Path(folder) / "design.json"
                plan = arguments.program.json("plan", *words, "--design", path, "--batch", batch)
                # The rule is for all pairs, whatever the regimes ask for beyond them.
                fixed = next(regime["k"] for regime in plan["methods"][0]["regimes"] if regime["regime"] == "similar")
                design = json.loads(path.read_text())
                found.append(design["expected_k"] / fixed)
                cells += [
                    f"{design['bound']:g}",
                    design["largest_k"],
                    f"{design['expected_k']:.1f}",
                    f"{found[-1]:.2f}",
                ]
            rows.append([f"`{name}`", gap, fixed, *cells])
    return rows, shares


def read_at(gap, rows, key):
    """Returns a figure at a gap, on a straight line between the logarithms of rows' MDADs and figures; None outside."""
    points = sorted((row["mdad"]["smoothed"], row[key]) for row in rows if row["mdad"]["smoothed"] and row[key])
    for (below, first), (above, second) in itertools.pairwise(points):
        if below <= gap <= above and below < above:
            place = math.log(gap / below) / math.log(above / below)
            return math.exp((1 - place) * math.log(first) + place * math.log(second))
    return None


def frontier_rows(arguments, names, folder):
    """Returns a row of the second table for each matrix and gap, the shares by method, and the agreements counted."""
    rows, shares, agreements = [], {method: [] for method in METHODS}, []
    for name in names:
        matrix = find_matrix(arguments, name, folder)
        items = arguments.program.json("describe", "--matrix", matrix)["items"]
        sizes = [25, 70] if arguments.quick else [size for size in SIZES if size < items]
        words = ["--method", ",".join(METHODS), "--sizes", ",".join(str(size) for size in sizes)]
        words += ["--target-choice", "frontier", "--sources", 1_000_000, "--trials", 4 if arguments.quick else 300]
        words += ["--stop-early", "--batch", 5, "--resamples", 200]
        found = arguments.program.json("simulate", "--matrix", matrix, *words)["results"]
        for gap in GAPS:
            of = {method: [row for row in found if row["method"] == method] for method in METHODS}
            fixed = {method: read_at(gap, of[method], "k") for method in METHODS}
            average = {method: read_at(gap, of[method], "expected_k") for method in METHODS}
            if not all(fixed.values()) or not all(average.values()):
                continue
            cells = []
            for method in METHODS:
                shares[method].append(average[method] / fixed[METHODS[0]])
                cells += [f"{average[method]:.0f}", f"{shares[method][-1]:.2f}"]
            rows.append([f"`{name}`", gap, *(f"{fixed[method]:.0f}" for method in METHODS), *cells])
        agreements += [row["stopping_agreement"] for row in found if row["stopping_agreement"]]
    return rows, shares, agreements


def main():
    """Makes both tables and writes them into the document."""
    arguments = read_arguments(__doc__)
    heading = ["matrix", "gap", "k"]
    for words in ["", ", every 10"]:
        heading += [f"bound{words}", "at most", "on average", "share"]
    frontier = ["matrix", "gap", "k, equal chances", "k, unequal", "stopping, equal", "share", "stopping, unequal"]
    with tempfile.TemporaryDirectory() as folder:
        exact, by_batch = exact_rows(arguments, MATRICES[:1] if arguments.quick else MATRICES, folder)
        strong, by_method, agreements = frontier_rows(arguments, FRONTIER[: 1 if arguments.quick else None], folder)
    medians = {batch: statistics.median(shares) for batch, shares in by_batch.items()}
    tables = {
        "exact": markdown_table(heading, exact),
        "exact medians": f"The median share over these {len(exact)} questions is {medians[1]:.2f}, "
        f"and {medians[10]:.2f} with looks every 10 items.\n",
        "frontier": markdown_table([*frontier, "share"], strong),
    }
    if strong:
        medians = [statistics.median(by_method[method]) for method in METHODS]
        low, middle, high = (quantile(agreements, share) for share in (0.1, 0.5, 0.9))
        tables["frontier medians"] = (
            f"The median share is {medians[0]:.2f} with equal chances and {medians[1]:.2f} with unequal ones.\n"
            f"Agreement on the trials that count was {middle:.2f} in the median; 80 % of rows lie from {low:.2f} to "
            f"{high:.2f}.\n"
        )
    if arguments.quick:
        print("\n".join(tables.values()))
    else:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


def quantile(values, share):
    """Returns the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


if __name__ == "__main__":
    main()
