#!/usr/bin/env python3
"""Measures how often the 95 % intervals of mdad simulate hold the truth, and writes the table of docs/validation.md.

    python3 Studies/coverage.py [--quick] [--replications N]

Models answer items by chance, after two abilities each, so that as many models as wanted can be drawn from the same
population. Two kinds of truth:

- these models: the figures of a matrix of 60 models over 4,000 trials; each replication has 50 trials of that matrix
- new models: the figures of 4,000 trials on 6,000 models; each replication has its own 60 models, 50 trials, and
  --models-bootstrap

Beside the program's intervals stand naive ones, which take all pairs of all trials as independent: the control. The
script fails if it does not find them out. A quick run has few replications and writes nothing.
"""

import math
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import read_arguments

DOCUMENT = ROOT / "docs" / "validation.md"
METHODS = ["random", "stratified-confidence", "random-learn"]
SIZES = [20, 60]
MODELS, TARGETS, SOURCES, TRIALS = 60, 20, 40, 50
# By name: items, and the standard deviation of the ability that most items ask for.
MATRICES = {"wide": (200, 1.0), "narrow": (300, 0.5)}
# The replications of each kind.
KINDS = {"these models": 500, "new models": 400}
# The gaps at which agreement is read off are those where it truly is nearest to these.
LEVELS = {"agreement .75": 0.75, "agreement .95": 0.95}
FIGURES = ["MDAD", *LEVELS, "error", "τ-b"]
NORMAL = 1.959964
NOMINAL = 0.95
CONTROL = "τ-b"


class Population:
    """Items, and models without end that answer them."""

    def __init__(self, name):
        self.count, self.deviation = MATRICES[name]
        draw = random.Random(f"{name} items")
        self.items = [(math.exp(draw.gauss(0, 0.3)), draw.gauss(0, 0.7), draw.gauss(0, 1)) for _ in range(self.count)]

    def write(self, path, models, seed):
        """Writes the answers of models drawn with a seed."""
        draw = random.Random(seed)
        abilities = [(draw.gauss(0, self.deviation), draw.gauss(0, 1)) for _ in range(models)]
        with path.open("w") as file:
            file.write(",".join(["item", *(f"m{model}" for model in range(models))]) + "\n")
            for item, (first, second, difficulty) in enumerate(self.items):
                answers = (
                    "1" if draw.random() < 1 / (1 + math.exp(difficulty - first * a - second * b)) else "0"
                    for a, b in abilities
                )
                file.write(f"i{item}," + ",".join(answers) + "\n")
        return path


class Study:
    """The runs of the program on one population."""

    def __init__(self, arguments, name, folder):
        self.program, self.folder, self.name = arguments.program, Path(folder), name
        self.population = Population(name)
        self.long, self.many = (400, 600) if arguments.quick else (4000, 6000)

    def simulate(self, matrix, seed, trials, *words):
        """Returns the rows of a simulation by method and size."""
        words = ["--targets", TARGETS, "--sources", SOURCES, "--trials", trials, "--seed", seed, "--threads", 1, *words]
        methods = ["--method", ",".join(METHODS), "--sizes", ",".join(map(str, SIZES))]
        rows = self.program.json("simulate", "--matrix", matrix, "--curve", *methods, *words)["results"]
        return {(row["method"], row["k"]): row for row in rows}

    def matrix(self, models, seed):
        """Writes a matrix of models drawn with a seed."""
        return self.population.write(self.folder / f"{self.name}-{seed}.csv", models, f"{self.name} {seed}")

    def truths(self):
        """Returns by kind the rows of many trials."""
        rows = [("these models", MODELS), ("new models", self.many)]
        return {
            kind: self.simulate(self.matrix(models, kind), 1_000_000, self.long, "--resamples", 0)
            for kind, models in rows
        }

    def replication(self, kind, number):
        """Returns the rows of one replication."""
        if kind == "these models":
            return self.simulate(self.folder / f"{self.name}-{kind}.csv", number, TRIALS)
        path = self.matrix(MODELS, number)
        rows = self.simulate(path, number, TRIALS, "--models-bootstrap")
        path.unlink()
        return rows


def at(curve, gap, name):
    """Reads a number off a curve at a gap, between the gaps that have pairs by linear interpolation."""
    below = [point for point in curve if point["gap"] <= gap] or curve[:1]
    above = [point for point in curve if point["gap"] >= gap] or curve[-1:]
    (x, y), (x1, y1) = ((point["gap"], point[name]) for point in (below[-1], above[0]))
    return y if x1 == x else y + (y1 - y) * (gap - x) / (x1 - x)


def level_pairs(curve, gap):
    """Returns the number of pairs over which the smoothed curve has the height that it has at a gap."""
    nearest = min(curve, key=lambda point: abs(point["gap"] - gap))
    return sum(point["pairs"] for point in curve if point["smoothed"] == nearest["smoothed"])


