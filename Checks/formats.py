"""Writes evaluation logs and arrays by the packages whose formats they are, and checks that `mdad import` reads them back.

Needs NumPy and inspect_ai; lm_eval's writer is used where it can be imported. Prints a line per format.

    python3 Checks/formats.py
"""

import csv
import gzip
import io
import json
import os
import subprocess
import tempfile

import numpy as np

MDAD = os.environ.get("MDAD", ".build/release/mdad")


def imported(path, *options):
    done = subprocess.run([MDAD, "import", path, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))
    first = 2 if rows[0][1] == "subtask" else 1
    return rows[0][first:], [row[0] for row in rows[1:]], np.array([[float(x) for x in row[first:]] for row in rows[1:]]).T


def check(name, path, scores, *options, models=None, items=None):
    found = imported(path, *options)
    assert np.array_equal(found[2], scores), f"{name}: {found[2]} is not {scores}"
    assert models is None or found[0] == models, f"{name}: {found[0]}"
    assert items is None or found[1] == items, f"{name}: {found[1]}"
    print(f"{name}: read back equal")


def arrays(folder):
    random = np.random.default_rng(1)
    binary = random.integers(0, 2, (7, 23))
    graded = random.random((7, 23))
    for kind in ["?", "u1", "i1", "<i4", ">i8", "<f2", ">f4", "f8"]:
        for order in "CF":
            path = f"{folder}/array.npy"
            np.save(path, np.asarray(binary.astype(kind), order=order))
            check(f"numpy.save {kind} {order}", path, binary.astype(float))
    for kind in ["<f8", ">f8"]:
        for order in "CF":
            np.save(f"{folder}/array.npy", np.asarray(graded.astype(kind), order=order))
            check(f"numpy.save graded {kind} {order}", f"{folder}/array.npy", graded)
    models, items = [f"m{i}é" for i in range(7)], [f"q{i}" for i in range(23)]
    for save in [np.savez, np.savez_compressed]:
        save(f"{folder}/array.npz", scores=binary, models=np.array(models), items=np.array(items))
        check(save.__name__, f"{folder}/array.npz", binary.astype(float), models=models, items=items)
    with gzip.open(f"{folder}/table.csv.gz", "wt") as file:
        file.write("item," + ",".join(models) + "\n")
        for j, item in enumerate(items):
            file.write(item + "," + ",".join(map(str, binary[:, j])) + "\n")
    check("gzip.open", f"{folder}/table.csv.gz", binary.astype(float), models=models, items=items)
    np.save(f"{folder}/back.npy", binary)
    subprocess.run([MDAD, "import", f"{folder}/back.npy", "-o", f"{folder}/again.npy"], check=True, capture_output=True)
    assert np.array_equal(np.load(f"{folder}/again.npy"), binary)
    print("numpy.load of mdad import -o x.npy: equal")


def inspect(folder):
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSample, EvalSpec, write_eval_log
    from inspect_ai.scorer import Score
    values = {"C": 1, "I": 0, "P": 0.5, "N": 0}
    random = np.random.default_rng(2)
    for ending in ["eval", "json"]:
        logs = f"{folder}/inspect_{ending}"
        os.makedirs(logs)
        expected = np.zeros((3, 9))
        for model in range(3):
            samples = []
            for item in range(9):
                for epoch in [1, 2]:
                    letter = random.choice(list(values))
                    expected[model, item] += values[letter] / 2
                    samples.append(
                        EvalSample(
                            id=f"q{item}", epoch=epoch, input="text " * 50, target="x", scores={"match": Score(value=letter)}))
            spec = EvalSpec(
                created=f"2026-01-0{model + 1}T00:00:00+00:00", task="arithmetic", model=f"provider/m{model}",
                dataset=EvalDataset(), config=EvalConfig())
            write_eval_log(EvalLog(eval=spec, samples=samples, status="success"), f"{logs}/2026-01-0{model + 1}_{model}.{ending}")
        check(
            f"inspect_ai.log.write_eval_log .{ending}", logs, expected, models=[f"provider/m{m}" for m in range(3)],
            items=[f"q{i}" for i in range(9)])


def harness(folder):
    from lm_eval.loggers import EvaluationTracker
    random = np.random.default_rng(3)
    expected = random.integers(0, 2, (2, 12))
    for model in range(2):
        tracker = EvaluationTracker(output_path=f"{folder}/harness")
        tracker.general_config_tracker.model_name_sanitized = f"org__m{model}"
        tracker.date_id = f"2026-01-0{model + 1}T00-00-00.000000"
        samples = [
            {"doc_id": i, "doc": {"question": "text"}, "target": "A", "arguments": {}, "resps": [["A"]], "filtered_resps": ["A"],
             "filter": "none", "metrics": ["acc"], "doc_hash": f"{i:064x}", "prompt_hash": "0", "target_hash": "0",
             "acc": float(expected[model, i])} for i in range(12)]
        tracker.save_results_samples(task_name="arithmetic", samples=samples)
    check("lm_eval EvaluationTracker.save_results_samples", f"{folder}/harness", expected.astype(float),
          models=["org__m0", "org__m1"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        arrays(folder)
        for part in [inspect, harness]:
            try:
                part(folder)
            except ImportError as error:
                print(f"{part.__name__}: not checked, {error}")


if __name__ == "__main__":
    main()
