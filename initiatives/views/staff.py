"""Pages of the departments (enter and submit) and of the secretariat on a single record (accept, return)."""

from datetime import date
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import history
from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import MoveRefused, StaleVersion, read_version
from initiatives import progress
from initiatives.forms import RecordForm, ReturnForm, self_levels
from initiatives.models import (
    AnnualRecord,
    IndicatorValue,
    Promise,
    SupportDepartment,
)

State = AnnualRecord.State
CHANGED_MEANWHILE = "ほかの人がこの記録を変更しました。今の内容を確かめてから、もう一度押してください。"


def _record(user: User, pk: int, rows: str = "visible_to") -> AnnualRecord:
    """The record with all that a sheet shows, if it is among the person's ``rows``; else 404."""
    records = getattr(AnnualRecord.objects, rows)(user)
    return get_object_or_404(records.for_reading(), pk=pk)


@requires(Permission.ENTER_RECORDS)
@require_safe
def record_list(request):
    """わたしの担当: what is left of the calls that are open, year by year."""
    department = request.user.department
    records = (
        AnnualRecord.objects.of_department(department)
        .filter(request__closed_at__isnull=True)
        .select_related("request", "initiative")
        .order_by("-request__target_year", "initiative__position", "number")
    )
    today = timezone.localdate()
    years = [_year(list(group), today) for _, group in groupby(records, lambda record: record.request_id)]
    context = {"department": department, "years": years, "left": sum(year["left"] for year in years)}
    return render(request, "staff/initiatives/record_list.html", context)


def _year(records: list[AnnualRecord], today: date) -> dict:
    """One year's rows, those to be mended first, then the late ones, then the others that are still to be written."""
    rows = [{"record": record, "is_late": record.is_late(today)} for record in records]
    rows.sort(
        key=lambda row: (row["record"].state != State.RETURNED, not row["is_late"], _is_done(row["record"]))
    )
    done = sum(_is_done(record) for record in records)
    return {"request": records[0].request, "rows": rows, "done": done, "left": len(rows) - done}


def _is_done(record: AnnualRecord) -> bool:
    return record.state not in AnnualRecord.EDITABLE_STATES


@requires(Permission.ENTER_RECORDS)
@require_safe
def record_detail(request, pk):
    """The whole record as it stands, what may be done with it, and who changed what."""
    record = _record(request.user, pk)
    supported = SupportDepartment.pgh_event_model.objects.filter(annualrecord=pk)
    context = {
        "record": record,
        "previous": record.previous(),
        "levels": _self_levels(record),
        "may_edit": AnnualRecord.objects.entered_by(request.user).filter(pk=pk).exists(),
        "may_manage": AnnualRecord.objects.managed_by(request.user).filter(pk=pk).exists(),
        "history": history.entries(
            AnnualRecord.objects.filter(pk=pk),
            IndicatorValue.objects.filter(record=pk),
            Promise.objects.filter(record=pk),
            supported.prefetch_related("department__names"),
        ),
    }
    return render(request, "staff/initiatives/record_detail.html", context)


@requires(Permission.ENTER_RECORDS)
def record_edit(request, pk):
    """The form. 「下書きを保存」 stays here, 「確認画面へ」 saves and goes to the check page."""
    record = _record(request.user, pk, "entered_by")
    if request.method != "POST" and not record.is_editable:
        messages.warning(request, f"この記録は「{record.get_state_display()}」のため、入力できません。")
        return redirect(record)
    previous = record.previous()
    form = RecordForm(request.POST or None, record=record, previous=previous)
    if (
        request.method == "POST"
        and form.is_valid()
        and (saved := form.carry_out(progress.save_draft, record=record, today=timezone.localdate()))
    ):
        messages.success(request, f"「{saved.title}」の下書きを保存しました。")
        page = "staff:record-check" if "check" in request.POST else "staff:record-edit"
        return redirect(page, pk=pk)
    context = {
        "record": record,
        "previous": previous,
        "form": form,
        "levels": _self_levels(record),
        "links": record.initiative.plan_links.for_reading(),
    }
    return render(request, "staff/initiatives/record_edit.html", context)


@requires(Permission.ENTER_RECORDS)
def record_check(request, pk):
    """The check page: everything as it will be read, what is missing, and 提出."""
    record = _record(request.user, pk, "entered_by")
    if request.method == "POST":
        if _submit(request, record):
            return redirect("staff:record-list")
        record = _record(request.user, pk, "entered_by")
    if not record.is_editable:
        return redirect(record)
    context = {"record": record, "gaps": record.gaps(), "levels": _self_levels(record)}
    return render(request, "staff/initiatives/record_check.html", context)


def _submit(request, record: AnnualRecord) -> bool:
    try:
        progress.submit(
            record=record,
            version=read_version(request.POST.get("version", "")),
            by=request.user,
            now=timezone.now(),
        )
    except StaleVersion:
        messages.error(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError:
        messages.error(request, "まだ提出できません。下の「提出までに必要なこと」を確かめてください。")
    else:
        messages.success(request, f"「{record.title}」を提出しました。事務局が確認します。")
        return True
    return False


@requires(Permission.RUN_ROUNDS)
@require_POST
def record_accept(request, pk):
    record = _record(request.user, pk, "managed_by")
    try:
        progress.accept(
            record=record,
            version=read_version(request.POST.get("version", "")),
            by=request.user,
            now=timezone.now(),
        )
    except StaleVersion:
        messages.error(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{record.title}」を確認済みにしました。")
    return redirect(record)


@requires(Permission.RUN_ROUNDS)
def record_return(request, pk):
    """差戻し with a reason that the department reads first."""
    record = _record(request.user, pk, "managed_by")
    form = ReturnForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid() and form.carry_out(progress.return_, record=record):
        messages.success(request, f"「{record.title}」を{record.department_name}に差し戻しました。")
        return redirect(record)
    return render(request, "staff/initiatives/record_return.html", {"record": record, "form": form})


def _self_levels(record: AnnualRecord):
    return self_levels(record.request.term_id)
