#!/usr/bin/env python3
"""Times mdad against plain versions of the same protocol, and prints the ratios.

    python3 Benchmarks/compare.py [--quick] [--large]

The plain versions are in peers.py beside this file: NumPy and SciPy, and where they are installed kmedoids,
scikit-learn and py-irt. Each figure is the median of five whole processes, start included. Uses gpqa.csv of MDAD_DATA
if it is there, and a random matrix of the same size if not. --large adds a run of minutes.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments, skip

try:
    import numpy as np
    import peers
except ImportError as missing:
    skip(missing)

SIZES = [10, 25, 50, 100, 200]
WIDE_SIZES = [10, 25, 50, 100, 250, 500, 1000]
CHEAP = "random,subtask-equal,subtask-proportional,stratified-confidence"
PAPER = "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks"


@dataclass(frozen=True)
class Extent:
    """How much is timed: models × items of each matrix, trials, and runs of which the median is taken."""

    matrix: tuple = (420, 448)
    tall: tuple = (4280, 100)
    large_file: tuple = (1000, 50_000)
    wide: tuple = (447, 12_032)
    trials: int = 50
    sources: int = 300
    more_trials: int = 20
    exact_sizes: int = 5
    every_method: str = "all"
    runs: int = 5


QUICK = Extent(
    matrix=(60, 420),
    tall=(200, 100),
    large_file=(100, 5000),
    wide=(60, 1100),
    trials=2,
    sources=20,
    more_trials=2,
    exact_sizes=2,
    every_method="random,forward-selection",
    runs=1,
)


class Comparison:
    """The program, the matrices and the extent of one run of this script."""

    def __init__(self, arguments, folder):
        self.program = arguments.program
        self.extent = QUICK if arguments.quick else Extent()
        self.folder = Path(folder)
        gpqa = arguments.data and arguments.data / "gpqa.csv"
        if gpqa and gpqa.exists() and not arguments.quick:
            self.matrix, self.name = str(gpqa), gpqa.name
        else:
            self.matrix = self.made("matrix", self.extent.matrix, 1)
            self.name = "a random matrix of {} × {}".format(*self.extent.matrix)

    def made(self, name, shape, seed):
        """Returns the path of a random matrix, written when first asked for."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            peers.write_matrix(path, peers.made_matrix(*shape, seed))
        return str(path)

    def simulation(self, method, *words, path=None, sizes=SIZES, trials=None):
        """Returns the words of a simulation."""
        command = ["simulate", "--matrix", path or self.matrix, "--method", method]
        return [*command, "--sizes", ",".join(map(str, sizes)), "--trials", trials or self.extent.trials, *words]

    def paper(self, path=None, sizes=SIZES):
        """Returns the words for the six methods of the MDAD paper, by its protocol."""
        return self.simulation(PAPER, "--protocol", "paper", "--sources", self.extent.sources, path=path, sizes=sizes)

    def seconds(self, words, runs=None):
        """Returns the median time of whole processes, and the peak memory of the last."""
        runs = min(runs or self.extent.runs, self.extent.runs)
        measured = [self.program.measure(*words) for _ in range(runs)]
        return statistics.median(seconds for seconds, _ in measured), measured[-1][1]

    def peer_seconds(self, run, runs=1):
        """Returns the median time of a function, or None if a package that it needs is not installed."""
        times = []
        try:
            for _ in range(min(runs, self.extent.runs)):
                start = time.perf_counter()
                run()
                times.append(time.perf_counter() - start)
        except ImportError:
            return None
        return statistics.median(times)


def show(what, ours, theirs=None, note=""):
    """Prints a line of the result."""
    peer = f"{theirs:9.3f} s {theirs / ours:8.1f} ×" if theirs else f"{'–':>11} {'–':>10}"
    print(f"{what:58} {ours:8.3f} s {peer}  {note}", flush=True)


def time_simulations(run):
    """Random sampling and its exact curve against NumPy and SciPy; then the paper's methods, and all of them."""
    trials = run.extent.trials
    ours, _ = run.seconds(run.simulation("random"))
    theirs = run.peer_seconds(lambda: peers.simulate_random(run.matrix, SIZES, trials), 3)
    show(f"simulate random, 5 sizes, {trials} trials, bootstrap", ours, theirs)

    sizes = SIZES[: run.extent.exact_sizes]
    exact = run.simulation("random", "--exact", sizes=sizes)
    ours, _ = run.seconds(exact)
    found = []
    theirs = run.peer_seconds(lambda: found.extend(peers.exact_random(run.matrix, sizes)))
    show(f"exact curves of all pairs at {len(sizes)} sizes", ours, theirs, "against SciPy")
    rows = run.program.json(*exact)["results"]
    for row, peer in zip(rows, found, strict=True):
        if abs((row["mdad"]["smoothed"] or np.inf) - peer) > 1e-3:
            sys.exit(f"exact MDAD at k = {row['k']}: {row['mdad']['smoothed']} is not {peer:.4f}, which SciPy gives")

    ours, memory = run.seconds(run.paper(), 3)
    show(f"six methods of the MDAD paper, 5 sizes, {trials} trials", ours, None, f"{memory:.0f} MB")
    ours, memory = run.seconds(run.simulation(run.extent.every_method), 1)
    show(f"methods: {run.extent.every_method}; 5 sizes, {trials} trials, full split", ours, None, f"{memory:.0f} MB")


