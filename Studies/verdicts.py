#!/usr/bin/env python3
"""Measures how often verdicts of mdad compare are wrong, and writes the tables of docs/validation.md.

    python3 Studies/verdicts.py [--quick] [--studies N]

Each study draws two runs, or five, on the same items, and asks mdad compare. In the worst case that a goal allows, its
verdict should be wrong at most as often as its level says: 5 %, and for the order 20 %.

- difference: two equally good runs are called different
- no-worse: a run that is exactly the margin below passes
- equivalent: a run that is exactly the margin ahead is called equivalent
- order: a run that is one point ahead is said to be behind
- ranking: of five equally good runs, any two are said to be in order
- best: of five equally good runs, one is left out of those that may be the best

In clusters, items of one cluster of five lean the same way. The control tests these as if items were independent; the
script fails if that is not wrong too often. A quick run has few studies and writes nothing.
"""

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
STUDIES = 300
DISCORDANCES = [0.1, 0.4]
SIZES = [60, 300]
MARGIN = 0.03
CLUSTER = 5
# The share of a cluster's discordant items that lean as the cluster does.
LEAN = 0.9
# By goal: the true difference, the options, and the verdicts that are wrong.
GOALS = {
    "difference": (0.0, [], {"significant"}),
    "no-worse": (-MARGIN, ["--margin", 100 * MARGIN], {"pass"}),
    "equivalent": (MARGIN, ["--margin", 100 * MARGIN], {"equivalent"}),
    "order": (0.01, [], {"behind"}),
}
RUNS = 5


def draw_pair(draw, size, discordance, difference, clustered):
    """Returns the answers of two runs, item by item, the second ahead by the difference on average."""
    share = (1 + difference / discordance) / 2
    answers = []
    for item in range(size):
        if clustered and item % CLUSTER == 0:
            # A cluster leans to the second run with the chance that makes its share of wins right on average.
            wins = LEAN if draw.random() < (share - (1 - LEAN)) / (2 * LEAN - 1) else 1 - LEAN
        elif not clustered:
            wins = share
        if draw.random() < discordance:
            second = int(draw.random() < wins)
            answers.append((1 - second, second))
        else:
            answers.append((1, 1))
    return answers


def draw_runs(draw, size, clustered):
    """Returns the answers of equally good runs."""
    answers = []
    for item in range(size):
        if not clustered or item % CLUSTER == 0:
            ease = draw.gauss(0, 1)
            tastes = [draw.gauss(0, 0.7) for _ in range(RUNS)]
        answers.append([int(ease + taste + draw.gauss(0, 0.7) > 0) for taste in tastes])
    return answers


def write_runs(path, answers, clustered):
    """Writes a matrix, with a column of clusters if items are in clusters."""
    runs = [f"r{run}" for run in range(len(answers[0]))]
    with path.open("w") as file:
        file.write(",".join(["item", *(["cluster"] if clustered else []), *runs]) + "\n")
        for item, scores in enumerate(answers):
            cluster = [f"c{item // CLUSTER}"] if clustered else []
            file.write(",".join([f"q{item}", *cluster, *map(str, scores)]) + "\n")


class Studies:
    """Studies of one kind, counted by several workers."""

    def __init__(self, program, folder, count):
        self.program, self.folder, self.count = program, Path(folder), count

    def compare(self, name, answers, clustered, *options):
        """Returns what mdad compare says of some runs."""
        path = self.folder / f"{name}.csv"
        write_runs(path, answers, clustered)
        return self.program.json("compare", path, *options)

    def rate(self, is_wrong):
        """Returns the share of studies, by number, in which a function finds the verdict wrong."""
        with ThreadPoolExecutor() as pool:
            return sum(pool.map(is_wrong, range(self.count))) / self.count

    def pair_rate(self, goal, size, discordance, clustered, naive=False):
        """Returns how often the verdict on two runs is wrong."""
        difference, options, wrong = GOALS[goal]

        def is_wrong(study):
            draw = random.Random(f"{goal} {size} {discordance} {clustered} {study}")
            answers = draw_pair(draw, size, discordance, difference, clustered)
            name = f"{goal}-{study}"
            answer = self.compare(name, answers, clustered and not naive, "--goal", goal, *options)
            return answer["verdict"] in wrong

        return self.rate(is_wrong)

    def runs_rate(self, goal, size, clustered):
        """Returns how often the verdict on equally good runs is wrong."""

        def is_wrong(study):
            draw = random.Random(f"{goal} {size} {clustered} {study}")
            name = f"{goal}-{study}"
            answer = self.compare(name, draw_runs(draw, size, clustered), clustered, "--goal", goal)
            if goal == "best":
                return not next(row for row in answer["runs"] if row["run"] == "r0")["may_be_best"]
            return any((row["rank_low"], row["rank_high"]) != (1, RUNS) for row in answer["runs"])

        return self.rate(is_wrong)


def percent(rate):
    """Writes a rate for a table."""
    return f"{100 * rate:.1f}"


def pair_table(studies, discordances, sizes):
    """Returns the table of goals about two runs, and the control's largest rate."""
    rows, control = [], 0.0
    for clustered in [False, True]:
        for discordance in discordances:
            for size in sizes:
                rates = [studies.pair_rate(goal, size, discordance, clustered) for goal in GOALS]
                naive = studies.pair_rate("difference", size, discordance, True, naive=True) if clustered else None
                control = max(control, naive or 0)
                words = "in fives" if clustered else "independent"
                rows.append([words, discordance, size, *map(percent, rates), percent(naive) if clustered else "–"])
                print(*rows[-1], file=sys.stderr)
    heading = ["items are", "discordance", "items", *GOALS, "difference, clusters ignored"]
    return markdown_table(heading, rows), control


def runs_table(studies, sizes):
    """Returns the table of goals about several runs."""
    rows = []
    for clustered in [False, True]:
        for size in sizes:
            rates = [studies.runs_rate(goal, size, clustered) for goal in ["ranking", "best"]]
            rows.append(["in fives" if clustered else "independent", size, *map(percent, rates)])
            print(*rows[-1], file=sys.stderr)
    return markdown_table(["items are", "items", "ranking", "best"], rows)


def main():
    """Runs all studies, and writes the tables."""
    number = (["--studies"], {"metavar": "N", "type": int, "default": STUDIES, "help": f"of each kind ({STUDIES})"})
    arguments = read_arguments(__doc__, number)
    quick = arguments.quick
    with tempfile.TemporaryDirectory() as folder:
        studies = Studies(arguments.program, folder, 40 if quick else arguments.studies)
        sizes = [200] if quick else SIZES
        pairs, control = pair_table(studies, DISCORDANCES[-1:] if quick else DISCORDANCES, sizes)
        runs = runs_table(studies, sizes)
    print(pairs, runs, sep="\n")
    if control < 0.1:
        sys.exit("the control, which ignores clusters, is not found out")
    if not quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), {"verdicts": pairs, "ranks": runs}))


if __name__ == "__main__":
    main()
