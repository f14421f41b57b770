"""How far a run is: one line that is rewritten on a terminal, else one line each time."""

from __future__ import annotations

import shutil
import sys
import time

_SECONDS_BETWEEN_DRAWINGS = 0.1


class Progress:
    """Shows values as they come. Only the main process of a run shows anything."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._terminal = shown and sys.stderr.isatty()
        self._drawn = 0.0
        self._waiting = ""

    def show(self, values: dict[str, object]) -> None:
        """Show values; numbers are rounded to six digits."""
        if not self._shown:
            return
        line = "  ".join(f"{name} {_text(value)}" for name, value in values.items())
        if not self._terminal:
            print(line, flush=True)
        elif time.monotonic() - self._drawn >= _SECONDS_BETWEEN_DRAWINGS:
            self._draw(line)
        else:
            self._waiting = line

    def say(self, message: str) -> None:
        """Say something on stderr that stays."""
        if self._shown:
            self.end()
            print(f"govml: {message}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that is being rewritten, with the last values in it."""
        if self._terminal and self._drawn:
            if self._waiting:
                self._draw(self._waiting)
            print(file=sys.stderr, flush=True)
            self._drawn = 0.0

    def _draw(self, line: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[2K{line[:width]}", end="", file=sys.stderr, flush=True)
        self._drawn, self._waiting = time.monotonic(), ""


def _text(value: object) -> str:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    return f"{plain:.6g}" if isinstance(plain, float) else str(plain)
