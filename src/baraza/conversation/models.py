"""Where each person stands in their conversation, and the threads in which staff answer them."""

from django.db import models
from django.db.models import Q


class Session(models.Model):
    """`state` is the engine's, null when no dialogue is under way; `screen` is the renderer's memory of what was shown.

    `version` rises with each turn: a turn that was computed on an older one is not stored.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    state = models.JSONField(null=True)
    screen = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "conversation_session"
        indexes = [models.Index(fields=["updated_at"], name="conversation_session_age")]

    def __str__(self) -> str:
        return f"conversation of contact {self.contact_id}"


class Thread(models.Model):
    """What is said with one person over one connection, and who answers: the dialogue, a person, or nobody yet.

    `handled_until` is when the dialogue may answer again although a person has it: nobody is left in silence.
    """

    class State(models.TextChoices):
        BOT = "bot"
        WAITING = "waiting"
        PERSON = "person"
        CLOSED = "closed"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("ingress.Connection", on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOT)
    assignee = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey("identity.Team", on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.TextField(blank=True)
    unread = models.PositiveIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True)
    handled_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "conversation_thread"
        constraints = [
            models.UniqueConstraint(fields=["contact", "connection"], name="thread_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(state__in=["bot", "waiting", "person", "closed"]), name="thread_state"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-last_at", "-id"], name="thread_newest"),
            models.Index(
                fields=["organisation", "-last_at", "-id"],
                condition=Q(state__in=["waiting", "person"]),
                name="thread_with_people",
            ),
            models.Index(fields=["organisation"], condition=Q(unread__gt=0), name="thread_unread"),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk} {self.state}"


class ThreadEntry(models.Model):
    """What staff did with a thread, and what they said that no message shows; `key` makes an act happen once."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("conversation.Thread", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    key = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "conversation_thread_entry"
        constraints = [
            models.UniqueConstraint(fields=["thread", "key"], condition=~Q(key=""), name="thread_entry_once"),
        ]
        indexes = [models.Index(fields=["thread", "-id"], name="thread_entry_newest")]

    def __str__(self) -> str:
        return f"{self.kind} in thread {self.thread_id}"
