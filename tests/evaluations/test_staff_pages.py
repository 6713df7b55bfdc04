"""The secretariat's pages: opening, the board, replying, deciding, publishing."""

import re

import pytest
from django.urls import reverse

from evaluations import snapshot, workflow
from evaluations.models import Edition, EvaluationRound, Response
from initiatives import progress
from tests import builders

OUTDATED = "このPDFは、いまの内容より前のものです"


@pytest.fixture
def in_committee(cast):
    return builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)


def opening(cast, **changes):
    return {
        "term": cast.term.pk,
        "target_year": 2022,
        "due_on": "2099-05-31",
        "opinions_due_on": "2099-08-31",
        "committee": cast.committee.pk,
        "message": "よろしくお願いします。",
    } | changes


def test_a_round_is_opened_and_the_departments_see_it(client, cast):
    client.force_login(cast.jimu)
    answer = client.post(reverse("staff:round-open"), opening(cast), follow=True)
    assert "令和4年度の評価の回を開き、所管課に照会しました" in answer.content.decode()
    client.force_login(cast.sato)
    assert "見守り活動" in client.get(reverse("staff:record-list")).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": "2020-05-31"}, "過ぎた日付です"),
        ({"opinions_due_on": "2099-04-01"}, "所管課の提出期限より後の日付"),
        ({"due_on": "5月末"}, "日付として読み取れません"),
        ({"due_on": "令和8年2月30日"}, "「令和8年2月30日」という日付はありません"),
        ({"due_on": "令和99年5月31日"}, "2100年までの日付を入力してください"),
        ({"target_year": "2030"}, "正しく選択してください"),
        ({"target_year": ""}, "「対象年度」を選んでください。"),
        ({"term": ""}, "「計画の期」を選んでください。"),
        ({"term": "999999"}, "正しく選択してください"),
        ({"message": "あ\x00い"}, "文字"),
    ],
)
def test_a_bad_opening_is_refused_and_keeps_what_was_typed(client, cast, changes, message):
    client.force_login(cast.jimu)
    html = client.post(reverse("staff:round-open"), opening(cast, **changes)).content.decode()
    assert message in html
    assert 'value="令和81年8月31日"' in html or "opinions_due_on" in changes
    assert 'value="{}"'.format(changes.get("due_on", "令和81年5月31日")) in html or "2020" in str(changes)
    assert EvaluationRound.objects.count() == 0


def test_a_round_that_is_opened_again_is_refused(client, cast):
    client.force_login(cast.jimu)
    client.post(reverse("staff:round-open"), opening(cast))
    html = client.post(reverse("staff:round-open"), opening(cast)).content.decode()
    assert "令和4年度の評価の回は、すでに開かれています。" in html
    assert EvaluationRound.objects.count() == 1


def test_the_board_puts_late_departments_first(client, cast):
    from datetime import date

    builders.initiative(cast.goal, cast.children, "1-3", title="子どもの居場所")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    round_.request.records.filter(lead_department=cast.children).update(due_on=date(2023, 1, 1))
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:round-board", args=[round_.pk])).content.decode()
    assert html.index("子育て支援課") < html.index("高齢者福祉課")
    assert "1件が提出期限を過ぎています" in html


@pytest.mark.parametrize("extra", [0, 2])
def test_the_board_costs_the_same_for_few_and_many(client, cast, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(cast.goal, cast.children, f"3-{number}")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.jimu)
    with django_assert_num_queries(11):
        client.get(reverse("staff:round-board", args=[round_.pk]))


def test_handing_over_needs_something_to_read(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.jimu)
    answer = client.post(reverse("staff:round-to-committee", args=[round_.pk]), follow=True)
    assert "確認済みの取組が1件もありません" in answer.content.decode()


def test_a_reply_is_drafted_then_decided(client, cast, in_committee):
    record = in_committee.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(in_committee, cast.member_seat, record)
    client.force_login(cast.jimu)
    address = reverse("staff:opinion-reply", args=[opinion.pk])
    typed = {
        "version": 0,
        "seen_version": 1,
        "summary": "若い人への周知",
        "text": "学校と相談します。",
        "disposition": "reflected",
        "reason": "",
        "what_changed": "",
    }
    client.post(address, typed)
    assert not Response.objects.get().is_approved
    assert cast.walk.promises.filter(origin="opinion").count() == 0
    client.post(address, typed | {"version": 1, "approve": "on"})
    assert Response.objects.get().approved_by == cast.jimu
    assert cast.walk.promises.get(origin="opinion").text == "若い人への周知"


