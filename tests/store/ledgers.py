"""Rows of ledgers for the store's tests: letters, payments and units written straight through the import commands."""

from people import arrival

from tui.rules.changes import Change
from tui.rules.units import UnitKind
from tui.store.commands.letters import LetterArrival, import_letters
from tui.store.commands.payments import PaymentArrival, import_payments
from tui.store.commands.roster import Arrival
from tui.store.commands.tree_import import UnitArrival, import_organizations
from tui.store.session import Session


def letter(member: int | None = None, newcomer: Arrival | None = None, **fields: str | int) -> LetterArrival:
    """A new letter of a member or of a newcomer."""
    return LetterArrival(None, member, fields, {}, newcomer)


def stub(name: str, **fields: str | int) -> LetterArrival:
    """A new letter of somebody who is not in the register."""
    return letter(None, arrival(name), **fields)


def again(known: int, /, **fields: str | int) -> LetterArrival:
    """A row that was matched with a letter."""
    return LetterArrival(known, None, fields, {})


def paid(member: int, last_month: str, fen: int = 1000, **fields: str | int) -> PaymentArrival:
    """Dues of one month, or of several when ``first_month`` is given."""
    return PaymentArrival(member, {"first_month": last_month, "last_month": last_month, "fen": fen, **fields}, {})


def unit(name: str, code: str = "", parent: int = 1, number: int | None = None, **texts: str) -> UnitArrival:
    """A branch below ``parent``; one with a ``number`` is known."""
    kind = UnitKind.GENERAL_BRANCH if name.endswith("总支") else UnitKind.BRANCH
    return UnitArrival(number, kind, code, name, parent, **texts)


def send(session: Session, *arrivals: LetterArrival) -> Change:
    """Take in letters out of the unit."""
    return import_letters(session, arrivals, len(arrivals), direction="out")


def pay(session: Session, *arrivals: PaymentArrival) -> Change:
    """Take in payments."""
    return import_payments(session, arrivals, len(arrivals))


def set_up(session: Session, *arrivals: UnitArrival) -> Change:
    """Take in organisations."""
    return import_organizations(session, arrivals, len(arrivals))
