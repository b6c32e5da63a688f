"""Where the program starts: what could leak is switched off before anything else is loaded."""

import os

from tui import hygiene


def main() -> None:
    """Scrub the environment, keep memory off the disk, hand over to the command line."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # logs, screenshots and developer sockets of the framework
    hygiene.harden()
    os.umask(0o077)
    from tui.cli import run

    run()


if __name__ == "__main__":
    main()
