"""What our crispy template pack promises about every form, without a database or a browser."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template


class YearForm(forms.Form):
    """A small form with every kind of control that the portal uses."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)
    done = forms.CharField(
        label="実績",
        help_text="行ったことを書いてください。",
        widget=forms.Textarea(attrs={"rows": 6, "data-maxlength": 800}),
    )
    rating = forms.ChoiceField(
        label="自己評価", choices=[("a", "A　順調"), ("b", "B　遅れている")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="補足", required=False)


def crispy(form) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def test_a_fresh_form_has_no_summary_and_carries_its_hidden_field():
    html = crispy(YearForm())
    assert "error-summary" not in html
    assert '<input type="hidden" name="version" value="3" id="id_version">' in html
    assert "800文字以内で書いてください" in html


def test_the_summary_counts_the_errors_and_leads_to_each_field():
    html = crispy(YearForm({"version": "3"}))
    assert "入力内容に2件の誤りがあります" in html
    assert 'href="#id_done"' in html
    assert 'href="#id_rating"' in html
    assert 'id="id_rating"' in html


def test_help_and_error_stand_under_the_ids_that_the_control_points_to():
    html = crispy(YearForm({"version": "3"}))
    assert 'aria-describedby="id_done_helptext id_done_error"' in html
    assert 'id="id_done_helptext"' in html
    assert 'id="id_done_error"' in html
    assert 'aria-invalid="true"' in html


def test_radio_buttons_are_a_group_with_a_legend():
    html = crispy(YearForm({"version": "3", "done": "行った", "rating": "b"}))
    assert 'role="radiogroup"' in html
    assert '<legend class="field__label">自己評価' in html
    assert 'value="b" checked' in html


def test_required_and_optional_are_said_in_words_unless_the_field_has_its_own():
    form = YearForm()
    form.fields["note"].mark = "提出までに必要"
    html = crispy(form)
    assert html.count("※必須") == 2
    assert "提出までに必要" in html
    assert "任意" not in html


def test_last_years_words_stand_beside_the_box():
    form = YearForm()
    form.fields["done"].previous = "去年は<b>10回</b>行った。"
    html = crispy(form)
    assert "前年度の記載" in html
    assert "&lt;b&gt;10回&lt;/b&gt;" in html


def test_a_conflict_shows_the_others_text_and_keeps_what_was_typed():
    form = YearForm({"version": "3", "done": "わたしの文", "rating": "a"})
    form.conflict = {"by": "佐藤さん", "fields": {"done": "<script>佐藤の文"}}
    html = crispy(form)
    assert "佐藤さんが先に保存しました" in html
    assert "佐藤さんが先に保存した内容" in html
    assert "&lt;script&gt;佐藤の文" in html
    assert "わたしの文</textarea>" in html


def test_a_layout_that_forgets_the_hidden_field_still_carries_it():
    form = YearForm()
    form.helper = FormHelper()
    form.helper.layout = Layout("done")
    form.helper.add_input(Submit("save", "保存する"))
    html = render_crispy_form(form)
    assert 'name="version"' in html
    assert 'name="note"' not in html
    assert "保存する</button>" in html


def test_a_form_inside_a_handwritten_tag_brings_no_tag_and_no_token():
    form = YearForm()
    form.helper = FormHelper()
    form.helper.form_tag = False
    html = render_crispy_form(form, context={"csrf_token": "secret"})
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html


def test_a_formset_has_its_management_form_and_a_card_for_each():
    cards = forms.formset_factory(YearForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-version": "1", "form-1-version": "1"}
    )
    html = Template("{% load crispy_forms_tags %}{{ formset|crispy }}").render(Context({"formset": cards}))
    assert 'name="form-TOTAL_FORMS"' in html
    assert html.count('<div class="card">') == 2
    assert "1件目の実績" in html


@pytest.mark.parametrize("trace", [" style=", "<style", "<script", " onclick=", "placeholder=", " disabled"])
def test_nothing_that_the_policy_or_the_design_forbids(trace):
    form = YearForm({"version": "3"})
    form.conflict = {"by": "佐藤さん", "fields": {"done": "佐藤の文"}}
    assert trace not in crispy(form)
