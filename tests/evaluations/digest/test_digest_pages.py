"""会議のポイント as members and the secretariat read it: the order, the reasons, and that nothing is hidden."""

import re

import pytest
from django.urls import reverse

from evaluations import workflow
from plans.models import KeptPrint
from plans.tasks import make
from tests import builders
from tests.evaluations.digest.conftest import LATE_DUE, values
from tests.evaluations.digest.many import more_records


def page(client, user, round_, name="round-digest", area="committee", **asked):
    client.force_login(user)
    answer = client.get(reverse(f"{area}:{name}", args=[round_.pk]), asked)
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_what_needs_a_look_stands_first_with_its_numbers(client, rounds):
    html = page(client, rounds.member, rounds.now)
    assert html.index("1-1　見守り活動") < html.index("1-2　")
    for words in (
        "自己評価 B → C",
        "「相談」目標120件に対し54件（45％）",
        "「相談」前の年度110件 → 54件（－51％）",
        "課題に「苦情」（前の年度の記録にない言葉）",
        "約束1件のうち1件（令和3年度の改善「若い世代に向けた説明会を9月に開く。」：まだ実施していない）",
        "見る理由のある取組（3件のうち）",
        "理由のない取組は1件です",
    ):
        assert words in html
    assert "1-3　訪問活動" not in html


def test_all_are_one_press_away_also_those_without_a_reason(client, rounds):
    assert reverse("committee:round-digest-all", args=[rounds.now.pk]) in page(
        client, rounds.member, rounds.now
    )
    html = page(client, rounds.member, rounds.now, "round-digest-all")
    assert "1-3　訪問活動" in html
    assert "理由なし" in html
    assert "自己評価 B → C" in html


def test_the_list_is_narrowed_to_one_reason_and_odd_ones_narrow_nothing(client, rounds):
    html = page(client, rounds.member, rounds.now, "round-digest-all", reason="fell")
    assert "1-1　見守り活動" in html
    assert "1-3　訪問活動" not in html
    assert "1-3　訪問活動" in page(client, rounds.member, rounds.now, "round-digest-all", reason="x\x00")


def test_distribution_and_change_of_both_years_stand_as_table_and_chart(client, rounds):
    html = page(client, rounds.member, rounds.now)
    row = re.search(r'<th scope="row">令和4年度</th>(.*?)</tr>', html)[1]
    assert re.findall(r">(\d+)<", row) == ["1", "1", "1", "0", "0", "3"]
    row = re.search(r'<th scope="row">令和3年度</th>(.*?)</tr>', html)[1]
    assert re.findall(r">(\d+)<", row) == ["0", "3", "0", "0", "0", "3"]
    assert "令和4年度の自己評価の分布：A 順調 1件、B おおむね順調 1件、C やや遅れ 1件" in html
    assert re.findall(r'data-label="(良化|悪化)" class="number">(\d)', html) == [("良化", "1"), ("悪化", "1")]


def test_reading_time_is_the_characters_by_the_stated_speed(client, rounds):
    html = page(client, rounds.member, rounds.now)
    assert "1分に500文字を読むものとして計算しています" in html
    assert re.search(r"すべての取組（3件）では\d+文字、およそ1分", html)


# ---- まず自分で -------------------------------------------------------------------------------------------


@pytest.fixture
def voices(rounds):
    """Three opinions and two ratings that differ from the department's, on the 取組 without a reason so far."""
    record = rounds.now.request.records.get(initiative=rounds.visits)
    for number in range(3):
        builders.opinion(rounds.now, rounds.chair_seat, record, text=f"意見その{number}")
    level = rounds.term.rating_scales.get(stage="committee").levels.get(code="D")
    for seat in (rounds.chair_seat, rounds.member_seat):
        workflow.rate(round=rounds.now, record=record, member=seat, version=0, level=level)
    return rounds


TOLD = ("意見・質問3件", "自己評価 B、委員2人のうち2人が違う評価（D 2人）")


def test_after_the_deadline_voices_are_reasons(client, voices):
    html = page(client, voices.member, voices.now)
    for words in (*TOLD, "今回の意見で、回答の決まっていないものは3件です"):
        assert words in html


def test_before_the_deadline_members_learn_nothing_of_each_other(client, voices):
    voices.now.opinions_due_on = LATE_DUE
    voices.now.save()
    for user in (voices.member, voices.chair):
        for name in ("round-digest", "round-digest-all"):
            html = page(client, user, voices.now, name)
            assert "1-1　見守り活動" in html
            assert not [words for words in (*TOLD, "違う評価", "意見・質問") if words in html]
        assert "ほかの委員の意見と評価は、まだ使っていません" in page(client, user, voices.now)
    html = page(client, voices.jimu, voices.now, area="staff")
    assert all(words in html for words in TOLD)


def test_the_blind_print_is_another_one(client, voices, paper, django_capture_on_commit_callbacks):
    voices.now.opinions_due_on = LATE_DUE
    voices.now.save()
    for user, area in ((voices.member, "committee"), (voices.jimu, "staff")):
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(f"{area}:round-digest-pdf", args=[voices.now.pk]))
    for row in KeptPrint.objects.filter(state="waiting"):
        make(row.key)
    blind, whole = sorted(("".join(pages) for pages in paper), key=len)
    for words in ("委員2人のうち2人", "意見・質問3件"):
        assert words not in blind
        assert words in whole
    assert sorted("事務局限り" in row.marks for row in KeptPrint.objects.all()) == [False, True]


def test_open_opinions_of_other_sources_are_counted_apart(client, voices):
    builders.voice(initiatives=[voices.walk])
    assert "ワークショップなどの意見で、回答の決まっていないものは1件です" in page(
        client, voices.member, voices.now
    )


def test_opinions_of_other_rounds_that_are_blind_are_not_counted(client, voices):
    builders.opinion(voices.now, voices.chair_seat, None)
    voices.now.opinions_due_on = LATE_DUE
    voices.now.save()
    later = builders.round_(voices.term, voices.committee, voices.jimu, year=2023)
    for record in later.request.records.all():
        builders.accepted(record, voices.jimu, values=values(record, 60))
    later = workflow.start_committee(round=later)
    assert "回答の決まっていないものは0件です" in page(client, voices.member, later)
    assert "回答の決まっていないものは4件です" in page(client, voices.jimu, later, area="staff")


# ---- what does not grow -----------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [0, 27, 597])
def test_the_page_costs_the_same_for_3_30_and_600(client, rounds, extra, django_assert_num_queries):
    more_records(rounds, extra)
    for user, name in ((rounds.member, "committee:round-digest"), (rounds.jimu, "staff:round-digest")):
        client.force_login(user)
        with django_assert_num_queries(18):
            html = client.get(reverse(name, args=[rounds.now.pk])).content.decode()
        assert f"すべての取組（{3 + extra}件）" in html
