#!/usr/bin/env python3
"""Puts random questions to the page that `mdad page` writes, in Chromium, and to `mdad plan`, and compares.

    python3 Checks/page.py [--seed N] [--questions N] [--benchmark NAME,…] [--quick]

Benchmark, gap and agreement are random; a fifth of the questions are about models of an accuracy, and a fifth have a
price. The recommended method, its k with the interval, and what is recommended for models like those measured must be
the same. Fails if one differs. Needs Chromium.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments, skip

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]

# Runs after the page's own script, whose functions answer the questions.
ASK = """
(async () => {
  const answers = [];
  const row = row => row ? {method: row.method, k: row.k, low: row.low, high: row.high, bound: row.bound} : null;
  for (const question of %s) {
    state = {...start, ...question};
    const benchmark = page.benchmarks.find(one => one.name === question.benchmark);
    await unpack(benchmark);
    const found = work(benchmark);
    answers.push(found.fault ? {fault: found.fault} : {
      best: row(found.headline), similar: found.conditional?.method ?? null, total: found.headline?.total ?? null});
  }
  document.body.dataset.answers = JSON.stringify(answers);
})();
"""


def make_questions(benchmarks, number):
    """Returns random questions in the page's words."""
    questions = []
    for _ in range(number):
        question = {
            "benchmark": random.choice(benchmarks),
            "gap": round(random.choice([random.uniform(0.5, 5), random.uniform(0.5, 20)]), 1),
            "agreement": round(random.uniform(0.6, 0.99), 2),
        }
        kind = random.random()
        if kind < 0.2:
            question["accuracy"] = random.randint(20, 95)
        elif kind < 0.4:
            question |= {"price": random.choice([0.001, 0.01, 0.25]), "models": random.choice([1, 5, 20, 300])}
        questions.append(question)
    return questions


def ask_page(browser, page, questions):
    """Returns the page's answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        script = f"<script>{ASK % json.dumps(questions)}</script></body>"
        path.write_text(page.replace("</body>", script))
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"]
        command += ["--virtual-time-budget=600000", f"--user-data-dir={folder}/profile", f"file://{path}"]
        document = subprocess.run(command, capture_output=True, text=True).stdout
    if 'data-answers="' not in document:
        sys.exit("the page gave no answers")
    return json.loads(unescape(document.split('data-answers="')[1].split('"')[0]))


def ask_program(program, question):
    """Returns the program's answer in the same words."""
    words = ["plan"]
    for name, value in question.items():
        words += [f"--{'price-per-item' if name == 'price' else name}", value]
    done = subprocess.run(program.command(*words, "--format", "json"), capture_output=True, text=True)
    if done.returncode != 0:
        return {"fault": done.stderr.strip()}
    answer = json.loads(done.stdout)
    rows = {row["method"]: row for row in answer["methods"]}
    best, similar = rows.get(answer["recommended"]), answer["recommended_if_similar"]
    if best is None:
        return {"best": None, "similar": similar, "total": None}
    total = None
    if "price" in question:
        total = best["cost"] + (best["construction_cost"] or 0)
    return {
        "best": {
            "method": best["method"], "k": best["k"], "low": best["k_low"], "high": best["k_high"],
            "bound": best["upper_bound"],
        },
        "similar": similar,
        "total": total,
    }  # fmt: skip


def differs(ours, theirs):
    """Tells whether two answers differ; costs by more than the cent that the page rounds to."""
    if "fault" in ours or "fault" in theirs:
        return ("fault" in ours) != ("fault" in theirs)
    totals = [ours["total"], theirs["total"]]
    if None in totals:
        return totals != [None, None] or any(ours[key] != theirs[key] for key in ["best", "similar"])
    return abs(totals[0] - totals[1]) > 0.0051 or ours["best"] != theirs["best"]


def main():
    """Asks both and compares."""
    arguments = read_arguments(
        __doc__,
        (["--seed"], {"type": int, "default": 1, "help": "of the questions"}),
        (["--questions"], {"type": int, "default": 200, "help": "how many"}),
        (["--benchmark"], {"help": "the benchmarks to ask about (default: all)"}),
    )
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        skip("needs Chromium")
    random.seed(arguments.seed)
    named = arguments.benchmark or ("gpqa,gaia" if arguments.quick else None)
    page = arguments.program.run("page", *(["--benchmark", named] if named else []))
    data = page.split('id="data">')[1].split("</script>")[0]
    benchmarks = [benchmark["name"] for benchmark in json.loads(data)["benchmarks"]]
    questions = make_questions(benchmarks, 20 if arguments.quick else arguments.questions)
    answers = ask_page(browser, page, questions)
    wrong = 0
    for question, ours in zip(questions, answers, strict=True):
        theirs = ask_program(arguments.program, question)
        if differs(ours, theirs):
            wrong += 1
            print(f"{question}\n  page:    {ours}\n  program: {theirs}")
    faults = sum("fault" in answer for answer in answers)
    print(f"{len(questions)} questions about {len(benchmarks)} benchmarks, {faults} without an answer: {wrong} differ")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
