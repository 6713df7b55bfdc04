"""One opinion of the ledger for staff: what it says, who answers it, the reply, and what changed because of it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import history
from accounts.access import requires
from accounts.dates import write_day
from accounts.models import User, newest_name
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.versioning import MoveRefused, StaleVersion, read_version
from accounts.views.deleting import delete_page
from evaluations.forms import DraftReplyForm, ReplyForm
from evaluations.ledger import assignment, groups, listing, outcome, publishing, replies, together
from evaluations.ledger.forms import AssignForm, ChangeForm, Choices
from evaluations.ledger.personal_information import hint
from evaluations.ledger.status import Status, with_status
from evaluations.models import Opinion, OpinionChange, ReplyTemplate, Response
from initiatives.models import Initiative, RevisionChange
from plans.fiscal_year import fiscal_year_of

CHANGED = "ほかの人がこの意見を変更しました。今の内容を確かめてから、もう一度押してください。"


def _opinion(user: User, pk: int, rows=None) -> Opinion:
    rows = Opinion.objects.handled_by(user, timezone.localdate()) if rows is None else rows
    return get_object_or_404(rows.for_reading().select_related("public", "record__lead_department"), pk=pk)


@requires(Permission.ENTER_RECORDS)
@require_safe
def opinion_detail(request, pk):
    """All that the ledger knows of an opinion, what may be done with it, and who changed what."""
    today, offices = timezone.localdate(), listing.Offices()
    rows = with_status(Opinion.objects.handled_by(request.user, today), today)
    concerned = Prefetch("initiatives", Initiative.objects.select_related("term"))
    opinion = _opinion(request.user, pk, rows.prefetch_related(concerned, "alike"))
    lead, own = opinion.answered_as, offices.organization_of(request.user)
    changes = lead.changes.select_related("initiative", "revision_change__revision")
    context = {
        "opinion": opinion,
        "status": Status(opinion.status).label,
        "owners": [offices.owner(reply) for reply in opinion.replies],
        "changes": changes,
        "workshop": _workshop(opinion, request.user),
        "may_run": listing.may_run(request.user),
        "may_reply": _may_write(together.own_reply(opinion, own), request.user),
        "mark": together.mark(opinion, together.own_reply(opinion, own)),
        "history": _history(lead, opinion) if listing.may_run(request.user) else (),
    }
    return render(request, "staff/evaluations/opinion_detail.html", context)


def _workshop(opinion: Opinion, user: User) -> int | None:
    """The key of the workshop on whose cards the opinion stood, for those who may open it."""
    if opinion.source != Opinion.Source.WORKSHOP or not listing.may_run(user):
        return None
    return opinion.cards.values_list("workshop", flat=True).first()


def _history(lead: Opinion, opinion: Opinion) -> list[history.Entry]:
    """With the names of the departments read along: an event alone knows only their keys."""
    replies = Response.pgh_event_model.objects.filter(opinion=lead)
    named = replies.annotate(department_words=newest_name("department_id"))
    return history.entries(Opinion.objects.filter(pk=opinion.pk), named)


def _may_write(reply: Response | None, user: User) -> bool:
    """A secretariat writes the reply of its organisation, a clerk the one that the department owes."""
    if reply is None:
        return False
    return user.may(Permission.RUN_ROUNDS) or reply.department_id == user.department_id


@requires(Permission.ENTER_RECORDS)
def opinion_reply(request, pk):
    """市・社協の考え方 on one opinion: a department drafts, the secretariat writes and decides."""
    opinion = _answered(request.user, pk)
    response = together.own_reply(opinion, request.user.organization.pk)
    may_decide = request.user.may(Permission.RUN_ROUNDS)
    shown = ReplyForm.values(response) | {"seen_version": opinion.version}
    templates = list(ReplyTemplate.objects.all())
    shown |= _from_template(request.GET.get("template", ""), templates, shown)
    form = (ReplyForm if may_decide else DraftReplyForm)(request.POST or None, initial=shown)
    row = {"opinion": opinion, "organization": response.organization}
    signed = {"by": request.user, "now": timezone.now()}
    if carried_out(request, form, replies.reply, **row, **signed):
        messages.success(request, f"{opinion.number}への考え方を保存しました。")
        return redirect(_after_reply(opinion, may_decide))
    context = {
        "opinion": form.changed or opinion,
        "form": form,
        "templates": templates,
        "back": _after_reply(opinion, may_decide),
        "hint": hint(response.opinion.summary, response.text, response.what_changed),
    }
    return render(request, "staff/evaluations/opinion_reply.html", context)


def _answered(user: User, pk: int) -> Opinion:
    if user.may(Permission.RUN_ROUNDS):
        return _opinion(user, pk, Opinion.objects.answered_by(user))
    return _opinion(user, pk)


def _after_reply(opinion: Opinion, may_decide: bool) -> str:
    """Back to the round whose opinions are being answered, or to the opinion."""
    if may_decide and opinion.round and opinion.round.takes_replies:
        return reverse("staff:opinion-list", args=[opinion.round_id])
    return reverse("staff:opinion-detail", args=[opinion.pk])


def _from_template(key: str, templates: list[ReplyTemplate], shown: dict) -> dict:
    """What a ready-made reply puts into the boxes: behind what is written there already."""
    chosen = next((row for row in templates if str(row.pk) == key), None)
    if chosen is None:
        return {}
    text = f"{shown['text']}\n\n{chosen.text}" if shown["text"] else chosen.text
    return {"text": text, "disposition": shown["disposition"] or chosen.disposition}


@requires(Permission.RUN_ROUNDS)
def opinion_assign(request, pk):
    """Who answers the opinion, until when, and which 取組 it concerns."""
    opinion = _opinion(request.user, pk)
    assigned = [reply.department_id for reply in opinion.responses.all()]
    choices = Choices.read(fiscal_year_of(timezone.localdate()), *assigned)
    form = AssignForm(request.POST or None, opinion=opinion, choices=choices)
    if carried_out(request, form, assignment.assign, opinion=opinion):
        messages.success(request, f"{opinion}の担当と期限などを保存しました。")
        return redirect("staff:opinion-detail", pk=pk)
    return render(request, "staff/evaluations/opinion_assign.html", {"opinion": opinion, "form": form})


# ---- single presses ---------------------------------------------------------------------------------------


def _press(request, pk: int, verb: Callable, done: str, **given):
    """Carry out a press on the page of an opinion and go back there; a refusal is said above it."""
    opinion = _opinion(request.user, pk)
    version = read_version(request.POST.get("version", ""))
    try:
        verb(opinion=opinion, version=version, **given)
    except StaleVersion:
        messages.error(request, CHANGED)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{opinion}{done}")
    return redirect("staff:opinion-detail", pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_POST
def opinion_ungroup(request, pk):
    return _press(request, pk, groups.ungroup, "を、まとめから外しました。")


@requires(Permission.RUN_ROUNDS)
@require_POST
def opinion_close(request, pk):
    return _press(request, pk, outcome.close, "を対応済みにしました。", today=timezone.localdate())


@requires(Permission.RUN_ROUNDS)
@require_POST
def opinion_reopen(request, pk):
    return _press(request, pk, outcome.reopen, "の対応済みを取り消しました。")


@requires(Permission.RUN_ROUNDS)
@require_POST
def opinion_withdraw(request, pk):
    return _press(request, pk, publishing.withdraw, "の公開をやめました。")


# ---- what changed -----------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def change_add(request, pk):
    """Write down what changed because of an opinion."""
    opinion = _opinion(request.user, pk).answered_as
    initial = {"version": 0, "happened_on": write_day(timezone.localdate())}
    return _change_page(request, opinion, None, initial)


@requires(Permission.RUN_ROUNDS)
def change_edit(request, pk):
    change = get_object_or_404(OpinionChange.objects.select_related("opinion"), pk=pk)
    return _change_page(request, change.opinion, change, ChangeForm.values(change))


def _change_page(request, opinion: Opinion, change: OpinionChange | None, initial: dict):
    form = ChangeForm(
        request.POST or None,
        initiatives=_may_have_changed(),
        near=opinion.initiatives.values_list("pk", flat=True),
        revised=RevisionChange.objects.public().select_related("revision"),
        initial=initial,
    )
    if carried_out(request, form, outcome.note_change, opinion=opinion, change=change):
        messages.success(
            request, f"{opinion}で変わったことを保存しました。公開の画面には、次に公開したときに載ります。"
        )
        return redirect("staff:opinion-detail", pk=opinion.pk)
    context = {"opinion": opinion, "change": change, "form": form}
    return render(request, "staff/evaluations/opinion_change.html", context)


def _may_have_changed():
    """All 取組, those of the newest term first."""
    return Initiative.objects.select_related("term__plan").order_by("-term__first_year", "position", "number")


@requires(Permission.RUN_ROUNDS)
def change_delete(request, pk):
    change = get_object_or_404(OpinionChange.objects.select_related("opinion"), pk=pk)
    return delete_page(
        request,
        outcome.delete_change,
        {"change": change},
        back=reverse("staff:opinion-change-edit", args=[pk]),
        to=reverse("staff:opinion-detail", args=[change.opinion_id]),
        lead="公開の画面からは、次に公開したときに消えます。更新履歴には残ります。",
    )
