"""The double check (双查): its levels, what a verifying unit states of a branch, what it asks to be corrected."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class CampaignLevels(Model):
    """Which kinds of units check themselves in a campaign and which verify; each is a list separated by commas."""

    id = AutoField()
    campaign = IntegerField()
    self_check = TextField()
    verification = TextField()

    class Meta:
        legacy_table_names = False


class VerificationStatement(Model):
    """One line of a branch's verification sheet; ``answer`` is a value of ``tui.rules.verification.Answer``."""

    id = AutoField()
    uuid = BlobField()
    campaign = IntegerField()
    org = IntegerField()
    unit = IntegerField()
    question = TextField()
    answer = TextField(null=True)
    counted = IntegerField(null=True)
    remark = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class CorrectionRequest(Model):
    """What a verifier saw of a member and what it should be; ``seen`` and ``wanted`` are values of the register."""

    id = AutoField()
    uuid = BlobField()
    campaign = IntegerField()
    member = IntegerField()
    unit = IntegerField()
    field = TextField()
    seen = TextField()
    wanted = TextField()
    reason = TextField()
    state = TextField()
    by = IntegerField()
    at = IntegerField()
    settled_by = IntegerField(null=True)
    settled_at = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
