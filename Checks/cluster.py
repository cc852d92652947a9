#!/usr/bin/env python3
"""Runs the six methods of the MDAD paper on gpqa.csv (of MDAD_DATA) as eight shards under a real Slurm on this machine, one controller and
two node daemons, kills and requeues one task, and compares the merged result with that of one process; then the same under GNU
parallel; then kills one process 50 times at random moments and lets it go on from its checkpoint.

Needs root and Debian's slurm-wlm, munge and parallel, which it installs where they are missing and apt-get is there.
"""
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("MDAD", os.path.join(ROOT, ".build", "release", "mdad")))
METHODS = "random,subtask-equal,stratified-confidence,anchor-points,diversity,tiny-benchmarks"
SHARDS = 8

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


def install():
    missing = [package for program, package in [("slurmctld", "slurm-wlm"), ("munged", "munge"), ("parallel", "parallel")]
               if not shutil.which(program)]
    if missing:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True,
                       env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)


def start_slurm(folder, processes):
    """Starts munge, the controller and both nodes, and adds them to the processes; gives the environment that commands need."""
    for name in ["state", "spool-one", "spool-two"]:
        os.makedirs(f"{folder}/{name}")
    with open(f"{folder}/munge.key", "wb") as file:
        file.write(os.urandom(1024))
    os.chmod(f"{folder}/munge.key", 0o400)
    with open(f"{folder}/slurm.conf", "w") as file:
        file.write(CONFIGURATION.format(host=socket.gethostname(), folder=folder))
    with open(f"{folder}/cgroup.conf", "w") as file:
        file.write("CgroupPlugin=cgroup/v1\n")
    # Slurm asks munge at its usual place.
    os.makedirs("/run/munge", exist_ok=True)
    environment = {**os.environ, "SLURM_CONF": f"{folder}/slurm.conf"}
    processes.append(subprocess.Popen(["munged", "--foreground", "--force", f"--key-file={folder}/munge.key", f"--log-file={folder}/munge.log",
                                   f"--pid-file={folder}/munge.pid", f"--seed-file={folder}/munge.seed"], stderr=subprocess.DEVNULL))
    time.sleep(1)
    processes.append(subprocess.Popen(["slurmctld", "-D", "-i"], env=environment, stderr=subprocess.DEVNULL))
    time.sleep(1)
    for node in ["one", "two"]:
        processes.append(subprocess.Popen(["slurmd", "-D", "-N", node], env=environment, stderr=subprocess.DEVNULL))
    for _ in range(60):
        states = subprocess.run(["sinfo", "-h", "-N", "-o", "%N %t"], env=environment, capture_output=True, text=True).stdout.split("\n")
        if sum(state.endswith(" idle") for state in states) == 2:
            return environment
        time.sleep(1)
    for name in ["slurmctld.log", "slurmd-one.log", "munge.log"]:
        if os.path.exists(f"{folder}/{name}"):
            sys.stderr.write(f"{name}:\n{open(f'{folder}/{name}').read()[-2000:]}\n")
    sys.exit("the nodes did not come up")


def queue(environment):
    return subprocess.run(["squeue", "-h", "-r", "-o", "%i %T"], env=environment, capture_output=True, text=True).stdout.split("\n")


def slurm(words, whole, folder):
    processes = []
    try:
        environment = start_slurm(folder, processes)
        started = time.perf_counter()
        done = subprocess.run([PROGRAM, *words, "--engine", "slurm", "--shards", str(SHARDS), "--shard-folder", f"{folder}/shards",
                               "-f", "json", "-o", f"{folder}/slurm.json", "--submit"], env=environment, cwd=folder,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        array = done.stdout.split()[1].rstrip(",")
        requeued = None
        while any(line.strip() for line in queue(environment)):
            if requeued is None:
                running = [line.split()[0] for line in queue(environment) if line.startswith(array + "_") and line.endswith("RUNNING")]
                if running:
                    time.sleep(0.3)
                    again = subprocess.run(["scontrol", "requeue", running[0]], env=environment, capture_output=True)
                    requeued = running[0] if again.returncode == 0 else None
            if time.perf_counter() - started > 600:
                sys.exit("the jobs did not end:\n" + "\n".join(queue(environment)))
            time.sleep(0.2)
        assert requeued, "no task could be requeued: they end too soon"
        same = os.path.exists(f"{folder}/slurm.json") and open(f"{folder}/slurm.json", "rb").read() == whole
        assert same, "the merged result is not that of one process:\n" + "".join(
            open(f"{folder}/shards/{name}").read() for name in os.listdir(f"{folder}/shards") if name.endswith(".log"))
        print(f"slurm: {SHARDS} tasks on two nodes, task {requeued} killed and requeued, merged: bytes equal to the single run")
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def parallel(words, whole, folder):
    subprocess.run([PROGRAM, *words, "--engine", "parallel", "--shards", str(SHARDS), "--shard-folder", f"{folder}/parallel", "-f", "json",
                    "-o", f"{folder}/parallel.json", "--submit"], check=True, cwd=folder, capture_output=True)
    assert open(f"{folder}/parallel.json", "rb").read() == whole
    print(f"parallel: {SHARDS} shards merged: bytes equal to the single run")


def killed(words, whole, folder, duration, runs=50):
    random.seed(1)
    resumed, finished = 0, 0
    checkpoint, output = f"{folder}/checkpoint", f"{folder}/killed.json"
    command = [PROGRAM, *words, "--checkpoint", checkpoint, "-f", "json", "-o", output]
    for _ in range(runs):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * duration * 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if os.path.exists(output):
            assert open(output, "rb").read() == whole, "a resumed run gave other bytes"
            finished += 1
            os.remove(output)
            shutil.rmtree(checkpoint)
        else:
            resumed += 1
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    assert open(output, "rb").read() == whole, "the resumed run gave other bytes"
    print(f"killed: {runs} times at random moments, {finished} runs finished in between, the last one too: the same bytes each time")


def main():
    data = os.environ.get("MDAD_DATA")
    if not data:
        sys.exit("set MDAD_DATA to a folder that holds gpqa.csv")
    install()
    matrix = os.path.abspath(os.path.join(data, "gpqa.csv"))
    words = ["simulate", "-m", matrix, "--protocol", "paper", "--method", METHODS, "--sizes", "10,25,50,100,200", "--trials", "200"]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run([PROGRAM, *words, "-f", "json", "-o", f"{folder}/whole.json"], check=True, stderr=subprocess.DEVNULL)
        duration = time.perf_counter() - started
        whole = open(f"{folder}/whole.json", "rb").read()
        slurm(words, whole, folder)
        parallel(words, whole, folder)
        killed(words, whole, folder, duration)


if __name__ == "__main__":
    main()
