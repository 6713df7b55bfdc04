"""事前意見 by signing in; and what its pages share with those of a personal link (``review_links``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Permission
from accounts.views.writing import autosaved
from evaluations.models import EvaluationRound, Member, Opinion, ReviewLink, ReviewSheet
from evaluations.prior_opinion_forms import ReviewForm
from evaluations.prior_opinions import reading, whole_plan, writing
from evaluations.prior_opinions.journey import Journey, begin, finish, journey

CONFLICT = (
    "ほかの画面か事務局の代理入力で、先に保存されています。入力した内容は、この画面に残っています。"
    "保存のボタンを押すと、見くらべられます。"
)
OVER = "意見の受付が終わったため、保存できません。入力した内容は、この画面に残っています。必要なところを控えてください。"
NOT_RATED = (
    "所管課が記入・修正しているため、選んだ評価は保存していません。確認が済んでから、もう一度選んでください。"
)


@dataclass(frozen=True)
class Desk:
    """Where a member sits down to write: the seat, and the addresses of its pages, by link or signed in."""

    round: EvaluationRound
    seat: Member
    link: ReviewLink | None = None
    key: str = ""

    def address(self, page: str, *args) -> str:
        """The address of 一覧 ``list``, 取組 ``sheet``, 計画全体への意見 ``opinion``, their 自動保存, or the buttons ``press``."""
        if self.link:
            return reverse(f"review-{page}", args=[self.key, *args])
        is_of_record = page in ("sheet", "autosave")
        return reverse(SIGNED_IN[page], args=args if is_of_record else [self.round.pk, *args])

    @property
    def list_url(self) -> str:
        return self.address("list")

    @property
    def press_url(self) -> str:
        return self.address("press")

    def sheet(self, pk: int) -> str:
        return self.address("sheet", pk)

    @property
    def new_opinion_url(self) -> str:
        return self.address("opinion", 0)

    def plan_opinions(self, today: date) -> list[dict]:
        """What the member may read of the whole plan; with ``mend_url`` where it is the member's to mend."""
        return [
            {
                "opinion": row,
                "mend_url": self.address("opinion", row.own_place) if self._may_mend(row) else "",
            }
            for row in whole_plan.readable(self.round, self.seat, today)
        ]

    def _may_mend(self, opinion: Opinion) -> bool:
        return opinion.member_id == self.seat.pk and self.round.takes_opinions and not opinion.is_replied


SIGNED_IN = {
    "list": "committee:round-detail",
    "sheet": "committee:record-review",
    "autosave": "committee:record-autosave",
    "press": "committee:review-press",
    "opinion": "committee:round-opinion",
    "opinion-autosave": "committee:opinion-autosave",
}


def desk_of(user, **key) -> Desk:
    """The desk of a member in the round named by ``key``; 404 outside the own committee and term of office."""
    today = timezone.localdate()
    round_ = get_object_or_404(EvaluationRound.objects.visible_to(user, today).for_reading(), **key)
    return Desk(round_, round_.seat_of(user, today))


@requires(Permission.REVIEW)
def record_review(request, pk):
    """One 取組 with its years and what was said of it; below, the member's own words and choice."""
    desk = desk_of(request.user, request__records__pk=pk)
    return sheet_page(request, desk, pk, "committee/evaluations/record_review.html")


@requires(Permission.REVIEW)
@require_POST
def record_autosave(request, pk):
    return autosave(request, desk_of(request.user, request__records__pk=pk), pk)


@requires(Permission.REVIEW)
@require_POST
def review_press(request, pk):
    return press(request, desk_of(request.user, pk=pk))


# ---- by link or signed in ---------------------------------------------------------------------------------


def sheet_page(request, desk: Desk, pk: int, template: str):
    """Show the page of one 取組; on POST keep what was written and go on to the next."""
    now = timezone.now()
    sheet = reading.sheet(desk.round, desk.seat, pk, timezone.localdate(now))
    if "drop" in request.POST:
        writing.drop(record=sheet.record, member=desk.seat)
        messages.success(request, "書きかけの内容を消しました。")
        return redirect(desk.sheet(pk))
    way = journey(desk.round, desk.seat, pk)
    form = ReviewForm(request.POST or None, sheet=sheet, version=way.version_of(pk))
    if _saved(request, desk, form):
        return redirect(_onward(request, desk, way, pk))
    net = None if form.is_bound else writing.unsaved(sheet.record, desk.seat, now)
    context = {
        "desk": desk,
        "round": desk.round,
        "seat": desk.seat,
        "sheet": sheet,
        "record": sheet.record,
        "form": form,
        "restored": net if net and form.fill_in(net.typed) else None,
        "autosave": desk.address("autosave", pk),
        **_around(desk, way, pk),
    }
    return render(request, template, context)


def _around(desk: Desk, way: Journey, pk: int) -> dict:
    around = way.around(pk)
    links = {
        name: {"url": desk.sheet(row[0]), "title": f"{row[1]}　{row[2]}"}
        for name in ("before", "after")
        if (row := around[name])
    }
    return {"way": way, "place": around["place"], "total": around["total"], **links}


def _saved(request, desk: Desk, form: ReviewForm) -> ReviewSheet | None:
    if not form.is_bound or not form.is_valid():
        return None
    row = {"round": desk.round, "record": form.sheet.record, "member": desk.seat, "link": desk.link}
    saved = form.carry_out(writing.save, **row, now=timezone.now())
    if saved:
        said = [
            word
            for word, is_there in (("評価", form.content()["level"]), ("意見", form.content()["text"]))
            if is_there
        ]
        done = f"{'と'.join(said)}を受け付けました。" if said else "読んだことを記録しました。"
        messages.success(request, f"{form.sheet.record}：{done}")
        if "level" in request.POST and not form.asks_rating:
            messages.warning(request, NOT_RATED)
    return saved


def _onward(request, desk: Desk, way: Journey, pk: int) -> str:
    """Where to go after saving: to the next 取組, or to the list, which is the end as well."""
    after = way.around(pk)["after"]
    return desk.list_url if "to_list" in request.POST or not after else desk.sheet(after[0])


def autosave(request, desk: Desk, pk: int) -> JsonResponse:
    record = get_object_or_404(desk.round.request.records, pk=pk)
    saved = ReviewSheet.objects.filter(member=desk.seat, record=record)
    where = {"member": desk.seat, "record": record}
    return net_answer(request, desk, where, lambda version: saved.exclude(version=version).exists())


def net_answer(request, desk: Desk, where: dict, is_outdated: Callable[[int], bool]) -> JsonResponse:
    """Keep what the page holds, and say whether it could be sent now."""

    def trouble(version: int) -> str:
        if not desk.round.takes_opinions:
            return OVER
        return CONFLICT if is_outdated(version) else ""

    return autosaved(request, partial(writing.keep, where=where, link=desk.link), trouble)


def press(request, desk: Desk):
    """The buttons of the list: 「はじめる」 or 「続きから」, 「書き終えました」 and 「まだ書きます」."""
    now = timezone.now()
    row = {"round": desk.round, "member": desk.seat, "now": now}
    if "finish" in request.POST or "go_on" in request.POST:
        finish(**row, is_finished="finish" in request.POST)
        if "finish" in request.POST:
            messages.success(request, "書き終えたことを事務局に伝えました。ありがとうございました。")
            return redirect(desk.list_url)
    else:
        begin(**row, link=desk.link)
    step = journey(desk.round, desk.seat).next_step
    return redirect(desk.sheet(step.pk) if step else desk.list_url)
