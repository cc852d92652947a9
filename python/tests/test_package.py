"""Holds that the package asks what is meant and says what the program says."""

import contextlib
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
from pathlib import Path
from typing import get_args, get_type_hints
from unittest import mock

import mdad
from mdad import _answers, _ask, _progress
from mdad._markdown import to_html
from mdad._program import execute, find_program

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "Tests" / "CommandTests" / "Golden"
SMALL = GOLDEN / "inputs" / "small.csv"
EXAMPLE = ROOT / "docs" / "examples" / "scores.csv"


def example():
    """Returns the example's scores by model and item, and the items' subtasks."""
    rows = list(csv.reader(EXAMPLE.read_text(encoding="utf-8").splitlines()))
    models = rows[0][2:]
    scores = {model: {row[0]: int(row[place]) for row in rows[1:]} for place, model in enumerate(models, 2)}
    return scores, {row[0]: row[1] for row in rows[1:]}


def setUpModule():
    """Leaves out notes about the few models of the examples."""
    warnings.simplefilter("ignore", mdad.InputWarning)


class Questions(unittest.TestCase):
    """Keywords become options, and what cannot be asked is said in a line."""

    def test_an_answer_is_that_of_the_program(self):
        answer = mdad.plan(benchmark="gpqa", gap=5)
        self.assertIsInstance(answer, mdad.Plan)
        self.assertEqual(answer.json, (GOLDEN / "plan-gpqa.json").read_text(encoding="utf-8"))
        self.assertEqual(answer.csv, (GOLDEN / "plan-gpqa.csv").read_text(encoding="utf-8"))
        self.assertEqual(answer.markdown, (GOLDEN / "plan-gpqa.md").read_text(encoding="utf-8"))
        with mock.patch.dict(os.environ, COLUMNS="80"):
            text = str(mdad.plan(benchmark="gpqa", gap=5))
        self.assertEqual(text + "\n", (GOLDEN / "plan-gpqa.txt").read_text(encoding="utf-8"))

    def test_fields_are_the_documents(self):
        answer = mdad.plan(benchmark="gpqa", gap=5)
        document = answer.to_dict()
        self.assertEqual(answer.gap, 5)
        self.assertEqual([row.k for row in answer.methods], [row["k"] for row in document["methods"]])
        self.assertEqual(answer.methods[0].regimes[0].regime, document["methods"][0]["regimes"][0]["regime"])
        self.assertEqual(answer.measured.models, document["measured"]["models"])
        self.assertEqual(answer.command, ("mdad", "plan", "--gap=5", "--benchmark=gpqa"))

    def test_numbers_of_any_kind_are_plain_decimals(self):
        command = mdad.power(k=39, gap=12.5, discordance=3e-1, test="wald", alpha=1e-05).command
        self.assertIn("--alpha=0.00001", command)
        self.assertIn("--gap=12.5", command)
        self.assertIn("--k=39", command)

    def test_an_unknown_keyword_names_the_nearest(self):
        with self.assertRaisesRegex(mdad.UsageError, r"^plan\(\) has no keyword gapp; did you mean gap\?$") as caught:
            mdad.plan(benchmark="gpqa", gapp=5)
        self.assertEqual(caught.exception.status, 64)

    def test_options_of_the_command_line_alone_say_what_takes_their_place(self):
        with self.assertRaisesRegex(mdad.UsageError, r"no keyword output; save\(\) writes the answer to a file"):
            mdad.plan(benchmark="gpqa", gap=5, output="plan.md")

    def test_a_question_that_makes_no_sense_is_a_usage_error(self):
        with self.assertRaisesRegex(mdad.UsageError, r"^--gap: -5 is out of range; give accuracy points above 0"):
            mdad.plan(benchmark="gpqa", gap=-5)

    def test_an_unknown_benchmark_is_an_input_error(self):
        with self.assertRaisesRegex(mdad.InputError, "did you mean gpqa") as caught:
            mdad.plan(benchmark="gpqaa", gap=5)
        self.assertEqual(caught.exception.status, 66)
        self.assertIsInstance(caught.exception, mdad.Error)

    def test_a_file_that_is_not_there_is_an_input_error(self):
        with self.assertRaisesRegex(mdad.InputError, "nowhere.csv"):
            mdad.describe("nowhere.csv")

    def test_each_kind_of_question_has_its_class(self):
        asked = {
            mdad.Plans: mdad.plan(benchmark="gpqa"),
            mdad.GoalPlan: mdad.plan(benchmark="gpqa", goal="no-worse", margin=5),
            mdad.SuitePlan: mdad.plan(benchmark=["gpqa", "ifeval"], gap=6, weights=[2, 1], prices=[0.02, 0.005]),
            mdad.Power: mdad.power(k=100, gap=5, discordance=0.3),
            mdad.Stopping: mdad.power(gap=5, agreement=0.8, discordance=0.36, stop_early=True),
            mdad.Looks: mdad.power(gap=10, power=0.8, discordance=0.3, test="mcnemar-midp", looks=4),
            mdad.Comparison: mdad.compare(SMALL, models=["m3", "m17"]),
            mdad.Simulation: mdad.simulate(SMALL, method="random", sizes=[5, 10], trials=4),
            mdad.Suite: mdad.simulate([SMALL, EXAMPLE], method="random", sizes=5, trials=4),
            mdad.Audit: mdad.audit("claim", k=100, items=14042, scores=(62, 60)),
            mdad.Description: mdad.describe(SMALL),
            mdad.Items: mdad.items(SMALL),
            mdad.Dimensions: mdad.items(SMALL, dimensions=[1, 2]),
            mdad.Selection: mdad.select(items=448, size=9),
            mdad.Budget: mdad.budget(benchmark=["gpqa", "ifeval"], gap=3, models=8, price_per_item=0.01),
            mdad.Table: mdad.table("gpqa"),
            mdad.PublishedTable: mdad.table("mmlu"),
            mdad.Tables: mdad.tables(),
            mdad.Verification: mdad.verify(),
        }
        for kind, answer in asked.items():
            self.assertIs(type(answer), kind)
            self.assertTrue(str(answer))
            self.assertTrue(answer._repr_html_().startswith("<div>"))

    def test_a_micro_benchmark_is_selected_and_scored(self):
        scores, _ = example()
        known = dict(list(scores.items())[:30])
        new = dict(list(scores.items())[30:])
        chosen = mdad.select(known, method="lasso", size=30, name="mine")
        self.assertEqual(chosen.benchmark, "mine")
        self.assertIsNotNone(chosen.calibration)
        answer = mdad.score(chosen, new)
        self.assertEqual({row.model for row in answer.models}, set(new))
        checked = mdad.audit("subset", known, items=chosen, subsets=20, resamples=20)
        self.assertEqual(checked.k, 30)
        named = mdad.audit("subset", known, items=[row.item for row in chosen.selected], subsets=20, resamples=20)
        self.assertEqual(named.k, 30)

    def test_what_has_no_function_is_run(self):
        self.assertEqual(mdad.run("--version"), f"mdad {mdad.__version__}\n")
        self.assertEqual(
            mdad.run("select", "--items", 1319, "--size", 10, "--emit", "lm-eval", "--task", "gsm8k"),
            (GOLDEN / "select-lm-eval.out").read_text(encoding="utf-8"),
        )
        with self.assertRaises(mdad.UsageError):
            mdad.run("plann")

    def test_a_page_comes_with_its_figures(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "budget.html"
            answer = mdad.budget(benchmark="gpqa", gap=5, models=20, price_per_item=0.01, page=page)
            self.assertIsInstance(answer, mdad.Budget)
            self.assertTrue(page.read_text(encoding="utf-8").startswith("<!doctype html>"))


class Data(unittest.TestCase):
    """Data in memory are read as files are."""

    def test_mappings_of_items_and_lists(self):
        scores, _ = example()
        without = mdad.describe(EXAMPLE, ignore_columns="subtask")
        answer = mdad.describe(scores)
        self.assertEqual(answer.matrix_sha256, without.matrix_sha256)
        lists = {model: list(row.values()) for model, row in scores.items()}
        self.assertEqual(mdad.describe(lists).accuracy, without.accuracy)
        self.assertEqual(mdad.describe(list(lists.values())).accuracy, without.accuracy)
        by_item = {item: {model: row[item] for model, row in scores.items()} for item in scores["model-01"]}
        self.assertEqual(mdad.describe(by_item, rows="items").matrix_sha256, without.matrix_sha256)

    def test_what_is_missing_is_none(self):
        scores, _ = example()
        scores["model-01"]["law-01"] = None
        with self.assertRaisesRegex(mdad.InputError, r"^data\.csv:2: column .law-01.: the score is missing"):
            mdad.describe(scores)
        answer = mdad.describe(scores, missing="drop-models")
        self.assertEqual(answer.models, 39)

    def test_names_of_data_are_the_benchmarks(self):
        scores, _ = example()
        self.assertEqual(mdad.describe(scores, name="mine").benchmark, "mine")
        self.assertNotIn("/tmp", str(mdad.plan(scores, gap=10, method="random", sizes=[10, 20], trials=4)))

    def test_runs_as_lists(self):
        scores, _ = example()
        old, new = list(scores["model-01"].values()), list(scores["model-40"].values())
        answer = mdad.compare(old, new)
        file = mdad.compare(EXAMPLE, models=["model-01", "model-40"])
        self.assertEqual(answer.pairs[0].difference, file.pairs[0].difference)
        self.assertEqual([run.run for run in answer.runs], ["run-1", "run-2"])
        named = mdad.compare({"old": old, "new": new}, goal="no-worse", margin=3)
        self.assertEqual(named.pairs[0].baseline, "old")

    def test_scores_that_are_no_matrix_are_refused(self):
        for wrong, words in [([1, 0, 1], "a single row"), (3, "int is not an item matrix")]:
            with self.assertRaisesRegex(mdad.InputError, words):
                mdad.describe(wrong)
        with self.assertRaisesRegex(mdad.InputError, "b has 1 scores, others 2"):
            mdad.describe({"a": [1, 0], "b": [1]})

    def test_notes_are_warnings(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            mdad.simulate(EXAMPLE, method="random", sizes=10, trials=4)
        self.assertEqual([entry.category for entry in caught], [mdad.InputWarning])
        self.assertEqual(str(caught[0].message), "only 27 models remain as sources, for 13 targets")
        self.assertEqual(Path(caught[0].filename).name, Path(__file__).name)

    def test_pandas_frames(self):
        try:
            import pandas as pd
        except ImportError:
            self.skipTest("needs pandas")
        scores, subtasks = example()
        frame = pd.DataFrame(scores).T
        without = mdad.describe(EXAMPLE, ignore_columns="subtask")
        self.assertEqual(mdad.describe(frame).matrix_sha256, without.matrix_sha256)
        self.assertEqual(mdad.describe(pd.read_csv(EXAMPLE)).matrix_sha256, mdad.describe(EXAMPLE).matrix_sha256)
        self.assertEqual(mdad.describe(frame.T, rows="items").matrix_sha256, without.matrix_sha256)
        self.assertEqual(mdad.describe(frame.astype("boolean")).accuracy, without.accuracy)
        self.assertEqual(mdad.describe(frame.reset_index(names="model")).models, 40)
        levels = frame.set_axis(pd.MultiIndex.from_tuples([(subtasks[item], item) for item in frame.columns]), axis=1)
        self.assertEqual(mdad.describe(levels).matrix_sha256, mdad.describe(EXAMPLE).matrix_sha256)
        labels = pd.DataFrame({"model": frame.index, "family": [f"f{place // 4}" for place in range(40)]})
        options = {"method": "random", "sizes": [10], "trials": 4, "target_choice": "family"}
        self.assertEqual(mdad.simulate(frame, labels=labels, **options).settings.target_choice, "family")
        series = mdad.compare(frame.loc["model-01"], frame.loc["model-40"])
        self.assertEqual([run.run for run in series.runs], ["model-01", "model-40"])
        table = mdad.compare(frame, models=["model-01", "model-40", "model-10"]).to_frame("pairs")
        self.assertEqual(len(table), 3)
        self.assertEqual(len(mdad.plan(benchmark="gpqa").to_frame()), 5)
        with self.assertRaisesRegex(mdad.Error, "these are: methods"):
            mdad.plan(benchmark="gpqa", gap=5).to_frame("rows")
        with self.assertRaisesRegex(mdad.InputError, "x"):
            mdad.describe(frame.astype(object).replace({1: "x"}))

    def test_numpy_arrays(self):
        try:
            import numpy as np
        except ImportError:
            self.skipTest("needs numpy")
        scores, _ = example()
        array = np.array([list(row.values()) for row in scores.values()])
        expected = mdad.describe(EXAMPLE).accuracy
        for kind in (bool, np.int64, np.float32):
            self.assertEqual(mdad.describe(array.astype(kind)).accuracy, expected)
        self.assertEqual(mdad.describe(array.T, rows="items").accuracy, expected)
        self.assertEqual(mdad.power(k=np.int64(100), gap=np.float64(5), discordance=0.3).k, 100)
        with self.assertRaisesRegex(mdad.InputError, "3 dimensions"):
            mdad.describe(np.zeros((2, 2, 2)))


class Charts(unittest.TestCase):
    """Answers are drawn where matplotlib is."""

    def test_charts(self):
        try:
            import matplotlib as mpl

            mpl.use("Agg")
            import matplotlib.pyplot as plt
        except ImportError:
            self.skipTest("needs matplotlib")
        for answer in [
            mdad.plan(benchmark="gpqa", gap=5),
            mdad.plan(benchmark="gpqa"),
            mdad.simulate(EXAMPLE, method=["random", "lasso"], sizes=[10, 20], trials=6),
            mdad.table("gpqa"),
            mdad.compare(EXAMPLE, models=["model-01", "model-40", "model-10"]),
            mdad.describe(EXAMPLE),
            mdad.items(EXAMPLE, model="none"),
            mdad.budget(benchmark=["gpqa", "ifeval"], gap=3, models=8, price_per_item=0.01),
        ]:
            axes = answer.plot()
            self.assertTrue(axes.lines or axes.collections)
            self.assertTrue(axes.get_xlabel())
            axes.figure.canvas.draw()
            plt.close(axes.figure)

    def test_an_answer_without_a_chart_says_so(self):
        with self.assertRaisesRegex(mdad.Error, "Audit has no chart; these have one: Budget, Comparison"):
            mdad.audit("claim", k=100, items=14042, scores=(62, 60)).plot()


class Running(unittest.TestCase):
    """Long runs show how far they are, and end when they are told to."""

    def test_progress_is_shown_and_taken_away(self):
        shown = mock.Mock()
        words = ["simulate", f"--matrix={EXAMPLE}", "--method=lasso", "--trials=900", "--progress=always"]
        execute([*words, "--sizes=10,50,100"], shown)
        texts = [call.args[0] for call in shown.update.call_args_list]
        self.assertTrue(texts)
        for text in texts:
            self.assertRegex(text, r"^\d+ of 900 trials, [\d.]+ a second, \d+ s left$")
        shown.finish.assert_called_once_with()

    def test_a_log_gets_a_line_a_second(self):
        lines, stream = _progress.Lines(), io.StringIO()
        with contextlib.redirect_stderr(stream):
            for text in ["1 of 3", "2 of 3"]:
                lines.update(text)
        self.assertEqual(stream.getvalue(), "1 of 3\n")

    def test_without_a_terminal_nothing_is_shown(self):
        stream = io.StringIO()
        with contextlib.redirect_stderr(stream):
            mdad.simulate(EXAMPLE, method="lasso", sizes=[10, 20], trials=40)
        self.assertEqual(stream.getvalue(), "")

    def test_an_interruption_ends_the_program(self):
        stream = io.StringIO()
        main = threading.main_thread().ident
        # Whatever started this in the background may have had interruptions ignored.
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))

        def interrupt():
            time.sleep(1)
            signal.pthread_kill(main, signal.SIGINT)

        threading.Thread(target=interrupt).start()
        started = time.monotonic()
        with contextlib.redirect_stderr(stream), self.assertRaises(KeyboardInterrupt):
            mdad.simulate(EXAMPLE, method="lasso", trials=100_000)
        self.assertLess(time.monotonic() - started, 10)
        self.assertIn("mdad: interrupted; nothing was kept.", stream.getvalue())
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        if children.exists():
            names = [Path(f"/proc/{child}/comm").read_text().strip() for child in children.read_text().split()]
            self.assertNotIn("mdad", names)

    def test_the_command_line_is_the_programs(self):
        command = [sys.executable, "-m", "mdad"]
        done = subprocess.run([*command, "plan", "--benchmark", "gpqaa"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 66)
        self.assertIn("did you mean gpqa", done.stderr)

    def test_a_package_without_its_program_says_so(self):
        with mock.patch.dict(os.environ, MDAD="/nowhere/mdad"), self.assertRaisesRegex(mdad.Error, "/nowhere/mdad"):
            find_program()


class Saving(unittest.TestCase):
    """Answers are written in every form."""

    def test_every_form(self):
        answer = mdad.power(k=100, gap=5, discordance=0.3)
        with tempfile.TemporaryDirectory() as folder:
            for suffix, form in {
                ".txt": answer.text,
                ".md": answer.markdown,
                ".csv": answer.csv,
                ".json": answer.json,
            }.items():
                path = Path(folder) / f"answer{suffix}"
                answer.save(path)
                self.assertEqual(path.read_text(encoding="utf-8"), form)
            with self.assertRaisesRegex(mdad.Error, "names no form"):
                answer.save(Path(folder) / "answer.xls")
        self.assertEqual(json.loads(answer.json), answer.to_dict())

    def test_markdown_becomes_html(self):
        document = "**a &lt; b**\n\n| x | n |\n| --- | ---: |\n| p\\|q | 3 |\n\n- one\n- two\n\n## More\n\nNext: go\n"
        found = to_html(document)
        self.assertIn("<p><strong>a &lt; b</strong></p>", found)
        self.assertIn(">p|q</td>", found)
        self.assertIn('<td style="text-align: right', found)
        self.assertIn("<ul><li>one</li><li>two</li></ul><h4>More</h4><p>Next: go</p>", found)


class Documents(unittest.TestCase):
    """What documents show works."""

    def test_every_block_of_the_document_runs(self):
        try:
            import matplotlib as mpl
            import pandas as pd
        except ImportError:
            self.skipTest("needs pandas and matplotlib")
        mpl.use("Agg")
        self.assertTrue(pd.__version__)
        text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        self.assertGreater(len(blocks), 4)
        names: dict[str, object] = {}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "examples").symlink_to(ROOT / "docs" / "examples")
            self.addCleanup(os.chdir, Path.cwd())
            os.chdir(folder)
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                for block in blocks:
                    exec(block, names)
        self.assertIn("did you mean gpqa?", printed.getvalue())
        self.assertEqual(names["plan"].recommended, "random")


class Agreement(unittest.TestCase):
    """The package follows the program."""

    def test_what_is_generated_is_current(self):
        done = subprocess.run(
            [sys.executable, ROOT / "python" / "generate.py", "--check"], capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_golden_document_is_read_whole(self):
        for path in sorted(GOLDEN.glob("*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            kind = _answers.CLASSES[document["schema"]]
            fields = {name.rstrip("_") for name in get_type_hints(kind)}
            self.assertLessEqual(set(document), fields, path.name)
            result = _ask.read(kind, _ask.Forms("", "", "", json.dumps(document), ()))
            for key, value in document.items():
                found = getattr(result, f"{key}_" if key == "from" else key)
                if isinstance(value, (int, float, str, type(None))):
                    self.assertEqual(found, value, f"{path.name}: {key}")

    def test_choices_are_the_programs(self):
        hints = get_type_hints(_answers.PlanMethod)
        self.assertEqual(get_args(hints["guarantee"]), ("randomised", "learned"))


if __name__ == "__main__":
    unittest.main()
