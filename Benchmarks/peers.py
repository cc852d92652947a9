"""What compare.py times mdad against: the same protocol in plain NumPy and SciPy, and other packages' kernels."""

import contextlib
import csv
import io
import json
import tempfile
import time

import numpy as np
from scipy.stats import hypergeom, kendalltau

# Bins of half a point, from 0 to 100.
BINS = 201
THRESHOLD = 0.8


def made_matrix(models, items, seed):
    """Returns random right and wrong answers, a row per model, by a logistic model of one ability."""
    random = np.random.default_rng(seed)
    ability = random.normal(0, 0.6, (models, 1))
    difficulty = random.normal(0.5, 1.2, (1, items))
    return (random.random((models, items)) < 1 / (1 + np.exp(difficulty - ability))).astype(np.int8)


def write_matrix(path, matrix):
    """Writes a row per item and a column per model, in 14 subtasks."""
    with open(path, "wb") as file:
        file.write(("item,subtask," + ",".join(f"m{m}" for m in range(matrix.shape[0])) + "\n").encode())
        cells = np.full((matrix.shape[1], 2 * matrix.shape[0]), ord(","), np.uint8)
        cells[:, 1::2] = matrix.T + ord("0")
        for item in range(matrix.shape[1]):
            file.write(f"{item},s{item % 14}".encode() + cells[item].tobytes() + b"\n")


def read_matrix(path):
    """Reads a matrix of right and wrong answers, a row per model."""
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    labels = {"item", "subtask", "subset", "subtask_range"}
    columns = [c for c, name in enumerate(header) if name not in labels]
    return np.array([[row[c] for c in columns] for row in rows], dtype=np.int8).T


def write_scores(path, matrix):
    """Writes a row per model: its full score (with that of other items), then its answers to these."""
    random = np.random.default_rng(6)
    full = np.clip(matrix.mean(1) + random.normal(0, 0.02, len(matrix)), 0, 1)
    with open(path, "w") as file:
        file.write("model,full," + ",".join(f"q{item}" for item in range(matrix.shape[1])) + "\n")
        for model, answers in enumerate(matrix):
            file.write(f"m{model},{full[model]:.6f}," + ",".join(map(str, answers)) + "\n")


def isotonic(values, weights):
    """Returns the isotonic regression of values, by pooling adjacent violators."""
    means, totals, lengths = [], [], []
    for value, weight in zip(values, weights, strict=True):
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
    """Returns the gap, in points, at which the isotonic regression of agreement reaches the threshold."""
    bins = np.nonzero(pairs)[0]
    fit = isotonic(agreeing[bins] / pairs[bins], pairs[bins].astype(float))
    above = np.nonzero(fit >= THRESHOLD)[0]
    if not len(above):
        return np.inf
    i = above[0]
    if i == 0:
        return bins[0] / 2
    return (bins[i - 1] + (THRESHOLD - fit[i - 1]) / (fit[i] - fit[i - 1]) * (bins[i] - bins[i - 1])) / 2


