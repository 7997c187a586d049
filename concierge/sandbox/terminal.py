"""What the demo says: each process's lines under its name, on the terminal and in log files."""

import os
import threading
import time
from pathlib import Path
from typing import BinaryIO, TextIO

COLOURS = ("36", "33", "32", "35", "34", "96", "93", "92", "95", "94")
NAME_WIDTH = 8
LAST_LINES = 15


class Terminal:
    """Writes to one stream from several threads, coloured where a person is likely to look.

    A stream that breaks, such as a closed terminal, is given up silently: the logs go on.
    """

    def __init__(self, stream: TextIO, logs: Path) -> None:
        self.stream: TextIO | None = stream
        self.logs = logs
        self.coloured = stream.isatty() and not os.environ.get("NO_COLOR")
        self.names: list[str] = []
        self.files: dict[str, BinaryIO] = {}
        self.lock = threading.Lock()
        logs.mkdir(parents=True, exist_ok=True)

    def say(self, text: str = "") -> None:
        with self.lock:
            self._write(text + "\n")

    def line(self, name: str, text: bytes, *, quiet: bool = False) -> None:
        """Log a line of a process, and show it unless told to be quiet."""
        with self.lock:
            self._log(name).write(text.rstrip(b"\r\n") + b"\n")
            if not quiet:
                at = time.strftime("%H:%M:%S")
                label = self.paint(f"{at} {name:<{NAME_WIDTH}}", self._colour(name))
                self._write(f"{label} {text.decode(errors='replace').rstrip()}\n")

    def paint(self, text: str, colour: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self.coloured else text

    def bold(self, text: str) -> str:
        return self.paint(text, "1")

    def log_path(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def last_lines(self, name: str) -> str:
        path = self.log_path(name)
        if not path.exists():
            return ""
        return "\n".join(path.read_text(errors="replace").splitlines()[-LAST_LINES:])

    def begin_log(self, name: str) -> Path:
        """Keep the log of the run before beside the new one."""
        path = self.log_path(name)
        if path.exists():
            path.replace(path.with_suffix(".log.1"))
        return path

    def close(self) -> None:
        with self.lock:
            for file in self.files.values():
                file.close()
            self.files.clear()

    def _log(self, name: str) -> BinaryIO:
        if name not in self.files:
            self.files[name] = self.begin_log(name).open("wb", buffering=0)
        return self.files[name]

    def _colour(self, name: str) -> str:
        if name not in self.names:
            self.names.append(name)
        return COLOURS[self.names.index(name) % len(COLOURS)]

    def _write(self, text: str) -> None:
        if self.stream is not None:
            try:
                self.stream.write(text)
                self.stream.flush()
            except (OSError, ValueError):
                self.stream = None
