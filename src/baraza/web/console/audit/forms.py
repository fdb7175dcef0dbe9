"""The form above the audit trail."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.audit.queries import AuditFilter, known_actions, known_subjects
from baraza.core.identity.queries.access import Known, list_everybody
from baraza.web.console.audit.wording import action_words, subject_words
from baraza.web.ui.forms import DateInput


class TrailForm(forms.Form):
    mark_optional = False

    person = forms.ChoiceField(label=_("Person"), required=False)
    action = forms.ChoiceField(label=_("What was done"), required=False)
    subject = forms.ChoiceField(label=_("To what"), required=False)
    which = forms.CharField(label=_("Which one"), required=False, max_length=60)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To and including"), required=False, widget=DateInput())
    text = forms.CharField(label=_("Words"), required=False, max_length=80)
    acts = forms.BooleanField(label=_("Leave out who only looked"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels = {
            "person": [("", gettext("Anybody")), *((str(one.id), _person(one)) for one in list_everybody())],
            "action": [("", gettext("Anything")), *((one, action_words(one)) for one in known_actions())],
            "subject": [("", gettext("Anything")), *((one, subject_words(one)) for one in known_subjects())],
        }
        for name, choices in self._labels.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("The last day is before the first one."))
        return cleaned

    def wanted(self) -> AuditFilter:
        """Days are those of the organisation's clock. A form with a mistake asks for everything."""
        if not self.is_valid():
            return AuditFilter()
        cleaned = self.cleaned_data
        until = cleaned["until"]
        return AuditFilter(
            person_id=int(cleaned["person"]) if cleaned["person"] else None,
            action=cleaned["action"],
            subject_kind=cleaned["subject"],
            subject_id=cleaned["which"].strip(),
            since=_start_of(cleaned["since"]),
            until=_start_of(until + timedelta(days=1) if until else None),
            text=cleaned["text"].strip(),
            reads=not cleaned["acts"],
        )

    def said(self) -> list[tuple[str, str]]:
        """What narrows the list, as (field, words)."""
        if not self.is_valid():
            return []
        cleaned, words = self.cleaned_data, []
        for name, field in self.fields.items():
            value = cleaned[name]
            if not value:
                continue
            if name in self._labels:
                words.append((name, dict(self._labels[name])[value]))
            else:
                words.append((name, str(field.label) if value is True else f"{field.label}: {value}"))
        return words


def _person(one: Known) -> str:
    return one.name if one.here else gettext("%(name)s (not a member now)") % {"name": one.name}


def _start_of(day: Any) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))
