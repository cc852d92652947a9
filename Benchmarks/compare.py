#!/usr/bin/env python3
"""Times mdad against a plain NumPy version of the same protocol. See README.md beside this file."""
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.stats import hypergeom

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build", "release", "mdad")
SIZES = [10, 25, 50, 100, 200]


def median_time(run, repeats=5):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def program(*arguments):
    subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def peak_memory(*arguments):
    """The peak resident memory of one run, in MB; started from a small process, whose own memory would count."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run([sys.executable, "-c", script, PROGRAM, *arguments], check=True, capture_output=True)
    return int(done.stdout) / 1024


def made_matrix(models, items, seed):
    random = np.random.default_rng(seed)
    ability = random.normal(0, 0.6, (models, 1))
    difficulty = random.normal(0.5, 1.2, (1, items))
    return (random.random((models, items)) < 1 / (1 + np.exp(difficulty - ability))).astype(np.int8)


def write_matrix(path, matrix):
    """A row per item, a column per model, 14 subtasks."""
    with open(path, "wb") as file:
        file.write(("item,subtask," + ",".join(f"m{m}" for m in range(matrix.shape[0])) + "\n").encode())
        cells = np.full((matrix.shape[1], 2 * matrix.shape[0]), ord(","), np.uint8)
        cells[:, 1::2] = matrix.T + ord("0")
        for item in range(matrix.shape[1]):
            file.write(f"{item},s{item % 14}".encode() + cells[item].tobytes() + b"\n")


def read_matrix(path):
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    labels = {"item", "subtask", "subset", "subtask_range"}
    columns = [c for c, name in enumerate(header) if name not in labels]
    return np.array([[row[c] for c in columns] for row in rows], dtype=np.int8).T


def isotonic(values, weights):
    """Pools adjacent violators."""
    means, totals, lengths = [], [], []
    for value, weight in zip(values, weights):
        length = 1
        while means and means[-1] >= value:
            value = (means[-1] * totals[-1] + value * weight) / (totals[-1] + weight)
            weight += totals.pop()
            length += lengths.pop()
            means.pop()
        means.append(value)
        totals.append(weight)
        lengths.append(length)
    return np.repeat(means, lengths)


def smoothed_mdad(agreeing, pairs):
    bins = np.nonzero(pairs)[0]
    fit = isotonic(agreeing[bins] / pairs[bins], pairs[bins].astype(float))
    above = np.nonzero(fit >= 0.8)[0]
    if not len(above):
        return np.inf
    i = above[0]
    if i == 0:
        return bins[0] / 2
    return (bins[i - 1] + (0.8 - fit[i - 1]) / (fit[i] - fit[i - 1]) * (bins[i] - bins[i - 1])) / 2


def numpy_simulation(path, trials=50, targets=50):
    """Random sampling on all items: trials, tallies, smoothed MDAD and its bootstrap interval."""
    y = read_matrix(path).astype(float)
    models, items = y.shape
    random = np.random.default_rng(1)
    pairs = np.zeros((trials, 201), np.int64)
    agreeing = np.zeros((len(SIZES), trials, 201), np.int64)
    first, second = np.triu_indices(targets, 1)
    for trial in range(trials):
        chosen = random.permutation(models)[:targets]
        right = y[chosen].sum(1)
        difference = right[first] - right[second]
        ordered = difference != 0
        bins = ((400 * np.abs(difference) + items) // (2 * items)).astype(int)
        pairs[trial] = np.bincount(bins[ordered], minlength=201)
        for s, size in enumerate(SIZES):
            score = y[chosen][:, random.choice(items, size, replace=False)].sum(1)
            agrees = (score[first] - score[second]) * difference > 0
            agreeing[s, trial] = np.bincount(bins[ordered & agrees], minlength=201)
    weights = np.stack([np.bincount(random.integers(0, trials, trials), minlength=trials) for _ in range(1000)])
    sums = weights @ pairs
    for s in range(len(SIZES)):
        smoothed_mdad(agreeing[s].sum(0), pairs.sum(0))
        agreed = weights @ agreeing[s]
        np.sort([smoothed_mdad(agreed[b], sums[b]) for b in range(1000)])[[24, 975]]


def scipy_exact(path):
    """The exact agreement of random sampling over all pairs of models."""
    y = read_matrix(path).astype(np.int64)
    items = y.shape[1]
    right, both = y.sum(1), y @ y.T
    i, j = np.triu_indices(y.shape[0], 1)
    a, b = right[i] - both[i, j], right[j] - both[i, j]
    keep = a != b
    kinds, counts = np.unique(np.stack([np.maximum(a, b)[keep], np.minimum(a, b)[keep]], 1), axis=0, return_counts=True)
    for size in SIZES:
        tally = np.zeros((2, 201))
        for (wins, losses), count in zip(kinds.tolist(), counts.tolist()):
            d = wins + losses
            m = np.arange(max(0, size - (items - d)), min(size, d) + 1)
            weight = hypergeom.pmf(m, items, d, size)
            m, weight = m[weight > 1e-16], weight[weight > 1e-16]
            bin = (400 * (wins - losses) + items) // (2 * items)
            tally[:, bin] += count, count * np.sum(weight * hypergeom.sf(m // 2, d, wins, m))


def paper_methods(path):
    """The six methods of the MDAD paper with its protocol, on correctness."""
    return [
        "simulate", "-m", path, "--protocol", "paper", "--method",
        "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks", "--sizes",
        ",".join(map(str, SIZES))]


def k_medoids(path):
    """A trial's clusterings at five sizes by the package kmedoids, from the same correlations."""
    import kmedoids
    with np.errstate(invalid="ignore"):
        distance = 1 - np.nan_to_num(np.corrcoef(read_matrix(path)[:300].T.astype(float)))
    for size in SIZES:
        kmedoids.fasterpam(distance, size, init="random", random_state=1)


