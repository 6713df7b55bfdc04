"""What the form of a record does beside saving: keep unsaved text, show who is here, settle hints on the wording."""

from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import history
from accounts.access import requires
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from accounts.views.writing import autosaved
from initiatives import entry
from initiatives.forms import UnchangedForm
from initiatives.models import AnnualRecord
from initiatives.views.staff import check_page

CONFLICT = (
    "{by}が先に保存しました。入力した内容は、この画面に残っています。"
    "「下書きを保存」を押すと、{by}の内容と見くらべられます。"
)
NOT_EDITABLE = (
    "この記録は「{state}」になったため、保存できません。入力した内容は、この画面に残っています。"
    "必要なところを控えて、画面を開き直してください。"
)


def _record(user, pk: int) -> AnnualRecord:
    return get_object_or_404(AnnualRecord.objects.entered_by(user).select_related("request"), pk=pk)


@requires(Permission.ENTER_RECORDS)
@require_POST
def record_autosave(request, pk):
    """Keep what the page holds, and tell the page how the record stands: 200 all is well, 409 it would not be saved.

    The record is not touched, so that a half sentence never overwrites anything.
    """
    record = _record(request.user, pk)
    keep = partial(entry.keep, record=record, by=request.user)
    return autosaved(request, keep, partial(_trouble, record))


def _trouble(record: AnnualRecord, version: int) -> str:
    """Why the page could not save now; empty when it could."""
    if not record.is_editable:
        return NOT_EDITABLE.format(state=record.get_state_display())
    if record.version != version:
        return CONFLICT.format(by=history.last_saved_by(record))
    return ""


@requires(Permission.ENTER_RECORDS)
@require_POST
def record_presence(request, pk):
    """Note that the page is open; say who else has it open."""
    record, now = _record(request.user, pk), timezone.now()
    entry.appear(record=record, by=request.user, now=now)
    return JsonResponse({"others": entry.others_here(record, request.user, now)})


@requires(Permission.ENTER_RECORDS)
@require_POST
def record_unsaved(request, pk):
    """Forget what was autosaved: the person does not want it any more."""
    record = _record(request.user, pk)
    entry.drop(record=record, by=request.user)
    messages.success(request, "自動保存された内容を消しました。")
    return redirect("staff:record-edit" if record.is_editable else "staff:record-detail", pk=pk)


@requires(Permission.ENTER_RECORDS)
@require_POST
def record_wording(request, pk):
    """「このままでよい」 or 「変更なし（理由）」 to one hint of the check page."""
    record = _record(request.user, pk)
    field = request.POST.get("field", "")
    form = UnchangedForm(request.POST, field=field)
    is_unchanged = "unchanged" in request.POST
    if is_unchanged and not form.is_valid():
        return check_page(request, record, refused=form, field=field)
    try:
        entry.settle_hint(
            record=record,
            fingerprint=request.POST.get("fingerprint", ""),
            field=field,
            reason=form.cleaned_data["reason"] if is_unchanged else "",
            by=request.user,
            now=timezone.now(),
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "記録しました。文章が変わるまで、同じ確認は出ません。")
    return redirect("staff:record-check", pk=pk)
