"""The anchor: outside the vault, signed, replaced as a whole, never overwritten while it accuses the vault."""

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from audited import Audited
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tui.crypto import canonical
from tui.faults import Failure, Fault
from tui.store.audit import anchor
from tui.store.audit.anchor import Anchor
from tui.store.audit.breaches import Breach
from tui.store.audit.standing import examine
from tui.store.audit.streams import Stream, head


def written(vault: Audited, *, restored: bool = False) -> Anchor:
    with vault.audit() as audit:
        return anchor.write(audit, vault.register, vault.actor, restored=restored)


def opening(vault: Audited) -> tuple[Breach, ...]:
    with vault.audit() as audit:
        return examine(vault.register, audit)


def test_it_says_how_far_everything_has_come_and_is_signed(vault: Audited) -> None:
    made = written(vault)
    raw = anchor.path_of(vault.vault).read_bytes()
    said = json.loads(raw)
    with vault.audit() as audit:
        entries, acts = (head(audit, stream) for stream in Stream)
    register = vault.register
    signature = bytes.fromhex(said.pop("signature"))
    assert said == {
        "format": 1,
        "vault": vault.vault,
        "entries": {"size": 5, "head": entries.digest},
        "acts": {"size": 5, "head": acts.digest},
        "people": {"generation": 1, "digest": register.digest},
        "by": vault.actor.uuid,
    }
    (key,) = register.verify_keys[vault.actor.uuid]
    Ed25519PublicKey.from_public_bytes(key).verify(signature, b"paicha/anchor/1\n" + rfc8785.dumps(said))
    assert anchor.read(vault.vault) == made


def test_it_lies_in_the_state_folder_for_its_owner_alone(
    vault: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(vault)
    path = tmp_path / "state" / "paicha" / "anchors" / f"{vault.vault}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    monkeypatch.setenv("HOME", str(tmp_path))
    for unset in ("", "relative/state"):
        monkeypatch.setenv("XDG_STATE_HOME", unset)
        assert anchor.path_of("a" * 32) == tmp_path / ".local/state/paicha/anchors" / f"{'a' * 32}.json"
    with pytest.raises(ValueError, match="not the id"):
        anchor.path_of("../../elsewhere")


def test_without_an_anchor_there_is_nothing_to_accuse(vault: Audited) -> None:
    assert anchor.read(vault.vault) is None
    assert opening(vault) == ()


def test_a_process_that_was_killed_while_writing_leaves_the_old_one(vault: Audited) -> None:
    old = written(vault)
    unfinished = anchor.path_of(vault.vault).with_suffix(".part")
    unfinished.write_bytes(b"half")
    assert anchor.read(vault.vault) == old
    vault.act()
    assert written(vault).acts.size == 6
    assert not unfinished.exists()


def test_a_link_laid_in_its_way_is_not_followed(vault: Audited, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    path = anchor.path_of(vault.vault)
    path.parent.mkdir(parents=True)
    path.with_suffix(".part").symlink_to(victim)
    written(vault)
    assert victim.read_text() == "kept"


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "size": lambda said: said["entries"].update(size=4),
    "head": lambda said: said["acts"].update(head="0" * 64),
    "people": lambda said: said["people"].update(digest="0" * 64),
    "vault": lambda said: said.update(vault="0" * 32),
    "by": lambda said: said.update(by="0" * 32),
    "signature": lambda said: said.update(signature="00" * 64),
    "format": lambda said: said.update(format=2),
    "more": lambda said: said.update(note=1),
    "missing": lambda said: said.pop("acts"),
    "negative": lambda said: said["acts"].update(size=-1),
    "text": lambda said: said["acts"].update(size="5"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_anchor_is_found_and_kept(vault: Audited, edit: str) -> None:
    written(vault)
    path = anchor.path_of(vault.vault)
    said = json.loads(path.read_bytes())
    EDITS[edit](said)
    path.write_bytes(canonical.encode(said))
    assert opening(vault) == (Breach.ANCHOR_ALTERED,)
    with pytest.raises(Failure) as raised:
        written(vault)
    assert raised.value.fault in (Fault.ANCHOR_AHEAD, Fault.ANCHOR_DAMAGED)
    assert json.loads(path.read_bytes()) == said


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"7", b"[" * 100_000])
def test_what_is_no_anchor_is_found(vault: Audited, raw: bytes) -> None:
    path = anchor.path_of(vault.vault)
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    assert opening(vault) == (Breach.ANCHOR_ALTERED,)
    with pytest.raises(Failure) as raised:
        anchor.read(vault.vault)
    assert raised.value.fault is Fault.ANCHOR_DAMAGED


def test_an_anchor_ahead_of_the_vault_is_kept_until_a_restore_ends(vault: Audited, tmp_path: Path) -> None:
    old = vault.copied(tmp_path / "old")
    vault.act()
    newest = written(vault)
    with pytest.raises(Failure) as raised:
        written(old)
    assert raised.value.fault is Fault.ANCHOR_AHEAD
    assert anchor.read(vault.vault) == newest
    written(old, restored=True)
    assert opening(old) == ()


def test_the_anchor_of_somebody_who_came_later_shows_that_the_register_is_older(vault: Audited) -> None:
    made = written(vault.stricter())
    unknown = replace(made, by="d" * 32)
    with vault.audit() as audit:
        assert anchor.judge(unknown, vault.register, audit) == (Breach.PEOPLE_BEHIND,)
        assert anchor.judge(unknown, vault.stricter().register, audit) == (Breach.ANCHOR_ALTERED,)


def test_every_breach_says_what_was_found_that_nothing_is_written_and_whom_to_tell() -> None:
    sentences = {breach.sentence for breach in Breach}
    assert len(sentences) == len(Breach)
    for breach in Breach:
        assert breach.sentence.endswith("。")
        assert "报告" in breach.sentence
        assert breach is Breach.EXPORT_ALTERED or "只读" in breach.sentence
