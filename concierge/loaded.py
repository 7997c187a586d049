"""What a process has loaded by the time it begins to work stays for as long as it runs."""

import gc


def keep() -> None:
    """Never look through it for garbage again.

    That takes a tenth of a second each time, in the middle of somebody's request or effect.
    """
    gc.collect()
    gc.freeze()
