"""The environment in `.venv`: standard library only.

Plain pip installs it from a lock whose every file has its hash; a stamp in it says from which
lock and Python it was made.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
VAR = ROOT / "var"
RUNTIME = ROOT / "requirements.lock"
DEV = ROOT / "requirements-dev.lock"  # everything in RUNTIME, at the same versions, and more
LAST_LINES = 30
INSTALL_PIP = "This Python has no pip: install python3-venv or python3-pip, then try again."


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def refuse_what_cannot_work() -> None:
    """Exit with a sentence where there are no wheels of PostgreSQL and Valkey."""
    machine = f"{platform.system()} on {platform.machine()}"
    libc = os.confstr("CS_GNU_LIBC_VERSION") if sys.platform == "linux" else None
    glibc = tuple(int(part) for part in re.findall(r"\d+", libc or ""))
    if platform.machine().lower() in {"x86_64", "amd64", "aarch64", "arm64"}:
        if sys.platform == "darwin" or glibc >= (2, 28):
            return
        if sys.platform == "linux":
            machine += f" with {libc or 'a C library other than glibc'}"
    sys.exit(
        f"This runs on Linux with glibc 2.28 or newer and on macOS, on x86-64 and arm64; this is "
        f"{machine}. On Windows use WSL, elsewhere a container of Debian or Ubuntu."
    )


def fingerprint(lock: Path) -> str:
    """What the environment would be if it were made from this lock now, here."""
    made_of = (
        lock.read_bytes(),
        sys.implementation.cache_tag.encode(),
        platform.machine().encode(),
        bytes(VENV),  # the programs in it begin with their full path
    )
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()


def satisfied(lock: Path) -> bool:
    """Whether the environment has all that the lock names. The larger lock covers the smaller."""
    try:
        stamp = STAMP.read_text()
    except OSError:
        return False
    return PYTHON.exists() and stamp in {fingerprint(lock), fingerprint(DEV)}


def ensure(lock: Path) -> None:
    """Make the environment, or add to it, unless it is there."""
    if satisfied(lock):
        return
    try:
        with one_at_a_time() as turn:
            if not satisfied(lock):
                install(lock, turn)
    except PermissionError as error:
        sys.exit(
            f"{error.filename} belongs to somebody else: was a command run here as another user? "
            "Delete .venv and var as that user, then try again."
        )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[int]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "set-up.lock").open("a") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is under way here; waiting for it to end.")
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield turn.fileno()


def install(lock: Path, turn: int) -> None:
    began = time.monotonic()
    extend = satisfied(RUNTIME) and has_pip()  # a demo may be running on what is there
    STAMP.unlink(missing_ok=True)  # whoever is interrupted from here on starts afresh
    say("Setting up; this is done once and takes about half a minute.")
    if not extend:
        make_venv(turn)
    names = [line for line in lock.read_text().splitlines() if re.match(r"[\w.-]+==", line)]
    with step(f"{len(names)} packages from {lock.name}") as progress:
        command = [
            *pip(turn),
            "install",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--no-input",
        ]
        command += ["--progress-bar", "off", "--disable-pip-version-check", "-r", str(lock)]
        run(command, turn, progress, total=len(names))
    with step("compiling, on every core") as progress:  # pip would do it on one
        command = [PYTHON, "-I", "-m", "compileall", "-q", "-q", "-j", "0", VENV / "lib"]
        run(command, turn, progress, must=False)  # some packages carry files for other Pythons
    draft = STAMP.with_suffix(".new")
    draft.write_text(fingerprint(lock))
    draft.rename(STAMP)
    say(f"Set up in {time.monotonic() - began:.0f} s.")


class Progress:
    """One line on standard error: what is being done and, at its end, how long it took."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.live = sys.stderr.isatty()
        self.began = time.monotonic()
        self.show("...")

    def show(self, state: str) -> None:
        if self.live:
            print(f"\r\033[K  {self.title:<44} {state}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        start = "\r\033[K" if self.live else ""
        say(f"{start}  {self.title:<44} {time.monotonic() - self.began:5.1f} s")


@contextlib.contextmanager
def step(title: str) -> Iterator[Progress]:
    progress = Progress(title)
    try:
        yield progress
    finally:
        progress.end()


def run(
    command: Sequence[str | Path],
    turn: int,
    progress: Progress,
    *,
    total: int = 0,
    must: bool = True,
    way_out: str = "",
    cwd: Path = ROOT,
) -> None:
    """Run a command of the set-up; on failure exit with the end of what it said.

    It holds the turn too: if we are killed and it is not, the next set-up waits for its end.
    """
    output: list[str] = []
    fetched = 0
    environment = os.environ | {"PIP_USER": "0"}  # pip refuses --user in an environment
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        cwd=cwd,
        pass_fds=[turn],
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        try:
            for line in process.stdout:
                output.append(line)
                if line.startswith(("Collecting ", "Processing ", "Ignoring ")):
                    fetched += 1
                    progress.show(f"{min(fetched, total)} of {total}")
                elif line.startswith("Installing collected"):
                    progress.show("unpacking")
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode and must:
        end = "".join(output[-LAST_LINES:])
        sys.exit(f"{end}\nSet-up failed: {describe(command)}\n{way_out}".rstrip())


def describe(command: Sequence[str | Path]) -> str:
    return " ".join(str(word) for word in command)


def make_venv(turn: int) -> None:
    """Make an empty environment; with pip where Python brings one."""
    version = ".".join(map(str, sys.version_info[:3]))
    with step(f"an environment of Python {version}") as progress:
        create: list[str | Path] = [base_python(), "-I", "-m", "venv", "--clear", VENV]
        if importlib.util.find_spec("venv") is None:
            sys.exit("This Python has no venv module: install python3-venv, then try again.")
        if importlib.util.find_spec("ensurepip") is None:
            create.append("--without-pip")
        run(create, turn, progress)


def base_python() -> str:
    """This Python, or the one below it when it belongs to an environment, maybe the one to go."""
    return getattr(sys, "_base_executable", None) or sys.executable


def pip(turn: int) -> list[str | Path]:
    """The command that installs into the environment.

    Debian's Python brings no pip of its own. Then any other will do, and if there is none at all
    Debian's package of pip's wheel is unpacked here, which needs no root.
    """
    if has_pip():
        return [PYTHON, "-I", "-m", "pip"]
    debs = VAR / "pip"
    for folder in (Path("/usr/share/python-wheels"), debs / "usr/share/python-wheels"):
        for wheel in folder.glob("pip-*.whl"):
            return [PYTHON, "-I", wheel / "pip"]
    probe: list[str | Path] = [base_python(), "-I", "-m", "pip", "--python", PYTHON, "--version"]
    if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return probe[:-1]
    if shutil.which("apt-get") and shutil.which("dpkg-deb"):
        with step("pip, from Debian") as progress:
            fetch_debians_pip(debs, turn, progress)
        return pip(turn)
    sys.exit(INSTALL_PIP)


def has_pip() -> bool:
    return any(VENV.glob("lib/python*/site-packages/pip"))


def fetch_debians_pip(folder: Path, turn: int, progress: Progress) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    # With lists of our own, because a fresh machine has none and only root may fetch the system's.
    places = [f"Dir::State::Lists={folder}/lists", f"Dir::Cache={folder}/cache"]
    apt: list[str | Path] = ["apt-get", "-q", *(word for place in places for word in ("-o", place))]
    apt += ["-o", "APT::Sandbox::User="]
    run([*apt, "update"], turn, progress, way_out=INSTALL_PIP)
    run([*apt, "download", "python3-pip-whl"], turn, progress, cwd=folder, way_out=INSTALL_PIP)
    for package in folder.glob("*.deb"):
        run(["dpkg-deb", "--extract", package, folder], turn, progress)


def enter() -> None:
    """What activating the environment does."""
    os.environ["VIRTUAL_ENV"] = str(VENV)
    os.environ["PATH"] = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", os.defpath)])
    os.environ.pop("PYTHONHOME", None)
