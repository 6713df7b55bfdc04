"""The secretariat's pages: open a round, follow it, reply, decide, publish."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Permission
from accounts.versioning import MoveRefused, StaleVersion, read_version
from accounts.views.paging import page_of
from evaluations import board, workflow
from evaluations.batch_forms import BoardFilter
from evaluations.forms import FinalForm, RoundForm
from evaluations.models import Edition, EvaluationRound
from evaluations.views.reports import report_page
from initiatives.models import AnnualRecord
from plans.views.prints import pdf_response


def _round(pk: int) -> EvaluationRound:
    return get_object_or_404(EvaluationRound.objects.for_reading(), pk=pk)


# ---- the round --------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_list(request):
    accepted = Count("request__records", filter=Q(request__records__state=AnnualRecord.State.ACCEPTED))
    rounds = EvaluationRound.objects.for_reading().annotate(
        total=Count("request__records"), accepted=accepted
    )
    return render(request, "staff/evaluations/round_list.html", {"rounds": rounds})


@requires(Permission.RUN_ROUNDS)
def round_open(request):
    """Open the evaluation of a target year; the departments see it at once."""
    form = RoundForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        if "count" in request.POST:
            form.show_counted()
            return render(request, "staff/evaluations/round_open.html", {"form": form})
        try:
            round_ = workflow.open_round(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{round_}の回を開き、所管課に照会しました。")
            return redirect("staff:round-board", pk=round_.pk)
    return render(request, "staff/evaluations/round_open.html", {"form": form})


@requires(Permission.RUN_ROUNDS)
@require_safe
def round_board(request, pk):
    """Who is missing, at a glance, and what comes next."""
    round_ = _round(pk)
    narrow = BoardFilter(request.GET)
    rows = board.rows(round_, request.user, timezone.localdate(), **narrow.narrowing())
    late = sum(row.late for row in rows)
    context = {
        "round": round_,
        "rows": rows,
        "narrow": narrow,
        "states": AnnualRecord.State.labels,
        "totals": [sum(column) for column in zip(*(row.counts for row in rows), strict=True)],
        "late": late,
        "late_text": f"{late}件が提出期限を過ぎています。表の「期限超過」の所管課に確かめてください。",
        "total": sum(row.total for row in rows),
        "shown": sum(len(row.shown) for row in rows),
        "stages": EvaluationRound.Stage.choices,
        "promises": board.promises(round_),
    }
    return render(request, "staff/evaluations/round_board.html", context)


def _advance(request, pk: int, verb, template: str, done: str, **options):
    """Ask, and on POST carry the round one stage on; a refusal is said on the board."""
    round_ = _round(pk)
    if request.method != "POST":
        unaccepted = round_.request.records.exclude(state=AnnualRecord.State.ACCEPTED)
        return render(request, template, {"round": round_, "unaccepted": unaccepted.in_order()})
    try:
        verb(round=round_, **options)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("staff:round-board", pk=pk)


@requires(Permission.RUN_ROUNDS)
def round_to_committee(request, pk):
    done = "委員会に渡しました。委員は確認済みの取組を読み、意見を書けます。"
    return _advance(request, pk, workflow.start_committee, "staff/evaluations/round_to_committee.html", done)


@requires(Permission.RUN_ROUNDS)
def round_to_deciding(request, pk):
    done = "委員会の意見を締め切りました。回答と最終評価を決めてください。"
    template = "staff/evaluations/round_to_deciding.html"
    return _advance(request, pk, workflow.close_opinions, template, done, now=timezone.now())


# ---- opinions --------------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def opinion_list(request, pk):
    """Every opinion of the round with its reply, or who has to write it; the unanswered ones first."""
    round_ = _round(pk)
    opinions = list(round_.opinions.for_reading())
    own = set(round_.opinions.answered_by(request.user).values_list("pk", flat=True))
    context = {
        "round": round_,
        "page_obj": page_of(request, sorted(opinions, key=lambda opinion: opinion.is_replied)),
        "own": own,
        "left": sum(not opinion.is_replied for opinion in opinions),
    }
    return render(request, "staff/evaluations/opinion_list.html", context)


# ---- final evaluation -------------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
@require_safe
def final_list(request, pk):
    """Every 取組 with its self-rating, the committee's voice, and the final evaluation or who owes it."""
    round_ = _round(pk)
    records = (
        round_.request.records.select_related(
            "request", "self_rating", "lead_department__organization", "final_evaluation__level"
        )
        .annotate(opinion_count=Count("opinions"))
        .in_order()
    )
    context = {
        "round": round_,
        "page_obj": page_of(request, list(records)),
        "own": set(
            AnnualRecord.objects.managed_by(request.user)
            .filter(request=round_.request)
            .values_list("pk", flat=True)
        ),
        "left": sum(not (record.outcome or _stands(record)) for record in records),
    }
    return render(request, "staff/evaluations/final_list.html", context)


