#!/usr/bin/env python3
"""Writes the table of designs in docs/sampling.md: which expectation of strong models' answers saves most items.

    MDAD_DATA=FOLDER python3 Studies/sampling_designs.py [--quick]

Independent of the program: NumPy computes, for pairs of targets 3 or 5 points apart, the variance of their estimated
difference under each design (Hájek's approximation over all items), from it the chance of the right order by the normal
distribution, and from that the k at which four pairs in five are ordered right, as a share of the k of equal chances.
There are no ties and no draws in it. A quick run reads two matrices and writes nothing.
"""

import csv
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.script import find_matrix, read_arguments, skip

try:
    import numpy as np
    from scipy.special import expit, logit
    from scipy.stats import norm
except ImportError as error:
    skip(error)

from sampling import CHOICES, DOCUMENT, GAPS, LABELS, LEVEL, MATRICES


def read(path):
    """Returns the answers of a matrix's distinct models, a row each."""
    with open(path) as file:
        header, *rows = csv.reader(file)
    columns = [column for column, name in enumerate(header) if name.lower() not in LABELS]
    return np.unique(np.array([[float(row[column]) for column in columns] for row in rows]).T, axis=0)


def chances(sizes, count):
    """Returns chances proportional to sizes that add up to count, none above 1."""
    certain = np.zeros(len(sizes), bool)
    while True:
        factor = (count - certain.sum()) / sizes[~certain].sum()
        more = ~certain & (sizes * factor >= 1)
        if not more.any():
            return np.where(certain, 1, sizes * factor)
        certain |= more


def agreement(differences, chance):
    """Returns the mean chance that pairs come out in the right order."""
    count = differences.shape[1]
    weight = chance * (1 - chance) * count / (count - 1)
    expanded = differences / chance
    mean = expanded @ weight / weight.sum()
    variance = ((expanded - mean[:, None]) ** 2 @ weight) / count**2
    return norm.cdf(differences.mean(1) / np.sqrt(np.maximum(variance, 1e-18))).mean()


def needed(differences, sizes):
    """Returns the k at which agreement is LEVEL, by bisection."""
    low, high = 2.0, len(sizes) - 1.0
    while high - low > 0.05:
        middle = (low + high) / 2
        if agreement(differences, chances(sizes, middle)) < LEVEL:
            low = middle
        else:
            high = middle
    return high


def sizes_of(variance, equal=0.5):
    """Returns what chances are proportional to: a part that is the same for all, and standard deviations."""
    deviation = np.sqrt(variance)
    return equal + (1 - equal) * deviation / deviation.mean()


