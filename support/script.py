"""What each script has: its options, its matrices, and the reason why it did nothing."""

import argparse
import os
import sys
from pathlib import Path

from support.program import find_program


def read_arguments(description, *options):
    """Reads the command line: --quick, --program and --data, and (names, settings) of further options.

    The result has `program` as a Program, and `data` as a folder or None.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--quick", action="store_true", help="run every part on little data, in seconds")
    parser.add_argument("--program", metavar="FILE", help="the mdad program (default: $MDAD, or the one built here)")
    parser.add_argument(
        "--data", metavar="FOLDER", default=os.environ.get("MDAD_DATA"), help="item matrices (default: $MDAD_DATA)"
    )
    for names, settings in options:
        parser.add_argument(*names, **settings)
    arguments = parser.parse_args()
    arguments.program = find_program(arguments.program)
    arguments.data = Path(arguments.data).resolve() if arguments.data else None
    return arguments


def skip(reason):
    """Ends the script without failing, with one line that says why."""
    if isinstance(reason, ImportError):
        reason = f"needs the Python package {(reason.name or str(reason)).split('.')[0]}"
    print(f"{Path(sys.argv[0]).name}: skipped: {reason}")
    sys.exit(0)


def find_matrix(arguments, name, folder, **shape):
    """Returns the path of a matrix in the data folder.

    A quick run without it writes a synthetic one, modelled on the benchmark of that name, into a folder. `shape`
    gives that one's models and items.
    """
    if arguments.data and (arguments.data / f"{name}.csv").exists():
        return str(arguments.data / f"{name}.csv")
    if not arguments.quick:
        sys.exit(f"{name}.csv not found: name the folder that holds it with --data or MDAD_DATA")
    path = Path(folder) / f"{name}.csv"
    if not path.exists():
        print(f"{name}.csv is not at hand: using a synthetic matrix", file=sys.stderr)
        synthesize(arguments.program, path, benchmark=name, **shape)
    return str(path)


def synthesize(program, path, benchmark="gpqa", **shape):
    """Writes a synthetic matrix modelled on a benchmark; `shape` holds options such as models=100, items=1000."""
    words = [word for option, value in shape.items() for word in (f"--{option.replace('_', '-')}", value)]
    program.run("synthesize", "--benchmark", benchmark, *words, "--output", path)
