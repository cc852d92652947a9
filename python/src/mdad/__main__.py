"""The command line: hands over to the program."""

import os
import sys

from mdad._errors import Error
from mdad._program import find_program


def main() -> None:
    """Becomes the program, with the words of this command line."""
    try:
        program = find_program()
    except Error as error:
        sys.exit(f"mdad: {error}")
    os.execv(program, ["mdad", *sys.argv[1:]])


if __name__ == "__main__":
    main()
