"""The secretariat around 事前意見: links by mail and letter, who has begun and finished, paper, and 代理入力."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.dates import write_day
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.paging import page_of
from evaluations.models import EvaluationRound, LetterPrint, Member
from evaluations.prior_opinion_forms import (
    LinkSettingForm,
    LinksForm,
    ProxyPlanOpinionForm,
    ProxyReviewForm,
)
from evaluations.prior_opinions import issuing, letters, link_settings, reading, sheets, whole_plan, writing
from evaluations.prior_opinions.journey import journey
from evaluations.prior_opinions.links import last_moment
from evaluations.prior_opinions.overview import overview
from evaluations.views.plan_opinions import opinion_at
from evaluations.views.prior_opinions import Desk
from initiatives.models import AnnualRecord
from plans.views.prints import kept_pdf, pdf_response

NUMBER = re.compile(r"\s*([0-9]{1,9})\s*[-－ー‐]\s*([0-9]{1,9})\s*")


def _round(pk: int) -> EvaluationRound:
    return get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)


def _seat(round_: EvaluationRound, pk: int) -> Member:
    return get_object_or_404(round_.committee.members.select_related("user"), pk=pk)


# ---- links ------------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def review_list(request, pk):
    """Every member, with link and progress; the buttons send, print, extend and revoke links. ``?sheet=`` finds a paper."""
    round_, today = _round(pk), timezone.localdate()
    if "sheet" in request.GET and (address := _entry_of(request, round_)):
        return redirect(address)
    members = list(overview(round_, today))
    due = max(round_.opinions_due_on, today)
    form = LinksForm(
        request.POST or None, members=members, today=today, initial={"expires_on": write_day(due)}
    )
    if request.method == "POST" and form.is_valid():
        return _carry_out(request, round_, form, members)
    context = {
        "round": round_,
        "members": members,
        "form": form,
        "chosen": {int(key) for key in request.POST.getlist("member") if key.isascii() and key.isdigit()},
        "setting": LinkSettingForm(initial=LinkSettingForm.values(round_)),
        "total": round_.request.records.filter(state=AnnualRecord.State.ACCEPTED).count(),
        "print": letters.waiting(round_, request.user, timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "staff/evaluations/review_list.html", context)


def _entry_of(request, round_: EvaluationRound) -> str | None:
    """The page on which the paper of that 票番号 is typed in; that of the whole plan ends in 0."""
    typed = request.GET["sheet"].translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if match := NUMBER.fullmatch(typed):
        if int(match[2]) == sheets.WHOLE_PLAN:
            return reverse("staff:review-opinion", args=[round_.pk, int(match[1]), 0])
        return reverse("staff:review-entry", args=[round_.pk, int(match[1]), int(match[2])])
    messages.error(request, "票番号は、用紙の右上にある番号（例：12-345）を入力してください。")
    return None


def _carry_out(request, round_: EvaluationRound, form: LinksForm, members: list[Member]):
    read, now, by = form.cleaned_data, timezone.now(), request.user
    row = {"round": round_, "members": [m for m in members if m.pk in read["member"]], "now": now}
    until = {"expires_at": last_moment(read["expires_on"])}
    match read["do"]:
        case LinksForm.MAIL:
            count, left = issuing.mail(**row, **until, by=by)
            done = f"個人リンクのメールを{count}通、送信待ちにしました。"
        case LinksForm.LETTER:
            made, left = issuing.print_letters(**row, **until, by=by)
            count, done = bool(made), "手紙を作っています。できあがったら、このページで受け取ってください。"
        case LinksForm.EXTEND:
            count, left = issuing.extend(**row, **until)
            done = f"{count}人の個人リンクの期限を変えました。"
        case _:
            count, left = issuing.revoke(**row, by=by)
            done = f"{count}人の個人リンクを取り消しました。"
    if count:
        messages.success(request, done)
    for why in left:
        messages.warning(request, why)
    return redirect("staff:review-list", round_.pk)


@requires(Permission.RUN_ROUNDS)
def review_setting(request, pk):
    """Whether links ask for a code on a new device."""
    round_ = _round(pk)
    form = LinkSettingForm(request.POST or None, initial=LinkSettingForm.values(round_))
    if carried_out(request, form, link_settings.change, round=round_):
        messages.success(request, "個人リンクの設定を変えました。")
        return redirect("staff:review-list", pk)
    return render(request, "staff/evaluations/review_setting.html", {"round": round_, "form": form})


@requires(Permission.RUN_ROUNDS)
def review_letters(request, pk):
    """The letters that this person asked for: how far they are; the press hands them over, once."""
    round_, now = _round(pk), timezone.now()
    if request.method == "POST":
        if pdf := letters.hand_over(round=round_, by=request.user, now=now):
            response = pdf_response(pdf, f"tegami-{round_.target_year}.pdf")
            response["Content-Disposition"] = f'attachment; filename="tegami-{round_.target_year}.pdf"'
            response["Cache-Control"] = "no-store"
            return response
        messages.warning(request, "受け取れる手紙がありません。もう一度、手紙を作ってください。")
        return redirect("staff:review-list", pk)
    row = letters.waiting(round_, request.user, now)
    context = {"round": round_, "print": row, "minutes": LetterPrint.KEPT_FOR.seconds // 60}
    return render(request, "staff/evaluations/review_letters.html", context)


# ---- paper ------------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def review_member(request, pk, member):
    """One member's way, for typing in what came on paper."""
    round_ = _round(pk)
    seat = _seat(round_, member)
    way = journey(round_, seat)
    context = {
        "round": round_,
        "seat": seat,
        "way": way,
        "page_obj": page_of(request, way.steps),
        "general": whole_plan.own(round_, seat),
        "whole_plan_number": sheets.sheet_number(seat, None),
    }
    return render(request, "staff/evaluations/review_member.html", context)


