#!/usr/bin/env python3
"""Prints how time and memory grow with models, items, trials and k, and what a second thread gives.

    python3 Benchmarks/growth.py [--quick]

Runs on synthetic matrices, which take 2 GB of disk for a while: a line per method with seconds and megabytes at each
point, and the slopes of their logarithms. docs/cluster.md quotes the slopes.
"""

import math
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table
from support.script import find_matrix, read_arguments, synthesize

GREEDY = ("forward-selection", "gap-targeted", "gap-targeted-robust")
METHODS = ("random", "subtask-proportional", "stratified-confidence", "random-learn", *GREEDY)
PAPER = "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks"


@dataclass(frozen=True)
class Extent:
    """The methods and points of each series, and the models × items of each matrix."""

    methods: tuple = METHODS
    paper_methods: str = PAPER
    models: tuple = (100, 300, 1000, 3000, 10_000)
    items: tuple = (1000, 10_000, 100_000, 1_000_000)
    trials: tuple = (5, 20, 80)
    sizes: tuple = (10, 30, 100, 300, 1000)
    few_models: int = 100
    few_items: int = 1000
    middling: tuple = (447, 5000)
    huge: tuple = (10_000, 100_000)
    large: tuple = (447, 12_032)
    large_trials: int = 50
    paper_trials: int = 200
    runs: int = 3


QUICK = Extent(
    methods=("random", "random-learn", "forward-selection"),
    paper_methods="random,subtask-equal",
    models=(70, 140),
    items=(300, 600),
    trials=(2, 4),
    sizes=(10, 30),
    few_models=60,
    few_items=300,
    middling=(60, 300),
    huge=(100, 1000),
    large=(60, 1000),
    large_trials=1,
    paper_trials=3,
    runs=1,
)


class Growth:
    """The program, the extent and the matrices of one run of this script."""

    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.program = arguments.program
        self.extent = QUICK if arguments.quick else Extent()
        self.folder = Path(folder)

    def matrix(self, models, items):
        """Returns the path of a synthetic matrix in 20 subtasks, written when first asked for."""
        path = self.folder / f"{models}x{items}.npy"
        if not path.exists():
            synthesize(self.program, path, models=models, items=items, subtasks=20)
        return path

    def simulation(self, shape, trials, sources=300, sizes="10,50,100"):
        """Returns the words of a simulation, without the method."""
        words = ["simulate", "--matrix", self.matrix(*shape), "--sizes", sizes, "--trials", trials]
        return [*words, "--sources", sources]

    def show_series(self, title, points, words):
        """Prints a row per method: seconds and megabytes at each point, and the slopes."""
        rows = []
        for method in self.extent.methods:
            options = ["--method", method, "--resamples", "0", "--threads", "1"]
            found = [self.program.measure(*words(point), *options) for point in points]
            cells = [f"{seconds:.2f} s, {megabytes:.0f} MB" for seconds, megabytes in found]
            slopes = [slope(points, values) for values in zip(*found, strict=True)]
            rows.append([f"`{method}`", *cells, *(f"{value:.2f}" for value in slopes)])
        print(f"\n{title}\n\n{markdown_table(['method', *points, 'slope of time', 'of memory'], rows)}", flush=True)


def slope(x, y):
    """Returns the slope of the logarithms by least squares, over the upper half, where constant parts weigh least."""
    upper = max(0, len(x) // 2 - 1)
    fit = statistics.linear_regression(*([math.log(value) for value in values[upper:]] for values in (x, y)))
    return fit.slope


def show_all_series(growth):
    """Prints what grows with models, items, trials and k."""
    extent = growth.extent
    shape = "{} models × {:,} items".format(*extent.middling)
    growth.show_series(
        f"Models ({extent.few_items:,} items, k = 10, 50, 100; 20 trials, all other models as sources)",
        extent.models,
        lambda models: growth.simulation((models, extent.few_items), 20, sources=10**6),
    )
    growth.show_series(
        f"Items ({extent.few_models} models, k = 10, 50, 100; 3 trials)",
        extent.items,
        lambda items: growth.simulation((extent.few_models, items), 3),
    )
    growth.show_series(
        f"Trials ({shape}, k = 10, 50, 100)",
        extent.trials,
        lambda trials: growth.simulation(extent.middling, trials),
    )
    growth.show_series(f"k ({shape}, 3 trials)", extent.sizes, lambda k: growth.simulation(extent.middling, 3, sizes=k))


def show_large_runs(growth):
    """Prints what a full table of a huge matrix takes, and the greedy methods on a large one."""
    huge = growth.matrix(*growth.extent.huge)
    methods = "random,subtask-equal,subtask-proportional"
    seconds, megabytes = growth.program.measure(
        *("table", "--matrix", huge, "--method", methods, "--output", growth.folder / "tables")
    )
    shape = "{:,} × {:,}".format(*growth.extent.huge)
    print(f"full table of random and subtask-* on {shape}: {seconds:.0f} s, {megabytes:.0f} MB", flush=True)
    huge.unlink()
    words = ["simulate", "--matrix", growth.matrix(*growth.extent.large), "--split", "half"]
    shape = "{:,} × {:,}".format(*growth.extent.large)
    for method in GREEDY:
        trials = growth.extent.large_trials
        seconds, megabytes = growth.program.measure(*words, "--method", method, "--trials", trials)
        print(f"{method}, {shape}, half split, {trials} trials: {seconds:.1f} s, {megabytes:.0f} MB", flush=True)


def show_threads(growth):
    """Prints what a second thread gives on GPQA, and a whole run of forward-selection there."""
    gpqa = find_matrix(growth.arguments, "gpqa", growth.folder, models=400, items=448)
    trials = growth.extent.paper_trials
    words = ["simulate", "--matrix", gpqa, "--protocol", "paper", "--trials", trials, "--sizes", "10,25,50,100,200"]
    one, two = (
        statistics.median(
            growth.program.measure(*words, "--method", growth.extent.paper_methods, "--threads", threads)[0]
            for _ in range(growth.extent.runs)
        )
        for threads in (1, 2)
    )
    count = len(growth.extent.paper_methods.split(","))
    print(f"{count} methods on gpqa, {trials} trials: {one:.2f} s on one thread, {two:.2f} s on two: {one / two:.2f} ×")
    trials = growth.extent.large_trials
    words = ["simulate", "--matrix", gpqa, "--method", "forward-selection", "--trials", trials]
    seconds, _ = growth.program.measure(*words)
    print(f"forward-selection, all sizes of gpqa, {trials} trials: {seconds:.2f} s")


def main():
    """Prints every series and every large run."""
    arguments = read_arguments(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        growth = Growth(arguments, folder)
        show_all_series(growth)
        show_large_runs(growth)
        if arguments.data or arguments.quick:
            show_threads(growth)
        else:
            print("threads on gpqa: not run: name the folder that holds gpqa.csv with --data or MDAD_DATA")


if __name__ == "__main__":
    main()
