"""Activities of branches (组织生活) and their attendance."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class Activity(Model):
    """An activity of a branch; ``kind`` is a value of ``tui.rules.activities.ActivityKind``."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    on_day = TextField()
    kind = TextField()
    title = TextField(null=True)
    place = TextField(null=True)
    note = TextField(null=True)
    withdrawn_on = TextField(null=True)
    withdrawn_why = TextField(null=True)
    by = IntegerField()
    at = IntegerField()


class Attendance(Model):
    """Whether a member who was called came; ``state`` is a value of ``tui.rules.activities.Attended``.

    ``active_before`` is what his ``active_on`` was before this row moved it on.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    activity = IntegerField()
    org = IntegerField()
    state = TextField()
    reason = TextField(null=True)
    active_before = TextField(null=True)
    by = IntegerField()
    at = IntegerField()
