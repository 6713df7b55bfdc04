"""会議録 as members meet them: read, confirm, ask for other words."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.views.pressing import press
from accounts.views.writing import WritingPage
from evaluations.minutes import changes, circulation, content, prints
from evaluations.minutes.forms import ProposalForm
from evaluations.models import (
    Member,
    Minutes,
    MinutesCorrection,
    MinutesPassage,
    MinutesReading,
    MinutesSection,
    MinutesSpeaker,
)
from plans.views.prints import kept_pdf


def _minutes(request) -> Minutes:
    return Minutes.objects.visible_to(request.user, timezone.localdate()).for_reading()


def _reading(request, minutes: Minutes) -> MinutesReading | None:
    """What was sent to the person; None for one who was absent and reads what is fixed."""
    seats = Member.objects.read_by(request.user, timezone.localdate())
    rows = minutes.readings.filter(member__in=seats).select_related("member", "confirmed_by")
    own = MinutesSpeaker.objects.filter(minutes=OuterRef("minutes"), member=OuterRef("member"))
    return rows.annotate(speaker=Subquery(own.values("pk"))).first()


@requires(Permission.REVIEW)
@require_safe
def minutes_detail(request, pk):
    """The draft that is being confirmed, or the newest fixed text."""
    minutes = get_object_or_404(_minutes(request), meeting=pk)
    reading = _reading(request, minutes)
    is_draft = minutes.is_confirming and reading is not None
    edition = None if is_draft else minutes.editions.first()
    if edition is None and not is_draft:
        raise Http404
    rows = content.sections(minutes) if is_draft else []
    shown = content.for_inside(content.content(minutes, rows) if is_draft else edition.content)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "reading": reading,
        "edition": edition,
        "shown": shown,
        "facts": prints.facts(shown),
        "takes_answers": is_draft and minutes.takes_answers(timezone.localdate()),
        "is_draft": is_draft,
        "changes": changes.since_sending(minutes, rows),
        "corrections": _own(minutes, reading),
        "mine": reading and reading.speaker,
    }
    return render(request, "committee/evaluations/minutes_detail.html", context)


def _own(minutes: Minutes, reading: MinutesReading | None) -> list:
    """The person's own proposals, each with its two texts."""
    if reading is None:
        return []
    rows = MinutesCorrection.objects.for_reading().filter(section__minutes=minutes, member=reading.member)
    return [(row, changes.of_correction(row)) for row in rows]


@requires(Permission.REVIEW)
@require_POST
def minutes_confirm(request, pk):
    minutes = get_object_or_404(_minutes(request), meeting=pk)
    reading = _reading(request, minutes)
    if reading is None:
        raise Http404
    row = {"reading": reading, "by": request.user, "now": timezone.now()}
    press(request, circulation.confirm, done="確認しました。ありがとうございました。", **row)
    return redirect("committee:minutes-detail", pk=pk)


@requires(Permission.REVIEW)
def minutes_correct(request, pk):
    """Ask for other words in the place of a passage."""
    passages = MinutesPassage.objects.standing().select_related("section", "speaker__member")
    passage = get_object_or_404(passages.filter(section__minutes__in=_minutes(request)), pk=pk)
    return _proposal_page(request, passage.section, passage)


@requires(Permission.REVIEW)
def minutes_add(request, pk):
    """Ask for words that are missing in a section."""
    section = get_object_or_404(MinutesSection.objects.filter(minutes__in=_minutes(request)), pk=pk)
    return _proposal_page(request, section, None)


def _proposal_page(request, section: MinutesSection, passage: MinutesPassage | None):
    minutes = get_object_or_404(_minutes(request), pk=section.minutes_id)
    reading = _reading(request, minutes)
    if reading is None:
        raise Http404
    held = circulation.own_open(reading, section, passage)
    form = ProposalForm(request.POST or None, passage=passage, held=held)
    takes_answers = minutes.takes_answers(timezone.localdate())
    page = WritingPage(request, form, row=held, refusal="" if takes_answers else circulation.OVER)
    row = {"reading": reading, "section": section, "passage": passage}
    who = {"by": request.user, "now": timezone.now()}
    if page.carried_out(circulation.propose, **row, **who):
        messages.success(request, "訂正の申し出を事務局に送りました。")
        return redirect(reverse("committee:minutes-detail", args=[minutes.meeting_id]) + "#proposals")
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "section": section,
        "passage": passage,
        "held": held,
        "takes_answers": takes_answers,
    }
    return page.show("committee/evaluations/minutes_correct.html", context)


@requires(Permission.REVIEW)
def minutes_pdf(request, pk):
    """The draft on paper."""
    minutes = get_object_or_404(_minutes(request), meeting=pk)
    if not minutes.is_confirming or _reading(request, minutes) is None:
        raise Http404
    back = reverse("committee:minutes-detail", args=[pk])
    order = prints.draft_order(minutes)
    return kept_pdf(request, order, name=f"kaigiroku-an-{pk}.pdf", title="会議録の案", back=back)
