"""Where the program starts: what could leak is switched off before anything else is loaded."""

import os
import resource


def main() -> None:
    """Scrub the environment, switch core dumps off, hand over to the command line."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]  # logs, screenshots and developer sockets of the framework
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    from tui.cli import run

    run()


if __name__ == "__main__":
    main()
