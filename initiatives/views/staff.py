"""Pages of the departments (enter and submit) and of the secretariat on a single record (accept, return)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import history
from accounts.access import requires
from accounts.models import Department, User
from accounts.roles import Permission
from accounts.versioning import MoveRefused, StaleVersion, read_version
from initiatives import entry, progress, worklist
from initiatives.forms import ProxyForm, RecordForm, ReturnForm, SubmitForm, UnchangedForm, self_levels
from initiatives.models import (
    AnnualRecord,
    Autosave,
    IndicatorValue,
    Promise,
    ProxyEntry,
    RecordShare,
    SupportDepartment,
    WordingAnswer,
)

State = AnnualRecord.State
CHANGED_MEANWHILE = "ほかの人がこの記録を変更しました。今の内容を確かめてから、もう一度押してください。"


def record_among(user: User, pk: int, rows: str = "visible_to") -> AnnualRecord:
    """The record with all that a sheet shows, if it is among the person's ``rows``; else 404."""
    records = getattr(AnnualRecord.objects, rows)(user)
    entries = ("proxy_entries__by", "proxy_entries__share__department__names")
    return get_object_or_404(records.for_reading().prefetch_related(*entries), pk=pk)


@requires(Permission.ENTER_RECORDS)
@require_safe
def record_list(request):
    """わたしの担当: what is left of one open call; of several, the most urgent one unless ``?call=`` names another."""
    # With its names, which the head of every page shows as well.
    request.user.department = Department.objects.prefetch_related("names").get(pk=request.user.department_id)
    calls = worklist.open_calls(request.user, timezone.now(), timezone.localdate())
    chosen = [call for call in calls if str(call.request.pk) == request.GET.get("call")]
    context = {
        "department": request.user.department,
        "calls": calls,
        "call": (chosen or calls or [None])[0],
        "left": sum(call.left for call in calls),
        "to_approve": worklist.waiting_for_chief(request.user),
    }
    return render(request, "staff/initiatives/record_list.html", context)


@requires(Permission.ENTER_RECORDS)
@require_safe
def record_detail(request, pk):
    """The whole record as it stands, what may be done with it, and who changed what."""
    record = record_among(request.user, pk)
    supported = SupportDepartment.pgh_event_model.objects.filter(annualrecord=pk)
    may_manage = AnnualRecord.objects.managed_by(request.user).filter(pk=pk).exists()
    context = {
        "record": record,
        "previous": record.previous(),
        "unchanged": entry.unchanged(record),
        "levels": _self_levels(record),
        "own_shares": RecordShare.objects.written_by(request.user).filter(record=pk),
        "may_edit": AnnualRecord.objects.entered_by(request.user).filter(pk=pk).exists(),
        "neighbours": worklist.neighbours(record, request.user),
        "kept": Autosave.objects.waiting(timezone.now()).filter(person=request.user, record=record).first(),
        "may_approve": AnnualRecord.objects.approved_by(request.user).filter(pk=pk).exists(),
        "may_manage": may_manage,
        "to_judge": _to_judge(request.user, record) if may_manage else None,
        "history": history.entries(
            AnnualRecord.objects.filter(pk=pk),
            IndicatorValue.objects.filter(record=pk),
            Promise.objects.filter(record=pk),
            WordingAnswer.objects.filter(record=pk),
            ProxyEntry.objects.filter(record=pk),
            supported.prefetch_related("department__names"),
            RecordShare.objects.filter(record=pk),
        ),
    }
    return render(request, "staff/initiatives/record_detail.html", context)


@requires(Permission.ENTER_RECORDS)
def record_edit(request, pk):
    """The form. 「下書きを保存」 stays here, 「確認画面へ」 saves and goes to the check page.

    ``?kept=1`` shows what was autosaved and 「前年度の内容を写す」 what last year's box held; neither saves anything.
    """
    form, proxy = _forms(request, pk)
    record = form.record
    if form.is_bound and (saved := _save(request, form, proxy)):
        messages.success(request, f"「{saved.title}」の下書きを保存しました。")
        return redirect(*_after_saving(request, pk))
    if request.method != "POST" and not record.is_editable:
        messages.warning(request, f"この記録は「{record.get_state_display()}」のため、入力できません。")
        return redirect(record)
    return _form_page(request, form, proxy)


