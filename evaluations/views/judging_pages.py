"""What the committee's and the secretariat's pages share: ratings of goals and plan, versions of the 総評, both eyes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import history
from accounts.versioned_forms import carried_out
from accounts.views.paging import page_of
from evaluations import other_years
from evaluations.judging import goal_ratings, opposite_eyes
from evaluations.judging.forms import GoalRatingForm
from evaluations.judging.overall_versions import compared, versions
from evaluations.models import EvaluationRound, GoalRating
from initiatives.models import RatingScale

STAGE_LABELS = GoalRating.STAGE_LABELS
Stage = RatingScale.Stage


def goals_page(request, round_: EvaluationRound, template: str, *, is_chair: bool = False):
    """Goals and plan: the computed distribution, and beside it what people say at each stage."""
    today = timezone.localdate()
    reads = goal_ratings.readable_stages(round_, request.user, today, is_chair=is_chair)
    context = {
        "round": round_,
        "sheet": goal_ratings.sheet(round_, reads=reads),
        "is_blind": round_.is_blind_for(request.user, today),
        "hides_committee": Stage.COMMITTEE not in reads,
        "hides_final": Stage.FINAL not in reads,
        "is_chair": is_chair,
    }
    return render(request, template, context)


def goal_rate_page(request, round_: EvaluationRound, stage: str, place: int, back: str, template: str):
    """One goal (or the plan as a whole) at one stage: level and reason, with the history of both."""
    reads = goal_ratings.readable_stages(round_, request.user, timezone.localdate(), is_chair=True)
    sheet = goal_ratings.sheet(round_, reads=reads)
    if place >= len(sheet.lines):
        raise Http404
    line = sheet.lines[place]
    rating = line.ratings.get(stage)
    form = GoalRatingForm(
        request.POST or None,
        levels=sheet.levels_for(stage),
        initial=GoalRatingForm.values(rating) if rating else {"version": 0},
    )
    row = {"round": round_, "subject": line.subject, "stage": stage}
    if carried_out(request, form, goal_ratings.rate_goal, **row, by=request.user, now=timezone.now()):
        messages.success(request, f"「{line.subject.label}」の評価を保存しました。")
        return redirect(back)
    context = {
        "round": round_,
        "subject": line.subject,
        "stage_label": STAGE_LABELS[stage],
        "line": line,
        "sheet": sheet,
        "form": form,
        "back": back,
        "history": history.entries(round_.goal_ratings.filter(goal=line.subject.goal, stage=stage)),
    }
    return render(request, template, context)


def versions_page(request, round_: EvaluationRound, template: str):
    """Every kept version of the 総評; ``?old=`` and ``?new=`` hold two of them side by side."""
    found = versions(round_)
    newest = [str(version.number) for version in found[:2]]
    old, new = (request.GET.get(name, "") for name in ("old", "new"))
    if len(newest) == 2 and not (old or new):
        new, old = newest
    context = {
        "round": round_,
        "versions": found,
        "page_obj": page_of(request, found),
        "old": old,
        "new": new,
        "pair": compared(found, old, new),
    }
    return render(request, template, context)


def eyes_page(request, round_: EvaluationRound, template: str, area: str):
    """反対側の目 of the round and of the years before it; nothing of years in which the reader is kept blind."""
    today = timezone.localdate()
    rounds = EvaluationRound.objects.for_reading().filter(
        request__term=round_.request.term_id, request__target_year__lte=round_.target_year
    )
    rounds = rounds.filter(request__target_year__in=other_years.shown_beside(round_, is_public=False))
    rounds = rounds.filter(committee_rates=True).order_by("request__target_year")
    shown = [row for row in rounds if not row.is_blind_for(request.user, today)]
    pages = {row.target_year: reverse(f"{area}:round-eyes", args=[row.pk]) for row in shown}
    context = {
        "round": round_,
        "is_blind": round_.committee_rates and round_.is_blind_for(request.user, today),
        **eyes_context(request, opposite_eyes.of_rounds(shown), round_.target_year, pages),
    }
    return render(request, template, context)


def eyes_context(request, years: list[opposite_eyes.Year], newest: int, pages: dict[int, str]) -> dict:
    """The comparison by goal and year, each with its page; of the year ``newest`` the cross table and a list of 取組.

    The query says which 取組: those behind a number of the tables (``opposite_eyes.Choice``), else those that differ.
    """
    year = next((year for year in years if year.year == newest and year.is_rated), None)
    rated = [year for year in years if year.is_rated]
    context = {"rows": opposite_eyes.goal_rows(rated, pages), "sides": opposite_eyes.SIDES, "year": year}
    if year:
        choice = opposite_eyes.Choice.read(request.GET, year)
        narrowed = choice.within_goal(year)
        context |= {
            "goals": list(dict.fromkeys(pair.goal for pair in year.pairs)),
            "choice": choice,
            "table": narrowed.table(choice.goal),
            "page_obj": page_of(request, [narrowed.told(pair) for pair in choice.listed(narrowed)]),
            "unrated": sum(pair.middle is None for pair in narrowed.pairs),
        }
    return context | {"keys": opposite_eyes.keys(), "summary": {"stage_label": "評価の違い"}}
