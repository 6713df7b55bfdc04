"""会議録 on their way: sent to the members, their answers judged, fixed, published, and 正誤 afterwards."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.pressing import press
from accounts.views.writing import WritingPage
from evaluations.minutes import changes, circulation, content, fixing, letters, prints
from evaluations.minutes.forms import (
    ByProxyForm,
    DecideForm,
    ErratumForm,
    FixForm,
    PublishForm,
    SendForm,
)
from evaluations.models import MinutesCorrection, MinutesEdition, MinutesReading, MinutesRule
from evaluations.views.staff_minutes import the_minutes


@requires(Permission.RUN_ROUNDS)
def minutes_send(request, pk):
    """To whom the draft goes, and until when they answer; sends it with one press, and moves the date later."""
    minutes, today = the_minutes(pk), timezone.localdate()
    rule = MinutesRule.objects.filter(committee=minutes.meeting.committee_id).first() or MinutesRule()
    first = {"version": minutes.version, "due_on": minutes.due_on or today + timedelta(days=rule.days)}
    form = SendForm(request.POST or None, initial=first)
    if sent := carried_out(request, form, circulation.send, minutes=minutes, now=timezone.now()):
        paper = f"紙で送る委員は{len(sent.on_paper)}人です。" if sent.on_paper else ""
        messages.success(request, f"{len(sent.mailed)}人に会議録の案をメールで知らせます。{paper}")
        return redirect("staff:minutes-detail", pk=pk)
    minutes.due_on = minutes.due_on or first["due_on"]
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "form": form,
        "members": circulation.to_be_sent(minutes),
        "letter": letters.to_confirm(minutes),
    }
    return render(request, "staff/evaluations/minutes_send.html", context)


def _reading(pk: int) -> MinutesReading:
    rows = MinutesReading.objects.select_related(
        "minutes__meeting__committee__term__plan", "member__user", "confirmed_by"
    )
    return get_object_or_404(rows, pk=pk)


@requires(Permission.RUN_ROUNDS)
def minutes_proxy(request, pk):
    """What a member answered on paper: corrections, typed in one by one."""
    reading = _reading(pk)
    form = ByProxyForm(request.POST or None, sections=content.sections(reading.minutes))
    page = WritingPage(request, form, row=None)
    row = {"reading": reading, "by": request.user, "now": timezone.now()}
    if page.carried_out(circulation.propose, **row):
        messages.success(request, f"{reading.member.name}さんの訂正の申し出を代わりに入力しました。")
        return redirect("staff:minutes-proxy", pk=pk)
    own = MinutesCorrection.objects.for_reading().filter(
        section__minutes=reading.minutes, member=reading.member
    )
    context = {
        "meeting": reading.minutes.meeting,
        "minutes": reading.minutes,
        "reading": reading,
        "corrections": list(own),
        "takes_answers": reading.minutes.takes_answers(timezone.localdate()),
    }
    return page.show("staff/evaluations/minutes_proxy.html", context)


@requires(Permission.RUN_ROUNDS)
@require_POST
def minutes_proxy_confirm(request, pk):
    """A member confirmed on paper or by telephone."""
    reading = _reading(pk)
    row = {"reading": reading, "by": request.user, "now": timezone.now()}
    press(request, circulation.confirm, done=f"{reading.member.name}さんの確認を入力しました。", **row)
    return redirect("staff:minutes-detail", pk=reading.minutes.meeting_id)


@requires(Permission.RUN_ROUNDS)
def minutes_decide(request, pk):
    """One proposal beside the text as it stands; taken over or not, with a reason."""
    correction = get_object_or_404(MinutesCorrection.objects.for_reading(), pk=pk)
    minutes = correction.section.minutes
    first = DecideForm.values(correction) | {"seen_version": correction.section.version}
    form = DecideForm(request.POST or None, initial=first)
    page = WritingPage(request, form, row=correction)
    row = {"correction": correction, "by": request.user, "now": timezone.now()}
    if done := page.carried_out(circulation.decide, **row):
        messages.success(
            request, f"{done.member.name}さんの申し出を「{done.get_state_display()}」としました。"
        )
        return redirect("staff:minutes-detail", pk=minutes.meeting_id)
    if form.changed:
        correction = MinutesCorrection.objects.for_reading().get(pk=pk)
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "correction": correction,
        "line": changes.of_correction(correction),
    }
    return page.show("staff/evaluations/minutes_decide.html", context)


# ---- fixing and publishing --------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def minutes_fix(request, pk):
    """The text as it will be for good, and what stands in the way."""
    minutes = the_minutes(pk)
    rows = content.sections(minutes)
    shown = content.content(minutes, rows)
    form = FixForm(
        request.POST or None, initial={"version": minutes.version, "seal": content.digest_of(shown)}
    )
    row = {"minutes": minutes, "by": request.user, "now": timezone.now()}
    if edition := carried_out(request, form, fixing.fix, **row):
        messages.success(request, f"会議録（第{edition.number}版）を確定しました。")
        return redirect("staff:minutes-edition", pk=edition.pk)
    form = _looked_at_again(form, content.digest_of(shown))
    inside = content.for_inside(shown)
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "form": form,
        "shown": inside,
        "facts": prints.facts(inside),
        "obstacles": fixing.obstacles(minutes, timezone.localdate(), rows, shown),
        "unpublished": fixing.unpublished(minutes, shown),
    }
    return render(request, "staff/evaluations/minutes_fix.html", context)


def _looked_at_again(form, seal: str):
    """A refused page shows the text as it is now: the next press seals that."""
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seal"] = seal
    return form


@requires(Permission.RUN_ROUNDS)
def minutes_erratum(request, pk):
    """Begin a 正誤 of what was fixed."""
    minutes = the_minutes(pk)
    form = ErratumForm(request.POST or None, initial={"version": minutes.version})
    page = WritingPage(request, form, row=minutes)
    if page.carried_out(fixing.begin_erratum, minutes=minutes):
        messages.success(request, "正誤を始めました。文章を直してから、もう一度確定してください。")
        return redirect("staff:minutes-detail", pk=pk)
    return page.show(
        "staff/evaluations/minutes_erratum.html", {"meeting": minutes.meeting, "minutes": minutes}
    )


def _edition(pk: int) -> MinutesEdition:
    rows = MinutesEdition.objects.with_meeting().select_related("minutes__meeting__committee__term__plan")
    return get_object_or_404(rows, pk=pk)


@requires(Permission.RUN_ROUNDS)
@require_safe
def minutes_edition(request, pk):
    """A fixed edition with all that it holds, and what it changed of the one before."""
    edition = _edition(pk)
    before = edition.minutes.editions.filter(number=edition.number - 1).first()
    shown = content.for_inside(edition.content)
    context = {
        "meeting": edition.minutes.meeting,
        "minutes": edition.minutes,
        "edition": edition,
        "shown": shown,
        "facts": prints.facts(shown),
        "changes": changes.between(before.content, edition.content) if before else [],
    }
    return render(request, "staff/evaluations/minutes_edition.html", context)


@requires(Permission.RUN_ROUNDS)
def minutes_publish(request, pk):
    """What everybody would read of a fixed edition; press to publish."""
    edition = _edition(pk)
    shown = fixing.publication(edition.minutes, edition.content)
    seal = content.digest_of(shown)
    form = PublishForm(request.POST or None, initial={"version": edition.version, "seal": seal})
    row = {"edition": edition, "by": request.user, "now": timezone.now()}
    if carried_out(request, form, fixing.publish, **row):
        messages.success(request, f"会議録（第{edition.number}版）を公表しました。")
        return redirect("staff:minutes-edition", pk=pk)
    context = {
        "meeting": edition.minutes.meeting,
        "minutes": edition.minutes,
        "edition": edition,
        "form": _looked_at_again(form, seal),
        "shown": shown,
        "facts": prints.facts(shown),
        "refusal": fixing.refusal_to_publish(edition, shown),
    }
    return render(request, "staff/evaluations/minutes_publish.html", context)


@requires(Permission.RUN_ROUNDS)
@require_POST
def minutes_withdraw(request, pk):
    edition = _edition(pk)
    press(request, fixing.withdraw, done="会議録の公表をやめました。", edition=edition)
    return redirect("staff:minutes-edition", pk=pk)
