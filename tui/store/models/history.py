"""What was done: the journal, and what a person was looking at when the screen was locked or keeps for later."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, Model, TextField


class Entry(Model):
    """A journal header: canonical JSON, its hash, and the acting person's signature over the hash."""

    seq = IntegerField(primary_key=True)
    body = TextField()
    hash = BlobField()
    signature = BlobField()


class EntryItem(Model):
    """One row that an entry touched."""

    entry = IntegerField()
    tbl = IntegerField()
    row = IntegerField()
    sub = IntegerField()
    before = TextField(null=True)
    row_sha256 = BlobField()

    class Meta:
        primary_key = CompositeKey("entry", "tbl", "row", "sub")
        legacy_table_names = False


class View(Model):
    """What a person was looking at when the screen was locked, as JSON."""

    person = IntegerField(primary_key=True)
    state = TextField()


class SavedFilter(Model):
    """A filter that a person keeps under a name, as it was typed."""

    id = AutoField()
    person = IntegerField()
    name = TextField()
    text = TextField()

    class Meta:
        legacy_table_names = False
