"""The audit trail: who did what to what, appended, never changed, and chained so that a change would show."""

from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    impersonator_id = models.BigIntegerField(null=True, help_text="Who acted in this person's name, if somebody did")
    impersonator_name = models.CharField(max_length=120, blank=True, db_default="", default="")
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    changes = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True, db_default="", default="", help_text="Of staff alone")
    correlation_id = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["organisation", "subject_kind", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["organisation", "id"], name="audit_by_id"),
            models.Index(fields=["organisation", "actor_id", "id"], name="audit_by_person"),
            models.Index(fields=["organisation", "action", "id"], name="audit_by_action"),
            models.Index(fields=["organisation", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


class Seal(models.Model):
    """The place of one entry in its organisation's chain; the database writes it at the commit, nobody else can."""

    organisation_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_seal"
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "sequence"], name="audit_seal_sequence_once"),
            models.UniqueConstraint(fields=["organisation_id", "entry_id"], name="audit_seal_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


class Chain(models.Model):
    """The end of an organisation's chain; whoever appends holds this row until the commit is done."""

    organisation_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_chain"

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.sequence}"


class Check(models.Model):
    """One look through a chain: how far it was whole, and what was wrong after that."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    problem = models.CharField(max_length=20, blank=True)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "audit_check"
        indexes = [models.Index(fields=["organisation", "-id"], name="audit_check_newest")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.problem or 'whole'}"


class Archive(models.Model):
    """Entries up to `sequence` were written to a file and taken out; their seals stay, so the chain goes through them."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    file_digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_archive"
        constraints = [models.UniqueConstraint(fields=["organisation", "sequence"], name="audit_archive_once")]

    def __str__(self) -> str:
        return f"up to {self.sequence}"
