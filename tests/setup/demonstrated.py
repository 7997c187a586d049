"""Run by the tests as a process of its own: the demo of a folder."""

import sys
from pathlib import Path

from concierge.sandbox.demo import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], root=Path(sys.argv[1])))
