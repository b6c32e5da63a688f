"""Every known way to end up without encryption, or with noise on the terminal, is closed."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from tui.faults import Failure, Fault
from tui.store.cipher import CipherDatabase

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
NAME = "欧阳致远"
PLAIN = b"SQLite format 3\x00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with 300 names in it, closed."""
    path = tmp_path / "data.db"
    db = CipherDatabase(path, KEY, new=True)
    db.execute_sql("CREATE TABLE member(id INTEGER PRIMARY KEY, name TEXT)")
    db.connection().executemany("INSERT INTO member(name) VALUES (?)", [(f"{NAME}{n}",) for n in range(300)])
    db.close()
    return path


def fault(path: Path, key: bytes = KEY) -> Fault:
    with pytest.raises(Failure) as raised:
        CipherDatabase(path, key).connect()
    return raised.value.fault


def test_the_file_is_ciphertext_from_its_first_byte(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(PLAIN)
    assert NAME.encode() not in content
    assert b"CREATE TABLE" not in content


def test_no_name_lies_in_plain_beside_the_database_while_it_is_open(path: Path) -> None:
    db = CipherDatabase(path, KEY)
    with db.atomic():
        db.execute_sql("UPDATE member SET name = name || ?", (NAME,))
    beside = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert set(beside) == {"data.db", "data.db-wal", "data.db-shm"}
    assert len(beside["data.db-wal"]) > 0
    assert all(NAME.encode() not in content for content in beside.values())
    db.close()


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused_before_it_could_become_a_passphrase(tmp_path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        CipherDatabase(tmp_path / "data.db", bytes(length))
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_taken_raw_and_not_stretched(path: Path) -> None:
    """The same 32 bytes as a passphrase would open another database."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA cipher = 'sqlcipher'")
    connection.execute("PRAGMA legacy = 4")
    connection.execute(f"PRAGMA key = '{KEY.hex()}'")
    with pytest.raises(apsw.NotADBError):
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def test_a_plaintext_database_in_its_place_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE member(name TEXT)")
    plain.close()
    before = path.read_bytes()
    assert before.startswith(PLAIN)
    assert fault(path) is Fault.VAULT_DAMAGED
    assert path.read_bytes() == before


def test_a_new_file_takes_no_other_s_place_and_is_private(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        CipherDatabase(path, KEY, new=True)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    assert fault(tmp_path / "data.db") is Fault.VAULT_DAMAGED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"text", bytes(8192), b"\xff" * 8192])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.db"
    path.write_bytes(content)
    assert fault(path) is Fault.VAULT_DAMAGED
    assert path.read_bytes() == content


def test_a_cut_file_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    assert fault(path) is Fault.VAULT_DAMAGED


def test_what_cannot_be_read_at_all_is_not_called_damaged(tmp_path: Path) -> None:
    """The advice for a damaged vault is to go back to a backup."""
    (tmp_path / "data.db").mkdir()
    assert fault(tmp_path / "data.db") is Fault.FOLDER_UNWRITABLE


def test_a_wrong_key_is_refused_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert fault(path, OTHER_KEY) is Fault.VAULT_DAMAGED
    assert path.read_bytes() == before
    assert CipherDatabase(path, KEY).execute_sql("SELECT count(*) FROM member").fetchone() == (300,)


def test_a_wrong_key_puts_nothing_on_the_terminal(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert fault(path, OTHER_KEY) is Fault.VAULT_DAMAGED
    path.write_bytes(path.read_bytes()[:5000])
    assert fault(path) is Fault.VAULT_DAMAGED
    assert capfd.readouterr() == ("", "")


def test_without_the_quiet_setting_the_library_would_print(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The measure against the test above: it looks where the noise would be."""
    script = (
        "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1]);"
        f"c.execute('''PRAGMA key = \"x'{OTHER_KEY.hex()}'\"''');"
        "\ntry: c.execute('SELECT count(*) FROM sqlite_master')"
        "\nexcept dbapi2.DatabaseError: pass"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
    assert "hmac check failed" in capfd.readouterr().err


def test_a_damaged_page_is_reported_and_puts_nothing_on_the_terminal(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 2 + 100] ^= 1
    path.write_bytes(content)
    db = CipherDatabase(path, KEY)
    found = db.execute_sql("PRAGMA cipher_integrity_check").fetchall()
    assert found == [("HMAC verification failed for page 3",)]
    with pytest.raises(Exception, match=r"malformed|not a database"):
        db.execute_sql("SELECT sum(length(name)) FROM member").fetchone()
    assert capfd.readouterr() == ("", "")


def test_sorting_more_than_the_cache_holds_writes_no_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    db = CipherDatabase(path, KEY, new=True)
    db.execute_sql("PRAGMA cache_size = 5")
    db.execute_sql("CREATE TABLE member(name TEXT)")
    with db.atomic():
        db.connection().executemany("INSERT INTO member VALUES (?)", ((f"{NAME}{n % 977}",) for n in range(20_000)))
    assert db.execute_sql("PRAGMA temp_store").fetchone() == (2,)
    opened: set[str] = set()

    def look() -> int:
        opened.update(str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
        return 0

    db.connection().set_progress_handler(look, 10_000)
    rows = db.execute_sql("SELECT a.name || b.rowid AS n FROM member a JOIN member b ON b.rowid = a.rowid ORDER BY n")
    assert len(rows.fetchall()) == 20_000
    db.execute_sql("CREATE INDEX member_name ON member(name)")
    db.connection().set_progress_handler(None, 0)
    assert str(path) in opened
    assert not [name for name in opened if "etilqs" in name]


def test_a_second_independent_reader_opens_it_with_the_raw_key(path: Path) -> None:
    reader = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    reader.execute("PRAGMA cipher = 'sqlcipher'")
    reader.execute("PRAGMA legacy = 4")
    reader.execute(f"PRAGMA key = 'raw:{KEY.hex()}'")
    assert reader.execute("SELECT name FROM member WHERE id = 300").fetchall() == [(f"{NAME}299",)]
    assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_connection_keeps_references_and_triggers_on(path: Path) -> None:
    db = CipherDatabase(path, KEY)
    settings = ("foreign_keys", "recursive_triggers", "trusted_schema", "synchronous", "journal_mode")
    assert [db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in settings] == [1, 1, 0, 2, "wal"]
