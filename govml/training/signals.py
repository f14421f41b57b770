"""SIGTERM: a run that is told to end writes a checkpoint at the end of its epoch, and ends."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

GRACE_SECONDS = 20.0
"""How long a run that is told to end may take to the end of its epoch. Kubernetes kills after 30 s."""


class Stopped(BaseException):
    """The run was told to end. No `Exception`, so that scripts don't swallow it."""


class Termination:
    """Listens for SIGTERM. A second one, or the end of the grace, stops the run where it is."""

    def __init__(self) -> None:
        self.asked = False
        """Whether the run was told to end."""
        self.deferred = False
        """Whether the run looks at `asked` by itself, soon."""
        self._owner = os.getpid()
        self._timer: threading.Timer | None = None
        self._heard = threading.current_thread() is threading.main_thread()
        if self._heard:
            self._before = signal.signal(signal.SIGTERM, self._handle)

    def close(self) -> None:
        """Listen no more."""
        if self._timer:
            self._timer.cancel()
        if self._heard:
            signal.signal(signal.SIGTERM, signal.SIG_DFL if self._before is None else self._before)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._owner:  # a forked helper of the script
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        if self.asked or not self.deferred:
            raise Stopped
        self.asked = True
        self._timer = threading.Timer(GRACE_SECONDS, os.kill, (self._owner, number))
        self._timer.daemon = True
        self._timer.start()
