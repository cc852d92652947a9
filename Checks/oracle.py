#!/usr/bin/env python3
"""Puts random questions to SciPy and to mdad power; prints the largest difference. See README.md beside this file."""
import json
import os
import random
import subprocess
import sys

import numpy as np
from scipy.stats import binom, hypergeom

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build", "release", "mdad")


def power(*arguments):
    done = subprocess.run([PROGRAM, "power", *map(str, arguments), "--format", "json"], check=True, capture_output=True)
    return json.loads(done.stdout)


def finite(n, wins, losses, k):
    d = wins + losses
    m = np.arange(max(0, k - (n - d)), min(k, d) + 1)
    return float(np.sum(hypergeom.pmf(m, n, d, k) * hypergeom.sf(m // 2, d, wins, m)))


def unlimited(k, gap, discordance):
    m = np.arange(k + 1)
    return float(np.sum(binom.pmf(m, k, discordance) * binom.sf(m // 2, m, (discordance + gap) / (2 * discordance))))


def mcnemar(k, gap, discordance, alpha, mid):
    total = 0.0
    for m in range(1, k + 1):
        x = np.arange(m + 1)
        p = 2 * np.minimum(binom.cdf(x, m, 0.5), binom.sf(x - 1, m, 0.5)) - (binom.pmf(x, m, 0.5) if mid else 0)
        total += binom.pmf(m, k, discordance) * binom.pmf(x, m, (discordance + gap) / (2 * discordance))[p <= alpha].sum()
    return float(total)


def main():
    random.seed(sys.argv[1] if len(sys.argv) > 1 else "1")
    worst = {"finite": 0.0, "unlimited": 0.0, "mcnemar": 0.0}
    for _ in range(100):
        n = random.choice([20, 224, 448, 1000, 5306, 12032, 100_000])
        wins = random.randint(1, n)
        losses = random.randint(0, min(n - wins, wins - 1))
        k = random.randint(1, n) if random.random() < 0.5 else max(1, int(n ** random.random()))
        answer = power("--k", k, "--items", n, "--gap", 100 * (wins - losses) / n, "--discordance", (wins + losses) / n)
        worst["finite"] = max(worst["finite"], abs(answer["agreement"] - finite(n, wins, losses, k)))
    for _ in range(60):
        k = int(10 ** random.uniform(0, 4.5))
        discordance = random.uniform(0.02, 1)
        gap = discordance * random.random() ** 2 + 1e-4
        if gap > discordance:
            continue
        answer = power("--k", k, "--gap", 100 * gap, "--discordance", discordance)
        worst["unlimited"] = max(worst["unlimited"], abs(answer["agreement"] - unlimited(k, gap, discordance)))
    for _ in range(40):
        k, alpha, mid = random.randint(1, 300), random.choice([0.01, 0.05, 0.1]), random.random() < 0.5
        discordance = random.uniform(0.05, 1)
        gap = discordance * random.uniform(0.01, 1)
        test = "mcnemar-midp" if mid else "mcnemar-exact"
        answer = power("--k", k, "--gap", 100 * gap, "--discordance", discordance, "--test", test, "--alpha", alpha)
        worst["mcnemar"] = max(worst["mcnemar"], abs(answer["power"] - mcnemar(k, gap, discordance, alpha, mid)))
    for kind, difference in worst.items():
        print(f"{kind:10} largest difference {difference:.1e}")
    sys.exit(max(worst.values()) > 1e-10)


if __name__ == "__main__":
    main()
