"""A slot opens with its passphrase in its vault, and says which of passphrase, file or cost is not right."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest

from tui.crypto import age, canonical, signing
from tui.crypto.slots import (
    CEILING,
    FLOOR,
    Kdf,
    PersonKeys,
    calibrate,
    commitment,
    leads_to,
    make_slot,
    open_slot,
)
from tui.faults import Failure, Fault

SET_ON = date(2026, 11, 20)
VAULT, OTHER_VAULT, PERSON = "0" * 31 + "1", "0" * 31 + "2", "0" * 31 + "3"
PASSPHRASE = "Zhibu-2026 排查"
FILE = "vault.json"
Slot = dict[str, Any]


@pytest.fixture(scope="module")
def keys() -> PersonKeys:
    return PersonKeys.generate()


@pytest.fixture(scope="module")
def whole(keys: PersonKeys) -> Slot:
    earlier = make_slot(VAULT, PERSON, keys, "earlier", FLOOR, set_on=SET_ON)
    return make_slot(VAULT, PERSON, keys, PASSPHRASE, FLOOR, set_on=SET_ON, former=[commitment(earlier)])


@pytest.fixture
def slot(whole: Slot) -> Slot:
    return copy.deepcopy(whole)


def fault_of(slot: Any, passphrase: str = PASSPHRASE, vault: str = VAULT) -> Fault:
    with pytest.raises(Failure) as raised:
        open_slot(vault, slot, passphrase, file=FILE)
    return raised.value.fault


def test_a_slot_gives_back_the_keys_after_a_trip_through_json(slot: Slot, keys: PersonKeys) -> None:
    read = json.loads(json.dumps(slot))
    assert open_slot(VAULT, read, PASSPHRASE, file=FILE) == keys
    assert (read["person"], read["recipient"]) == (PERSON, keys.recipient)
    assert read["verify_key"] == keys.verify_key.hex()


def test_neither_slot_nor_representation_shows_a_secret(slot: Slot, keys: PersonKeys) -> None:
    shown = json.dumps(slot) + repr(keys)
    assert keys.identity not in shown
    assert keys.seed.hex() not in shown
    assert repr(keys.seed) not in shown


def test_full_width_twins_of_the_passphrase_open_it(slot: Slot, keys: PersonKeys) -> None:
    assert open_slot(VAULT, slot, "Ｚｈｉｂｕ－２０２６\u3000排查", file=FILE) == keys


@pytest.mark.parametrize("passphrase", ["", "zhibu-2026 排查", PASSPHRASE + " ", "\ud800"])
def test_a_wrong_passphrase_is_told_apart_from_damage(slot: Slot, passphrase: str) -> None:
    assert fault_of(slot, passphrase) is Fault.PASSPHRASE_WRONG


def test_a_slot_of_another_vault_is_damage_whatever_the_passphrase(slot: Slot) -> None:
    assert fault_of(slot, vault=OTHER_VAULT) is Fault.SLOT_DAMAGED
    assert fault_of(slot, "wrong", vault=OTHER_VAULT) is Fault.SLOT_DAMAGED


def _flip(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


EDITS: dict[str, Callable[[Slot], object]] = {
    "version": lambda s: s.update(version=2),
    "version as bool": lambda s: s.update(version=True),
    "person": lambda s: s.update(person=_flip(s["person"])),
    "recipient": lambda s: s.update(recipient=PersonKeys.generate().recipient),
    "verify_key": lambda s: s.update(verify_key=PersonKeys.generate().verify_key.hex()),
    "wrap": lambda s: s.update(wrap="A128GCM"),
    "commit": lambda s: s.update(commit=_flip(s["commit"])),
    "nonce": lambda s: s.update(nonce=_flip(s["nonce"])),
    "ct": lambda s: s.update(ct=_flip(s["ct"])),
    "ct cut": lambda s: s.update(ct=s["ct"][:-2]),
    "signature": lambda s: s.update(signature=_flip(s["signature"])),
    "set_on": lambda s: s.update(set_on="2026-11-21"),
    "set_on in another spelling": lambda s: s.update(set_on="20261120"),
    "set_on as number": lambda s: s.update(set_on=20261120),
    "former": lambda s: s["former"].clear(),
    "former twice": lambda s: s["former"].append(s["former"][0]),
    "former not a list": lambda s: s.update(former={}),
    "former without kdf": lambda s: s["former"][0].pop("kdf"),
    "former commit": lambda s: s["former"][0].update(commit=_flip(s["former"][0]["commit"])),
    "former commit cut": lambda s: s["former"][0].update(commit="00"),
    "former cost": lambda s: s["former"][0]["kdf"].update(iterations=4),
    "upper case": lambda s: s.update(commit=s["commit"].upper()),
    "alg": lambda s: s["kdf"].update(alg="argon2i"),
    "kdf version": lambda s: s["kdf"].update(version=16),
    "salt": lambda s: s["kdf"].update(salt=_flip(s["kdf"]["salt"])),
    "more memory": lambda s: s["kdf"].update(memory_kib=FLOOR.memory_kib + 1),
    "more iterations": lambda s: s["kdf"].update(iterations=FLOOR.iterations + 1),
    "lanes": lambda s: s["kdf"].update(lanes=1),
    "endless memory": lambda s: s["kdf"].update(memory_kib=2**31),
    "endless iterations": lambda s: s["kdf"].update(iterations=2**31),
    "lanes as text": lambda s: s["kdf"].update(lanes="4"),
    "float": lambda s: s["kdf"].update(memory_kib=65536.0),
    "field more": lambda s: s.update(extra=1),
    "field less": lambda s: s.pop("person"),
    "kdf field more": lambda s: s["kdf"].update(extra=1),
    "kdf not a dict": lambda s: s.update(kdf=[]),
    "number for text": lambda s: s.update(nonce=5),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_slot_is_damage_although_the_passphrase_is_right(slot: Slot, edit: str) -> None:
    EDITS[edit](slot)
    assert fault_of(slot) is Fault.SLOT_DAMAGED


def test_every_field_of_a_slot_is_among_the_edits(slot: Slot) -> None:
    assert {*slot, *slot["kdf"]} - {"kdf", "memory_kib", "iterations"} <= EDITS.keys()


@pytest.mark.parametrize("slot", [None, [], "slot", {}, 5])
def test_what_is_no_slot_at_all_is_damage(slot: Any) -> None:
    assert fault_of(slot) is Fault.SLOT_DAMAGED


@pytest.mark.parametrize("cost", [{"memory_kib": FLOOR.memory_kib - 1}, {"iterations": 1}, {"memory_kib": 8}])
def test_a_lowered_cost_is_refused_before_the_passphrase_is_touched(slot: Slot, cost: dict[str, int]) -> None:
    slot["kdf"].update(cost)
    untouchable = cast(str, None)
    assert fault_of(slot, untouchable) is Fault.KDF_TOO_WEAK


def test_a_header_signed_anew_by_somebody_else_is_damage(slot: Slot) -> None:
    thief = PersonKeys.generate()
    slot |= {"recipient": thief.recipient, "verify_key": thief.verify_key.hex()}
    del slot["signature"]
    message = b"paicha/slot/1\n" + canonical.encode({"vault": VAULT, "slot": slot})
    slot["signature"] = signing.sign(thief.seed, message).hex()
    assert fault_of(slot) is Fault.SLOT_DAMAGED


def test_keys_inside_that_are_not_the_public_ones_outside_are_damage(keys: PersonKeys) -> None:
    class Impostor(PersonKeys):
        @property
        def recipient(self) -> str:
            return age.recipient_of(age.new_identity())

    slot = make_slot(VAULT, PERSON, Impostor(keys.identity, keys.seed), PASSPHRASE, FLOOR, set_on=SET_ON)
    assert fault_of(slot) is Fault.SLOT_DAMAGED


def test_two_slots_of_one_person_share_nothing_secret(whole: Slot, keys: PersonKeys) -> None:
    again = make_slot(VAULT, PERSON, keys, PASSPHRASE, FLOOR, set_on=SET_ON)
    assert again["kdf"]["salt"] != whole["kdf"]["salt"]
    assert not {again[name] for name in ("commit", "nonce", "ct")} & {whole[name] for name in ("commit", "nonce", "ct")}


FORMER: dict[str, Callable[[Slot], Any]] = {
    "not a commitment": lambda earlier: [[]],
    "commit cut": lambda earlier: [{**earlier, "commit": "00"}],
    "endless cost": lambda earlier: [{**earlier, "kdf": {**earlier["kdf"], "iterations": 2**31}}],
    "short salt": lambda earlier: [{**earlier, "kdf": {**earlier["kdf"], "salt": "00"}}],
    "field more": lambda earlier: [{**earlier, "passphrase": "x"}],
}


@pytest.mark.parametrize("former", FORMER)
def test_former_passphrases_in_no_shape_to_compare_are_damage_whoever_signed(
    whole: Slot, keys: PersonKeys, former: str
) -> None:
    strange = FORMER[former](commitment(whole))
    slot = make_slot(VAULT, PERSON, keys, PASSPHRASE, FLOOR, set_on=SET_ON, former=strange)
    assert fault_of(slot) is Fault.SLOT_DAMAGED


def test_a_day_in_another_spelling_is_damage_whoever_signed(keys: PersonKeys) -> None:
    class Day(date):
        def isoformat(self) -> str:
            return f"{self:%Y%m%d}"

    slot = make_slot(VAULT, PERSON, keys, PASSPHRASE, FLOOR, set_on=Day(2026, 11, 20))
    assert fault_of(slot) is Fault.SLOT_DAMAGED


def test_a_commitment_tells_its_passphrase_from_all_others(whole: Slot) -> None:
    assert leads_to(PASSPHRASE, commitment(whole))
    assert leads_to("ｅａｒｌｉｅｒ", whole["former"][0])
    assert not leads_to("earlier", commitment(whole))
    assert not leads_to("", whole["former"][0])


def test_a_slot_is_never_made_with_a_cost_that_could_not_be_opened(keys: PersonKeys) -> None:
    with pytest.raises(Failure) as raised:
        make_slot(VAULT, PERSON, keys, PASSPHRASE, Kdf(FLOOR.memory_kib, 2, 4), set_on=SET_ON)
    assert raised.value.fault is Fault.KDF_TOO_WEAK
    with pytest.raises(ValueError, match="above"):
        make_slot(VAULT, PERSON, keys, PASSPHRASE, Kdf(CEILING.memory_kib + 1, 3, 4), set_on=SET_ON)


def test_the_sentence_names_the_file(slot: Slot) -> None:
    slot["ct"] = ""
    with pytest.raises(Failure, match=FILE):
        open_slot(VAULT, slot, PASSPHRASE, file=FILE)


@pytest.mark.parametrize("target_seconds", [0.0, 0.1, 5.0])
def test_calibration_stays_between_the_floor_and_256_mib(target_seconds: float) -> None:
    kdf = calibrate(target_seconds)
    assert FLOOR.memory_kib <= kdf.memory_kib <= 256 * 1024
    assert FLOOR.iterations <= kdf.iterations <= CEILING.iterations
    assert target_seconds > 0 or kdf == FLOOR
