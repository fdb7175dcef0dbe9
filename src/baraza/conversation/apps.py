"""Registers the package with Django and takes what messaging receives."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "baraza.conversation"
    label = "conversation"

    def ready(self) -> None:
        from baraza.capabilities.media import subscribers as media
        from baraza.conversation import (
            policies,  # noqa: F401 - declares what members may do
            refused,
            runner,
            sessions,
        )
        from baraza.conversation.threads import by_mail, receiving
        from baraza.conversation.threads.forgetting import forget_threads
        from baraza.core.settings.forgetting import on_retention
        from baraza.messaging import contacts, inbox, mails

        inbox.on_received(runner.handle)
        mails.on_answer(by_mail.take_stop)
        mails.on_conversation(by_mail.take_letter)
        contacts.on_merged(sessions.merge)
        contacts.on_merged(receiving.merge)
        on_retention(name="threads", data_class="messages", forget=forget_threads)
        media.on_refused(refused.tell_refused)