def of_strong(answers, part, fewest=8, added=0.5):
    """Returns expected scores and variances by the strongest part of the sources."""
    count = min(len(answers), max(fewest, len(answers) // part))
    strong = answers[np.argsort(-answers.mean(1), kind="stable")[:count]]
    mean = (strong.sum(0) + added) / (count + 2 * added)
    graded = not np.isin(answers, (0, 1)).all()
    return mean, strong.var(0) if graded else mean * (1 - mean)


def logistic(answers, looseness):
    """Fits each item's easiness and slope on the sources' strengths; returns them, and the strength of strong sources.

    Slopes are normal about 1 with variance looseness: 0 is the Rasch model.
    """
    models, items = answers.shape
    strength = logit((answers.sum(1) + 0.5) / (items + 1))
    strength -= strength.mean()
    easiness, slope = np.zeros(items), np.ones(items)
    for _ in range(60):
        expected = expit(easiness + strength[:, None] * slope)
        middle = expit(easiness)
        weight = expected * (1 - expected)
        gradient = (answers - expected).sum(0) + 0.5 - middle
        easiness += np.clip(gradient / (weight.sum(0) + middle * (1 - middle)), -1, 1)
        if looseness:
            step = ((answers - expected) * strength[:, None]).sum(0) - (slope - 1) / looseness
            slope += np.clip(step / ((weight * strength[:, None] ** 2).sum(0) + 1 / looseness), -0.5, 0.5)
    top = np.sort(strength)[-max(8, models // 4) :].mean()
    return easiness, slope, top


def designs(answers, targets):
    """Returns the sizes of each design by its name."""
    mean, variance = of_strong(answers, 4)
    result = {"the strongest quarter's own share of right answers and variance (the prototype)": sizes_of(variance)}
    for part, name in ((8, "eighth"), (2, "half")):
        result[f"the same of the strongest {name}"] = sizes_of(of_strong(answers, part)[1])
    for added in (1, 4):
        name = f"the same with {added} right and {added} wrong answers added"
        result[name] = sizes_of(of_strong(answers, 4, 8, added)[1])
    gain = logit(np.clip(mean, 0.01, 0.99)).mean() - logit(np.clip(of_strong(answers, 1)[0], 0.01, 0.99)).mean()
    moved = expit(logit(np.clip(mean, 0.001, 0.999)) + gain)
    result["its logits moved up by as much as that quarter is ahead of all sources"] = sizes_of(moved * (1 - moved))
    easiness, slope, top = logistic(answers, 0.5)
    for ahead in (0, 1):
        chance = expit(easiness + slope * (top + ahead))
        name = "two-parameter model at that quarter's strength" + (f", {ahead} logit above" if ahead else "")
        result[name] = sizes_of(chance * (1 - chance))
    easiness, _, top = logistic(answers, 0)
    for reach in (1, 2, 3):
        levels = [expit(easiness + top + ahead) for ahead in np.linspace(0, reach, 9)]
        averaged = np.mean([chance * (1 - chance) for chance in levels], axis=0)
        name = f"Rasch model, averaged from there to {reach} logit{'s' * (reach > 1)} above"
        result[name + (" (kept)" if reach == 2 else "")] = sizes_of(averaged)
        if reach == 2:
            result["the same, a quarter of every chance equal instead of half"] = sizes_of(averaged, 0.25)
    result["the targets' own variance (not to be had)"] = sizes_of(targets.var(0))
    return result


def shares(path, choice):
    """Returns for each design the shares of items that it needs on a matrix, one for each gap that has pairs."""
    answers = read(path)
    generator = np.random.default_rng(1)
    ascending = np.argsort(answers.mean(1), kind="stable")
    count = len(answers) * 3 // 10
    if choice == "frontier":
        targets, sources = ascending[-count:], ascending[: len(answers) // 2]
    else:
        order = generator.permutation(len(answers))
        targets, sources = order[:count], order[count:]
    if count < 6:
        return {}
    targets, sources = answers[targets], answers[sources]
    found = {}
    for gap in GAPS:
        lead = 100 * (targets.mean(1)[:, None] - targets.mean(1))
        pairs = np.argwhere((lead > 0) & (abs(lead - gap) <= 1))
        if len(pairs) > 500:
            pairs = pairs[generator.choice(len(pairs), 500, replace=False)]
        if len(pairs) < 5:
            continue
        differences = targets[pairs[:, 0]] - targets[pairs[:, 1]]
        equal = needed(differences, np.ones(answers.shape[1]))
        if equal < 8:
            continue
        for name, sizes in designs(sources, targets).items():
            found.setdefault(name, []).append(needed(differences, sizes) / equal)
    return found


def main():
    """Compares the designs, and writes the table."""
    arguments = read_arguments(__doc__)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for place, name in enumerate(["gpqa", "helm_gsm"] if arguments.quick else MATRICES):
            path = find_matrix(arguments, name, folder)
            for choice in CHOICES:
                for design, values in shares(path, choice).items():
                    found.setdefault(design, {}).setdefault((choice, place % 2), []).extend(values)
    cells = [(choice, part) for choice in CHOICES for part in (0, 1)]
    rows = []
    for design, values in found.items():
        texts = [f"{statistics.median(values[cell]):.2f}" if cell in values else "–" for cell in cells]
        worst = max(share for cell in cells for share in values.get(cell, []))
        rows.append([design, *texts, f"{worst:.2f}"])
    halves = [f"{choice} ({half})" for choice in CHOICES for half in ("dev.", "held out")]
    table = markdown_table(["how answers are expected", *halves, "most"], rows)
    print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), {"designs": table}))


if __name__ == "__main__":
    main()