def read_truth(row):
    """Returns each figure of a row, and the gap where agreement is read."""
    curve = row["curve"]
    gaps = {name: min(curve, key=lambda p: abs(p["smoothed"] - level))["gap"] for name, level in LEVELS.items()}
    truth = {"MDAD": row["mdad"]["smoothed"], "error": row["error"], "τ-b": row["kendall_tau"]}
    return truth | {name: at(curve, gap, "smoothed") for name, gap in gaps.items()}, gaps


def read_intervals(row, gaps):
    """Returns the interval of each figure, and the naive one of those for which there is one."""
    curve, mdad = row["curve"], row["mdad"]
    intervals = {
        "MDAD": (mdad["low"], mdad["high"]),
        "error": (row["error_low"], row["error_high"]),
        "τ-b": (row["kendall_tau_low"], row["kendall_tau_high"]),
    }
    tau, pairs = row["kendall_tau"], TRIALS * TARGETS * (TARGETS - 1) / 2
    half = NORMAL * math.sqrt((1 - tau * tau) / pairs)
    naive = {"τ-b": (tau - half, tau + half)}
    for name, gap in gaps.items():
        intervals[name] = at(curve, gap, "smoothed_low"), at(curve, gap, "smoothed_high")
        share = at(curve, gap, "smoothed")
        half = NORMAL * math.sqrt(share * (1 - share) / level_pairs(curve, gap))
        naive[name] = share - half, share + half
    return intervals, naive


def holds(interval, value):
    """Returns whether an interval, which may have no upper limit, holds a value."""
    low, high = interval
    return low is not None and low - 1e-9 <= value and (high is None or value <= high + 1e-9)


def count_cells(study, kind, truth, replications, pool):
    """Counts by method, size, figure and sort of interval how many replications hold the truth."""
    read = {cell: read_truth(row) for cell, row in truth.items()}
    hits = {}
    for rows in pool.map(lambda number: study.replication(kind, number), range(1, replications + 1)):
        for cell, row in rows.items():
            values, gaps = read[cell]
            for sort, intervals in zip(("program", "naive"), read_intervals(row, gaps), strict=True):
                for figure, interval in intervals.items():
                    key = (study.name, kind, *cell, figure, sort)
                    hits[key] = hits.get(key, 0) + holds(interval, values[figure])
    return hits


def percent(hits, key, replications):
    """Returns a coverage with its standard error, in percent; a dash where there is none."""
    if key not in hits:
        return "–"
    share = hits[key] / replications
    return f"{100 * share:.1f} ± {100 * math.sqrt(share * (1 - share) / replications):.1f}"


def coverage_table(hits, replications):
    """Tabulates the coverage of every cell."""
    heading = ["matrix", "about", "method", "k", *FIGURES, *(f"{figure}, naive" for figure in [*LEVELS, CONTROL])]
    rows = []
    for name in MATRICES:
        for kind in KINDS:
            for method in METHODS:
                for size in SIZES:
                    cell = (name, kind, method, size)
                    sorts = [(figure, "program") for figure in FIGURES]
                    sorts += [(figure, "naive") for figure in [*LEVELS, CONTROL]]
                    found = [percent(hits, (*cell, *sort), replications[kind]) for sort in sorts]
                    rows.append([name, kind, f"`{method}`", size, *found])
    return markdown_table(heading, rows, text_columns=3)


def summary_table(hits, replications):
    """Tabulates by kind and figure the mean coverage, the extremes, and how many cells lie within .93 to .97."""
    rows = []
    for kind in KINDS:
        for figure in FIGURES:
            found = [
                count / replications[kind]
                for key, count in hits.items()
                if key[1] == kind and key[4] == figure and key[5] == "program"
            ]
            inside = sum(0.93 <= share <= 0.97 for share in found)
            extremes = [f"{100 * share:.1f}" for share in (sum(found) / len(found), min(found), max(found))]
            rows.append([kind, figure, *extremes, f"{inside} of {len(found)}"])
    return markdown_table(["about", "figure", "mean", "least", "most", "within 93 to 97"], rows, text_columns=2)


def main():
    """Runs the study."""
    arguments = read_arguments(__doc__, (["--replications"], {"type": int, "metavar": "N", "default": None}))
    given = arguments.replications or (6 if arguments.quick else None)
    replications = {kind: given or count for kind, count in KINDS.items()}
    hits = {}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for name in MATRICES:
            study = Study(arguments, name, folder)
            truths = study.truths()
            for kind in KINDS:
                hits |= count_cells(study, kind, truths[kind], replications[kind], pool)
    tables = {
        "coverage summary": summary_table(hits, replications),
        "coverage": coverage_table(hits, replications),
    }
    for table in tables.values():
        print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))
    control = [count / replications[key[1]] for key, count in hits.items() if key[4:] == (CONTROL, "naive")]
    if sum(control) / len(control) > NOMINAL - 0.1:
        sys.exit(f"the naive intervals of {CONTROL} hold the truth in {sum(control) / len(control):.0%}: no control")


if __name__ == "__main__":
    main()
