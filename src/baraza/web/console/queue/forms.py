"""The form above the list of complaints."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.complaints.rules.categories import CATEGORY_NAMES
from baraza.services.complaints.states import NAMES, State


class FilterForm(forms.Form):
    mark_optional = False

    reference = forms.CharField(label=_("Reference"), required=False, max_length=40)
    group = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group, category = self.fields["group"], self.fields["category"]
        assert isinstance(group, forms.ChoiceField)
        assert isinstance(category, forms.ChoiceField)
        groups = [
            ("open", gettext("All open")),
            ("all", gettext("All")),
            *((state.value, gettext(NAMES[state])) for state in State),
        ]
        categories = [
            ("", gettext("Any category")),
            *((code, gettext(name)) for code, name in CATEGORY_NAMES.items()),
        ]
        group.choices, category.choices = groups, categories
        self._labels = {"group": dict(groups), "category": dict(categories)}

    def label_of(self, name: str) -> str:
        """The chosen entry of a list, in its words. Only for a valid form."""
        return self._labels[name][self.cleaned_data[name]]
