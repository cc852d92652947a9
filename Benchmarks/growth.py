#!/usr/bin/env python3
"""How time and memory grow with models, items, trials and k, on made matrices; and what a second thread gives. See README.md beside
this file."""
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("MDAD", os.path.join(ROOT, ".build", "release", "mdad"))
METHODS = ["random", "subtask-proportional", "stratified-confidence", "random-learn", "forward-selection", "gap-targeted", "gap-targeted-robust"]


def measured(*words):
    """Seconds and peak megabytes of a run."""
    started = time.perf_counter()
    process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, words
    return time.perf_counter() - started, usage.ru_maxrss / 1000


def slope(points):
    """The slope of the logarithms by least squares, over the upper half of the points, where what is constant weighs least."""
    points = [(math.log(x), math.log(y)) for x, y in points[len(points) // 2 - 1:]]
    mx, my = (sum(values) / len(points) for values in zip(*points))
    return sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)


def matrix(folder, models, items):
    path = f"{folder}/{models}x{items}.npy"
    if not os.path.exists(path):
        subprocess.run([PROGRAM, "synthesize", "-b", "gpqa", "--models", str(models), "--items", str(items), "--subtasks", "20", "-o", path],
                       check=True, capture_output=True)
    return path


def series(title, points, words):
    """One line a method: seconds and megabytes at each point, and the slopes."""
    print(f"\n{title}\n", flush=True)
    print("| method | " + " | ".join(str(x) for x in points) + " | slope of time | of memory |\n|---|" + "---:|" * (len(points) + 2))
    for method in METHODS:
        found = [measured(*words(x), "--method", method, "--resamples", "0", "--threads", "1") for x in points]
        print(f"| `{method}` | " + " | ".join(f"{s:.2f} s, {m:.0f} MB" for s, m in found)
              + f" | {slope([(x, s) for x, (s, _) in zip(points, found)]):.2f} | {slope([(x, m) for x, (_, m) in zip(points, found)]):.2f} |",
              flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        def simulate(path, sizes, trials, sources):
            return ["simulate", "-m", path, "--sizes", sizes, "--trials", str(trials), "--sources", str(sources)]

        series("Models (1,000 items, k = 10, 50, 100; 20 trials, all other models as sources)", [100, 300, 1000, 3000, 10000],
               lambda models: simulate(matrix(folder, models, 1000), "10,50,100", 20, 10**6))
        series("Items (100 models, k = 10, 50, 100; 3 trials)", [1000, 10000, 100000, 1000000],
               lambda items: simulate(matrix(folder, 100, items), "10,50,100", 3, 300))
        series("Trials (447 models x 5,000 items, k = 10, 50, 100)", [5, 20, 80],
               lambda trials: simulate(matrix(folder, 447, 5000), "10,50,100", trials, 300))
        series("k (447 models x 5,000 items, 3 trials)", [10, 30, 100, 300, 1000],
               lambda k: simulate(matrix(folder, 447, 5000), str(k), 3, 300))
        huge = matrix(folder, 10000, 100000)
        seconds, memory = measured("table", "-m", huge, "--method", "random,subtask-equal,subtask-proportional", "-o", f"{folder}/tables")
        print(f"\nfull table of random and subtask-* on 10,000 x 100,000: {seconds:.0f} s, {memory:.0f} MB", flush=True)
        os.remove(huge)
        large = matrix(folder, 447, 12032)
        for method in ["forward-selection", "gap-targeted", "gap-targeted-robust"]:
            seconds, memory = measured("simulate", "-m", large, "--method", method, "--split", "half", "--trials", "50")
            print(f"{method}, 447 x 12,032, seen half, 7 sizes to 1000, 50 trials: {seconds:.1f} s, {memory:.0f} MB", flush=True)
        data = os.environ.get("MDAD_DATA")
        if data and os.path.exists(f"{data}/gpqa.csv"):
            words = ["simulate", "-m", f"{data}/gpqa.csv", "--protocol", "paper", "--trials", "200", "--sizes", "10,25,50,100,200", "--method",
                     "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks"]
            times = {threads: sorted(measured(*words, "--threads", threads)[0] for _ in range(3))[1] for threads in ["1", "2"]}
            print(f"six methods on gpqa, 200 trials: {times['1']:.2f} s on one thread, {times['2']:.2f} s on two: "
                  f"{times['1'] / times['2']:.2f} times as fast")
            seconds, _ = measured("simulate", "-m", f"{data}/gpqa.csv", "--method", "forward-selection", "--trials", "50")
            print(f"forward-selection, all sizes of gpqa, 50 trials: {seconds:.2f} s")


if __name__ == "__main__":
    main()
