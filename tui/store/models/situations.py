"""The ledger of situations (情形)."""

from peewee import BlobField, IntegerField, Model, TextField


class Situation(Model):
    """One situation of a member (``tui.rules.situations``).

    ``basis`` is what suggested it, ``ended_why`` why it ended; ``withdrawn`` says why it was entered by mistake.
    """

    uuid = BlobField()
    member = IntegerField()
    kind = TextField()
    since = TextField(null=True)
    until = TextField(null=True)
    reason = TextField(null=True)
    reason_words = TextField(null=True)
    destination = TextField(null=True)
    scope = TextField(null=True)
    state = TextField(null=True)
    fixed = TextField(null=True)
    permit = TextField(null=True)
    permit_number = TextField(null=True)
    relation_at = TextField(null=True)
    relation_phone = TextField(null=True)
    kept = TextField(null=True)
    note = TextField(null=True)
    basis = TextField(null=True)
    ended_why = TextField(null=True)
    withdrawn = TextField(null=True)
    withdrawn_on = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class SituationDefinition(Model):
    """What a unit holds a kind of situation to mean, in its superior's words."""

    uuid = BlobField()
    org = IntegerField()
    kind = TextField()
    text = TextField()
    source = TextField()
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False
