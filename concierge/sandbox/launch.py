"""Run as a script by `tied.spawn`: become the command, and die with whoever started it.

Standard library only and nothing of ours: it starts before every process of the demo and of the
tests, in an interpreter without site-packages, which takes some 20 ms.
"""

import ctypes
import json
import os
import select
import signal
import sys
import warnings  # noqa: F401 - os.execvp imports it, by then perhaps as a user who cannot reach it

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
LOOK_EVERY_S = 1.0
HIGHEST_DESCRIPTOR = 1 << 16


def become(user: int, group: int) -> None:
    """Drop root for good. Before anything is bound to the parent: a change of user undoes that."""
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def die_with(parent: int, with_signal: int) -> None:
    """Let the kernel send the signal when the thread that started us ends (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, with_signal)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(128 + with_signal)


def watch(lifeline: int, with_signal: int) -> None:
    """Where the kernel offers nothing: leave a watcher behind that sends the signal.

    The parent holds the other end of the lifeline, a pipe, so that its death is an end of file
    here. The watcher is forked twice and thereby nobody's child: the command must not reap it.
    """
    command = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    os.closerange(0, lifeline)  # or the command's output would never end
    os.closerange(lifeline + 1, HIGHEST_DESCRIPTOR)
    while _is_alive(command):
        if select.select([lifeline], [], [], LOOK_EVERY_S)[0]:
            os.kill(command, with_signal)
            break
    os._exit(0)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def main() -> None:
    order = json.loads(sys.argv[1])
    if order["user"] is not None:
        become(order["user"], order["group"])
    if order["lifeline"] is None:
        die_with(order["parent"], order["signal"])
    else:
        watch(order["lifeline"], order["signal"])
        os.close(order["lifeline"])
    # A shell that started us in the background has it ignored, and so would the command.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        os.execvp(order["command"][0], order["command"])
    except OSError as error:
        sys.exit(f"{order['command'][0]}: {error.strerror}")


if __name__ == "__main__":
    main()
