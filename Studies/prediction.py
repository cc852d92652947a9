#!/usr/bin/env python3
"""Estimation errors of all methods with random and with frontier targets, as Zhang et al. 2025. See README.md beside this file."""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build", "release", "mdad")
MATRICES = ["ifeval", "helm_gsm", "helm_mmlu", "helm_legalbench", "glue_sst2"]
SIZE, TRIALS = 50, 100


def simulate(path, choice):
    """The rows of all methods: a quarter of the models as targets and the rest as sources, or the best 30 % with the worst half."""
    described = subprocess.run([PROGRAM, "describe", "-m", path, "--format", "json"], check=True, capture_output=True)
    models = json.loads(described.stdout)["models"]
    targets = models // 4 if choice == "random" else models * 3 // 10
    done = subprocess.run(
        [PROGRAM, "simulate", "-m", path, "--method", "all", "--sizes", str(SIZE), "--trials", str(TRIALS), "--targets",
         str(targets), "--sources", "1000000", "--target-choice", choice, "--format", "json"],
        check=True, capture_output=True)
    return {row["method"]: row for row in json.loads(done.stdout)["results"]}


def cell(row, baseline):
    """The error, and whether its 95 % interval lies below (better), above (worse) or across that of random."""
    verdict = ""
    if row is not baseline:
        verdict = "−" if row["error_high"] < baseline["error_low"] else "+" if row["error_low"] > baseline["error_high"] else "="
    return f"{row['error']:.2f} {verdict}".strip(), verdict


def main():
    data = os.environ.get("MDAD_DATA")
    if not data:
        sys.exit("set MDAD_DATA to a folder that holds " + ", ".join(MATRICES))
    for choice in ["random", "frontier"]:
        found = {name: simulate(os.path.join(data, name + ".csv"), choice) for name in MATRICES}
        print(f"\nMean absolute error, accuracy points, k = {SIZE}, {TRIALS} trials, targets: {choice}\n")
        print("| method | " + " | ".join(MATRICES) + " | better, same, worse |")
        print("|---|" + "---:|" * len(MATRICES) + "---|")
        for method in found[MATRICES[0]]:
            cells = [cell(found[name][method], found[name]["random"]) for name in MATRICES]
            tally = ", ".join(str(sum(verdict == kind for _, verdict in cells)) for kind in "−=+")
            print(f"| `{method}` | " + " | ".join(text for text, _ in cells) + f" | {'' if method == 'random' else tally} |", flush=True)
        if choice == "frontier":
            print("\nSmoothed MDAD, accuracy points, the same frontier targets\n")
            print("| method | " + " | ".join(MATRICES) + " |")
            print("|---|" + "---:|" * len(MATRICES))
            for method in found[MATRICES[0]]:
                values = [found[name][method]["mdad"]["smoothed"] for name in MATRICES]
                print(f"| `{method}` | " + " | ".join("–" if v is None else f"{v:.1f}" for v in values) + " |")


if __name__ == "__main__":
    main()
