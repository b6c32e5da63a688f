"""Putting relations in order (规范管理): cases, gate facts, steps, permits, follow-ups."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class Regularization(Model):
    """One member's case; codes are those of ``tui.rules.regularization``, dates partial ISO texts."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    search_case = IntegerField(null=True)
    origin = TextField()
    opened_on = TextField()
    state = TextField()
    why = TextField(null=True)
    whereabouts = TextField(null=True)
    away_since = TextField(null=True)
    away_until = TextField(null=True)
    destination = TextField(null=True)
    fixed = TextField(null=True)
    sort = TextField(null=True)
    wish = TextField(null=True)
    relation = TextField(null=True)
    expired_on = TextField(null=True)
    cause = TextField(null=True)
    responsible = TextField(null=True)
    graduate = TextField(null=True)
    policy = TextField(null=True)
    proposed = TextField(null=True)
    proposal_why = TextField(null=True)
    measure = TextField(null=True)
    departure = TextField(null=True)
    decided_on = TextField(null=True)
    decided_by = IntegerField(null=True)
    diverted_to = TextField(null=True)
    diverted_on = TextField(null=True)
    done_on = TextField(null=True)
    withdrawn_on = TextField(null=True)
    due_on = TextField(null=True)
    due_what = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class RegularFact(Model):
    """A fact of the gate: ``answer`` 'yes' where it stands; ``referred_to`` and ``referred_on`` of a clue."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    regularization = IntegerField()
    fact = TextField()
    answer = TextField()
    who = TextField()
    on_day = TextField()
    evidence = TextField()
    note = TextField(null=True)
    referred_to = TextField(null=True)
    referred_on = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class RegularStep(Model):
    """A step of the measure that was taken (``tui.rules.regular_steps``)."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    regularization = IntegerField()
    step = TextField()
    level = TextField()
    on_day = TextField()
    who = TextField()
    number = TextField(null=True)
    until = TextField(null=True)
    evidence = TextField()
    note = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class Permit(Model):
    """A 流动党员活动证; ``checked_on`` is its last yearly check, ``returned_on`` when it was given back."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    regularization = IntegerField()
    number = TextField()
    issued_on = TextField()
    place = TextField(null=True)
    reason = TextField(null=True)
    away_since = TextField(null=True)
    checked_on = TextField(null=True)
    returned_on = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class RegularFollowUp(Model):
    """What happened after the measure was carried out; ``kind`` is a value of ``regular_steps.FollowUp``."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    regularization = IntegerField()
    kind = TextField()
    on_day = TextField()
    who = TextField()
    outcome = TextField()
    evidence = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False
