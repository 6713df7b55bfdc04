"""送信したお知らせ: what went out, what did not and why, and the words of the mails."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import outbox
from accounts.access import requires
from accounts.models import OutgoingMail, User
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from accounts.views.paging import page_of
from initiatives import mail_texts, reminders
from initiatives.mail_forms import MailFilter, MailTextForm
from initiatives.models import MailText, Reminder

MAILS_A_PAGE = 50


def _mails():
    return OutgoingMail.objects.select_related("to__department").prefetch_related("to__department__names")


@requires(Permission.RUN_ROUNDS)
@require_safe
def mail_list(request):
    narrow = MailFilter(request.GET)
    mails = narrow.narrow(_mails().annotate(record_count=Count("reminders__record", distinct=True)))
    mails = mails.order_by("-queued_at", "-pk")
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    context = {
        "narrow": narrow,
        "page_obj": page_of(request, mails.defer("body"), MAILS_A_PAGE),
        "failed": failed,
        "failed_title": f"送れなかったお知らせが{failed}通あります",
    }
    return render(request, "staff/initiatives/mail_list.html", context)


@requires(Permission.RUN_ROUNDS)
@require_safe
def mail_detail(request, pk):
    mail = get_object_or_404(_mails(), pk=pk)
    told = mail.reminders.select_related("record__request").order_by("record__request", "record__number")
    return render(request, "staff/initiatives/mail_detail.html", {"mail": mail, "told": told})


def _move(request, pk: int, verb, done: str, **options):
    mail = get_object_or_404(OutgoingMail, pk=pk)
    try:
        verb(mail=mail, **options)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("staff:mail-detail", pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_POST
def mail_retry(request, pk):
    return _move(request, pk, outbox.retry, "送信待ちに戻しました。", now=timezone.now())


@requires(Permission.RUN_ROUNDS)
@require_POST
def mail_cancel(request, pk):
    return _move(request, pk, outbox.cancel, "このお知らせの送信を取りやめました。")


# ---- the words --------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def mail_text_list(request):
    written = set(MailText.objects.values_list("kind", flat=True))
    words = mail_texts.current()
    texts = [
        {"kind": kind, "words": words[kind], "is_ours": kind.value not in written} for kind in Reminder.Kind
    ]
    return render(request, "staff/initiatives/mail_text_list.html", {"texts": texts})


@requires(Permission.RUN_ROUNDS)
def mail_text_edit(request, kind):
    """Word one kind of mail, see it with a real example, or go back to our words."""
    if kind not in Reminder.Kind.values:
        raise Http404
    row = MailText.objects.filter(kind=kind).first()
    if request.method == "POST" and "reset" in request.POST:
        mail_texts.reset(kind=kind)
        messages.success(request, "はじめの文面に戻しました。")
        return redirect("staff:mail-text-list")
    words = row or mail_texts.default(kind)
    shown = {"version": row.version if row else 0, "subject": words.subject, "body": words.body}
    form = MailTextForm(request.POST or None, initial=shown)
    is_final = request.method == "POST" and "preview" not in request.POST
    if is_final and form.is_valid() and form.carry_out(mail_texts.save, kind=kind):
        messages.success(request, "文面を保存しました。これから作るお知らせに使います。")
        return redirect("staff:mail-text-list")
    context = {
        "kind": Reminder.Kind(kind),
        "form": form,
        "is_ours": row is None,
        "blanks": mail_texts.BLANKS.items(),
        "example": _example(form, request.user, kind),
    }
    return render(request, "staff/initiatives/mail_text_edit.html", context)


def _example(form: MailTextForm, user: User, kind: str) -> mail_texts.Words | None:
    """What is in the boxes as a mail of today; None while it cannot be one."""
    if form.is_bound and not form.is_valid():
        return None
    typed = form.cleaned_data if form.is_bound else form.initial
    return mail_texts.Words(typed["subject"], typed["body"]).filled(reminders.example_blanks(kind, user))