def _forms(request, pk: int) -> tuple[RecordForm, ProxyForm | None]:
    """The form, filled with what was sent unless that only asks to copy, and what a proxy is asked."""
    if request.method != "POST" or "copy" in request.POST:
        form = RecordForm(record=record_among(request.user, pk, "entered_by"))
    else:
        records = AnnualRecord.objects.entered_by(request.user).for_writing()
        form = RecordForm(request.POST, record=get_object_or_404(records, pk=pk))
    return form, proxy_form(request, form.record)


def proxy_form(request, row: AnnualRecord | RecordShare) -> ProxyForm | None:
    """What is asked of somebody who enters for another department; None for its own people."""
    if not row.is_foreign_to(request.user):
        return None
    last = row.proxy_entries.filter(by=request.user).first()
    shown = {"means": last.means, "note": last.note} if last else None
    return ProxyForm(request.POST or None, prefix="proxy", initial=shown)


def _save(request, form: RecordForm, proxy: ProxyForm | None) -> AnnualRecord | None:
    """Save the draft, for whoever enters for another department with the way it came; None when refused."""
    is_complete = proxy is None or proxy.is_valid()
    if not form.is_valid() or not is_complete:
        return None
    how = proxy and proxy.cleaned_data
    row = {"record": form.record, "by": request.user, "now": timezone.now(), "proxy": how}
    row["today"] = timezone.localdate()
    return form.carry_out(entry.save_draft, **row)


def _to_judge(user: User, record: AnnualRecord) -> dict | None:
    """The handed-in records of the call around this one, so that one can be read after the other; None without any."""
    own = AnnualRecord.objects.managed_by(user).filter(request=record.request_id)
    around = own.around(record, state=State.SUBMITTED)
    return around if around["total"] > 1 or record.state == State.SUBMITTED else None


def _after_saving(request, pk: int) -> tuple:
    if "check" in request.POST:
        return "staff:record-check", pk
    return "staff:record-edit", read_version(request.POST.get("next", "")) or pk


def _form_page(request, form: RecordForm, proxy: ProxyForm | None):
    record, now = form.record, timezone.now()
    if previous := record.previous():
        form.show_previous(previous)
    form.show_shares(record.handed_shares)
    kept = Autosave.objects.waiting(now).filter(person=request.user, record=record).first()
    is_unsaved = form.is_bound
    if "copy" in request.POST:
        form.fill_in(dict(request.POST.lists()))
        form.copy_beside(request.POST["copy"])
        is_unsaved = True
    elif kept and "kept" in request.GET and not form.is_bound:
        form.fill_in(kept.typed)
        kept, is_unsaved = None, True
    context = {
        "record": record,
        "form": form,
        "proxy": proxy,
        "is_unsaved": is_unsaved,
        "kept": kept if kept and not is_unsaved and form.is_new(kept.typed) else None,
        "others": entry.others_here(record, request.user, now),
        "neighbours": worklist.neighbours(record, request.user),
        "links": record.initiative.plan_links.for_reading(),
    }
    return render(request, "staff/initiatives/record_edit.html", context)


@requires(Permission.ENTER_RECORDS)
def record_check(request, pk):
    """The check page: everything as it will be read, what is missing, what might be worded better, and 提出."""
    record = record_among(request.user, pk, "entered_by")
    proxy, form = proxy_form(request, record), SubmitForm(request.POST or None)
    if request.method == "POST":
        is_complete = proxy is None or proxy.is_valid()
        if form.is_valid() and is_complete and _submit(request, record, form, proxy):
            return redirect(record)
        record = record_among(request.user, pk, "entered_by")
    if not record.is_editable:
        return redirect(record)
    return check_page(request, record, proxy=proxy, form=form)


