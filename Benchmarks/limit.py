#!/usr/bin/env python3
"""Compares the time that mdad takes with the least that this machine would need for the same work.

    python3 Benchmarks/limit.py [--quick]

For every method, and for reading, exact curves and item response fits, it counts the operations that the algorithm
needs and the bytes that it must move, divides them by what one core does at most (measured first, by limit_driver.c),
and prints the time that mdad takes on one thread as a multiple of that. Where the work depends on how often an
algorithm goes round, the rounds are counted by another implementation on the same data (needs NumPy; kmedoids and
scikit-learn if they are installed, otherwise the least possible number). Needs clang.
"""

import math
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table
from support.program import ROOT
from support.script import read_arguments, skip

try:
    import numpy as np
    import peers
except ImportError as missing:
    skip(missing)

TRIALS = 10
WORD = 64
KINDS = ["double", "single", "words", "moves", "functions", "bytes"]


@dataclass(frozen=True)
class Work:
    """Operations by kind, and the bytes that must come from memory at least once.

    Additions and multiplications in double and single precision, words of 64 answers compared and counted, numbers
    moved from one place to another (a draw, and a comparison of a sort, count as one), exponentials and logarithms.
    """

    double: float = 0
    single: float = 0
    words: float = 0
    moves: float = 0
    functions: float = 0
    bytes: float = 0

    def __add__(self, other):
        """Returns both, one after the other."""
        return Work(*(a + b for a, b in zip(self.parts(), other.parts(), strict=True)))

    def __mul__(self, factor):
        """Returns it so many times."""
        return Work(*(part * factor for part in self.parts()))

    __rmul__ = __mul__

    def parts(self):
        """Returns the counts in the order of KINDS."""
        return tuple(getattr(self, kind) for kind in KINDS)

    def seconds(self, peaks):
        """Returns the least time: operations of all kinds one after the other, or the bytes, whichever take longer."""
        computing = sum(getattr(self, kind) / peaks[kind] for kind in KINDS[:-1])
        return max(computing, self.bytes / peaks["bytes"]) / 1e9


@dataclass
class Trial:
    """What one trial of a method has to do with: n items, m sources, t targets and the sizes k."""

    items: int
    sources: int
    targets: int
    sizes: list
    rounds: dict = field(default_factory=dict)
    dimensions: int = 11  # ten slopes and a difficulty

    @property
    def cells(self):
        """The number of the sources' answers."""
        return self.items * self.sources

    def each(self, work):
        """Adds up what is done for each size."""
        return sum((work(k) for k in self.sizes), Work())

    # The parts that methods are made of.

    def tally(self):
        """Drawing, collecting the targets' answers, and comparing all pairs of targets."""
        pairs = self.targets * (self.targets - 1) / 2
        return self.each(lambda k: Work(moves=k + k * self.targets + pairs))

    def item_means(self):
        """The share of sources that answer each item."""
        return Work(words=self.cells / WORD)

    def item_products(self):
        """All products of two items' answers."""
        return Work(words=self.items**2 / 2 * self.sources / WORD, single=2 * self.items**2, bytes=4 * self.items**2)

    def source_products(self):
        """All products of two sources' answers."""
        return Work(words=self.sources**2 / 2 * self.items / WORD, double=2 * self.sources**2)

    def leading_vectors(self, size, steps=96):
        """Lanczos' method: an image and an orthogonalisation for each step."""
        steps = min(steps, size)
        return Work(double=2 * steps * size**2 + 2 * 2 * steps**2 / 2 * size + 6 * steps**3 / 3)

    def ridge(self, k, penalties=1):
        """A regression on k items: products, factor, coefficients."""
        small, large = min(k, self.sources), max(k, self.sources)
        return Work(double=small**2 * large + penalties * small**3 / 3)

    def best_ridge(self, k):
        """The same with the penalty chosen by leave-one-out: the products made tridiagonal once."""
        small, large = min(k, self.sources), max(k, self.sources)
        return Work(double=small**2 * large + 4 / 3 * small**3)

    def item_response_fit(self, sources=None):
        """Limited-memory BFGS on the logistic likelihood: a logit and two gradients in each dimension, the residual."""
        cells = self.items * (sources or self.sources)
        parameters = self.dimensions * (self.items + (sources or self.sources))
        evaluation = Work(single=cells * (6 * self.dimensions + 30), bytes=8 * cells)
        return self.rounds["fit"] * (evaluation + Work(double=40 * parameters))

    def medoids(self, k):
        """FasterPAM: each candidate of each round against all items."""
        return Work(single=self.rounds["medoids", k] * self.items**2 * 4, bytes=4 * self.items**2)

    def means(self, k):
        """Greedy k-means++ and Lloyd's iterations, without bounds that save distances."""
        distance = 3 * self.dimensions
        candidates = 2 + int(math.log(k))
        return Work(double=(candidates + self.rounds["means", k]) * self.items * k * distance)

    def marginal_fit(self, items, evaluations, nodes=40):
        """Posteriors of every source and the expected answers at the nodes where a posterior is not negligible."""
        half = items * self.sources / 2
        return evaluations * Work(double=2 * 2 * half * nodes / 2, functions=2 * items * nodes)


