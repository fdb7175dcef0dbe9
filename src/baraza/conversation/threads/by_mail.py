"""Letters that no report takes: staff answer them, in a thread of their own."""

from baraza.conversation.threads.actions import ask_for_person
from baraza.messaging.mails import MailConversation


def take_letter(*, letter: MailConversation) -> None:
    """No dialogue answers by e-mail: whoever writes freely waits for a person."""
    ask_for_person(contact_id=letter.contact_id, connection_id=letter.connection_id, text=letter.words, key=letter.key)
