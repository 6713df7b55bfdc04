"""アンケート as the secretariat keeps it: series, the bank of items, the survey of each year and its publication."""

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from accounts.views.pressing import publish_or_withdraw
from evaluations.models import Survey, SurveyItem, SurveySeries
from evaluations.surveys import bank, holding
from evaluations.surveys.forms import ItemForm, SeriesForm, SurveyForm, WordingForm
from evaluations.surveys.tables import table
from initiatives.models import Indicator
from plans.models import Measure

GATHER = Permission.GATHER_VOICES
SERIES_ON_A_PAGE = 20
ITEMS_ON_A_PAGE = 50
TABLES_ON_A_PAGE = 20


@requires(GATHER)
@require_safe
def survey_list(request):
    """Every series with the surveys of its years."""
    surveys = Survey.objects.annotate(answered=Count("answers")).order_by("-fiscal_year")
    series = SurveySeries.objects.annotate(item_count=Count("items")).order_by("name")
    rows = series.prefetch_related(Prefetch("surveys", surveys))
    page = page_of(request, rows, SERIES_ON_A_PAGE)
    return render(request, "staff/evaluations/survey_list.html", {"page_obj": page})


# ---- series and items -------------------------------------------------------------------------------------


@requires(GATHER)
def survey_series_add(request):
    return _series_page(request, None)


@requires(GATHER)
def survey_series_edit(request, pk):
    return _series_page(request, get_object_or_404(SurveySeries, pk=pk))


def _series_page(request, series: SurveySeries | None):
    form = SeriesForm(request.POST or None, series=series)
    if saved := carried_out(request, form, bank.save_series, series=series):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:survey-item-list", pk=saved.pk)
    return render(request, "staff/evaluations/survey_series_edit.html", {"series": series, "form": form})


@requires(GATHER)
def survey_series_delete(request, pk):
    series = get_object_or_404(SurveySeries, pk=pk)
    return delete_page(
        request,
        bank.delete_series,
        {"series": series},
        back=reverse("staff:survey-item-list", args=[pk]),
        to=reverse("staff:survey-list"),
        lead="項目も一緒に削除します。削除すると、元には戻せません（更新履歴には残ります）。",
    )


@requires(GATHER)
@require_safe
def survey_item_list(request, pk):
    """The bank of items of one series, with what is asked now."""
    series = get_object_or_404(SurveySeries, pk=pk)
    items = SurveyItem.objects.for_reading().filter(series=series)
    page = page_of(request, items, ITEMS_ON_A_PAGE)
    context = {"series": series, "page_obj": page}
    return render(request, "staff/evaluations/survey_item_list.html", context)


@requires(GATHER)
def survey_item_add(request, pk):
    return _item_page(request, get_object_or_404(SurveySeries, pk=pk), None)


@requires(GATHER)
def survey_item_edit(request, pk):
    item = get_object_or_404(SurveyItem.objects.for_reading(), pk=pk)
    return _item_page(request, item.series, item)


def _item_page(request, series: SurveySeries, item: SurveyItem | None):
    newest = item and item.newest_wording
    form = ItemForm(
        request.POST or None,
        item=item,
        goals=Measure.objects.goals().select_related("term__plan"),
        indicators=_indicators(),
        today=timezone.localdate(),
        is_worded=not (newest and newest.answers.exists()),
    )
    if saved := carried_out(request, form, bank.save_item, series=series, item=item):
        messages.success(request, f"「{saved}」を保存しました。")
        if "another" in request.POST:
            return redirect("staff:survey-item-add", pk=series.pk)
        return redirect("staff:survey-item-list", pk=series.pk)
    context = {"series": series, "item": item, "form": form, "newest": newest}
    return render(request, "staff/evaluations/survey_item_edit.html", context)


def _indicators():
    """The indicators whose numbers come from a survey."""
    rows = Indicator.objects.filter(kind=Indicator.Kind.SURVEY)
    return rows.select_related("initiative").order_by("initiative__term", "initiative__position", "position")


