"""Letters that no report takes: staff answer them, in a thread of their own; and the one word that ends all letters."""

from baraza.conversation.engine.commands import plain
from baraza.conversation.stopping import STOP
from baraza.conversation.threads.actions import ask_for_person
from baraza.conversation.threads.keeping import thread_with
from baraza.conversation.threads.receiving import moved_on, tell_assignee
from baraza.messaging.emails import stop_letters
from baraza.messaging.mails import MailAnswer, MailConversation


def take_letter(*, letter: MailConversation) -> None:
    """No dialogue answers by e-mail: whoever writes freely waits for a person, or for the one who has the thread."""
    thread = thread_with(contact_id=letter.contact_id, connection_id=letter.connection_id)
    moved_on(thread)
    thread.save()
    ask_for_person(contact_id=letter.contact_id, connection_id=letter.connection_id, text=letter.words, key=letter.key)
    thread.refresh_from_db()
    tell_assignee(thread, key=letter.key)


def take_stop(*, answer: MailAnswer) -> bool:
    """Who answers with that word alone gets no more e-mails; nothing is answered, for that would be one."""
    if answer.photo_ids or plain(answer.words) not in STOP:
        return False
    stop_letters(contact_id=answer.contact_id)
    return True
