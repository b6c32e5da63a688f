"""The other side of a comparison: the files taken in, the differences found, and the online transfer system."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class Reference(Model):
    """A file of the statistics database, or of the people actually present; ``fields`` is a JSON list."""

    id = AutoField()
    kind = TextField()
    org = IntegerField()
    file = TextField()
    sha256 = BlobField()
    taken_on = TextField()
    fields = TextField()
    previous = IntegerField(null=True)


class ReferenceRow(Model):
    """One person of such a file; ``fields`` is JSON, item → text as the register writes it."""

    id = AutoField()
    reference = IntegerField()
    member = IntegerField(null=True)
    place = IntegerField()
    name = TextField()
    idno = TextField(null=True)
    fields = TextField()
    initials = TextField(default="")

    class Meta:
        legacy_table_names = False


class Difference(Model):
    """One item that differs (``tui.rules.comparison``), what was decided about it, and its correction over there."""

    id = AutoField()
    reference = IntegerField()
    member = IntegerField(null=True)
    ref_row = IntegerField(null=True)
    field = TextField()
    kind = TextField()
    ours = TextField()
    theirs = TextField()
    settled = IntegerField(default=0)
    decision = TextField(default="open")
    decided_by = IntegerField(null=True)
    decided_at = IntegerField(null=True)
    corrected_on = TextField(null=True)
    corrected_by = TextField(null=True)


class OnlineEntry(Model):
    """A member who is entered in the online transfer system (党员组织关系网上接转系统)."""

    id = AutoField()
    member = IntegerField()
    entered_on = TextField()
    entered_by = IntegerField()

    class Meta:
        legacy_table_names = False
