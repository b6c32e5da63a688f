"""组织处置: cases, their grounds, steps and decisions, clues that were referred, local procedures."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class DisposalProcedure(Model):
    """A kind of disposal from a local file (``text``: one line of TOML, as ``tui.rules.disposal.local`` keeps it)."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    key = TextField()
    label = TextField()
    text = TextField()
    withdrawn_on = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class DisposalCase(Model):
    """One case of one member; codes are those of ``tui.rules.disposal``, dates ISO texts."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    procedure = TextField()
    local_procedure = IntegerField(null=True)
    policy = TextField()
    opened_on = TextField()
    origin = TextField()
    source = TextField(null=True)
    earlier = IntegerField(null=True)
    state = TextField()
    outcome = TextField(null=True)
    effective_on = TextField(null=True)
    closed_on = TextField(null=True)
    withdrawn_on = TextField(null=True)
    why = TextField(null=True)
    decided_by = TextField(null=True)
    document = TextField(null=True)
    known = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class DisposalGround(Model):
    """What stood when the case was opened: who found it, when, on what evidence."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    disposal_case = IntegerField()
    ground = TextField()
    said = TextField()
    who = TextField()
    on_day = TextField()
    evidence = TextField()
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class DisposalStep(Model):
    """A step of the branch. ``rejected`` is 'yes' where the meeting did not pass the proposal.

    ``seen`` is the SHA-256 of the case as it lay before the step was taken: what comes after a step that was taken back
    counts no more.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    disposal_case = IntegerField()
    seen = BlobField()
    seq = IntegerField()
    step = TextField()
    on_day = TextField()
    who = TextField()
    document = TextField(null=True)
    content = TextField(null=True)
    heard = TextField(null=True)
    objection = TextField(null=True)
    called = IntegerField(null=True)
    came = IntegerField(null=True)
    entitled = IntegerField(null=True)
    present = IntegerField(null=True)
    for_it = IntegerField(null=True)
    against = IntegerField(null=True)
    abstained = IntegerField(null=True)
    until = TextField(null=True)
    answer = TextField(null=True)
    papers = TextField(null=True)
    rejected = TextField(null=True)
    why = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class DisposalDecision(Model):
    """What a unit above the branch reviewed, decided or was told; ``about`` is the case's uuid.

    ``seen`` as in a step: a decision on a case that has changed since is overtaken. ``above`` is the uuid of a unit
    above this vault's tree, in place of ``unit``: its decision came in a bundle, with its ``signature``.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    unit = IntegerField(null=True)
    above = BlobField(null=True)
    about = BlobField()
    seen = BlobField()
    seq = IntegerField()
    step = TextField()
    on_day = TextField()
    who = TextField()
    document = TextField(null=True)
    content = TextField(null=True)
    confirmed = TextField(null=True)
    papers = TextField(null=True)
    rejected = TextField(null=True)
    why = TextField(null=True)
    signature = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class DisposalReferral(Model):
    """A clue of a breach of discipline or law that was referred; open as long as it has no outcome."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    disposal_case = IntegerField(null=True)
    authority = TextField()
    receiver = TextField()
    on_day = TextField()
    matter = TextField()
    materials = TextField()
    document = TextField(null=True)
    receipt_on = TextField(null=True)
    receipt = TextField(null=True)
    outcome_on = TextField(null=True)
    outcome = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False
