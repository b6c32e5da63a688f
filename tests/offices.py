"""Offices for the tests of what travels: units that know one another's key cards, that report, receive, and forge."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exports.bundles.report import Sealed, seal_report
from tui.crypto import canonical, container, keycard, lines, manifest, unitkeys
from tui.crypto.container import Opened, Parcel
from tui.intake.bundles import open_bundle
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.units import UnitKind
from tui.store.commands.cards import accept_card
from tui.store.commands.reports import Applied, apply_report
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.verdicts import give_verdict
from tui.store.founding import Founding
from tui.store.queries.cards import Relation, own_card
from tui.store.vault import Vault

DEPARTMENT = Founding("某大学党委组织部", UnitKind.DEPARTMENT, "001", "王芳", "组通字〔2016〕1号", "2026-11-20")
GENERAL_BRANCH = Founding("软件系党总支", UnitKind.GENERAL_BRANCH, "0010021", "赵敏", "组通字〔2016〕1号", "2026-11-20")
OTHER_BRANCH = Founding("软件系学生党支部", UnitKind.BRANCH, "001002004", "钱进", "组通字〔2016〕1号", "2026-11-20")

TABLES = (
    "organization", "person", "member", "campaign", "subject", "review", "finding", "card", "slice", "received",
    "sent", "entry", "entry_item", "member_name_docsize",
)  # fmt: skip
"""All that a bundle may touch."""

Rows = list[dict[str, Any]]


def introduce(lower: Vault, upper: Vault) -> None:
    """Both accept the other's card after reading its fingerprint."""
    for vault, other, relation in ((lower, upper, Relation.SUPERIOR), (upper, lower, Relation.SUBORDINATE)):
        card = own_card(other)
        read = keycard.fingerprint(card)
        vault.write(accept_card, card, relation=relation, fingerprint_read=read).result()


def enrol(vault: Vault, *names: str, org: int = 1, **fields: str) -> None:
    """Import members into one of the vault's organisations (row id)."""
    arrivals = [Arrival(None, org, {"name": name, **fields}, {}, "x " * (len(name) - 1) + "x", ()) for name in names]
    vault.write(import_roster, arrivals, len(arrivals)).result()


def judge(vault: Vault, verdict: Verdict, *members: int, stage: Stage = Stage.SELF_CHECK) -> None:
    """Give a verdict on the first check, one by one."""
    vault.write(give_verdict, stage, Check.ROSTER, verdict, members, given=Given.SINGLY).result()


def look(vault: Vault, sql: str, *parameters: object) -> list[Any]:
    """What the database holds; single values where there is one column."""
    found = vault.read(lambda db: db.execute_sql(sql, parameters).fetchall()).result()
    return [row[0] if len(row) == 1 else row for row in found]


def change(vault: Vault, sql: str, *parameters: object) -> None:
    """Change the register behind the program's back, as a broken or malicious program would."""
    vault.write(lambda session: session.db.execute_sql(sql, parameters)).result()


def dump(vault: Vault, *tables: str) -> dict[str, list[Any]]:
    """Whole tables (all that a bundle may touch, by default), to compare before and after."""
    return {table: look(vault, f"SELECT * FROM {table}") for table in tables or TABLES}


def seal(vault: Vault, folder: Path) -> Sealed:
    """The vault's report, sealed into ``folder``."""
    folder.mkdir(exist_ok=True)
    return vault.write(seal_report, vault.signing_secret(), folder).result()


def deliver(path: Path, vault: Vault) -> Applied:
    """Open the bundle in the receiving vault and apply it."""
    return vault.write(apply_report, open_bundle(path, vault).report).result()


def unsealed(path: Path, receiver: Vault) -> Opened:
    """The parcel in a bundle, without any look at what it says."""
    with container.memory_file(path.read_bytes()) as source:
        return container.unseal(source, receiver.receiving_identity())


def resealed(parcel: Parcel, path: Path, *receivers: Vault) -> Path:
    """Encrypt a parcel to the receivers, as anybody can who has their cards."""
    recipients = [unitkeys.receiving_public(vault.receiving_identity()) for vault in receivers]
    with container.memory_file() as out:
        container.seal(parcel, recipients, out)
        out.seek(0)
        path.write_bytes(out.read())
    return path


def records_of(parcel: Parcel, number: int = 0) -> Rows:
    """The lines of a payload file, as they are."""
    return [json.loads(line) for line in lines.unpack(parcel.payload[number][1])]


def forged(
    sealed: Sealed,
    sender: Vault,
    receiver: Vault,
    *,
    manifest_with: Callable[[dict[str, Any]], None] = lambda value: None,
    records_with: Callable[[Rows], None] = lambda rows: None,
) -> Path:
    """The bundle as a sender makes it whose program is not ours: altered, counted, hashed, signed and sealed anew."""
    parcel = unsealed(sealed.path, receiver).parcel
    value = json.loads(parcel.manifest)
    rows = records_of(parcel)
    records_with(rows)
    (name, _), *others = parcel.payload
    packed = lines.pack(lambda: (json.dumps(row, ensure_ascii=False).encode() for row in rows))
    value["payload"][0] |= {"size": len(packed), "sha256": manifest.digest(packed)}
    value["counts"]["records"] = len(rows)
    for mark in value["slices"]:
        mark["members"] = sum(row.get("t") == "member" and row.get("org") == mark["org"] for row in rows)
    manifest_with(value)
    return signed_anew(value, ((name, packed), *others), sender, receiver, sealed.path.with_suffix(".forged"))


def repacked(
    sealed: Sealed,
    sender: Vault,
    receiver: Vault,
    payload_with: Callable[[list[tuple[str, bytes]]], None],
    manifest_with: Callable[[dict[str, Any]], None] = lambda value: None,
) -> Path:
    """The bundle with another payload, named file by file in a manifest that the sender signs anew."""
    parcel = unsealed(sealed.path, receiver).parcel
    value = json.loads(parcel.manifest)
    payload = list(parcel.payload)
    payload_with(payload)
    value["payload"] = [
        {"path": path, "size": len(content), "sha256": manifest.digest(content), "media": "application/octet-stream"}
        for path, content in payload
    ]
    manifest_with(value)
    return signed_anew(value, tuple(payload), sender, receiver, sealed.path.with_suffix(".repacked"))


def signed_anew(
    value: dict[str, Any], payload: tuple[tuple[str, bytes], ...], sender: Vault, receiver: Vault, path: Path
) -> Path:
    """A bundle with that manifest and payload, signed with the sender's key and sealed to the receiver."""
    raw = canonical.encode(value)
    sides = f"{value['from']['org']}>{value['to'][0]['org']}"
    comment = f"dyb1 {sides} {value['kind']} #{value['seq']} {value['bundle_id']}"
    signature = unitkeys.sign_manifest(sender.signing_secret(), raw, comment)
    return resealed(Parcel(raw, signature, payload), path, receiver)