def k_means(path):
    """A trial's clusterings at five sizes by scikit-learn, of items in eleven dimensions."""
    from sklearn.cluster import KMeans
    y = read_matrix(path)[:300].T.astype(float)
    points = np.linalg.svd(y - y.mean(0), full_matrices=False)[0][:, :11]
    for size in SIZES:
        KMeans(size, n_init=1, random_state=1).fit(points)


def py_irt(path):
    """The time and held-out log-likelihood of py-irt's multidim_2pl: ten dimensions, 2,000 epochs."""
    from py_irt.config import IrtConfig
    from py_irt.dataset import Dataset
    from py_irt.training import IrtModelTrainer
    import contextlib
    import io
    import json
    y = read_matrix(path)
    model, item = np.indices(y.shape)
    held = (7 * item + 3 * model) % 5 == 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonlines") as file:
        for m in range(y.shape[0]):
            seen = {f"i{i}": int(y[m, i]) for i in range(y.shape[1]) if not held[m, i]}
            file.write(json.dumps({"subject_id": f"s{m}", "responses": seen}) + "\n")
        file.flush()
        for seed in range(1, 6):
            config = IrtConfig(model_type="multidim_2pl", epochs=2000, priors="hierarchical", dims=10, lr=0.1, seed=seed)
            with contextlib.redirect_stdout(io.StringIO()):
                data = Dataset.from_jsonlines(file.name)
                trainer = IrtModelTrainer(config=config, data_path=None, dataset=data)
                start = time.perf_counter()
                try:
                    trainer.train(device="cpu")
                except ValueError:
                    # Some runs diverge to numbers that are not numbers.
                    continue
                seconds = time.perf_counter() - start
                break
        else:
            return None
    found = trainer.irt_model.export()
    ability, difficulty, slope = (np.array(found[name]) for name in ("ability", "diff", "disc"))
    rows = [int(data.ix_to_subject_id[i][1:]) for i in range(y.shape[0])]
    columns = [int(data.ix_to_item_id[i][1:]) for i in range(y.shape[1])]
    logits = np.zeros(y.shape)
    logits[np.ix_(rows, columns)] = np.einsum("jd,ijd->ij", slope, ability[:, None, :] - difficulty[None])
    return seconds, (y * logits - np.logaddexp(0, logits))[held].mean()