@requires(GATHER)
def survey_item_wording(request, pk):
    """Ask an item in other words from a year on."""
    item = get_object_or_404(SurveyItem.objects.for_reading(), pk=pk)
    form = WordingForm(request.POST or None, item=item, today=timezone.localdate())
    if carried_out(request, form, bank.add_wording, item=item):
        messages.success(request, f"「{item}」の設問の文を変えました。")
        return redirect("staff:survey-item-edit", pk=pk)
    return render(request, "staff/evaluations/survey_item_wording.html", {"item": item, "form": form})


@requires(GATHER)
def survey_item_delete(request, pk):
    item = get_object_or_404(SurveyItem, pk=pk)
    return delete_page(
        request,
        bank.delete_item,
        {"item": item},
        back=reverse("staff:survey-item-edit", args=[pk]),
        to=reverse("staff:survey-item-list", args=[item.series_id]),
        lead="削除すると、元には戻せません（更新履歴には残ります）。結果のある項目は削除できません。",
    )


# ---- the survey of one year -------------------------------------------------------------------------------


def the_survey(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.select_related("series"), pk=pk)


@requires(GATHER)
def survey_add(request, pk):
    return _survey_page(request, get_object_or_404(SurveySeries, pk=pk), None)


@requires(GATHER)
def survey_edit(request, pk):
    survey = the_survey(pk)
    return _survey_page(request, survey.series, survey)


def _survey_page(request, series: SurveySeries, survey: Survey | None):
    form = SurveyForm(request.POST or None, survey=survey, today=timezone.localdate())
    if saved := carried_out(request, form, holding.save_survey, series=series, survey=survey):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:survey-detail", pk=saved.pk)
    context = {"series": series, "survey": survey, "form": form}
    return render(request, "staff/evaluations/survey_edit.html", context)


@requires(GATHER)
@require_safe
def survey_detail(request, pk):
    """The survey, and of each item whether its results are there."""
    survey = the_survey(pk)
    page = page_of(request, asked_items(survey), ITEMS_ON_A_PAGE)
    held = {one.wording_id: one for one in survey.answers.prefetch_related("groups")}
    rows = [{"item": item, "answers": held.get(item.wording_in(survey.fiscal_year).pk)} for item in page]
    context = {"survey": survey, "page_obj": page, "rows": rows, "answered": len(held)}
    return render(request, "staff/evaluations/survey_detail.html", context)


def asked_items(survey: Survey):
    """The items that were in the bank by the year of the survey."""
    items = SurveyItem.objects.filter(
        series=survey.series_id, wordings__first_year__lte=survey.fiscal_year
    ).distinct()
    return items.for_reading()


@requires(GATHER)
def survey_publish(request, pk):
    """What the public will see, 秘匿 and all; POST publishes it, or takes it back."""
    survey = the_survey(pk)
    if request.method == "POST":
        verbs = {"publish": holding.publish_survey, "withdraw": holding.withdraw_survey}
        publish_or_withdraw(request, **verbs, now=timezone.now(), survey=survey)
        return redirect("staff:survey-detail", pk=pk)
    answers = list(survey.answers.for_reading())
    marked = {} if survey.published_at else holding.marked(survey, answers)
    page = page_of(request, answers, TABLES_ON_A_PAGE)
    tables = [table(one, marked.get(one.pk)) for one in page]
    context = {"survey": survey, "page_obj": page, "tables": tables}
    return render(request, "staff/evaluations/survey_publish.html", context)


@requires(GATHER)
def survey_delete(request, pk):
    survey = the_survey(pk)
    return delete_page(
        request,
        holding.delete_survey,
        {"survey": survey},
        back=reverse("staff:survey-detail", args=[pk]),
        to=reverse("staff:survey-list"),
        lead="入力した結果も一緒に削除します。元には戻せません（更新履歴には残ります）。公開しているものは、先に公開をやめてください。",
    )
