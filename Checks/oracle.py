#!/usr/bin/env python3
"""Puts random questions to SciPy and to `mdad power`, and prints the largest difference of each kind.

    python3 Checks/oracle.py [--seed N] [--quick]

Agreement on a finite benchmark and on an unlimited one, and the power of McNemar's exact and mid-p tests. Fails if a
difference exceeds 1e-10. Needs NumPy and SciPy.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments, skip

try:
    import numpy as np
    from scipy.stats import binom, hypergeom
except ImportError as missing:
    skip(missing)

LIMIT = 1e-10


def finite_agreement(n, wins, losses, k):
    """Returns the probability that k of n items rank two models that differ on wins + losses of them."""
    d = wins + losses
    m = np.arange(max(0, k - (n - d)), min(k, d) + 1)
    return float(np.sum(hypergeom.pmf(m, n, d, k) * hypergeom.sf(m // 2, d, wins, m)))


def unlimited_agreement(k, gap, discordance):
    """Returns the same for k items of an unlimited benchmark."""
    m = np.arange(k + 1)
    return float(np.sum(binom.pmf(m, k, discordance) * binom.sf(m // 2, m, (discordance + gap) / (2 * discordance))))


def mcnemar_power(k, gap, discordance, alpha, mid):
    """Returns the power of McNemar's test, exact or mid-p, by summing over all outcomes."""
    total = 0.0
    for m in range(1, k + 1):
        x = np.arange(m + 1)
        p = 2 * np.minimum(binom.cdf(x, m, 0.5), binom.sf(x - 1, m, 0.5)) - (binom.pmf(x, m, 0.5) if mid else 0)
        better = binom.pmf(x, m, (discordance + gap) / (2 * discordance))
        total += binom.pmf(m, k, discordance) * better[p <= alpha].sum()
    return float(total)


def finite_question(program):
    """Returns the difference on a random finite benchmark."""
    n = random.choice([20, 224, 448, 1000, 5306, 12_032, 100_000])
    wins = random.randint(1, n)
    losses = random.randint(0, min(n - wins, wins - 1))
    k = random.randint(1, n) if random.random() < 0.5 else max(1, int(n ** random.random()))
    pair = ["--gap", 100 * (wins - losses) / n, "--discordance", (wins + losses) / n]
    answer = program.json("power", "--k", k, "--items", n, *pair)
    return abs(answer["agreement"] - finite_agreement(n, wins, losses, k))


def unlimited_question(program):
    """Returns the difference on a random pair of models on an unlimited benchmark."""
    k = int(10 ** random.uniform(0, 4.5))
    discordance = random.uniform(0.02, 1)
    gap = min(discordance * random.random() ** 2 + 1e-4, discordance)
    answer = program.json("power", "--k", k, "--gap", 100 * gap, "--discordance", discordance)
    return abs(answer["agreement"] - unlimited_agreement(k, gap, discordance))


def mcnemar_question(program):
    """Returns the difference on a random comparison by McNemar's test."""
    k, alpha, mid = random.randint(1, 300), random.choice([0.01, 0.05, 0.1]), random.random() < 0.5
    discordance = random.uniform(0.05, 1)
    gap = discordance * random.uniform(0.01, 1)
    test = ["--test", "mcnemar-midp" if mid else "mcnemar-exact", "--alpha", alpha]
    answer = program.json("power", "--k", k, "--gap", 100 * gap, "--discordance", discordance, *test)
    return abs(answer["power"] - mcnemar_power(k, gap, discordance, alpha, mid))


def main():
    """Asks 200 questions, or in a quick run 40."""
    seed = (["--seed"], {"metavar": "N", "default": "1", "help": "another seed asks other questions (default: 1)"})
    arguments = read_arguments(__doc__, seed)
    random.seed(arguments.seed)
    worst = 0.0
    for name, question, count in [
        ("finite", finite_question, 100),
        ("unlimited", unlimited_question, 60),
        ("mcnemar", mcnemar_question, 40),
    ]:
        count //= 5 if arguments.quick else 1
        difference = max(question(arguments.program) for _ in range(count))
        print(f"{name:10} {count:3} questions, largest difference {difference:.1e}")
        worst = max(worst, difference)
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