def test_two_replies_at_once_show_both(client, cast, in_committee):
    opinion = builders.opinion(in_committee, cast.member_seat)
    builders.replied(opinion, cast.jimu, text="先に書いた案です。", approve=False)
    client.force_login(cast.jimu)
    typed = {
        "version": 0,
        "seen_version": 1,
        "summary": "要旨",
        "text": "市の案です。",
        "disposition": "reference",
        "reason": "",
        "what_changed": "",
    }
    html = client.post(reverse("staff:opinion-reply", args=[opinion.pk]), typed).content.decode()
    assert "市の案です。" in html
    assert "先に書いた案です。" in html
    assert "反映" in html
    assert Response.objects.get().text == "先に書いた案です。"


def test_the_summary_starts_empty_beside_the_original(client, cast, in_committee):
    opinion = builders.opinion(in_committee, cast.member_seat, text="町内の山田さんが困っている。")
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:opinion-reply", args=[opinion.pk])).content.decode()
    assert html.count("町内の山田さんが困っている。") == 1
    summary = re.search(r'<textarea[^>]*name="summary"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    assert summary[1].strip() == ""


def test_a_reply_to_words_that_were_rewritten_waits_until_they_are_read(client, cast, in_committee):
    record = in_committee.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(in_committee, cast.member_seat, record, text="はじめの意見")
    client.force_login(cast.jimu)
    address = reverse("staff:opinion-reply", args=[opinion.pk])
    page = client.get(address).content.decode()
    assert re.search(r'name="seen_version" value="1"', page)
    workflow.edit_opinion(opinion=opinion, version=1, kind="opinion", text="書き直した意見")
    typed = {
        "version": 0,
        "seen_version": 1,
        "summary": "若い人への周知",
        "text": "学校と相談します。",
        "disposition": "reflected",
        "reason": "",
        "what_changed": "",
        "approve": "on",
    }
    html = client.post(address, typed).content.decode()
    assert "意見か要旨、担当が変わったため、まだ保存していません" in html
    assert "書き直された、新しい意見" in html
    for words in ("書き直した意見", "若い人への周知</textarea>", "学校と相談します。</textarea>"):
        assert words in html
    assert not Response.objects.get().is_begun
    assert not cast.walk.promises.filter(origin="opinion").exists()
    version = re.search(r'name="seen_version" value="(\d+)"', html)[1]
    client.post(address, typed | {"seen_version": version})
    assert Response.objects.get().is_approved


def test_a_final_evaluation_that_differs_needs_its_reason(client, cast, in_committee):
    record = in_committee.request.records.get(initiative=cast.walk)
    level = cast.term.rating_scales.get(stage="final").levels.get(code="D")
    client.force_login(cast.jimu)
    address = reverse("staff:record-final", args=[record.pk])
    html = client.post(
        address, {"version": 0, "seen_version": record.version, "level": level.pk, "comment": ""}
    ).content.decode()
    assert "自己評価と違う評価にするときは、理由を入力してください。" in html
    reason = {"comment": "目標に届かなかったため。"}
    client.post(address, {"version": 0, "seen_version": record.version, "level": level.pk} | reason)
    record.refresh_from_db()
    assert record.final_evaluation.level.code == "D"


def test_each_secretariat_decides_on_its_own_initiatives(client, cast, in_committee):
    record = in_committee.request.records.get(initiative=cast.salon)
    client.force_login(cast.jimu)
    assert client.get(reverse("staff:record-final", args=[record.pk])).status_code == 404
    client.force_login(cast.shakyo_jimu)
    assert client.get(reverse("staff:record-final", args=[record.pk])).status_code == 200


def test_publication_says_what_is_missing(client, cast, in_committee):
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:round-publish", args=[in_committee.pk])).content.decode()
    assert "委員会の意見を締め切ってください" in html
    assert "公表する</button>" not in html
    client.post(reverse("staff:round-publish", args=[in_committee.pk]), {"version": in_committee.version})
    assert Edition.objects.count() == 0


def test_the_whole_way_to_publication(client, cast, in_committee):
    builders.decided(in_committee, cast.jimu)
    client.force_login(cast.jimu)
    client.post(reverse("staff:round-to-deciding", args=[in_committee.pk]))
    in_committee.refresh_from_db()
    publish = reverse("staff:round-publish", args=[in_committee.pk])
    html = client.post(publish, {"version": in_committee.version}, follow=True).content.decode()
    assert "公表した内容は、この後どこを直しても変わりません。" in html
    assert client.get(reverse("evaluation-report", args=[2022])).content.startswith(b"%PDF")


def test_publishing_an_outdated_page_is_refused(client, cast, in_committee):
    builders.decided(in_committee, cast.jimu)
    round_ = workflow.close_opinions(round=in_committee, now=builders.NOW)
    client.force_login(cast.jimu)
    answer = client.post(
        reverse("staff:round-publish", args=[round_.pk]), {"version": round_.version - 1}, follow=True
    )
    assert "ほかの人が先に進めました" in answer.content.decode()
    assert Edition.objects.count() == 0


def test_a_draft_report_is_made_once_for_the_same_content(client, cast, in_committee):
    client.force_login(cast.jimu)
    address = reverse("staff:round-report", args=[in_committee.pk])
    html = client.post(address, follow=True).content.decode()
    assert "できあがり" in html
    client.post(address)
    assert Edition.objects.drafts().count() == 1
    builders.opinion(in_committee, cast.member_seat)
    client.post(address)
    assert Edition.objects.drafts().count() == 2


@pytest.mark.parametrize("area", ["staff", "committee"])
def test_a_draft_that_is_older_than_the_contents_says_so(client, cast, in_committee, area):
    client.force_login(cast.jimu if area == "staff" else cast.member)
    address = reverse(f"{area}:round-report", args=[in_committee.pk])
    html = client.post(address, follow=True).content.decode()
    assert "PDFを開く" in html
    assert OUTDATED not in html
    record = in_committee.request.records.first()
    progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    html = client.get(address).content.decode()
    assert "PDFを開く" in html
    assert OUTDATED in html
    assert OUTDATED not in client.post(address, follow=True).content.decode()


@pytest.mark.parametrize("area", ["staff", "committee"])
def test_after_publication_the_report_page_leads_to_what_everybody_reads(client, cast, in_committee, area):
    builders.published(in_committee, cast.jimu)
    client.force_login(cast.jimu if area == "staff" else cast.member)
    address = reverse(f"{area}:round-report", args=[in_committee.pk])
    for html in (client.get(address).content.decode(), client.post(address).content.decode()):
        assert f'href="{reverse("evaluation-report", args=[2022])}"' in html
        assert "案" not in html
    assert not Edition.objects.drafts().exists()


def test_what_a_department_is_still_writing_does_not_make_the_draft_older(client, cast, in_committee):
    record = in_committee.request.records.get(initiative=cast.walk)
    record = progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    client.force_login(cast.jimu)
    address = reverse("staff:round-report", args=[in_committee.pk])
    client.post(address)
    record = builders.fill(record, done="書きかけの実績", level="D")
    assert OUTDATED not in client.get(address).content.decode()
    head, sheets = snapshot.build(in_committee)
    assert record.done == "書きかけの実績"
    for words in ("書きかけの実績", "D 遅れ"):
        assert words not in str([head["summary"]["all"], sheets])


def test_a_report_that_is_being_made_says_so(client, cast, in_committee, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.force_login(cast.jimu)
    html = client.post(reverse("staff:round-report", args=[in_committee.pk]), follow=True).content.decode()
    assert "作成しています" in html
    assert "PDFを開く" not in html


def test_a_stalled_publication_is_asked_for_again(client, cast, in_committee, settings):
    from datetime import timedelta

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    builders.decided(in_committee, cast.jimu)
    round_ = workflow.close_opinions(round=in_committee, now=builders.NOW)
    workflow.publish(
        round=round_, version=round_.version, by=cast.jimu, now=builders.NOW - timedelta(hours=1)
    )
    client.force_login(cast.jimu)
    address = reverse("staff:round-publish", args=[round_.pk])
    assert "もう一度作成する" in client.get(address).content.decode()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    html = client.post(address, {"again": "1"}, follow=True).content.decode()
    assert "公表しました" in html


def test_only_the_newest_drafts_are_kept(cast, in_committee):
    for number in range(6):
        builders.opinion(in_committee, cast.member_seat, text=f"意見{number}")
        workflow.request_draft(round=in_committee, by=cast.jimu, now=builders.NOW)
    assert Edition.objects.drafts().count() <= workflow.DRAFTS_KEPT + 1
    newest = Edition.objects.drafts().latest("pk")
    assert len(newest.head["general_opinions"]) == 6


@pytest.mark.parametrize("version", ["", "7", "-1", "²", "x", "9" * 5000])
def test_a_page_with_a_version_that_never_was_is_refused_in_words(client, cast, in_committee, version):
    record = in_committee.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(in_committee, cast.member_seat, record)
    level = cast.term.rating_scales.get(stage="final").levels.get(code="B")
    client.force_login(cast.jimu)
    final = {"version": version, "seen_version": record.version, "level": level.pk, "comment": "書いた理由"}
    html = client.post(reverse("staff:record-final", args=[record.pk]), final).content.decode()
    assert "画面が古くなっています" in html
    assert "書いた理由" in html
    reply = {"version": version, "summary": "要旨", "text": "書いた考え方", "disposition": "reference"}
    reply |= {"what_changed": "", "reason": "", "seen_version": 1}
    html = client.post(reverse("staff:opinion-reply", args=[opinion.pk]), reply).content.decode()
    assert "画面が古くなっています" in html
    assert "書いた考え方" in html
    publish = reverse("staff:round-publish", args=[in_committee.pk])
    assert client.post(publish, {"version": version}).status_code == 302
    assert not hasattr(type(record).objects.get(pk=record.pk), "final_evaluation")