def write_scores(path, matrix):
    """A row per model: its full score (of another 400 items), then its answers to these."""
    random = np.random.default_rng(6)
    full = np.clip(matrix.mean(1) + random.normal(0, 0.02, len(matrix)), 0, 1)
    with open(path, "w") as file:
        file.write("model,full," + ",".join(f"q{item}" for item in range(matrix.shape[1])) + "\n")
        for model, answers in enumerate(matrix):
            file.write(f"m{model},{full[model]:.6f}," + ",".join(map(str, answers)) + "\n")


def numpy_scores(path):
    """MDAD, error and Kendall's tau over all pairs, without intervals."""
    from scipy.stats import kendalltau
    table = np.loadtxt(path, delimiter=",", skiprows=1, usecols=range(1, 102))
    full, micro = table[:, 0], table[:, 1:].mean(1)
    pairs, agreeing = np.zeros(201), np.zeros(201)
    for model in range(len(full)):
        gap, lead = full[model + 1:] - full[model], micro[model + 1:] - micro[model]
        bins = np.floor(np.abs(gap) * 200 + 0.5 + 1e-9).astype(int)
        ordered = gap != 0
        pairs += np.bincount(bins[ordered], minlength=201)
        agreeing += np.bincount(bins[ordered], weights=(gap * lead > 0)[ordered], minlength=201)
    return smoothed_mdad(agreeing, pairs), np.abs(full - micro).mean(), kendalltau(full, micro).statistic


def write_part(path, source, models, step):
    """The first models and every so many-th item of a matrix."""
    write_matrix(path, read_matrix(source)[:models, ::step])


def optional(run):
    """What a function returns, or nothing where a package that it needs is not installed."""
    try:
        return run()
    except ImportError:
        return None


def row(what, ours, theirs=None, note=""):
    peer = f"{theirs:9.3f} s {theirs / ours:8.1f} ×" if theirs else f"{'–':>11} {'–':>10}"
    print(f"{what:58} {ours:8.3f} s {peer}  {note}", flush=True)


