#!/usr/bin/env python3
"""Compares the 2PL of `mdad items` on metabench's ARC matrix with NumPy's maximum and with mirt's published figures.

    python3 Checks/item_response.py [--quick]

NumPy and scipy.optimize.minimize(method="L-BFGS-B") on 241 and 481 points from -6 to 6, from three starts, then
Newton's steps until they were below 1e-9, end at a marginal log-likelihood of -119,840.798; the narrowest posterior of
an ability is 0.0347 wide. mirt's figures as metabench published them (2PL on 61 points) are not that maximum, because
posteriors narrower than the distance of the points collapse, but they put the models in the same order.
"""

import csv
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments, skip

MAXIMUM, NARROWEST = -119_840.798, 0.0347


def column(path, position):
    """Returns a column of a CSV file by the names in its first column."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: float(row[position]) for row in rows}


def correlation(first, second):
    """Returns Pearson's correlation."""
    means = sum(first) / len(first), sum(second) / len(second)
    moments = [0.0, 0.0, 0.0]
    for a, b in zip(first, second, strict=True):
        a, b = a - means[0], b - means[1]
        moments = [moments[0] + a * b, moments[1] + a * a, moments[2] + b * b]
    return moments[0] / (moments[1] * moments[2]) ** 0.5


def ranks(values):
    """Returns the rank of each value."""
    ordered = sorted(range(len(values)), key=values.__getitem__)
    found = [0] * len(values)
    for rank, position in enumerate(ordered):
        found[position] = rank
    return found


def main():
    """Fits the model, prints each comparison, and fails if one is out of its bounds."""
    arguments = read_arguments(__doc__)
    folder = Path(arguments.data or "")
    matrix = folder / "metabench_arc.csv"
    if not matrix.is_file():
        skip("there is no metabench_arc.csv in the folder that MDAD_DATA names")
    with tempfile.TemporaryDirectory() as temporary:
        abilities = str(Path(temporary) / "abilities.csv")
        words = ["--model", "2pl", "--ignore-columns", "full_score", "--abilities", abilities]
        fit = arguments.program.json("items", "--matrix", matrix, *words)
        ours, errors = column(abilities, 1), column(abilities, 2)
    theirs = column(folder / "reference" / "metabench_arc_mirt_theta.csv", 1)
    items = column(folder / "reference" / "metabench_arc_mirt_2pl.csv", 1)
    models = sorted(set(ours) & set(theirs))
    pairs = [ours[model] for model in models], [theirs[model] for model in models]
    slopes = [item["slope"] for item in fit["items"]], [items[item["item"]] for item in fit["items"]]
    checks = [
        ("log-likelihood", fit["log_likelihood"], MAXIMUM - 0.01, MAXIMUM + 0.01),
        ("narrowest posterior", min(errors.values()), NARROWEST - 2e-4, NARROWEST + 3e-4),
        ("abilities against mirt's", correlation(*pairs), 0.998, 1),
        ("their order", correlation(ranks(pairs[0]), ranks(pairs[1])), 0.9999, 1),
        ("slopes against mirt's", correlation(*slopes), 0.99, 1),
    ]
    wrong = [name for name, value, low, high in checks if not low <= value <= high]
    for name, value, low, high in checks:
        print(f"{name}: {value:.9g} ({low:.9g} to {high:.9g})")
    if wrong or not fit["converged"]:
        sys.exit(f"out of bounds: {', '.join(wrong) or 'not converged'}")


if __name__ == "__main__":
    main()
