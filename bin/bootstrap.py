"""Does all the set-up, once, and hands over to the command: standard library only."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from environment import (
    DEV,
    PYTHON,
    ROOT,
    RUNTIME,
    VAR,
    base_python,
    describe,
    ensure,
    enter,
    refuse_what_cannot_work,
    say,
)

PICTURES = ROOT / "tests" / "screenshots"  # kept out of the repository
CHECKS = (
    ("ruff", "check", "--output-format", "concise", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def main(command: str, arguments: list[str]) -> NoReturn:
    refuse_what_cannot_work()
    os.chdir(ROOT)
    if command == "lock":
        sys.exit(lock(arguments))
    ensure(DEV if command in {"test", "check", "screenshots"} else RUNTIME)
    enter()
    if command == "check":
        sys.exit(check())
    if command == "test":
        if arguments:
            say("Only pytest, with your arguments; bin/check runs the linter and the type checker.")
        elif failed := check():
            sys.exit(failed)
        become("pytest", *(arguments or ["-n", "auto"]))
    if command == "screenshots":
        take_pictures(arguments)
    if command == "demo":
        become("concierge.sandbox.demo", *arguments)
    if command == "flask":
        speak_to_the_demo()
        become("flask", *arguments)
    sys.exit(f"bin/bootstrap.py knows no command {command}")


def take_pictures(arguments: list[str]) -> NoReturn:
    """Of every page, console and customers', wide and narrow, light and dark."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    say(f"Pictures of every page go to {PICTURES}")
    cameras = ["tests/looks/camera.py", "tests/pages/test_looks.py"]
    become("pytest", "-q", *(arguments or ["-n", "auto"]), *cameras)


def become(module: str, *arguments: str) -> NoReturn:
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def check() -> int:
    """Run every check and return the exit code: 0 when all of them pass."""
    failed = 0
    for program, *arguments in CHECKS:
        command = [str(PYTHON), "-m", program, *arguments]
        began = time.monotonic()
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        verdict = "failed" if done.returncode else "ok"
        took = time.monotonic() - began
        say(f"{describe([program, *arguments]):<44} {verdict:<7} {took:.1f} s")
        if done.returncode:
            failed = 1
            say(done.stdout.decode(errors="replace"))
    return failed


def lock(arguments: Sequence[str]) -> int:
    """Write both locks: first the larger, then the smaller at the versions of the larger."""
    with tempfile.TemporaryDirectory(prefix="uv-") as scratch:
        uv = shutil.which("uv")
        if uv is None:
            say("Installing uv for this once.")
            subprocess.run([base_python(), "-m", "venv", scratch], check=True)
            python = Path(scratch, "bin", "python")
            subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
            uv = str(python.with_name("uv"))
        compile_ = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        compile_ += ["--generate-hashes", "--no-header", "--no-annotate", "pyproject.toml"]
        dev = ["--group", "embedded", "--group", "dev", "--output-file", DEV.name]
        runtime = ["--group", "embedded", "--constraint", DEV.name, "--output-file", RUNTIME.name]
        for options in ([*dev, *arguments], runtime):
            say(describe([Path(uv).name, *compile_[1:], *options]))
            if code := subprocess.run([*compile_, *options], check=False).returncode:
                return code
    return 0


def speak_to_the_demo() -> None:
    """Without settings of one's own, a command is for the demo that is running here."""
    settings = VAR / "demo.env"
    own = {"DATABASE_URL", "CONCIERGE_ENV_FILE"} & os.environ.keys() or (ROOT / ".env").exists()
    if settings.exists() and not own:
        os.environ["CONCIERGE_ENV_FILE"] = str(settings)
        say("(for the demo that runs here)")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Run it again: it starts afresh where it has to.")