@requires(Permission.RUN_ROUNDS)
def review_sheets(request, pk, member):
    """The sheets of one member as PDF."""
    round_ = _round(pk)
    seat = _seat(round_, member)
    return kept_pdf(
        request,
        sheets.sheets_order(round_, seat),
        name=f"jizen-iken-{round_.target_year}-{seat.pk}.pdf",
        title=f"{seat.name}さんの事前意見の用紙",
        back=reverse("staff:review-member", args=[pk, member]),
        template="staff/evaluations/review_sheets.html",
    )


@requires(Permission.RUN_ROUNDS)
def review_entry(request, pk, member, record):
    """代理入力 of one 取組 for one member: the words are the member's, who typed them in and when is marked."""
    round_, today = _round(pk), timezone.localdate()
    seat = _seat(round_, member)
    sheet = reading.own_part(round_, seat, record, today)
    if sheet is None:
        raise Http404
    way = journey(round_, seat, record)
    form = ProxyReviewForm(
        request.POST or None, sheet=sheet, version=way.version_of(record), by=request.user, today=today
    )
    row = {"round": round_, "record": sheet.record, "member": seat, "now": timezone.now()}
    around = way.around(record)
    if carried_out(request, form, writing.save, **row):
        messages.success(request, f"{seat.name}さんの「{sheet.record}」を、代理入力として保存しました。")
        after = around["after"]
        if "to_next" in request.POST and after:
            return redirect("staff:review-entry", pk, member, after[0])
        return redirect("staff:review-member", pk, member)
    context = {"round": round_, "seat": seat, "sheet": sheet, "form": form, "around": around}
    return render(request, "staff/evaluations/review_entry.html", context)


@requires(Permission.RUN_ROUNDS)
def review_opinion(request, pk, member, place):
    """代理入力 of an opinion on the whole plan: a new one (``place`` 0), or one of the member's own to mend."""
    round_, today = _round(pk), timezone.localdate()
    seat = _seat(round_, member)
    opinion = opinion_at(Desk(round_, seat), place)
    form = ProxyPlanOpinionForm(request.POST or None, opinion=opinion, by=request.user, today=today)
    row = {"round": round_, "member": seat, "opinion": opinion, "now": timezone.now()}
    if carried_out(request, form, whole_plan.write, **row):
        messages.success(request, f"{seat.name}さんの「計画全体への意見」を、代理入力として保存しました。")
        return redirect("staff:review-member", pk, member)
    context = {"round": round_, "seat": seat, "opinion": opinion, "form": form}
    return render(request, "staff/evaluations/review_opinion.html", context)
