#!/usr/bin/env python3
"""Checks that a simulation in parts gives the bytes of a whole one: by shards, Slurm, GNU parallel, and after kills.

    MDAD_DATA=FOLDER python3 Checks/cluster.py [--quick]

The six methods of the MDAD paper on gpqa.csv: as shards that are merged; as eight tasks of a real Slurm on this
machine (one controller, two nodes), one of them killed and requeued; under GNU parallel; and killed 50 times at random
moments, each run going on from its checkpoint. A full run is for root, and installs Debian's slurm-wlm, munge and
parallel if they are missing. A quick run installs nothing, has no Slurm, and kills less.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import find_matrix, read_arguments

METHODS = "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks"
QUICK_METHODS = "random,subtask-equal,stratified-confidence"
SHARDS = 8
SECONDS_FOR_JOBS = 600
PACKAGES = {"slurmctld": "slurm-wlm", "munged": "munge", "parallel": "parallel"}

CONFIGURATION = """
ClusterName=mdad
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort=16817
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
ReturnToService=2
MpiDefault=none
JobRequeue=1
MinJobAge=300
SlurmdParameters=config_overrides
NodeName=one NodeHostname={host} NodeAddr=127.0.0.1 Port=16818 CPUs=1 State=UNKNOWN
NodeName=two NodeHostname={host} NodeAddr=127.0.0.1 Port=16819 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
"""


def install_packages():
    """Installs what is missing of Slurm, munge and GNU parallel, if this is root on Debian."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not missing or os.getuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, **quiet)


class Simulation:
    """A simulation's words, the bytes of a whole run of it, and how long that took."""

    def __init__(self, arguments, folder):
        self.program = arguments.program
        self.folder = folder
        matrix = find_matrix(arguments, "gpqa", folder)
        methods, sizes, trials = (QUICK_METHODS, "10,50", 6) if arguments.quick else (METHODS, "10,25,50,100,200", 200)
        self.words = ["simulate", "--matrix", Path(matrix).resolve(), "--protocol", "paper", "--method", methods]
        self.words += ["--sizes", sizes, "--trials", trials, "--format", "json"]
        started = time.perf_counter()
        self.program.run(*self.words, "--output", folder / "whole.json")
        self.seconds = time.perf_counter() - started
        self.bytes = (folder / "whole.json").read_bytes()

    def engine_words(self, engine):
        """Returns the words that submit the simulation to an engine."""
        words = [*self.words, "--engine", engine, "--shards", SHARDS, "--shard-folder", self.folder / engine]
        return [*words, "--output", self.folder / f"{engine}.json", "--submit"]

    def check(self, what, path):
        """Ends the script if a file does not have the bytes of the whole run."""
        if not path.exists() or path.read_bytes() != self.bytes:
            sys.exit(f"{what}: the result is not that of one process")


def check_shards(simulation, count):
    """Runs shards one after another and merges them."""
    shards = [simulation.folder / f"shard-{number}.jsonl" for number in range(1, count + 1)]
    for number, shard in enumerate(shards, 1):
        simulation.program.run(*simulation.words[:-2], "--shard", f"{number}/{count}", "--output", shard)
    merged = simulation.folder / "merged.json"
    simulation.program.run("merge", *reversed(shards), "--format", "json", "--output", merged)
    simulation.check("shards", merged)
    print(f"shards: {count} shards merged: bytes equal to the single run")


