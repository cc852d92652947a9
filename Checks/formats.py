#!/usr/bin/env python3
"""Writes arrays and evaluation logs by the packages whose formats they are, and checks that `mdad import` reads them.

    python3 Checks/formats.py [--quick]

NumPy's arrays and archives, logs by inspect_ai, samples by lm_eval; and NumPy reads what mdad writes. A line for each
format. Needs NumPy; inspect_ai and lm_eval are used if they are installed. A quick run writes fewer kinds of arrays.
"""

import csv
import gzip
import io
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments, skip

try:
    import numpy as np
except ImportError as missing:
    skip(missing)

MODELS = [f"m{i}é" for i in range(7)]
ITEMS = [f"q{i}" for i in range(23)]
KINDS = ["?", "u1", "i1", "<i4", ">i8", "<f2", ">f4", "f8"]
QUICK_KINDS = ["?", ">i8", "<f2"]


def imported(program, path):
    """Returns the models, the items and the scores that mdad reads."""
    rows = list(csv.reader(io.StringIO(program.run("import", path))))
    first = 2 if rows[0][1] == "subtask" else 1
    scores = np.array([[float(score) for score in row[first:]] for row in rows[1:]]).T
    return rows[0][first:], [row[0] for row in rows[1:]], scores


def check(program, name, path, scores, models=None, items=None):
    """Ends the script if mdad reads anything else than was written."""
    found_models, found_items, found = imported(program, path)
    if not np.array_equal(found, scores):
        sys.exit(f"{name}: {found} is not {scores}")
    if (models and found_models != models) or (items and found_items != items):
        sys.exit(f"{name}: models {found_models}, items {found_items}")
    print(f"{name}: read back equal")


def check_arrays(program, folder, kinds):
    """Arrays of every type and order, binary and graded."""
    random = np.random.default_rng(1)
    binary = random.integers(0, 2, (len(MODELS), len(ITEMS)))
    graded = random.random((len(MODELS), len(ITEMS)))
    path = folder / "array.npy"
    for order in "CF":
        for kind in kinds:
            np.save(path, np.asarray(binary.astype(kind), order=order))
            check(program, f"numpy.save {kind} {order}", path, binary.astype(float))
        for kind in ["<f8", ">f8"]:
            np.save(path, np.asarray(graded.astype(kind), order=order))
            check(program, f"numpy.save graded {kind} {order}", path, graded)


def check_named(program, folder):
    """Archives and compressed text, which hold the names of models and items; and what mdad writes for NumPy."""
    binary = np.random.default_rng(4).integers(0, 2, (len(MODELS), len(ITEMS)))
    for save in [np.savez, np.savez_compressed]:
        path = folder / "array.npz"
        save(path, scores=binary, models=np.array(MODELS), items=np.array(ITEMS))
        check(program, save.__name__, path, binary.astype(float), MODELS, ITEMS)
    path = folder / "table.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("item," + ",".join(MODELS) + "\n")
        for item, answers in zip(ITEMS, binary.T, strict=True):
            file.write(item + "," + ",".join(map(str, answers)) + "\n")
    check(program, "gzip.open", path, binary.astype(float), MODELS, ITEMS)
    program.run("import", path, "--output", folder / "again.npy")
    if not np.array_equal(np.load(folder / "again.npy"), binary):
        sys.exit("numpy.load of mdad import -o x.npy: other scores")
    print("numpy.load of mdad import -o x.npy: equal")


def inspect_log(model, letters):
    """Returns a log of inspect_ai: nine items, each in two epochs."""
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSample, EvalSpec
    from inspect_ai.scorer import Score

    text = {"input": "text " * 50, "target": "x"}
    samples = [
        EvalSample(id=f"q{item}", epoch=epoch + 1, scores={"match": Score(value=letter)}, **text)
        for item, pair in enumerate(letters)
        for epoch, letter in enumerate(pair)
    ]
    created = f"2026-01-0{model + 1}T00:00:00+00:00"
    whole = {"created": created, "task": "arithmetic", "model": f"provider/m{model}"}
    return EvalLog(
        eval=EvalSpec(dataset=EvalDataset(), config=EvalConfig(), **whole), samples=samples, status="success"
    )


def check_inspect(program, folder):
    """Logs of three models by inspect_ai, in both of its forms."""
    from inspect_ai.log import write_eval_log

    values = {"C": 1, "I": 0, "P": 0.5, "N": 0}
    letters = np.random.default_rng(2).choice(list(values), (3, 9, 2))
    expected = np.vectorize(values.get, otypes=[float])(letters).mean(2)
    models, items = [f"provider/m{m}" for m in range(3)], [f"q{i}" for i in range(9)]
    for ending in ["eval", "json"]:
        logs = folder / f"inspect_{ending}"
        logs.mkdir()
        for model in range(3):
            log = inspect_log(model, letters[model].tolist())
            write_eval_log(log, str(logs / f"2026-01-0{model + 1}_{model}.{ending}"))
        check(program, f"inspect_ai.log.write_eval_log .{ending}", logs, expected, models, items)


def check_harness(program, folder):
    """Samples of two models by lm_eval."""
    from lm_eval.loggers import EvaluationTracker

    expected = np.random.default_rng(3).integers(0, 2, (2, 12))
    same = {"doc": {"question": "text"}, "target": "A", "arguments": {}, "resps": [["A"]], "filtered_resps": ["A"]}
    same |= {"filter": "none", "metrics": ["acc"], "prompt_hash": "0", "target_hash": "0"}
    for model in range(2):
        tracker = EvaluationTracker(output_path=str(folder / "harness"))
        tracker.general_config_tracker.model_name_sanitized = f"org__m{model}"
        tracker.date_id = f"2026-01-0{model + 1}T00-00-00.000000"
        samples = [
            {"doc_id": i, "doc_hash": f"{i:064x}", "acc": float(score), **same}
            for i, score in enumerate(expected[model])
        ]
        tracker.save_results_samples(task_name="arithmetic", samples=samples)
    name = "lm_eval EvaluationTracker.save_results_samples"
    check(program, name, folder / "harness", expected.astype(float), ["org__m0", "org__m1"])


def main():
    """Checks every format whose package is installed."""
    arguments = read_arguments(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        check_arrays(arguments.program, folder, QUICK_KINDS if arguments.quick else KINDS)
        check_named(arguments.program, folder)
        for package, part in [("inspect_ai", check_inspect), ("lm_eval", check_harness)]:
            try:
                part(arguments.program, folder)
            except ImportError as error:
                print(f"{package}: skipped: {error}")


if __name__ == "__main__":
    main()
