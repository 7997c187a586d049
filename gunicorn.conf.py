"""What every gunicorn of the Procfile has in common; the rest is on its line there."""

from pathlib import Path
from typing import Any

worker_class = "gthread"
graceful_timeout = 10  # seconds for requests that are under way when it is told to stop
keepalive = 5  # seconds; saves a proxy the next connection
control_socket_disable = True  # or it would listen on a socket in the home folder

# Workers prove that they are alive by touching a file: in memory, because a disk can be slow.
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes the file safely
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_worker_init(worker: Any) -> None:
    """Its own few lines may name an address that opens something, too."""
    from concierge import loaded, logs

    logs.cover(worker.log.error_log)
    loaded.keep()
