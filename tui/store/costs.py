"""What guessing a passphrase is to cost on this machine; measured once, where it does not hold up the screen."""

from tui.crypto import slots
from tui.crypto.slots import Kdf
from tui.store.seat import Seat


def passphrase_cost(_seat: Seat) -> Kdf:
    """Parameters of the key derivation that take about 0.7 s here, never below the floor."""
    return slots.calibrate()