def _stands(record: AnnualRecord) -> bool:
    return hasattr(record, "final_evaluation") and record.final_evaluation.stands


@requires(Permission.RUN_ROUNDS)
def record_final(request, pk):
    """The final evaluation of one record, with all that was said about it in view."""
    record = _record_to_judge(request.user, pk)
    round_ = record.request.round
    final = getattr(record, "final_evaluation", None)
    form = FinalForm(
        request.POST or None,
        round=round_,
        self_rating=record.self_rating.code if record.self_rating else "",
        initial=(FinalForm.values(final) if final else {"version": 0}) | {"seen_version": record.version},
    )
    row = {"round": round_, "record": record, "by": request.user, "now": timezone.now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(workflow.decide_final, **row):
        messages.success(request, f"「{record.title}」の最終評価を保存しました。")
        return redirect("staff:final-list", pk=round_.pk)
    if form.changed:
        record = _record_to_judge(request.user, pk)
    context = {"record": record, "round": round_, "form": form}
    return render(request, "staff/evaluations/record_final.html", context)


def _record_to_judge(user: User, pk: int) -> AnnualRecord:
    records = AnnualRecord.objects.managed_by(user).for_reading().select_related("request__round")
    return get_object_or_404(
        records.prefetch_related(
            "opinions",
            "committee_ratings__level",
            "proxy_entries__by",
            "proxy_entries__share__department__names",
        ),
        pk=pk,
    )


# ---- reports and publication ------------------------------------------------------------------------------


@requires(Permission.RUN_ROUNDS)
def round_publish(request, pk):
    """What is still missing, what will become public, and 公表; afterwards how far the PDF is."""
    round_ = _round(pk)
    edition = round_.editions.filter(is_draft=False).defer("pdf", "head").first()
    if request.method == "POST":
        if "again" in request.POST and edition:
            workflow.make_again(edition=edition, now=timezone.now())
        else:
            _publish(request, round_)
        return redirect("staff:round-publish", pk=pk)
    context = {
        "round": round_,
        "gaps": workflow.publication_gaps(round_),
        "edition": edition,
        "has_stalled": bool(edition and edition.has_stalled(timezone.now())),
        "has_comment": hasattr(round_, "overall_comment"),
        "has_goals": round_.goal_ratings.exists(),
        "has_letter": round_.recommendations.ready().exists(),
    }
    return render(request, "staff/evaluations/round_publish.html", context)


def _publish(request, round_: EvaluationRound) -> None:
    version = read_version(request.POST.get("version", ""))
    try:
        workflow.publish(round=round_, version=version, by=request.user, now=timezone.now())
    except StaleVersion:
        messages.error(request, "この評価の回は、ほかの人が先に進めました。今の状態を確かめてください。")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "公表の準備を始めました。PDFができしだい、公開ページに載ります。")


@requires(Permission.RUN_ROUNDS)
def round_report(request, pk):
    return report_page(request, _round(pk), "staff/evaluations/round_report.html")


@requires(Permission.RUN_ROUNDS)
@require_safe
def edition_pdf(request, pk):
    edition = get_object_or_404(Edition, pk=pk, state=Edition.State.READY)
    return pdf_response(edition.pdf, f"hyoka-an-{pk}.pdf" if edition.is_draft else f"hyoka-{pk}.pdf")
