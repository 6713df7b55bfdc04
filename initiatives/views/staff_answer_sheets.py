"""Entering records in Excel: take the 回答票, send it back, look at what would change, write it."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from accounts.workbooks import WorkbookRefused
from initiatives.answer_sheet_forms import HandOutForm, TakeInForm
from initiatives.answer_sheets import comparison, exchange
from initiatives.models import AnnualRecord, AnnualRequest, AnswerUpload
from plans import fiscal_year

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 5


def _choice_form(user: User, data=None) -> HandOutForm:
    """The years that are open for the person, and the departments of its records in them."""
    records = AnnualRecord.objects.entered_by(user).filter(request__closed_at__isnull=True)
    requests = AnnualRequest.objects.filter(pk__in=records.values("request"))
    rows = records.select_related("request", "lead_department").prefetch_related("lead_department__names")
    departments = {row.lead_department_id: row.department_name for row in rows.order_by("lead_department")}
    return HandOutForm(data, requests=list(requests), departments=departments)


@requires(Permission.ENTER_RECORDS)
def answer_sheets(request):
    """Both ways on one page. A file that is sent is only read; its own page shows what would change."""
    form = TakeInForm(request.POST, request.FILES) if request.method == "POST" else TakeInForm()
    if request.method == "POST" and form.is_valid() and (upload := _taken_in(request, form)):
        return redirect("staff:answer-sheet-check", pk=upload.pk)
    return _page(request, _choice_form(request.user), form)


def _page(request, choice: HandOutForm, form: TakeInForm):
    context = {
        "choice": choice,
        "form": form,
        "uploads": AnswerUpload.objects.sent_by(request.user).defer("sheets")[:RECENT],
    }
    return render(request, "staff/initiatives/answer_sheets.html", context)


def _taken_in(request, form: TakeInForm) -> AnswerUpload | None:
    file = form.cleaned_data["file"]
    try:
        return exchange.take_in(data=file.read(), name=file.name[:255], by=request.user, now=timezone.now())
    except WorkbookRefused as refusal:
        form.add_error("file", str(refusal))
        return None


@requires(Permission.ENTER_RECORDS)
@require_POST
def answer_sheet_hand_out(request):
    """The file. By a press, because what is handed out is remembered for comparing."""
    choice = _choice_form(request.user, request.POST)
    if not choice.is_valid():
        return _page(request, choice, TakeInForm())
    year, department = choice.cleaned_data["request"], choice.cleaned_data.get("department")
    records = AnnualRecord.objects.entered_by(request.user).filter(request=year)
    if department:
        records = records.filter(lead_department=department)
    rows = {"request": year, "records": records.for_answer_sheets().in_order()}
    name = f"回答票_{fiscal_year.wareki(year.target_year)}"
    if choice.table:
        data = exchange.as_csv(**rows, table=choice.table)
        return _file(data, "text/csv; charset=utf-8", f"{name}_{choice.table.name}.csv")
    title = f"{year.target_year_label}　年度記録の回答票"
    return _file(exchange.as_workbook(**rows, title=title), WORKBOOK_TYPE, f"{name}.xlsx")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})


def _upload(request, pk: int) -> AnswerUpload:
    return get_object_or_404(AnswerUpload.objects.sent_by(request.user), pk=pk)


@requires(Permission.ENTER_RECORDS)
def answer_sheet_check(request, pk):
    """What would change, cell by cell; the press writes exactly what was shown."""
    upload = _upload(request, pk)
    if request.method == "POST" and _apply(request, upload):
        return redirect("staff:record-list")
    found = exchange.found_in(upload)
    compared = [] if found.problems else comparison.compare(found, request.user)
    by_state = {state: [one for one in compared if one.state == state] for state in comparison.State}
    context = {
        "upload": upload,
        "problems": found.problems,
        "counts": [(state.label, len(rows)) for state, rows in by_state.items()],
        "changed": _shown(by_state[comparison.State.CHANGED]),
        "stuck": _shown(by_state[comparison.State.ERROR] + by_state[comparison.State.CONFLICT]),
        "seen": comparison.digest(compared),
    }
    return render(request, "staff/initiatives/answer_sheet_check.html", context)


def _shown(compared: list[comparison.Compared]) -> list[dict]:
    """Each 取組 with its noted cells in words."""
    return [
        {
            "one": one,
            "cells": [
                {
                    "cell": cell,
                    "now": one.words(cell, cell.now),
                    "sent": one.words(cell, cell.sent),
                }
                for cell in one.noted()
            ],
        }
        for one in compared
    ]


def _apply(request, upload: AnswerUpload) -> bool:
    now = timezone.now()
    try:
        done = exchange.apply(
            upload=upload, seen=request.POST.get("seen", ""), today=timezone.localdate(now), now=now
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request,
        f"{done.applied_count}件の取組に書き込みました。確認画面で確かめてから、提出してください。",
    )
    return True


@requires(Permission.ENTER_RECORDS)
@require_safe
def answer_sheet_result(request, pk):
    """The file as it was sent, with what was found out in 確認結果."""
    upload = _upload(request, pk)
    compared = comparison.compare(exchange.found_in(upload), request.user)
    data = exchange.with_results(compared, f"{upload.name}の確認結果")
    return _file(data, WORKBOOK_TYPE, f"確認結果_{upload.name.rpartition('.')[0] or upload.name}.xlsx")
