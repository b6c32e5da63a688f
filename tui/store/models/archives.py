"""Members' files, what is done about them, and evidence."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, Model, TextField


class Archive(Model):
    """Where a member's file is kept (``tui.rules.archives``: Kept, Keeper); the unit's name is his ``archive_at``."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    kept_kind = TextField()
    kept_by = TextField(null=True)
    since = TextField(null=True)
    note = TextField(null=True)
    by = IntegerField()
    at = IntegerField()


class ArchiveInquiry(Model):
    """A letter to the unit that a member came from about his materials; ``answer`` is also why it was withdrawn."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    to_unit = TextField()
    number = TextField(null=True)
    sent_on = TextField()
    asked = TextField()
    reply_by = TextField()
    state = TextField()
    answered_on = TextField(null=True)
    outcome = TextField(null=True)
    answer = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class ArchiveWork(Model):
    """What is done about one material, by when and by whom; ``found`` is the state that it came to."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    material = TextField()
    kind = TextField()
    due_on = TextField(null=True)
    state = TextField()
    done_on = TextField(null=True)
    person = TextField(null=True)
    basis = TextField(null=True)
    result = TextField(null=True)
    found = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class Evidence(Model):
    """A file attached to the row ``of_row`` of the ledger ``of_table``, or to the member himself.

    Its content is kept once for each hash.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    of_table = TextField(null=True)
    of_row = IntegerField(null=True)
    topic = TextField(null=True)
    name = TextField()
    media = TextField()
    size = IntegerField()
    sha256 = BlobField()
    note = TextField(null=True)
    state = TextField()
    reason = TextField(null=True)
    by = IntegerField()
    at = IntegerField()


class UnitEvidence(Model):
    """The same, of a unit and of rows about it."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    of_table = TextField(null=True)
    of_row = IntegerField(null=True)
    topic = TextField(null=True)
    name = TextField()
    media = TextField()
    size = IntegerField()
    sha256 = BlobField()
    note = TextField(null=True)
    state = TextField()
    reason = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class EvidenceContent(Model):
    """The content of evidence. Not journaled, and kept for good: the journal may bring its row back at any time."""

    sha256 = BlobField(primary_key=True)
    content = BlobField()

    class Meta:
        legacy_table_names = False


class EvidenceSent(Model):
    """A content that a report of this stream has carried. Not journaled."""

    stream = TextField()
    sha256 = BlobField()

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("stream", "sha256")
