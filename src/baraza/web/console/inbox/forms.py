"""Forms of the conversations."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Write the answer first")},
    )
