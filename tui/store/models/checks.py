"""What checks record beside their verdicts."""

from peewee import CompositeKey, IntegerField, Model, TextField


class CheckRecord(Model):
    """The answers of one check on one member at one stage, as JSON (``tui.rules.check_items``), with its note.

    ``unit`` is the unit whose verification it is; None for a self-check, and for what was recorded here before.
    """

    campaign = IntegerField()
    stage = IntegerField()
    member = IntegerField()
    check_no = IntegerField()
    answers = TextField()
    note = TextField(null=True)
    recorded_by = IntegerField()
    at = IntegerField()
    unit = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("campaign", "stage", "member", "check_no")


class BranchStatement(Model):
    """What a branch states about its stubs at one stage, as JSON (``tui.rules.check_items.STATEMENT``).

    ``unit`` as in a check's record.
    """

    campaign = IntegerField()
    stage = IntegerField()
    org = IntegerField()
    answers = TextField()
    recorded_by = IntegerField()
    at = IntegerField()
    unit = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("campaign", "stage", "org")