def simulate_random(path, sizes, trials=50, targets=50, resamples=1000):
    """Simulates random sampling on all items: trials, tallies, smoothed MDADs and their bootstrap intervals."""
    y = read_matrix(path).astype(float)
    models, items = y.shape
    random = np.random.default_rng(1)
    pairs = np.zeros((trials, BINS), np.int64)
    agreeing = np.zeros((len(sizes), trials, BINS), np.int64)
    first, second = np.triu_indices(min(targets, models), 1)
    for trial in range(trials):
        chosen = random.permutation(models)[:targets]
        right = y[chosen].sum(1)
        difference = right[first] - right[second]
        ordered = difference != 0
        bins = ((400 * np.abs(difference) + items) // (2 * items)).astype(int)
        pairs[trial] = np.bincount(bins[ordered], minlength=BINS)
        for s, size in enumerate(sizes):
            score = y[chosen][:, random.choice(items, size, replace=False)].sum(1)
            agrees = (score[first] - score[second]) * difference > 0
            agreeing[s, trial] = np.bincount(bins[ordered & agrees], minlength=BINS)
    weights = np.stack([np.bincount(random.integers(0, trials, trials), minlength=trials) for _ in range(resamples)])
    sums = weights @ pairs
    for s in range(len(sizes)):
        smoothed_mdad(agreeing[s].sum(0), pairs.sum(0))
        agreed = weights @ agreeing[s]
        limits = [resamples // 40 - 1, resamples - resamples // 40]
        np.sort([smoothed_mdad(agreed[b], sums[b]) for b in range(resamples)])[limits]


def exact_random(path, sizes):
    """Returns the exact MDAD of random sampling over all pairs of models, at each size."""
    y = read_matrix(path).astype(np.int64)
    items = y.shape[1]
    right, both = y.sum(1), y @ y.T
    i, j = np.triu_indices(y.shape[0], 1)
    a, b = right[i] - both[i, j], right[j] - both[i, j]
    keep = a != b
    kinds = np.stack([np.maximum(a, b)[keep], np.minimum(a, b)[keep]], 1)
    kinds, counts = np.unique(kinds, axis=0, return_counts=True)
    found = []
    for size in sizes:
        pairs, agreeing = np.zeros(BINS), np.zeros(BINS)
        for (wins, losses), count in zip(kinds.tolist(), counts.tolist(), strict=True):
            d = wins + losses
            m = np.arange(max(0, size - (items - d)), min(size, d) + 1)
            weight = hypergeom.pmf(m, items, d, size)
            m, weight = m[weight > 1e-16], weight[weight > 1e-16]
            place = (400 * (wins - losses) + items) // (2 * items)
            pairs[place] += count
            agreeing[place] += count * np.sum(weight * hypergeom.sf(m // 2, d, wins, m))
        found.append(smoothed_mdad(agreeing, pairs))
    return found


def cluster_medoids(path, sizes):
    """Clusters a trial's items at each size by the package kmedoids, by the correlations that anchor-points uses."""
    import kmedoids

    with np.errstate(invalid="ignore"):
        distance = 1 - np.nan_to_num(np.corrcoef(read_matrix(path)[:300].T.astype(float)))
    for size in sizes:
        kmedoids.fasterpam(distance, size, init="random", random_state=1)


def cluster_means(path, sizes):
    """Clusters a trial's items at each size by scikit-learn, in eleven dimensions as tiny-benchmarks does."""
    from sklearn.cluster import KMeans

    y = read_matrix(path)[:300].T.astype(float)
    points = np.linalg.svd(y - y.mean(0), full_matrices=False)[0][:, :11]
    for size in sizes:
        KMeans(size, n_init=1, random_state=1).fit(points)


def fit_py_irt(path, epochs=2000):
    """Returns the seconds and the held-out log-likelihood of py-irt's multidim_2pl in ten dimensions, or None."""
    from py_irt.config import IrtConfig
    from py_irt.dataset import Dataset
    from py_irt.training import IrtModelTrainer

    y = read_matrix(path)
    model, item = np.indices(y.shape)
    held = (7 * item + 3 * model) % 5 == 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonlines") as file:
        for m in range(y.shape[0]):
            seen = {f"i{i}": int(y[m, i]) for i in range(y.shape[1]) if not held[m, i]}
            file.write(json.dumps({"subject_id": f"s{m}", "responses": seen}) + "\n")
        file.flush()
        # Some runs diverge to numbers that are not numbers; then another seed is tried.
        for seed in range(1, 6):
            config = IrtConfig(
                model_type="multidim_2pl", epochs=epochs, priors="hierarchical", dims=10, lr=0.1, seed=seed
            )
            with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(ValueError):
                data = Dataset.from_jsonlines(file.name)
                trainer = IrtModelTrainer(config=config, data_path=None, dataset=data)
                start = time.perf_counter()
                trainer.train(device="cpu")
                return time.perf_counter() - start, py_irt_likelihood(trainer.irt_model.export(), data, y, held)
    return None


def py_irt_likelihood(found, data, y, held):
    """Returns the mean log-likelihood of the answers that a fit of py-irt did not see."""
    ability, difficulty, slope = (np.array(found[name]) for name in ("ability", "diff", "disc"))
    rows = [int(data.ix_to_subject_id[i][1:]) for i in range(y.shape[0])]
    columns = [int(data.ix_to_item_id[i][1:]) for i in range(y.shape[1])]
    logits = np.zeros(y.shape)
    logits[np.ix_(rows, columns)] = np.einsum("jd,ijd->ij", slope, ability[:, None, :] - difficulty[None])
    return (y * logits - np.logaddexp(0, logits))[held].mean()


def audit_scores(path):
    """Returns MDAD, error and Kendall's tau over all pairs of models, without intervals."""
    table = np.loadtxt(path, delimiter=",", skiprows=1, usecols=range(1, 102))
    full, micro = table[:, 0], table[:, 1:].mean(1)
    pairs, agreeing = np.zeros(BINS), np.zeros(BINS)
    for model in range(len(full)):
        gap, lead = full[model + 1 :] - full[model], micro[model + 1 :] - micro[model]
        bins = np.floor(np.abs(gap) * 200 + 0.5 + 1e-9).astype(int)
        ordered = gap != 0
        pairs += np.bincount(bins[ordered], minlength=BINS)
        agreeing += np.bincount(bins[ordered], weights=(gap * lead > 0)[ordered], minlength=BINS)
    return smoothed_mdad(agreeing, pairs), np.abs(full - micro).mean(), kendalltau(full, micro).statistic
