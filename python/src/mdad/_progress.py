"""Shows how far a long run is: in place in a notebook or a terminal, and in lines elsewhere."""

import html
import re
import sys
import time
from typing import Any, Protocol


class Progress(Protocol):
    """A place where progress is shown."""

    def update(self, text: str) -> None:
        """Shows a text in place of the last one."""

    def finish(self) -> None:
        """Takes the text away."""


class Nowhere:
    """Shows nothing."""

    def update(self, text: str) -> None:
        """Does nothing."""

    def finish(self) -> None:
        """Does nothing."""


class TerminalLine:
    """A line that is rewritten in place."""

    def update(self, text: str) -> None:
        """Shows a text in place of the last one."""
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    def finish(self) -> None:
        """Removes the line."""
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


class Lines:
    """A line a second, for logs."""

    def __init__(self) -> None:
        self._last = 0.0

    def update(self, text: str) -> None:
        """Prints the text if the last one is a second old."""
        if time.monotonic() - self._last >= 1:
            self._last = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Does nothing."""


class NotebookBar:
    """A bar below a notebook's cell."""

    def __init__(self) -> None:
        self._handle: Any = None

    def _show(self, text: str) -> None:
        from IPython.display import HTML, display

        if self._handle is None:
            self._handle = display(HTML(text), display_id=True)
        else:
            self._handle.update(HTML(text))

    def update(self, text: str) -> None:
        """Shows a bar and the text."""
        counts = re.match(r"(\d+) of (\d+) ", text)
        bar = f'<progress value="{counts[1]}" max="{counts[2]}"></progress> ' if counts else ""
        self._show(bar + html.escape(text))

    def finish(self) -> None:
        """Empties the place."""
        if self._handle is not None:
            self._show("")


def is_notebook() -> bool:
    """Tells whether this is a Jupyter kernel."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return type(get_ipython()).__name__ == "ZMQInteractiveShell"


def progress(mode: str) -> Progress:
    """Returns the place for progress; mode is auto, always or never."""
    if mode == "never":
        return Nowhere()
    if is_notebook():
        return NotebookBar()
    if sys.stderr is not None and sys.stderr.isatty():
        return TerminalLine()
    return Lines() if mode == "always" else Nowhere()