def time_clusterings(run):
    """A trial of the methods that cluster, against the clusterings alone by other packages."""
    for method, peer, name in [
        ("anchor-points", peers.cluster_medoids, "kmedoids"),
        ("tiny-benchmarks", peers.cluster_means, "scikit-learn"),
    ]:
        more = run.extent.more_trials
        many, _ = run.seconds(run.simulation(method, "--threads", "1", trials=1 + more), 3)
        one, _ = run.seconds(run.simulation(method, "--threads", "1", trials=1), 3)
        theirs = run.peer_seconds(lambda peer=peer: peer(run.matrix, SIZES), 3)
        show(f"{method}: a trial at 5 sizes, 1 thread", (many - one) / more, theirs, f"{name}: clusterings alone")


def time_item_response(run, quick):
    """Item response models: ten dimensions against py-irt, which takes minutes, and two parameters."""
    part = run.folder / "part.csv"
    peers.write_matrix(part, peers.read_matrix(run.matrix)[:300, ::2])
    words = ["items", "--matrix", part, "--dimensions", "10"]
    ours, _ = run.seconds(words)
    likelihood = run.program.json(*words)["results"][0]["held_out_log_likelihood"]
    note, theirs = f"held-out log-likelihood {likelihood:.5f}", None
    found = []
    if not quick and run.peer_seconds(lambda: found.append(peers.fit_py_irt(part))) and found[0]:
        theirs, peer_likelihood = found[0]
        note += f", py-irt {peer_likelihood:.5f}"
    show("10-dimensional IRT fit, half of the items, whole process", ours, theirs, note)
    tall = run.made("tall", run.extent.tall, 5)
    ours, _ = run.seconds(["items", "--matrix", tall])
    show("2PL of {:,} × {:,}".format(*run.extent.tall), ours)


def time_audit(run):
    """The audit of a table of scores against NumPy and SciPy."""
    scores = run.folder / "scores.csv"
    peers.write_scores(scores, peers.made_matrix(*run.extent.tall, 5))
    words = ["audit", "scores", "--input", scores, "--full", "full", "--micro", "q0..q99"]
    ours, _ = run.seconds(words)
    theirs = run.peer_seconds(lambda: peers.audit_scores(scores), 3)
    show(
        f"audit scores, {run.extent.tall[0]:,} models: all pairs", ours, theirs, "ours with intervals, 1,000 resamples"
    )


def time_plan(run):
    """A plan from a shipped table, against the start of an interpreter."""
    ours, _ = run.seconds(["plan", "--benchmark", "gpqa", "--gap", "5"])
    start = [sys.executable, "-c", "import numpy"]
    theirs = run.peer_seconds(lambda: subprocess.run(start, check=True), 5)
    show("plan --benchmark gpqa --gap 5", ours, theirs, "against python3 -c 'import numpy'")


def time_reading(run):
    """Reading a large CSV file, against numpy.loadtxt on a twentieth of it."""
    models, items = run.extent.large_file
    large, part = run.made("large", (models, items), 2), run.made("twentieth", (models, items // 20), 3)
    size, part_size = (Path(path).stat().st_size for path in (large, part))
    ours, memory = run.seconds(["select", "--matrix", large, "--method", "head", "--size", "1"])
    columns = range(2, models + 2)
    loaded = run.peer_seconds(lambda: np.loadtxt(part, delimiter=",", skiprows=1, usecols=columns, dtype=np.int8))
    show(f"reading a CSV of {size / 1e6:.0f} MB", ours, loaded * size / part_size, f"{memory:.0f} MB")


def time_wide(run, large):
    """Simulations on a benchmark of many items."""
    wide = run.made("wide", run.extent.wide, 4)
    shape = f"{run.extent.trials} trials, {{}} × {{:,}}".format(*run.extent.wide)
    words = run.simulation(CHEAP, path=wide, sizes=WIDE_SIZES)
    ours, memory = run.seconds(words)
    show(f"4 methods, 7 sizes, {shape}, full split", ours, None, f"{memory:.0f} MB")
    sizes = [size for size in WIDE_SIZES if size < run.extent.wide[1] // 2]
    ours, memory = run.seconds(run.simulation(CHEAP, "--split", "half", path=wide, sizes=sizes), 3)
    show("the same, half split, both references", ours, None, f"{memory:.0f} MB")
    if large:
        ours, memory = run.seconds(run.paper(path=wide, sizes=sizes), 1)
        show(f"six methods, 7 sizes, {shape}", ours, None, f"{memory:.0f} MB")


def main():
    """Times everything and prints a line each."""
    large = (
        ["--large"],
        {"action": "store_true", "help": "also the six methods of the paper on 447 × 12,032: minutes"},
    )
    arguments = read_arguments(__doc__, large)
    with tempfile.TemporaryDirectory() as folder:
        run = Comparison(arguments, folder)
        print(f"{run.program.path} on {run.name}; median of {run.extent.runs} whole processes")
        print(f"{'':58} {'mdad':>10} {'peer':>11} {'ratio':>10}")
        time_simulations(run)
        time_clusterings(run)
        time_item_response(run, arguments.quick)
        time_audit(run)
        time_plan(run)
        time_reading(run)
        time_wide(run, arguments.large)


if __name__ == "__main__":
    main()