def start_slurm(folder, processes):
    """Starts munge, the controller and both nodes, and returns the environment that Slurm's commands need."""
    for name in ["state", "spool-one", "spool-two"]:
        (folder / name).mkdir()
    (folder / "munge.key").write_bytes(os.urandom(1024))
    (folder / "munge.key").chmod(0o400)
    (folder / "slurm.conf").write_text(CONFIGURATION.format(host=os.uname().nodename, folder=folder))
    (folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
    # Slurm asks munge at its usual place.
    Path("/run/munge").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SLURM_CONF": f"{folder}/slurm.conf"}

    def start(*command):
        processes.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        time.sleep(1)

    files = [f"--{name}-file={folder}/munge.{name}" for name in ["key", "log", "pid", "seed"]]
    start("munged", "--foreground", "--force", *files)
    start("slurmctld", "-D", "-i")
    start("slurmd", "-D", "-N", "one")
    start("slurmd", "-D", "-N", "two")
    for _ in range(60):
        states = lines_of(environment, "sinfo", "-h", "-N", "-o", "%N %t")
        if sum(state.endswith(" idle") for state in states) == 2:
            return environment
        time.sleep(1)
    for log in sorted(folder.glob("*.log")):
        print(f"{log.name}:\n{log.read_text()[-2000:]}", file=sys.stderr)
    sys.exit("slurm: the nodes did not come up")


def lines_of(environment, *command):
    """Returns the lines that a command prints."""
    return subprocess.run(command, env=environment, capture_output=True, text=True).stdout.splitlines()


def requeue_one(environment, array):
    """Kills a running task of an array, which Slurm puts back into its queue; returns its number, or None."""
    queue = lines_of(environment, "squeue", "-h", "-r", "-o", "%i %T")
    running = [line.split()[0] for line in queue if line.startswith(f"{array}_") and line.endswith(" RUNNING")]
    if not running:
        return None
    time.sleep(0.3)
    done = subprocess.run(["scontrol", "requeue", running[0]], env=environment, capture_output=True)
    return running[0] if done.returncode == 0 else None


def check_slurm(simulation):
    """Submits the shards to a Slurm of two nodes on this machine, and has one task killed and requeued."""
    if not shutil.which("slurmctld") or not shutil.which("munged") or os.getuid() != 0:
        print("slurm: skipped: needs root, slurm-wlm and munge")
        return
    processes = []
    try:
        environment = start_slurm(simulation.folder, processes)
        started = time.perf_counter()
        command = simulation.program.command(*simulation.engine_words("slurm"))
        done = subprocess.run(command, env=environment, cwd=simulation.folder, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"slurm: {done.stderr}")
        array = done.stdout.split()[1].rstrip(",")
        requeued = None
        while queue := lines_of(environment, "squeue", "-h", "-r", "-o", "%i %T"):
            requeued = requeued or requeue_one(environment, array)
            if time.perf_counter() - started > SECONDS_FOR_JOBS:
                sys.exit("slurm: the jobs did not end:\n" + "\n".join(queue))
            time.sleep(0.2)
        if requeued is None:
            sys.exit("slurm: no task could be requeued: they end too soon")
        simulation.check("slurm", simulation.folder / "slurm.json")
        print(f"slurm: {SHARDS} tasks on two nodes, {requeued} killed and requeued: bytes equal to the single run")
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def check_parallel(simulation):
    """Runs the shards under GNU parallel."""
    if not shutil.which("parallel"):
        print("parallel: skipped: needs GNU parallel")
        return
    command = simulation.program.command(*simulation.engine_words("parallel"))
    subprocess.run(command, check=True, cwd=simulation.folder, capture_output=True)
    simulation.check("parallel", simulation.folder / "parallel.json")
    print(f"parallel: {SHARDS} shards merged: bytes equal to the single run")


def check_killed(simulation, runs):
    """Kills runs at random moments, each of which goes on where the one before it was."""
    random.seed(1)
    finished = 0
    checkpoint, output = simulation.folder / "checkpoint", simulation.folder / "killed.json"
    command = simulation.program.command(*simulation.words, "--checkpoint", checkpoint, "--output", output)
    for _ in range(runs):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * simulation.seconds * 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if output.exists():
            simulation.check("killed", output)
            finished += 1
            output.unlink()
            shutil.rmtree(checkpoint)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    simulation.check("killed", output)
    print(f"killed: {runs} times, {finished} runs finished in between, and the last: the same bytes each time")


def main():
    """Runs every check."""
    arguments = read_arguments(__doc__)
    if not arguments.quick:
        install_packages()
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(arguments, Path(folder))
        check_shards(simulation, 3)
        if arguments.quick:
            print("slurm: skipped: not in a quick run")
        else:
            check_slurm(simulation)
        check_parallel(simulation)
        check_killed(simulation, 4 if arguments.quick else 50)


if __name__ == "__main__":
    main()
