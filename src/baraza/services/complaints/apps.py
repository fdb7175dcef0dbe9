"""Registers the service with Django and offers its dialogue."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "baraza.services.complaints"
    label = "complaints"

    def ready(self) -> None:
        from baraza.capabilities.exports.kinds import offer as offer_as_file
        from baraza.capabilities.media.forgetting import on_asked_for_use
        from baraza.capabilities.media.subscribers import on_refused
        from baraza.capabilities.staff_letters.parts import declare as count_in_digests
        from baraza.conversation.catalogue import offer
        from baraza.core.settings.forgetting import on_retention
        from baraza.messaging.contacts import on_merged
        from baraza.messaging.forgetting import on_asked_for_need
        from baraza.messaging.mails import on_answer
        from baraza.messaging.own_devices import on_taken
        from baraza.services.complaints.actions.by_mail import take_answer
        from baraza.services.complaints.actions.forget import contacts_with_open_cases, forget_people, forget_words
        from baraza.services.complaints.actions.merged import go_on_telling, move_to_contact
        from baraza.services.complaints.actions.photos import photos_in_use, strike_refused
        from baraza.services.complaints.dialogue import COMPLAINTS
        from baraza.services.complaints.exports import COMPLAINTS as LIST
        from baraza.services.complaints.queries.own_counts import PARTS

        offer(COMPLAINTS)
        offer_as_file(LIST)
        for part in PARTS:
            count_in_digests(part)
        on_merged(move_to_contact)
        on_taken(go_on_telling)
        on_answer(take_answer)
        on_refused(strike_refused)
        on_asked_for_use(photos_in_use)
        on_asked_for_need(contacts_with_open_cases)
        on_retention(name="cases", data_class="closed_cases", forget=forget_people)
        on_retention(name="words", data_class="closed_cases", forget=forget_words)