def main():
    subprocess.run(["swift", "build", "-c", "release"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        data = os.environ.get("MDAD_DATA")
        if data and os.path.exists(os.path.join(data, "gpqa.csv")):
            matrix, name = os.path.join(data, "gpqa.csv"), "gpqa.csv"
        else:
            matrix, name = os.path.join(folder, "made.csv"), "a made matrix of 420 × 448"
            write_matrix(matrix, made_matrix(420, 448, 1))
        print(f"on {name}; median of 5 whole processes")
        print(f"{'':58} {'mdad':>10} {'NumPy':>11} {'ratio':>10}")
        sizes = ",".join(map(str, SIZES))
        ours = median_time(lambda: program("simulate", "-m", matrix, "--method", "random", "--sizes", sizes))
        row("simulate random, 5 sizes, 50 trials, bootstrap", ours, median_time(lambda: numpy_simulation(matrix), 3))
        ours = median_time(lambda: program("simulate", "-m", matrix, "--method", "random", "--exact", "--sizes", sizes))
        row("exact curves of all pairs at 5 sizes", ours, median_time(lambda: scipy_exact(matrix), 1), "against SciPy")
        ours = median_time(lambda: program(*paper_methods(matrix)), 3)
        row("six methods of the MDAD paper, 5 sizes, 50 trials", ours, None, f"{peak_memory(*paper_methods(matrix)):.0f} MB")
        everything = ["simulate", "-m", matrix, "--method", "all", "--sizes", sizes]
        ours = median_time(lambda: program(*everything), 1)
        row("all methods, 5 sizes, 50 trials, full split", ours, None, f"{peak_memory(*everything):.0f} MB")
        for method, peer, name in [("anchor-points", k_medoids, "kmedoids"), ("tiny-benchmarks", k_means, "scikit-learn")]:
            arguments = ["simulate", "-m", matrix, "--method", method, "--sizes", sizes, "--trials"]
            many = median_time(lambda: program(*arguments, "21", "--threads", "1"), 3)
            one = median_time(lambda: program(*arguments, "1", "--threads", "1"), 3)
            theirs = optional(lambda: median_time(lambda: peer(matrix), 3))
            row(f"{method}: all of a trial at 5 sizes, 1 thread", (many - one) / 20, theirs, f"{name}: clusterings alone")
        part = os.path.join(folder, "part224.csv")
        write_part(part, matrix, 300, 2)
        arguments = ["items", "-m", part, "--dimensions", "10", "--format", "csv"]
        ours = median_time(lambda: program(*arguments))
        theirs = optional(lambda: py_irt(part))
        done = subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True)
        held = f"held-out log-likelihood {done.stdout.split()[1].split(',')[1]}"
        row("10-dimensional IRT fit of 300 × 224, whole process", ours, theirs and theirs[0],
            held + (f", py-irt {theirs[1]:.5f}" if theirs else ""))
        tall = os.path.join(folder, "tall.csv")
        write_matrix(tall, made_matrix(4280, 100, 5))
        row("2PL of 4,280 × 100", median_time(lambda: program("items", "-m", tall)))
        scores = os.path.join(folder, "scores.csv")
        write_scores(scores, made_matrix(4280, 100, 5))
        arguments = ["audit", "scores", "--input", scores, "--full", "full", "--micro", "q0..q99"]
        ours = median_time(lambda: program(*arguments))
        theirs = median_time(lambda: numpy_scores(scores), 3)
        row("audit scores, 4,280 models: all 9.2 million pairs", ours, theirs, "ours with intervals, 1,000 resamples")
        ours = median_time(lambda: program("plan", "--benchmark", "gpqa", "--gap", "5"))
        start = median_time(lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True))
        row("plan --benchmark gpqa --gap 5", ours, start, "against python3 -c 'import numpy'")
        big = os.path.join(folder, "big.csv")
        write_matrix(big, made_matrix(1000, 50_000, 2))
        megabytes = os.path.getsize(big) / 1e6
        reading = ["select", "-m", big, "--method", "head", "--size", "1"]
        ours = median_time(lambda: program(*reading))
        part = os.path.join(folder, "part.csv")
        write_matrix(part, made_matrix(1000, 2500, 3))
        scale = os.path.getsize(big) / os.path.getsize(part)
        loaded = median_time(lambda: np.loadtxt(part, delimiter=",", skiprows=1, usecols=range(2, 1002), dtype=np.int8), 1)
        row(f"reading a CSV of {megabytes:.0f} MB", ours, loaded * scale, f"{peak_memory(*reading):.0f} MB")
        wide = os.path.join(folder, "wide.csv")
        write_matrix(wide, made_matrix(447, 12_032, 4))
        arguments = [
            "simulate", "-m", wide, "--method", "random,subtask-equal,subtask-proportional,stratified-confidence",
            "--sizes", "10,25,50,100,250,500,1000"]
        ours = median_time(lambda: program(*arguments))
        row("4 methods, 7 sizes, 50 trials, 447 × 12,032, full split", ours, None, f"{peak_memory(*arguments):.0f} MB")
        arguments += ["--split", "half"]
        ours = median_time(lambda: program(*arguments), 3)
        row("the same, half split, both references", ours, None, f"{peak_memory(*arguments):.0f} MB")
        if "--large" in sys.argv:
            arguments = paper_methods(wide)[:-1] + ["10,25,50,100,250,500,1000"]
            ours = median_time(lambda: program(*arguments), 1)
            row("six methods, 7 sizes, 50 trials, 447 × 12,032", ours, None, f"{peak_memory(*arguments):.0f} MB")


if __name__ == "__main__":
    main()
