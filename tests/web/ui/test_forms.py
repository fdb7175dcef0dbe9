"""What plain Django forms become: labels, hints, errors and their links, without a browser."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from baraza.web.ui.forms import GovukFormRenderer, PhotosField, TilesSelect


class Report(forms.Form):
    default_renderer = GovukFormRenderer

    name = forms.CharField(help_text="As on your card.")
    note = forms.CharField(required=False, max_length=20, widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("refuse", "Rubbish"), ("nothing_drawn", "Else")], widget=TilesSelect)
    when = forms.SplitDateTimeField(required=False)
    agree = forms.BooleanField()


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def rendered(template: str, **context: object) -> str:
    return flat(Template("{% load ui %}" + template).render(Context(context)))


def test_a_field_ties_its_hint_and_its_error_to_the_control() -> None:
    html = flat(Report({})["name"].as_field_group())

    assert '<label class="govuk-label" for="id_name">Name</label>' in html
    assert '<div id="id_name_helptext" class="govuk-hint">As on your card.</div>' in html
    assert '<span class="govuk-visually-hidden">Error:</span> This field is required.</p>' in html
    assert (
        'aria-invalid="true" aria-describedby="id_name_helptext id_name_error" class="govuk-input" id="id_name"' in html
    )


def test_a_field_that_may_stay_empty_says_so() -> None:
    html = Report()["note"].as_field_group()

    assert 'Note <span class="ba-optional">(optional)</span></label>' in html
    assert "(optional)" not in Report()["name"].as_field_group()


def test_filters_are_not_marked_optional() -> None:
    class Filters(forms.Form):
        default_renderer = GovukFormRenderer
        mark_optional = False
        q = forms.CharField(required=False)

    assert "(optional)" not in Filters()["q"].as_field_group()


def test_a_long_text_is_counted_and_never_cut_off_by_the_browser() -> None:
    html = flat(Report()["note"].as_field_group())

    assert 'data-module="govuk-character-count" data-maxlength="20"' in html
    assert 'data-i18n.characters-under-limit.other="You have %{count} characters left"' in html
    assert 'aria-describedby="id_note-info" class="govuk-textarea govuk-js-character-count"' in html
    assert " maxlength=" not in html


def test_a_tile_shows_the_icon_that_carries_its_value_and_none_for_others() -> None:
    html = Report()["kind"].as_field_group()

    assert html.count('class="ba-tile__input"') == 2
    assert html.count("<svg") == 1


def test_the_error_summary_leads_to_the_control_or_the_first_of_a_group() -> None:
    html = rendered("{% error_summary form %}", form=Report({}))

    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_kind_0", "id_agree"]


def test_an_error_of_the_whole_form_is_listed_without_a_link() -> None:
    form = Report({"name": "A", "kind": "refuse", "agree": "on"})
    form.add_error(None, "Already sent.")

    html = rendered("{% error_summary form %}", form=form)

    assert '<span class="ba-error-text">Already sent.</span>' in html
    assert "href=" not in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert rendered("{% error_summary form %}", form=Report()).strip() == ""


def test_an_option_of_the_field_tag_becomes_layout_and_the_rest_attributes() -> None:
    html = rendered('{% field form.name label_size="l" heading=True hx_get="/look" rows=None %}', form=Report())

    assert '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l"' in html
    assert 'hx-get="/look"' in html


def test_what_a_person_typed_is_shown_again_as_text() -> None:
    html = Report({"name": '"><script>'})["name"].as_field_group()

    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def photos(count: int) -> MultiValueDict[str, SimpleUploadedFile]:
    return MultiValueDict({"photos": [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(count)]})


class Gallery(forms.Form):
    default_renderer = GovukFormRenderer
    photos = PhotosField(required=False, max_files=2)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_photos_up_to_the_limit_arrive_as_a_list(count: int) -> None:
    form = Gallery(data={}, files=photos(count))

    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["photos"]] == [f"{n}.jpg" for n in range(count)]


def test_more_photos_than_allowed_are_refused_in_words() -> None:
    assert Gallery(data={}, files=photos(3)).errors == {"photos": ["Choose at most 2 photos."]}


def test_photos_that_are_required_are_missed() -> None:
    class Must(forms.Form):
        default_renderer = GovukFormRenderer
        photos = PhotosField()

    assert Must(data={}, files=MultiValueDict()).errors == {"photos": ["This field is required."]}
