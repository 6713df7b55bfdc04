"""What the committee's and the secretariat's pages of 会議のポイント share: the same content, in the frame of each area."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone

from accounts.views.paging import page_of
from evaluations.digest import points
from evaluations.digest.explained import explanations
from evaluations.digest.method import of_term
from evaluations.digest.print import digest_order
from evaluations.models import DigestRule, EvaluationRound
from evaluations.reports import charts
from plans.views.prints import kept_pdf

POINTS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Area:
    """Where a page stands. ``record`` is the address of one 取組 there."""

    name: str
    record: str

    def template(self, page: str) -> str:
        return f"{self.name}/evaluations/{page}.html"

    def address(self, page: str) -> str:
        return f"{self.name}:{page}"


COMMITTEE = Area("committee", "committee:record-review")
STAFF = Area("staff", "staff:record-detail")


def _digest(request, round_: EvaluationRound) -> points.Digest:
    return points.build(round_, user=request.user, today=timezone.localdate())


def _frame(round_: EvaluationRound, area: Area) -> dict:
    pages = ("digest", "digest_all", "digest_method", "digest_pdf")
    links = {page: area.address(f"round-{page.replace('_', '-')}") for page in pages}
    return {"round": round_, "record_address": area.record, "links": links}


def digest_page(request, round_: EvaluationRound, area: Area):
    """Where to look first and why."""
    digest = _digest(request, round_)
    context = {"digest": digest, **chart(digest), **_frame(round_, area)}
    return render(request, area.template("round_digest"), context)


def chart(digest: points.Digest) -> dict:
    """The distributions of both years as bars, with their legend and the rows of the table."""
    levels = [{"code": level.code, "words": level.words} for level in digest.levels]
    rows = [
        row
        | {
            "bar": charts.stacked_bar(f"digest-{place}", row, levels),
            "cells": list(zip(levels, row["counts"], strict=True)),
        }
        for place, row in enumerate(digest.distributions)
    ]
    summary = {"stage_label": "自己評価", "has_closed": any(row["closed"] for row in rows)}
    return {"rows": rows, "keys": charts.legend(levels), "levels": levels, "summary": summary}


def digest_all_page(request, round_: EvaluationRound, area: Area):
    """Every 取組 with its reasons, also those without any; ``?reason=`` keeps those to which one applies."""
    digest = _digest(request, round_)
    wanted = request.GET.get("reason", "")
    wanted = wanted if wanted in DigestRule.Reason else ""
    shown = [point for point in digest.points if not wanted or wanted in point.reason_keys]
    context = {
        "digest": digest,
        "wanted": wanted,
        "page_obj": page_of(request, shown, POINTS_ON_A_PAGE),
        **_frame(round_, area),
    }
    return render(request, area.template("round_digest_all"), context)


def digest_method_page(request, round_: EvaluationRound, area: Area):
    """How the order comes about, with the numbers in force."""
    method = of_term(round_.request.term_id)
    context = {"method": method, "explanations": explanations(method), **_frame(round_, area)}
    return render(request, area.template("round_digest_method"), context)


def digest_pdf(request, round_: EvaluationRound, area: Area, back: str):
    """会議のポイント on one A4 page; what a member prints before the deadline is as blind as the page."""
    digest = _digest(request, round_)
    order = digest_order(digest, is_inside=digest.sees_others and round_.is_blind(timezone.localdate()))
    name = f"kaigi-no-point-{round_.target_year}.pdf"
    options = {"name": name, "title": "会議のポイント", "back": back}
    return kept_pdf(request, order, **options, template=area.template("print_state"))
