"""The schema that the migrations make is the one that the models name, and its guards are in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import CompositeKey
from registers import Register, register
from sqlcipher3 import dbapi2

from tui.faults import Failure, Fault
from tui.rules.initials import initials
from tui.store.cipher import CipherDatabase
from tui.store.migrations import migrate, schema_version, scripts
from tui.store.models import MODELS
from tui.store.names import named, spelled

KEY = bytes(range(32))
Schema = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The register of a vault that was founded."""
    return register(tmp_path_factory.mktemp("fresh") / "vault")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[CipherDatabase]:
    db = CipherDatabase(tmp_path / "data.db", KEY, new=True)
    yield db
    db.close()


def schema(db: CipherDatabase) -> Schema:
    return db.execute_sql("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def tables(db: CipherDatabase) -> dict[str, tuple[bool, bool]]:
    """Own tables: name → (STRICT, WITHOUT ROWID); neither SQLite's nor the name index's."""
    listed = db.execute_sql("SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return {name: (bool(strict), bool(wr)) for name, strict, wr in listed if not name.startswith("sqlite_")}


def test_an_empty_file_becomes_exactly_what_a_new_vault_has(fresh: Register, empty: CipherDatabase) -> None:
    migrate(empty)
    db = fresh.session().db
    assert schema(empty) == schema(db)
    assert schema_version(empty) == schema_version(db) == max(scripts())


def test_one_migration_at_a_time_leads_to_the_same_schema(fresh: Register, empty: CipherDatabase) -> None:
    known = scripts()
    assert sorted(known) == list(range(1, len(known) + 1))
    for number in sorted(known):
        migrate(empty, {n: sql for n, sql in known.items() if n <= number})
        assert schema_version(empty) == number
    assert schema(empty) == schema(fresh.session().db)


def test_migrating_again_does_nothing(fresh: Register) -> None:
    db = fresh.session().db
    before = schema(db), db.execute_sql("SELECT body FROM entry").fetchall()
    migrate(db)
    assert (schema(db), db.execute_sql("SELECT body FROM entry").fetchall()) == before


def test_a_migration_that_fails_leaves_nothing_of_itself(empty: CipherDatabase) -> None:
    steps = {1: "CREATE TABLE one(a);", 2: "CREATE TABLE two(a); INSERT INTO nowhere VALUES (1);"}
    with pytest.raises(dbapi2.OperationalError, match="nowhere"):
        migrate(empty, steps)
    assert set(tables(empty)) == {"one"}
    assert schema_version(empty) == 1
    migrate(empty, steps | {2: "CREATE TABLE two(a);"})
    assert set(tables(empty)) == {"one", "two"}


def test_a_later_schema_is_refused(empty: CipherDatabase) -> None:
    migrate(empty, {1: "", 2: ""})
    with pytest.raises(Failure) as raised:
        migrate(empty, {1: ""})
    assert raised.value.fault is Fault.VAULT_TOO_NEW


def test_every_table_is_strict_and_has_a_model(fresh: Register) -> None:
    found = tables(fresh.session().db)
    assert all(strict for strict, _ in found.values())
    assert set(found) == {model._meta.table_name for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_names_the_columns_of_its_table(fresh: Register, model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]
    columns = fresh.session().db.execute_sql(f"PRAGMA table_info({meta.table_name})").fetchall()
    types = {"INT": "INTEGER", "AUTO": "INTEGER", "TEXT": "TEXT", "BLOB": "BLOB"}
    named = [(f.column_name, types[f.field_type], not f.null) for f in meta.sorted_fields]
    stored = [(name, kind, bool(required or key)) for _, name, kind, required, _, key in columns]
    assert named == stored
    key = meta.primary_key
    names = list(key.field_names) if isinstance(key, CompositeKey) else [key.column_name]
    assert names == [name for _, name, *_, place in sorted(columns, key=lambda c: c[5]) if place]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_s_default_is_its_column_s(fresh: Register, model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]
    columns = fresh.session().db.execute_sql(f"PRAGMA table_info({meta.table_name})").fetchall()
    stored = {name: default.strip("'") for _, name, _, _, default, _ in columns if default is not None}
    assert {f.column_name: str(f.default) for f in meta.sorted_fields if f.default is not None} == stored


def test_references_to_a_member_are_looked_up_and_not_scanned_for(fresh: Register) -> None:
    """Without an index on the referring column, taking 20,000 members away reads the whole table 20,000 times."""
    db = fresh.session().db
    referring = [
        (table, column)
        for table in tables(db)
        for _, _, target, column, *_ in db.execute_sql(f"PRAGMA foreign_key_list({table})").fetchall()
        if target == "member"
    ]
    assert {table for table, _ in referring} >= {"subject", "review", "finding"}
    for table, column in referring:
        plan = db.execute_sql(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1").fetchall()
        assert all(step.startswith("SEARCH") for *_, step in plan), plan


def test_names_known_before_syllables_were_are_found_by_them_too(empty: CipherDatabase) -> None:
    migrate(empty, {number: sql for number, sql in scripts().items() if number < 19})
    empty.execute_sql("PRAGMA foreign_keys = OFF")
    for number, name in enumerate(("张三", "曾\uf979", ""), 1):
        empty.execute_sql(
            "INSERT INTO member(id, uuid, org, name, initials) VALUES (?, ?, 1, ?, ?)",
            (number, bytes([number] * 16), name, initials(name)),
        )
    migrate(empty)
    for wanted in (spelled("zhangs"), spelled("zs"), named("张三")):
        assert empty.execute_sql("SELECT rowid FROM member_name(?)", (wanted,)).fetchall() == [(1,)]
    for wanted in (spelled("cengliang"), spelled("zengl"), named("凉")):
        assert empty.execute_sql("SELECT rowid FROM member_name(?)", (wanted,)).fetchall() == [(2,)]