def methods(trial):
    """Returns what each method needs for a trial beyond random sampling."""
    n, m, t, largest = trial.items, trial.sources, trial.targets, max(trial.sizes)
    each = trial.each
    order = n * math.log2(n)

    def subset_search(k):
        individuals = 50 * 40 + 3 * 30 * 15
        return individuals * Work(single=2 * 2 * m + 6 * m, moves=3 * k)

    def random_search(k):
        subset = Work(single=8 * 2 * k * k + 3 * (16 * k + 2 * k * m / 4), moves=k + k * k)
        exact = 20 * (trial.ridge(k, 3) * 0.75 + Work(double=3 * 2 * k * m / 4))
        return 10_000 * subset + exact

    def gradient_steps(k):
        step = Work(double=2 * 0.8 * n * m + 2 * k * m + 2 * 12 * n + 60 * n, moves=order)
        return trial.rounds["gradient", k] * step

    projected = Work(double=2 * 4 * n * m)
    polynomials = Work(double=2 * n * largest**2)
    fit = trial.item_response_fit()
    answers = each(lambda k: Work(double=t * k * 4 * trial.dimensions**2 / 2))
    abilities = each(lambda k: Work(double=(m + t) * k * 61 * 3, functions=(m + t) * 61))
    clustered = each(trial.means)
    return {
        "random": Work(),
        "head": Work(),
        "subtask-equal": Work(),
        "subtask-proportional": Work(),
        "stratified-confidence": trial.item_means() + Work(moves=order),
        "disagreement-sampling": trial.item_means() + Work(double=2 * n * m),
        "aipw": each(trial.ridge),
        "random-learn": each(trial.best_ridge),
        "pca": 2 * (trial.source_products() + trial.leading_vectors(m)),
        "anchor-points": trial.item_products() + each(trial.medoids),
        "anchor-points-predictor": trial.item_products()
        + each(lambda k: trial.medoids(k) + Work(words=k * n * m / WORD, double=3 * k * n)),
        "diversity": trial.source_products()
        + trial.leading_vectors(m)
        + projected
        + polynomials
        + each(lambda k: Work(single=2 * n * k + 2 * n * k * k, bytes=4 * n * k)),
        "tiny-benchmarks": fit + clustered,
        "tiny-benchmarks-pirt": fit + clustered + answers,
        "tiny-benchmarks-gpirt": fit + trial.item_response_fit(m * 4 // 5) + clustered + 2 * answers,
        "metabench": trial.marginal_fit(min(n, 100), 40)
        + trial.marginal_fit(n, 30)
        + abilities
        + each(lambda k: Work(double=10 * k * n)),
        "essence": Work(words=n * n / 2 * m / WORD, single=2 * n * n) + each(subset_search),
        "sublime": each(lambda k: 480 * Work(double=k * m + 3 * k, moves=m * math.log2(m))),
        "random-search-learn": Work(single=n * n * m * 0.75) + each(random_search),
        "lasso": Work(double=4 * n * largest**2 / 2 * 2, words=largest * n * m / WORD),
        "double-optimize": each(gradient_steps),
        "forward-selection": Work(double=largest * n * m * 2),
        "gap-targeted": Work(double=largest * n * m * 2),
        "gap-targeted-robust": each(lambda k: Work(double=k * min(10 * k, n) * m * 2) + trial.ridge(k)),
    }


def count_rounds(trial, answers, evaluations):
    """Counts how often algorithms go round, by other implementations on the same answers of the sources."""
    rounds = {"fit": evaluations}
    with np.errstate(invalid="ignore"):
        distances = 1 - np.nan_to_num(np.corrcoef(answers.T))
    for k in trial.sizes:
        rounds["medoids", k] = medoid_rounds(distances, k)
        rounds["means", k] = mean_rounds(answers, k, trial.dimensions)
        rounds["gradient", k] = gradient_rounds(answers, k)
    return rounds


def medoid_rounds(distances, k):
    """Returns FasterPAM's rounds over all candidates, by the package kmedoids; the least, one, without it."""
    try:
        import kmedoids
    except ImportError:
        return 1
    return kmedoids.fasterpam(distances, k, init="random", random_state=1).n_iter


def mean_rounds(answers, k, dimensions):
    """Returns Lloyd's iterations on the leading components, by scikit-learn; the least, two, without it."""
    try:
        from sklearn.cluster import KMeans
    except ImportError:
        return 2
    left, sizes, _ = np.linalg.svd((answers - answers.mean(0)).T, full_matrices=False)
    points = left[:, :dimensions] * sizes[:dimensions]
    return KMeans(k, n_init=1, random_state=1).fit(points).n_iter_


def gradient_rounds(answers, k, limit=1000, patience=100):
    """Returns the steps of a plain double-optimize: Adam on weights and shares, the latter kept on the k-simplex."""
    random = np.random.default_rng(1)
    scores = answers.mean(1)
    cut = len(answers) * 4 // 5
    items = answers.shape[1]
    point = np.stack([random.normal(size=items), np.full(items, k / items)])
    rates, first, second = np.array([[0.1], [0.001]]), np.zeros_like(point), np.zeros_like(point)
    best, idle = math.inf, 0
    for step in range(1, limit + 1):
        chosen = np.argsort(-point[1], kind="stable")[:k]
        misses = answers[cut:, chosen] @ point[0, chosen] / k - scores[cut:]
        if misses @ misses < best:
            best, idle = misses @ misses, 0
        elif (idle := idle + 1) > patience:
            return step
        residuals = answers[:cut, chosen] @ point[0, chosen] / k - scores[:cut]
        slope = 2 / cut / k * (residuals @ answers[:cut])
        gradient = np.stack([np.zeros(items), slope * point[0]])
        gradient[0, chosen] = slope[chosen]
        first += 0.1 * (gradient - first)
        second += 0.001 * (gradient**2 - second)
        point -= rates * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        low, high = -2.0, 2.0
        for _ in range(60):
            shift = (low + high) / 2
            low, high = (shift, high) if np.clip(point[1] + shift, 0, 1).sum() < k else (low, shift)
        point[1] = np.clip(point[1] + shift, 0, 1)
    return limit


def measured_peaks(folder):
    """Returns what one core does at most in a nanosecond, by kind."""
    compiler = shutil.which("clang")
    if compiler is None:
        skip("needs clang")
    driver, program = ROOT / "Benchmarks" / "limit_driver.c", Path(folder) / "limit"
    words = [compiler, "-O3", "-march=native", "-ffp-contract=off", "-std=gnu2x", driver, "-lm", "-o", program]
    subprocess.run(list(map(str, words)), check=True)
    text = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout
    return {name: float(rate) for name, rate in (line.split("\t") for line in text.splitlines())}


class Limits:
    """Times the program, and prints its times with the least possible ones."""

    def __init__(self, program, runs, peaks):
        self.program, self.runs, self.peaks = program, runs, peaks
        self.rows = []

    def seconds(self, *words):
        """Returns the least processor time of some whole processes: what others do on the machine only adds to it."""
        return min(self.program.processor_seconds(*words) for _ in range(self.runs))

    def add(self, name, work, seconds):
        """Adds a line."""
        least = work.seconds(self.peaks)
        operations = [f"{count / 1e6:,.1f}" if count >= 5e4 else "–" for count in work.parts()]
        ratio = f"{seconds / least:.1f}" if least > 0 else "–"
        self.rows.append([name, *operations, f"{1e3 * least:.2f}", f"{1e3 * seconds:.2f}", ratio])

    def print(self):
        """Prints the table: millions of operations and bytes, milliseconds."""
        titles = ["what", *KINDS, "least, ms", "mdad, ms", "ratio"]
        print(markdown_table(titles, self.rows), end="")


def limit_methods(limits, path, trial):
    """Each method's trial, which is what more trials take longer, and the part that random sampling takes too."""

    def simulation(method, trials):
        sizes = ",".join(map(str, trial.sizes))
        words = ["simulate", "--matrix", path, "--method", method, "--sizes", sizes, "--sources", trial.sources]
        return limits.seconds(*words, "--trials", trials, "--threads", 1, "--resamples", 1)

    def of_a_trial(method):
        trials = 20 * TRIALS if method in ("random", "head") else TRIALS
        return (simulation(method, 1 + trials) - simulation(method, 1)) / trials

    common = of_a_trial("random")
    limits.add("random", trial.tally(), common)
    for method, work in methods(trial).items():
        if method != "random":
            limits.add(method, work + trial.tally(), of_a_trial(method))


def fit_evaluations(program, path):
    """Returns how often the ten-dimensional fit evaluates its likelihood: a start of 13, and once a step."""
    return 13 + program.json("items", "--matrix", path, "--dimensions", 10)["results"][0]["iterations"]


def limit_fits(limits, path, tall, evaluations):
    """Item response fits of whole matrices."""
    start = limits.seconds("--version")
    models, items = peers.read_matrix(path).shape
    work = Trial(items, models, 0, [], {"fit": evaluations}).item_response_fit()
    spent = limits.seconds("items", "--matrix", path, "--dimensions", 10, "--threads", 1) - start
    limits.add(f"ten-dimensional fit of {models} × {items}", work, spent)
    models, items = peers.read_matrix(tall).shape
    steps = limits.program.json("items", "--matrix", tall)["iterations"]
    work = Trial(items, models, 0, []).marginal_fit(items, steps + 1)
    spent = limits.seconds("items", "--matrix", tall, "--threads", 1) - start
    limits.add(f"2PL of {models:,} × {items}, with standard errors", work, spent)


def limit_exact(limits, path, sizes):
    """The exact curve of random sampling over all pairs: common wrong answers, then sums over those drawn."""
    right = peers.read_matrix(path).astype(float)
    models, items = right.shape
    both, sums = right @ right.T, right.sum(1)
    first, second = np.triu_indices(models, 1)
    wins, losses = sums[first] - both[first, second], sums[second] - both[first, second]
    kinds = np.unique(np.stack([np.maximum(wins, losses), np.minimum(wins, losses)], 1)[wins != losses], axis=0)
    discordant = kinds.sum(1)
    terms = 0.0
    for k in sizes:
        spread = np.sqrt(k * discordant / items * (1 - discordant / items) * (items - k) / (items - 1))
        terms += np.minimum(16 * spread + 1, discordant).sum()
    # Of each number of discordant items drawn: its probability and the chance of a majority, each from the one before.
    work = Work(words=len(first) * items / WORD, moves=len(first), double=10 * terms)
    words = ["simulate", "--matrix", path, "--exact", "--sizes", ",".join(map(str, sizes)), "--method", "random"]
    spent = limits.seconds(*words, "--trials", 2, "--resamples", 1, "--threads", 1) - limits.seconds("--version")
    limits.add(f"exact curves of {len(first):,} pairs at {len(sizes)} sizes", work, spent)


def limit_reading(limits, path):
    """Reading a CSV file: each byte from memory, and each cell moved to its place."""
    with open(path, "rb") as file:
        cells = file.readline().count(b",") - 1
        size = Path(path).stat().st_size
        rows = sum(1 for _ in file)
    spent = limits.seconds("select", "--matrix", path, "--method", "head", "--size", 1) - limits.seconds("--version")
    limits.add(f"reading a CSV of {size / 1e6:.0f} MB", Work(words=size / 8, moves=rows * cells / 8, bytes=size), spent)


def main():
    """Prints the table."""
    arguments = read_arguments(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        peaks = measured_peaks(folder)
        print("One core at most, in a nanosecond: " + ", ".join(f"{rate:.2f} {kind}" for kind, rate in peaks.items()))
        limits = Limits(arguments.program, 1 if arguments.quick else 3, peaks)
        gpqa = arguments.data and arguments.data / "gpqa.csv"
        if gpqa and gpqa.exists() and not arguments.quick:
            path, trial = str(gpqa), Trial(448, 300, 50, [10, 25, 50, 100, 200])
        else:
            path, trial = str(Path(folder) / "matrix.csv"), Trial(120, 40, 20, [10, 25])
            peers.write_matrix(path, peers.made_matrix(70, 120, 1))
        tall, large = Path(folder) / "tall.csv", Path(folder) / "large.csv"
        peers.write_matrix(tall, peers.made_matrix(*((200, 50) if arguments.quick else (4280, 100)), 5))
        peers.write_matrix(large, peers.made_matrix(*((100, 5000) if arguments.quick else (1000, 50_000)), 2))
        evaluations = fit_evaluations(arguments.program, path)
        trial.rounds = count_rounds(trial, peers.read_matrix(path)[: trial.sources].astype(float), evaluations)
        limit_methods(limits, path, trial)
        limit_fits(limits, path, tall, evaluations)
        limit_exact(limits, path, trial.sizes)
        limit_reading(limits, large)
        limits.print()


if __name__ == "__main__":
    main()