def check_page(
    request,
    record: AnnualRecord,
    *,
    refused: UnchangedForm | None = None,
    field: str = "",
    proxy: ProxyForm | None = None,
    form: SubmitForm | None = None,
):
    """The check page, with ``refused`` at the hint on ``field`` when what was typed there could not be taken."""
    hints, settled = entry.sort_hints(record, entry.all_hints(record))
    context = {
        "record": record,
        "proxy": proxy,
        "form": form or SubmitForm(),
        "gaps": record.gaps(),
        "levels": _self_levels(record),
        "hints": [
            (
                hint,
                refused if refused and hint.field == field else UnchangedForm(field=hint.field),
                AnnualRecord.short_label(hint.field),
            )
            for hint in hints
        ],
        "unchanged": [answer for answer in settled if answer.reason],
        "neighbours": worklist.neighbours(record, request.user),
        "asks_chief": _asks_chief(request.user, record),
    }
    return render(request, "staff/initiatives/record_check.html", context)


def _asks_chief(user: User, record: AnnualRecord) -> bool:
    """Whether what ``user`` submits goes to the section chief first."""
    asks = record.lead_department.organization.asks_section_chief
    return asks and not user.is_chief_of(record.lead_department_id)


def _submit(request, record: AnnualRecord, form: SubmitForm, proxy: ProxyForm | None) -> bool:
    try:
        submitted = entry.submit(
            record=record,
            version=read_version(request.POST.get("version", "")),
            by=request.user,
            now=timezone.now(),
            proxy=proxy and proxy.cleaned_data,
            seen_shares=request.POST.get("shares", ""),
            share_reason=form.cleaned_data["share_reason"],
        )
    except StaleVersion:
        messages.error(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            form.add_error(None, refusal)
        messages.error(request, "まだ提出できません。下の「提出までに必要なこと」を確かめてください。")
    else:
        who = "課長" if submitted.awaits_chief else "事務局"
        messages.success(request, f"「{record.title}」を提出しました。{who}が確認します。")
        return True
    return False


@requires(Permission.ENTER_RECORDS)
@require_POST
def record_approve(request, pk):
    """課長確認: the section chief passes the record on to the secretariat."""
    done = "「{title}」を確認し、事務局に提出しました。"
    return _press(request, record_among(request.user, pk, "approved_by"), progress.approve, done)


@requires(Permission.ENTER_RECORDS)
def record_send_back(request, pk):
    """The section chief gives the record back to the clerks with a reason."""
    return _give_back(request, record_among(request.user, pk, "approved_by"), progress.send_back)


@requires(Permission.RUN_ROUNDS)
@require_POST
def record_accept(request, pk):
    done = "「{title}」を確認済みにしました。"
    return _press(request, record_among(request.user, pk, "managed_by"), progress.accept, done)


@requires(Permission.RUN_ROUNDS)
def record_return(request, pk):
    """差戻し with a reason that the department reads first."""
    return _give_back(request, record_among(request.user, pk, "managed_by"), progress.return_)


def _press(request, record: AnnualRecord, verb, done: str):
    """Carry out what one press does to the record as the page showed it; a refusal is said on its page."""
    version = read_version(request.POST.get("version", ""))
    try:
        verb(record=record, version=version, by=request.user, now=timezone.now())
    except StaleVersion:
        messages.error(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done.format(title=record.title))
    return redirect(record)


def _give_back(request, record: AnnualRecord, verb):
    form = ReturnForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid() and form.carry_out(verb, record=record):
        messages.success(request, f"「{record.title}」を{record.department_name}に差し戻しました。")
        return redirect(record)
    return render(request, "staff/initiatives/record_return.html", {"record": record, "form": form})


def _self_levels(record: AnnualRecord):
    return self_levels(record.request.term_id)
