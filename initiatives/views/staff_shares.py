"""The page on which a supporting department writes its share (担当分) of a record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.views.writing import WritingPage
from initiatives import shares
from initiatives.forms import ProxyForm, ShareForm
from initiatives.models import AnnualRecord, RecordShare
from initiatives.views.staff import proxy_form


def _share(user: User, pk: int) -> RecordShare:
    return get_object_or_404(RecordShare.objects.written_by(user), pk=pk)


@requires(Permission.ENTER_RECORDS)
def share_edit(request, pk):
    """「担当分を渡す」 hands the share to the lead department, 「下書きを保存」 stays here."""
    share = _share(request.user, pk)
    record = AnnualRecord.objects.for_reading().get(pk=share.record_id)
    share.record = record
    form = ShareForm(request.POST or None, initial=ShareForm.values(share))
    proxy = proxy_form(request, share)
    page = WritingPage(request, *filter(None, (form, proxy)), row=share, refusal=_refusal(record))
    if page.is_pressed and (saved := _write(request, share, form, proxy)):
        page.drop()
        if saved.is_handed:
            messages.success(request, f"「{record.title}」の担当分を{record.department_name}に渡しました。")
            return redirect(record)
        messages.success(request, f"「{record.title}」の担当分の下書きを保存しました。")
        return redirect("staff:share-edit", pk=pk)
    if request.method != "POST" and not record.is_editable:
        messages.warning(request, _refusal(record))
        if not page.has_unsaved:
            return redirect(record)
    if previous := RecordShare.objects.of_year_before(share):
        form.show_previous(previous)
    context = {"share": share, "record": record, "proxy": proxy}
    return page.show("staff/initiatives/share_edit.html", context)


def _refusal(record: AnnualRecord) -> str:
    """Why nothing can be written now; empty when it can."""
    if record.is_editable:
        return ""
    return f"この記録は「{record.get_state_display()}」のため、担当分を入力できません。"


def _write(request, share: RecordShare, form: ShareForm, proxy: ProxyForm | None) -> RecordShare | None:
    """Save what was typed; None when it was refused, which the form says."""
    is_complete = proxy is None or proxy.is_valid()
    if not form.is_valid() or not is_complete:
        return None
    how = proxy and proxy.cleaned_data
    row = {"share": share, "hand_in": "hand_in" in request.POST, "by": request.user}
    return form.carry_out(shares.write, **row, now=timezone.now(), proxy=how)
