"""SIGTERM and SIGHUP: a run that is told to end writes a checkpoint at the end of its epoch, and ends."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

GRACE_SECONDS = 15.0
"""How long a run that is told to end may take to the end of its epoch; `govml train` kills it after 20 s."""
_TOLD_BY = (signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """The run was told to end. No `Exception`, so that scripts don't swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        """Of the signal that said so."""
        self.name = signal.Signals(number).name


class Termination:
    """Listens for what tells a run to end. A second signal, or the end of the grace, stops it where it is."""

    def __init__(self) -> None:
        self.asked = 0
        """Number of the signal that told the run to end; 0 before."""
        self.deferred = False
        """Whether the run looks at `asked` by itself, soon."""
        self._owner = os.getpid()
        self._timer: threading.Timer | None = None
        # Only the main thread can listen; what is ignored, as by nohup, stays so.
        listens = threading.current_thread() is threading.main_thread()
        told_by = [number for number in _TOLD_BY if listens and signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._handle) for number in told_by}

    def close(self) -> None:
        """Listen no more."""
        if self._timer:
            self._timer.cancel()
        for number, before in self._before.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._owner:  # a forked helper of the script
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        if self.asked or not self.deferred:
            raise Stopped(number)
        self.asked = number
        self._timer = threading.Timer(GRACE_SECONDS, os.kill, (self._owner, number))
        self._timer.daemon = True
        self._timer.start()
