"""Goals and the plan as a whole are rated by people, beside the counted distribution."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.versioning import MoveRefused
from evaluations import snapshot, workflow
from evaluations.models import GoalRating
from tests import builders
from tests.evaluations.judging.conftest import blind


def goals(client, user, round_, area="committee"):
    client.force_login(user)
    html = client.get(reverse(f"{area}:round-goals", args=[round_.pk])).content.decode()
    return re.sub(r"[ \n]+", " ", html)


def rate(client, cast, user, place=0, stage=None, **typed):
    client.force_login(user)
    level = cast.term.rating_scales.get(stage=stage or "committee").levels.get(code="B")
    address = (
        reverse("staff:goal-rate", args=[cast.round.pk, stage, place])
        if stage
        else reverse("committee:goal-rate", args=[cast.round.pk, place])
    )
    data = {"version": 0, "level": level.pk, "reason": "見守りは進み、訪問は届いていない。"} | typed
    return client.post(address, data, follow=True).content.decode()


def test_the_distribution_counts_who_reported_and_not_the_others(client, judged):
    html = goals(client, judged.member, judged.round)
    assert "自己評価のある取組　<strong>2件中1件</strong>" in html
    assert "（ほかに対象外・完了 1件。数に入れていません）" in html
    assert "<li>A 順調　1件</li>" in html
    assert "<li>D 遅れ　0件</li>" in html
    assert "<li>評価なし　1件</li>" in html
    assert "計画全体" in html


def test_the_chair_rates_the_plan_and_members_read_it_with_its_reason(client, judged):
    assert "「計画全体」の評価を保存しました。" in rate(client, judged, judged.chair)
    html = goals(client, judged.member, judged.round)
    assert "見守りは進み、訪問は届いていない。" in html
    assert "高橋が入力" in html
    assert "直す<span" not in html


def test_city_and_council_set_the_final_rating_of_a_goal(client, judged):
    rate(client, judged, judged.jimu, place=1, stage="final")
    row = GoalRating.objects.get()
    assert (row.goal, row.stage, row.level.code) == (judged.record.goal, "final", "B")
    assert "伊藤が入力" in goals(client, judged.jimu, judged.round, "staff")


def test_a_rating_needs_level_and_reason_and_what_was_typed_stays(client, judged):
    html = rate(client, judged, judged.chair, level="", reason="理由だけ")
    assert "「評価」を選んでください。" in html
    assert "理由だけ" in html
    assert "「評価の理由」を入力してください。" in rate(client, judged, judged.chair, reason=" ")
    assert not GoalRating.objects.exists()


def test_two_who_rate_at_once_lose_nothing_and_the_history_tells(client, judged):
    rate(client, judged, judged.chair)
    html = rate(client, judged, judged.jimu, stage="committee", reason="事務局の書いた理由")
    assert "高橋さんが先に保存したため" in html
    assert "事務局の書いた理由" in html
    rate(client, judged, judged.jimu, stage="committee", version=1, reason="事務局の書いた理由")
    assert GoalRating.objects.get().reason == "事務局の書いた理由"
    client.force_login(judged.jimu)
    html = client.get(reverse("staff:goal-rate", args=[judged.round.pk, "committee", 0])).content.decode()
    assert '<del class="diff">見守りは進み、訪問は届いていない。</del>' in html


def test_no_rating_after_the_round_was_published(judged):
    builders.accepted(judged.round.request.records.get(initiative=judged.visits), judged.jimu)
    round_ = builders.published(judged.round, judged.jimu)
    with pytest.raises(MoveRefused, match="公表済み"):
        builders.goal_rated(round_, judged.jimu)


@pytest.mark.parametrize("address", [("staff:goal-rate", "self", 0), ("staff:goal-rate", "final", 9)])
def test_other_stages_and_goals_are_not_there(client, judged, address):
    name, *rest = address
    client.force_login(judged.jimu)
    assert client.get(reverse(name, args=[judged.round.pk, *rest])).status_code == 404


def test_before_the_deadline_nobody_but_the_chair_reads_the_ratings(client, judged):
    builders.goal_rated(judged.round, judged.chair, reason="委員長の読み")
    builders.goal_rated(judged.round, judged.jimu, stage="final", reason="市の読み")
    scale = judged.term.rating_scales.get(stage="final")
    workflow.decide_final(
        round=judged.round, record=judged.record, seen_version=judged.record.version, version=0,
        level=scale.levels.get(code="D"), comment="違うため", by=judged.jimu, now=builders.NOW,
    )  # fmt: skip
    blind(judged.round)
    assert "委員長の読み" in goals(client, judged.jimu, judged.round, "staff")
    html = goals(client, judged.member, judged.round)
    assert "委員長の読み" not in html
    assert "ほかの人の評価は、まだ表示していません" in html
    assert "<p>まだ表示していません</p>" in html
    assert "<p>評価なし</p>" not in html  # hidden is not the same as missing
    html = goals(client, judged.chair, judged.round)
    assert "委員長の読み" in html
    assert "市の読み" not in html
    assert "<li>A 順調　1件</li>" in html


@pytest.mark.parametrize("extra", [0, 3])
def test_the_page_costs_the_same_for_few_and_many(client, judged, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(
            builders.goal(judged.term, str(number + 2), f"目標{number}"), judged.elderly, f"{number + 2}-1"
        )
    round_ = builders.in_committee(
        builders.round_(judged.term, judged.committee, judged.jimu, year=2023), judged.jimu
    )
    for place in range(1, extra + 2):
        builders.goal_rated(round_, judged.chair, place)
    client.force_login(judged.chair)
    with django_assert_num_queries(8):
        client.get(reverse("committee:round-goals", args=[round_.pk]))
    with django_assert_num_queries(9):
        client.get(reverse("committee:goal-rate", args=[round_.pk, 1]))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "髙𠮷😀と書いた", "一行目\r\n二行目"])
def test_what_was_typed_comes_back_as_text(client, judged, text):
    rate(client, judged, judged.chair, reason=text)
    assert GoalRating.objects.get().reason == text.replace("\r\n", "\n")
    html = goals(client, judged.member, judged.round)
    assert "<script>alert" not in html
    assert escape(text.splitlines()[0]) in html


def test_the_draft_report_of_members_who_write_blind_holds_no_judgement(judged):
    builders.goal_rated(judged.round, judged.chair, reason="委員長の読み")
    assert "委員長の読み" in str(snapshot.build(judged.round)[0])
    head = snapshot.build(judged.round, is_blind=True)[0]
    assert (head["goal_ratings"], head["recommendation"]) == ([], None)
