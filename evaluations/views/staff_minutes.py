"""会議録 as the secretariat makes them: the draft, its sections, the head, and the rule of the committee."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.history import entries
from accounts.roles import Permission
from accounts.versioning import MoveRefused, read_version
from accounts.views.writing import WritingPage
from evaluations.minutes import changes, content, drafting, editing, paging, prints
from evaluations.minutes.forms import HeadForm, NotesForm, RuleForm
from evaluations.minutes.section_form import SectionForm
from evaluations.models import (
    AgendaItem,
    Committee,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesEdition,
    MinutesPassage,
    MinutesRule,
    MinutesSection,
)
from plans.views.prints import kept_pdf


def the_minutes(meeting: int) -> Minutes:
    return get_object_or_404(Minutes.objects.for_reading(), meeting=meeting)


@requires(Permission.RUN_ROUNDS)
@require_safe
def minutes_detail(request, pk):
    """The minutes of a meeting: the text, who has confirmed it, what was proposed. Before the draft: how to begin."""
    meeting = get_object_or_404(Meeting.objects.for_reading().select_related("minutes"), pk=pk)
    minutes = getattr(meeting, "minutes", None)
    if minutes is None:
        context = {"meeting": meeting, "items": list(meeting.agenda.all()), "today": timezone.localdate()}
        return render(request, "staff/evaluations/minutes_begin.html", context)
    minutes.meeting = meeting
    rows, editions = _text(minutes)
    is_fixed = minutes.state == Minutes.State.FIXED
    shown = content.for_inside(editions[0].content if is_fixed else content.content(minutes, rows))
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "shown": shown,
        "facts": prints.facts(shown),
        "changes": changes.since_sending(minutes, rows),
        "editions": editions,
    }
    if minutes.state != Minutes.State.AMENDING:  # then the answers are those to what was fixed before
        corrections = MinutesCorrection.objects.for_reading().filter(section__minutes=minutes)
        readings = minutes.readings.select_related("member", "mail", "confirmed_by")
        context |= {"corrections": list(corrections), "readings": list(readings)}
    return render(request, "staff/evaluations/minutes_detail.html", context)


def _text(minutes: Minutes) -> tuple[list[MinutesSection], list[MinutesEdition]]:
    """The sections where the text is open, and the editions once there are some, newest first."""
    rows, editions = [], []
    if minutes.is_open:
        rows = content.sections(minutes)
    if minutes.state in (Minutes.State.FIXED, Minutes.State.AMENDING):
        editions = list(minutes.editions.defer("publication").select_related("fixed_by"))
    return rows, editions


@requires(Permission.RUN_ROUNDS)
@require_safe
def minutes_history(request, pk):
    """Who wrote what into the minutes."""
    minutes = the_minutes(pk)
    history = entries(
        Minutes.objects.filter(pk=minutes.pk),
        MinutesSection.objects.filter(minutes=minutes),
        MinutesPassage.objects.filter(section__minutes=minutes),
        MinutesCorrection.objects.filter(section__minutes=minutes),
    )
    context = {"minutes": minutes, "meeting": minutes.meeting, "history": history}
    return render(request, "staff/evaluations/minutes_history.html", context)


# ---- the draft --------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def minutes_notes(request, pk):
    """要旨 and 決定事項 of one point of the agenda, typed at the meeting or after it."""
    items = AgendaItem.objects.select_related("meeting__committee__term__plan")
    item = get_object_or_404(items, pk=pk)
    form = NotesForm(request.POST or None, initial=NotesForm.values(item))
    page = WritingPage(request, form, row=item)
    if page.carried_out(editing.save_notes, item=item):
        messages.success(request, f"「{item}」の要旨と決定事項を保存しました。")
        return redirect("staff:minutes-detail", pk=item.meeting_id)
    return page.show("staff/evaluations/minutes_notes.html", {"meeting": item.meeting, "item": item})


@requires(Permission.RUN_ROUNDS)
@require_POST
def minutes_make(request, pk):
    """Make the draft, by one press."""
    meeting = get_object_or_404(Meeting.objects.for_reading(), pk=pk)
    try:
        drafting.make(meeting=meeting, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "会議録の案を作りました。項目ごとに、文章を整えてください。")
    return redirect("staff:minutes-detail", pk=pk)


@requires(Permission.RUN_ROUNDS)
def minutes_renew(request, pk):
    """What a new draft would say otherwise; POST takes over what was ticked."""
    minutes, now = the_minutes(pk), timezone.now()
    if request.method == "POST":
        try:
            count = drafting.take(minutes=minutes, marks=request.POST.getlist("mark"), now=now)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("staff:minutes-renew", pk=pk)
        messages.success(request, f"{count}件を会議録に取り込みました。")
        return redirect("staff:minutes-detail", pk=pk)
    found = drafting.offers(minutes, now) if minutes.is_open else []
    rows = [(offer, changes.line_of("", offer.before, offer.words.text)) for offer in found]
    context = {"minutes": minutes, "meeting": minutes.meeting, "rows": rows}
    return render(request, "staff/evaluations/minutes_renew.html", context)


# ---- the pen ----------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def minutes_edit(request, pk):
    minutes = the_minutes(pk)
    form = HeadForm(request.POST or None, initial=HeadForm.values(minutes))
    page = WritingPage(request, form, row=minutes, refusal=_refusal(minutes))
    if page.carried_out(editing.save_head, minutes=minutes):
        messages.success(request, "会議録の体裁を保存しました。")
        return redirect("staff:minutes-detail", pk=pk)
    context = {"meeting": minutes.meeting, "minutes": minutes}
    return page.show("staff/evaluations/minutes_edit.html", context)


def _refusal(minutes: Minutes) -> str:
    """Why the text cannot be written on now; empty when it can."""
    return "" if minutes.is_open else "この会議録は確定しているため、保存できません。"


@requires(Permission.RUN_ROUNDS)
def minutes_section(request, pk):
    """Some passages of a section; every way to the others saves first. 「続けて書く」 comes back with empty boxes."""
    sections = MinutesSection.objects.select_related("minutes__meeting__committee__term__plan", "item")
    section = get_object_or_404(sections, pk=pk)
    place = paging.place(section, request.user, request.path, request.GET.get("page", ""), timezone.now())
    form = SectionForm(request.POST or None, section=section, shown=place.shown)
    page = WritingPage(
        request, form, row=section, part=f"?page={place.number}", refusal=_refusal(section.minutes)
    )
    if _saved(page, form, section):
        messages.success(request, f"「{section.title}」を保存しました。")
        return redirect(_onward(request, section))
    context = {
        "meeting": section.minutes.meeting,
        "minutes": section.minutes,
        "section": section,
        "place": place,
    }
    return page.show("staff/evaluations/minutes_section.html", context)


def _saved(page: WritingPage, form: SectionForm, section: MinutesSection) -> MinutesSection | None:
    """Save what was typed. Whoever only leafs through leaves the section alone, and with it those who write on it."""
    if page.is_pressed and form.is_valid() and form.says_nothing_new:
        page.drop()
        return section
    return page.carried_out(editing.save_section, section=section)


def _onward(request, section: MinutesSection) -> str:
    """To the passages that were asked for, to the empty boxes after the last, or back to the minutes."""
    here = reverse("staff:minutes-section", args=[section.pk])
    if to := read_version(request.POST.get("to", "")):
        return f"{here}?page={to}"
    if "more" in request.POST:
        return f"{here}?page={paging.last(section)}#new"
    return reverse("staff:minutes-detail", args=[section.minutes.meeting_id])


@requires(Permission.RUN_ROUNDS)
def minutes_rule(request, pk):
    """How the minutes of a committee are made from the next ones on."""
    committee = get_object_or_404(Committee.objects.select_related("term__plan"), pk=pk)
    rule = MinutesRule.objects.filter(committee=committee).first() or MinutesRule(committee=committee)
    form = RuleForm(request.POST or None, initial=RuleForm.values(rule))
    page = WritingPage(request, form, row=rule if rule.pk else None)
    if page.carried_out(editing.save_rule, committee=committee):
        messages.success(request, "会議録の決まりを保存しました。次に作る会議録から使います。")
        return redirect("staff:minutes-rule", pk=pk)
    return page.show("staff/evaluations/minutes_rule.html", {"committee": committee, "rule": rule})


@requires(Permission.RUN_ROUNDS)
def minutes_pdf(request, pk):
    """The draft on paper, for members who do not read on a screen."""
    minutes = the_minutes(pk)
    back = reverse("staff:minutes-detail", args=[pk])
    order = prints.draft_order(minutes)
    return kept_pdf(request, order, name=f"kaigiroku-an-{pk}.pdf", title="会議録の案", back=back)
