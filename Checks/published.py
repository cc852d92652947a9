#!/usr/bin/env python3
"""Prints where the MDAD paper's released GPQA figures lie among 20 seeds of mdad.

    MDAD_DATA=FOLDER python3 Checks/published.py [--quick]

Runs the released protocol with six methods on gpqa.csv. A line for each figure: the published one, whether it is in
the range of the seeds, and how many seeds are below it. Prints and does not judge: the causes of what is outside are
in the comments beside the figures.
"""

import math
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import find_matrix, read_arguments

SIZES = [10, 25, 50, 100, 200]
# Yauney et al. 2025, released results, seen half, 300 source models: MDAD (points), error (points), Kendall's tau.
FIGURES = ["MDAD", "error", "tau"]
PUBLISHED = {
    "random": (
        [25.5, 12, 7.5, 4, 1.5],
        [11.249, 6.834, 4.680, 2.565, 0.818],
        [0.1682, 0.34594, 0.45549, 0.63704, 0.88276],
    ),
    "subtask-equal": (
        [16, 12, 8, 4, 1.5],
        [10.854, 6.513, 4.437, 2.654, 0.827],
        [0.2736, 0.32828, 0.43863, 0.62062, 0.88405],
    ),
    # The released row of this method used model confidences, which gpqa.csv lacks.
    "stratified-confidence": (
        [19, 9.5, 6.5, 4, 1],
        [11.062, 6.354, 4.123, 2.447, 0.752],
        [0.16806, 0.32364, 0.42557, 0.59754, 0.87722],
    ),
    "tiny-benchmarks": (
        [15.5, 9.5, 7, 4.5, 1.5],
        [9.714, 6.153, 4.173, 2.796, 0.855],
        [0.20541, 0.32569, 0.43987, 0.56403, 0.85543],
    ),
    # These two used confidences as well; on correctness the released anchor code is defective above k = 25.
    "diversity": (
        [15.5, 9, 6, 4.5, 2],
        [12.535, 10.179, 8.076, 5.374, 1.198],
        [0.29078, 0.42264, 0.50865, 0.59477, 0.84316],
    ),
    "anchor-points": (
        [6.5, 5.5, 5, 4.5, 3.5],
        [4.091, 3.11, 2.743, 2.413, 2.001],
        [0.42511, 0.47176, 0.50025, 0.53688, 0.65475],
    ),
}
# The released code run on correctness alone: MDAD and error (points), one run.
ON_CORRECTNESS = {
    "random": ([18, 12, 8, 4, 1.5], [11.27, 6.73, 4.36, 2.62, 0.86]),
    "subtask-equal": ([22, 11.5, 7, 4, 1], [11.03, 6.74, 4.49, 2.75, 0.84]),
    "stratified-confidence": ([15, 9.5, 5.5, 4, 1], [10.50, 6.25, 4.13, 2.51, 0.79]),
    "diversity": ([15, 7.5, 5.5, 3.5, 1.5], [11.32, 7.91, 7.05, 4.50, 1.18]),
    "anchor-points": ([13, 10.5, 20, 27.5, math.inf], [10.51, 10.00, 12.97, 25.23, 35.75]),
}


QUICK_METHODS = ["random", "subtask-equal", "stratified-confidence"]


def simulate(arguments, methods, matrix, seed):
    """Returns MDAD, error and tau by method and size, for one seed of the released protocol."""
    words = ["simulate", "--matrix", matrix, "--protocol", "released", "--bins", "floor", "--split", "half"]
    words += ["--sources", "300", "--targets", "50", "--method", ",".join(methods), "--seed", seed]
    words += ["--trials", "5"] if arguments.quick else []
    rows = arguments.program.json(*words, "--sizes", ",".join(map(str, SIZES)))["results"]
    seen = [row for row in rows if row["reference"] == "seen"]
    return {(row["method"], row["k"]): (row["mdad"]["first"], row["error"], row["kendall_tau"]) for row in seen}


def place(value, found):
    """Returns a figure's place among those of the seeds as text."""
    known = sorted(math.inf if x is None else x for x in found)
    below, equal = sum(x < value for x in known), known.count(value)
    inside = "in " if known[0] <= value <= known[-1] else "OUT"
    spread = f"{known[0]:8.3f} to {known[-1]:8.3f}"
    return f"{value:8.3f} {inside} {spread}  {below:2d} below, {equal:2d} equal, median {statistics.median(known):.3f}"


def main():
    """Simulates every seed, and prints a line for each published figure."""
    arguments = read_arguments(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        matrix = find_matrix(arguments, "gpqa", folder)
        seeds = range(1, 3 if arguments.quick else 21)
        methods = QUICK_METHODS if arguments.quick else list(PUBLISHED)
        found = [simulate(arguments, methods, matrix, seed) for seed in seeds]
    for method in methods:
        for position, k in enumerate(SIZES):
            values = list(zip(*(by_row[method, k] for by_row in found), strict=True))
            sources = [("published", PUBLISHED[method]), ("correctness", ON_CORRECTNESS.get(method, ()))]
            for source, figures in sources:
                for name, figure, seen in zip(FIGURES, figures, values, strict=False):
                    print(f"{method:22} k {k:3d} {name:5} {source:11} {place(figure[position], seen)}")


if __name__ == "__main__":
    main()
