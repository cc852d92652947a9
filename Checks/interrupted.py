"""Kills `mdad import` at random times, fills the disk under it and closes the pipe it writes to: no partial output may stand under
the final name. A small tmpfs needs the right to mount; without it that part says so.

    python3 Checks/interrupted.py [RUNS]
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

MDAD = os.environ.get("MDAD", ".build/release/mdad")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        source, output = f"{folder}/scores.csv", f"{folder}/long.csv"
        with open(source, "w") as file:
            file.write("item," + ",".join(f"m{m}" for m in range(200)) + "\n")
            for item in range(2000):
                file.write(f"q{item}," + ",".join(random.choice("01") for _ in range(200)) + "\n")
        start = time.perf_counter()
        subprocess.run([MDAD, "convert", source, "--to", "long", "-o", output], check=True, stderr=subprocess.DEVNULL)
        duration, whole = time.perf_counter() - start, open(output, "rb").read()
        finished = 0
        for _ in range(runs):
            os.path.exists(output) and os.remove(output)
            process = subprocess.Popen([MDAD, "convert", source, "--to", "long", "-o", output], stderr=subprocess.DEVNULL)
            time.sleep(random.random() * duration * 1.1)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if os.path.exists(output):
                finished += 1
                assert open(output, "rb").read() == whole, "a partial file stands under the final name"
        print(f"{runs} runs killed: {finished} had finished, no partial output")
        disk = f"{folder}/disk"
        os.makedirs(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode == 0:
            done = subprocess.run([MDAD, "convert", source, "--to", "long", "-o", f"{disk}/long.csv"], capture_output=True, text=True)
            left = os.listdir(disk)
            subprocess.run(["umount", disk], check=True)
            assert done.returncode == 74 and left == [], (done.returncode, left, done.stderr)
            print("full disk: status 74, nothing left:", done.stderr.strip().split("\n")[-1])
        else:
            print("full disk: not checked, no right to mount")
        process = subprocess.Popen([MDAD, "convert", source, "--to", "long"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.read(1000)
        process.stdout.close()
        print("closed pipe: status", process.wait())


if __name__ == "__main__":
    main()
