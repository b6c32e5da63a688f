"""Search as you type, beside a LIKE scan over the same column."""

from collections.abc import Callable
from functools import partial

from benchmarks.figures import Figure, figure, milliseconds
from benchmarks.material import COMMITTEE, Material
from benchmarks.progress import typical
from tui.demo import practice
from tui.store.cipher import CipherDatabase
from tui.store.queries.roster import open_view
from tui.store.queries.search import search
from tui.store.vault import Vault

RUNS = 15


def measure(material: Material) -> list[Figure]:
    """What each text takes, from the query to the narrowed view."""
    figures = []
    with practice.enter(material.folder, COMMITTEE) as vault:
        session = vault.session
        view = vault.read(open_view, session.campaign, session.unit).result()
        tail = vault.read(_some_id_tail).result()
        scans = {
            "z": ("initials", "%z%"),
            "zs": ("initials", "%z s%"),
            "zsf": ("initials", "%z s f%"),
            "王伟": ("name", "%王伟%"),
            tail: ("idno", f"%{tail}"),
        }
        for text, (column, pattern) in scans.items():
            found = len(vault.read(search, view, text).result().order)
            ours = typical(partial(_wait, vault, search, view, text), RUNS)
            scan = typical(partial(_wait, vault, _scan, column, pattern), RUNS)
            what = f"search {text} ({found:,} found)"
            against = f"SELECT id … {column} LIKE '{pattern}'"
            figures.append(figure(what, material.members, milliseconds, ours, scan, against))
    return figures


def _wait(vault: Vault, query: Callable[..., object], *arguments: object) -> None:
    vault.read(query, *arguments).result()


def _some_id_tail(db: CipherDatabase) -> str:
    ((tail,),) = db.execute_sql("SELECT substr(idno, -4) FROM member WHERE idno IS NOT NULL LIMIT 1").fetchall()
    return str(tail)


def _scan(db: CipherDatabase, column: str, pattern: str) -> list[int]:
    found = db.execute_sql(f"SELECT id FROM member WHERE {column} LIKE ?", (pattern,))
    return [member for (member,) in found]
