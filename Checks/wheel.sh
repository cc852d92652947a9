#!/usr/bin/env bash
# Installs the wheel as a user does, in a new virtual environment and without Swift on the path, and uses it: the command
# line, the Python package, and docs/notebook.ipynb from start to end. Prints the wheel's size and what starting takes.
#
#     Checks/wheel.sh [WHEEL]      WHEEL is made by python/build.sh if it is not given
#
# Needs python3 and PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wheel=${1:-}
if [ -z "$wheel" ]; then
  python/build.sh "$work/dist"
  wheel=$(ls "$work"/dist/mdad-*.whl)
fi
python3=$(command -v python3)
root=$PWD
echo "$(basename "$wheel"): $(($(wc -c <"$wheel") / 1000000)) MB"

# Nothing of this machine but the system: no Swift, no program that was built here.
export PATH=/usr/bin:/bin
unset MDAD PYTHONPATH LD_LIBRARY_PATH
if command -v swift; then
  echo "Swift is on the path $PATH: this machine cannot show that the wheel does without" >&2
  exit 1
fi
"$python3" -m venv "$work/venv"
PATH=$work/venv/bin:$PATH
pip --quiet --disable-pip-version-check install "$wheel"
echo "installed: $(du -sm "$work/venv/lib/"*/site-packages/mdad | cut -f 1) MB"

echo "== the command line"
cd "$work"
mdad plan --benchmark swebench_verified --gap 3
python -m mdad --version
status=0
mdad plan --benchmark swebench_verifiedd --gap 3 2>"$work/said" || status=$?
if [ $status -ne 66 ] || ! grep -q 'did you mean swebench_verified' "$work/said"; then
  echo "a misspelt benchmark ends with status $status and $(cat "$work/said")" >&2
  exit 1
fi

echo "== the package, without pandas, NumPy and matplotlib"
python -W error - <<'END'
import mdad

plan = mdad.plan(benchmark="swebench_verified", gap=3)
assert plan.items == 500 and plan.recommended, plan
assert mdad.compare([1, 0, 0, 0] * 50, [1, 1, 1, 0] * 50).answer == "yes"
for ask, words in [(plan.to_frame, "needs pandas"), (plan.plot, "needs matplotlib")]:
    try:
        ask()
    except mdad.Error as error:
        assert words in str(error), error
    else:
        raise SystemExit(f"{ask} works without what it needs")
END
(cd "$root/python" && python -m unittest discover -s tests 2>&1 | tail -n 3)

echo "== the notebook"
pip --quiet --disable-pip-version-check install pandas matplotlib nbclient ipykernel
python - "$root/docs/notebook.ipynb" <<'END'
import sys
from pathlib import Path

import nbclient
import nbformat

path = Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
kinds = [kind for cell in cells for output in cell.outputs for kind in output.get("data", {})]
print(f"{len(cells)} cells, {kinds.count('text/html')} tables, {kinds.count('image/png')} charts")
if kinds.count("text/html") < 4 or kinds.count("image/png") < 4:
    sys.exit("the notebook shows too little")
END
echo "== a long run in a notebook: progress, and the stop button"
python - "$root/docs/examples/scores.csv" <<'END'
import sys
import time

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])


def run(code, stop_after=None):
    request, started, seen = client.execute(code), time.monotonic(), []
    while time.monotonic() - started < 120:
        if stop_after and time.monotonic() - started > stop_after:
            manager.interrupt_kernel()
            stop_after = None
        try:
            message = client.get_iopub_msg(timeout=0.5)
        except Exception:
            continue
        if message["parent_header"].get("msg_id") == request:
            seen.append((message["msg_type"], message["content"]))
            if seen[-1] == ("status", {"execution_state": "idle"}):
                return seen
    sys.exit("the kernel does not answer")


run("import mdad")
simulate = f"mdad.simulate({sys.argv[1]!r}, method='lasso', trials=%d)"
shown = [content["data"]["text/html"] for kind, content in run(simulate % 1500) if kind == "update_display_data"]
if not any("of 1500 trials" in text for text in shown) or shown[-1]:
    sys.exit(f"progress is {shown}")
stopped = run(simulate % 300_000, stop_after=3)
said = "".join(content["text"] for kind, content in stopped if kind == "stream")
if "KeyboardInterrupt" not in [content.get("ename") for _, content in stopped] or "interrupted" not in said:
    sys.exit(f"the stop button gives {said}")
print(f"{len(shown)} updates of one place, emptied at the end; stopped: {said.splitlines()[-1]}")
manager.shutdown_kernel()
END
(cd "$root/python" && python -m unittest discover -s tests 2>&1 | tail -n 3)

echo "== starting, median of 15"
python - <<'END'
import statistics
import subprocess
import sys
import time


def median(*command):
    seconds = []
    for _ in range(15):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)


import mdad
from mdad._program import find_program

print(f"python -c pass: {median(sys.executable, '-c', 'pass'):.0f} ms")
print(f"the program --version: {median(find_program(), '--version'):.0f} ms")
print(f"mdad --version: {median('mdad', '--version'):.0f} ms")
print(f"import mdad: {median(sys.executable, '-c', 'import mdad'):.0f} ms")
calls = []
for _ in range(15):
    started = time.perf_counter()
    mdad.plan(benchmark="gpqa", gap=5)
    calls.append(time.perf_counter() - started)
print(f'mdad.plan(benchmark="gpqa", gap=5): {1000 * statistics.median(calls):.0f} ms')
END
