"""Puts the program into the wheel, and names in the wheel's tag the machines that it runs on."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent


def newest_glibc(program: Path) -> tuple[int, int]:
    """Returns the newest version of the C library whose symbols a program asks for."""
    versions = re.findall(rb"GLIBC_(\d+)\.(\d+)(?:\.\d+)?\0", program.read_bytes())
    if not versions:
        sys.exit(f"{program} names no version of the C library; is it a program for Linux?")
    return max((int(major), int(minor)) for major, minor in versions)


class ProgramHook(BuildHookInterface[Any]):
    """Adds the program that the variable MDAD names, stripped and static but for the system's libraries."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Checks that the program is of the package's version, and adds it."""
        program = Path(os.environ.get("MDAD", HERE.parent / ".build" / "release" / "mdad")).resolve()
        if not program.is_file():
            sys.exit(f"{program} is not there; build it with python/build.sh, or name the program in MDAD")
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        if said != self.metadata.version:
            sys.exit(f"{program} is version {said}, the package {self.metadata.version}; build the program again")
        major, minor = newest_glibc(program)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"
        build_data["force_include"][str(program)] = "mdad/bin/mdad"
