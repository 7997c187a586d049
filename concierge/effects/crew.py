"""Several effects at a time in one worker: what takes long is waiting for the provider.

Each is claimed, called and recorded as if it were alone; its lane and its customer's lock keep
apart what must not be done at once.
"""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from concierge.effects import running

# While calls are under way: how long, in seconds, until what has become due meanwhile is looked
# for; and how long others may take to come back too, so that the next are claimed together.
_LOOK_EVERY = 0.05
_TOGETHER = 0.002


class Crew:
    """The threads of one worker. Use it as long as the process lives."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="effect")

    def drain(self, *, until: float, stopping: Callable[[], bool]) -> None:
        """Run what is due until nothing is, or it is `until` (monotonic), or `stopping`.

        What was claimed is finished in any case.
        """
        under_way: set[Future[None]] = set()
        while True:
            free = self._threads - len(under_way)
            found = None
            if free and not stopping() and time.monotonic() < until:
                found = running.claim(free)
                under_way |= {self._pool.submit(claimed.run) for claimed in found or ()}
            if found is None and not under_way:
                return
            under_way = self._some_done(under_way)

    def _some_done(self, under_way: set[Future[None]]) -> set[Future[None]]:
        done, rest = wait(under_way, _LOOK_EVERY, FIRST_COMPLETED)
        if done and rest:
            more, rest = wait(rest, _TOGETHER)
            done |= more
        for each in done:
            each.result()  # whatever a run can't record is the worker's end
        return rest

    def end(self) -> None:
        """Let the threads go."""
        self._pool.shutdown()
