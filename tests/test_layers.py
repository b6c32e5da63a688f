"""What stands below the widgets loads no Textual; the static contracts have this twin at run time."""

import subprocess
import sys

import pytest

ROOMS = {
    "tui.store": ("tui.store.vault", "tui.store.founding", "tui.store.commands.undo", "tui.store.commands.roster"),
    "tui.rules": ("tui.rules.checks", "tui.rules.validity", "tui.rules.dates"),
    "tui.crypto": ("tui.crypto.container", "tui.crypto.slots", "tui.crypto.keycard"),
    "tui.intake": ("tui.intake.planning", "tui.intake.spreadsheet", "tui.intake.cards"),
    "exports": ("exports.media", "exports.bundles.report", "exports.forms.roster_template"),
    "tui.cli": ("tui.cli",),
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_lower_room_loads_no_textual(room: str) -> None:
    imports = "; ".join(f"import {module}" for module in ROOMS[room])
    code = f"{imports}; import sys; print([name for name in sys.modules if name.split('.')[0] == 'textual'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_program_opens_no_socket() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(event) if event.startswith('socket.') else None)\n"
        "import tui.cli, tui.app, tui.demo.practice\n"
        "print([event for event in opened if event not in ('socket.__new__',)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
