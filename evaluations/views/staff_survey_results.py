"""Entering the results of a survey: item by item in a grid, or all at once from a file."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.numbers import write_number
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.versioning import MoveRefused
from accounts.workbooks import WorkbookRefused
from evaluations.models import AnswerGroup, Survey, SurveyItem, SurveyUpload
from evaluations.surveys import results, results_file, taking_in
from evaluations.surveys.results_form import ResultsForm
from evaluations.surveys.tables import table
from evaluations.views.downloads import csv_response
from evaluations.views.staff_surveys import asked_items, the_survey
from initiatives.answer_sheet_forms import TakeInForm
from plans import fiscal_year

GATHER = Permission.GATHER_VOICES
RECENT = 5
PROBLEMS_SHOWN = 200


class ResultsFileForm(TakeInForm):
    """The file with the results; what stands in it is judged by ``taking_in``."""

    def __init__(self, *data):
        super().__init__(*data)
        file: forms.Field = self.fields["file"]
        file.label = "結果を記入したファイル"
        file.help_text = (
            "CSV（UTF-8かShift_JIS）かExcelブック（.xlsx）、5MBまで。送っただけでは、何も変わりません。"
        )


@requires(GATHER)
def survey_results(request, pk, item):
    """The answers to one item. Saving leads to the next item of the survey."""
    survey = the_survey(pk)
    row = get_object_or_404(asked_items(survey), pk=item)
    wording = row.wording_in(survey.fiscal_year)
    answers = (
        survey.answers.filter(wording=wording).prefetch_related("groups").select_related("wording").first()
    )
    context = {"survey": survey, "item": row, "wording": wording, "answers": answers}
    if survey.published_at:
        context["table"] = table(answers, open_=True) if answers else None
        return render(request, "staff/evaluations/survey_results.html", context)
    form = ResultsForm(
        request.POST or None, wording=wording, answers=answers, known=_known(survey), valid=survey.valid
    )
    if carried_out(request, form, results.save_answers, survey=survey, wording=wording):
        messages.success(request, f"「{row}」の結果を保存しました。")
        return _onwards(request, survey, row)
    return render(request, "staff/evaluations/survey_results.html", context | {"form": form})


def _known(survey: Survey) -> list[tuple[str, str]]:
    """The groups that any item of the survey has, as they were entered."""
    rows = AnswerGroup.objects.filter(answers__survey=survey).order_by("position", "pk")
    return list(dict.fromkeys(rows.values_list("breakdown", "name")))


def _onwards(request, survey: Survey, item: SurveyItem):
    following = asked_items(survey).filter(position__gt=item.position).first()
    if following and "next" in request.POST:
        return redirect("staff:survey-results", pk=survey.pk, item=following.pk)
    return redirect("staff:survey-detail", pk=survey.pk)


@requires(GATHER)
def survey_file(request, pk):
    """Take the table, send it filled in. A file that is sent is only read."""
    survey = the_survey(pk)
    form = ResultsFileForm(request.POST, request.FILES) if request.method == "POST" else ResultsFileForm()
    if request.method == "POST" and form.is_valid() and (upload := _taken_in(request, form, survey)):
        return redirect("staff:survey-file-check", pk=upload.pk)
    uploads = survey.uploads.sent_by(request.user).defer("sheets")[:RECENT]
    context = {"survey": survey, "form": form, "uploads": uploads}
    return render(request, "staff/evaluations/survey_file.html", context)


def _taken_in(request, form: ResultsFileForm, survey: Survey) -> SurveyUpload | None:
    file = form.cleaned_data["file"]
    sent = {"data": file.read(), "name": file.name, "by": request.user, "now": timezone.now()}
    try:
        return taking_in.take_in(survey=survey, **sent)
    except WorkbookRefused as refusal:
        form.add_error("file", str(refusal))
        return None


@requires(GATHER)
@require_safe
def survey_file_download(request, pk):
    """The table to be filled in, with what was entered already."""
    survey = the_survey(pk)
    data = results_file.write(survey, asked_items(survey), survey.answers.for_reading())
    return csv_response(data, f"アンケート結果_{fiscal_year.wareki(survey.fiscal_year)}.csv")


@requires(GATHER)
def survey_file_check(request, pk):
    """What the file would change; the press writes exactly what was shown."""
    uploads = SurveyUpload.objects.sent_by(request.user).select_related("survey__series")
    upload = get_object_or_404(uploads, pk=pk)
    if request.method == "POST" and _apply(request, upload):
        return redirect("staff:survey-detail", pk=upload.survey_id)
    comparison = taking_in.compare(upload)
    context = {
        "upload": upload,
        "survey": upload.survey,
        "problems": comparison.problems[:PROBLEMS_SHOWN],
        "problem_count": len(comparison.problems),
        "comparison": comparison,
        "rows": [_shown(change) for change in comparison.to_write],
    }
    return render(request, "staff/evaluations/survey_file_check.html", context)


def _shown(change: taking_in.Change) -> dict:
    """One item with its new and its changed groups in words."""
    unit = "％" if change.is_percent else "人"
    return {
        "item": change.wording.item,
        "added": [(group, _words(group, unit)) for group in change.added],
        "changed": [(new, _words(old, unit), _words(new, unit)) for old, new in change.changed],
    }


def _words(group: results.Group, unit: str) -> str:
    numbers = "・".join(f"{write_number(value)}{unit}" for value in group.values)
    return f"{numbers}（n={group.n}）"


def _apply(request, upload: SurveyUpload) -> bool:
    try:
        count = taking_in.apply(upload=upload, seen=request.POST.get("seen", ""), now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, f"{count}項目の結果を書き込みました。")
    return True
