"""What a member meets: the records with their history, writing an opinion, rating, and the chair's 総評."""

import re
from datetime import date

import pytest
from django.urls import reverse

from evaluations import workflow
from evaluations.models import CommitteeRating, Opinion
from initiatives import progress
from tests import builders

UNREADABLE = "所管課が記入・修正しているため、いまは内容を読めません"


@pytest.fixture
def current(cast):
    """The second year of the plan, given to a committee that rates."""
    builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    current = builders.round_(cast.term, cast.committee, cast.jimu, year=2022, committee_rates=True)
    return builders.in_committee(current, cast.jimu)


def review(round_, initiative):
    record = round_.request.records.get(initiative=initiative)
    return record, reverse("committee:record-review", args=[record.pk])


def said(client, address, *, version=0, text="", **typed) -> str:
    """What the page says after a member has written on one 取組."""
    return client.post(address, {"version": version, "text": text, **typed}, follow=True).content.decode()


def test_a_round_that_is_still_collecting_is_not_shown(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.member)
    assert "令和4年度（2022年度）の評価" not in client.get(reverse("committee:home")).content.decode()
    assert client.get(reverse("committee:round-detail", args=[round_.pk])).status_code == 404
    builders.in_committee(round_, cast.jimu)
    assert "令和4年度（2022年度）の評価" in client.get(reverse("committee:home")).content.decode()


def test_a_record_that_was_not_accepted_waits_and_shows_nothing_of_its_contents(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.accepted(round_.request.records.get(initiative=cast.salon), cast.shakyo_jimu)
    record, address = review(round_, cast.walk)
    builders.submitted(record, cast.sato)
    round_ = workflow.start_committee(round=round_)
    client.force_login(cast.member)
    html = client.get(reverse("committee:round-detail", args=[round_.pk])).content.decode()
    assert "所管課が記入・修正している取組（1件）" in html
    assert "取組（1件）" in html
    page = client.get(address).content.decode()
    assert "1-1　見守り活動" in page
    assert UNREADABLE in page
    assert "保存して次の取組へ" in page
    for words in (*builders.TEXTS.values(), "おおむね順調", cast.walk.content):
        assert words not in page
    record.refresh_from_db()
    progress.accept(record=record, version=record.version, by=cast.jimu, now=builders.NOW)
    assert builders.TEXTS["done"] in client.get(address).content.decode()


def test_an_opinion_on_a_record_that_was_returned_meanwhile_arrives(client, cast, current):
    record, address = review(current, cast.walk)
    client.force_login(cast.member)
    assert builders.TEXTS["done"] in client.get(address).content.decode()
    progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    html = said(client, address, text="書きかけだった意見")
    assert "意見を受け付けました。" in html
    html = client.get(address).content.decode()
    assert "書きかけだった意見" in html
    assert UNREADABLE in html
    assert builders.TEXTS["done"] not in html.split("<h2>これまでの年度</h2>")[0]
    assert Opinion.objects.get().record == record


def test_a_rating_of_a_record_that_was_returned_meanwhile_is_not_kept_but_the_words_are(
    client, cast, current
):
    record, address = review(current, cast.walk)
    progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    level = cast.term.rating_scales.get(stage="committee").levels.get(code="C")
    client.force_login(cast.member)
    html = said(client, address, text="人数が多すぎると思います。", level=level.pk)
    assert "選んだ評価は保存していません" in html
    assert CommitteeRating.objects.count() == 0
    assert Opinion.objects.get().text == "人数が多すぎると思います。"


def test_a_returned_record_asks_for_no_rating_but_for_opinions(client, cast, current):
    record, address = review(current, cast.walk)
    client.force_login(cast.member)
    assert "あなたの評価" in client.get(address).content.decode()
    progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    html = client.get(address).content.decode()
    assert "あなたの評価" not in html
    assert "この取組への意見" in html


def test_an_opinion_on_a_record_after_the_deadline_stays_in_its_box(client, cast, current):
    _, address = review(current, cast.walk)
    workflow.close_opinions(round=current, now=builders.NOW)
    client.force_login(cast.member)
    html = said(client, address, text="遅れた意見")
    assert "「回答・最終評価」の段階のため" in html
    assert "遅れた意見</textarea>" in html


def test_a_rating_after_the_deadline_stays_chosen(client, cast, current):
    _, address = review(current, cast.walk)
    workflow.close_opinions(round=current, now=builders.NOW)
    level = cast.term.rating_scales.get(stage="committee").levels.get(code="C")
    client.force_login(cast.member)
    html = said(client, address, level=level.pk)
    assert "「回答・最終評価」の段階のため" in html
    assert re.search(rf'value="{level.pk}"[^>]* checked', html)


def test_another_committee_sees_nothing(client, cast, current):
    stranger = builders.user("stranger", "他の委員", "member")
    client.force_login(stranger)
    assert client.get(review(current, cast.walk)[1]).status_code == 404
    assert "令和4年度" not in client.get(reverse("committee:home")).content.decode()


def test_a_member_whose_term_is_over_sees_nothing(client, cast, current):
    cast.member_seat.term_ends_on = cast.member_seat.appointed_on
    cast.member_seat.save()
    client.force_login(cast.member)
    assert client.get(reverse("committee:round-detail", args=[current.pk])).status_code == 404


def test_the_record_is_read_with_its_earlier_years_and_promises(client, cast, current):
    client.force_login(cast.member)
    html = client.get(review(current, cast.walk)[1]).content.decode()
    assert '<td data-label="令和3年度">B おおむね順調</td>' in html
    assert "去年の約束と今年の結果" in html
    assert "その後：実施した" in html


def test_an_opinion_is_acknowledged_and_the_next_record_opens(client, cast, current):
    client.force_login(cast.member)
    record, address = review(current, cast.walk)
    typed = {"version": 0, "text": "参加者の年齢層を教えてください。", "is_question": "on"}
    answer = client.post(address, typed, follow=True)
    assert answer.redirect_chain[-1][0] == review(current, cast.salon)[1]
    assert "1-1 見守り活動：意見を受け付けました。" in answer.content.decode()
    opinion = Opinion.objects.get()
    assert (opinion.record, opinion.kind) == (record, "question")
    assert "参加者の年齢層を教えてください。</textarea>" in client.get(address).content.decode()


def test_pressing_twice_keeps_one_opinion(client, cast, current):
    client.force_login(cast.member)
    _, address = review(current, cast.walk)
    assert "意見を受け付けました" in said(client, address, text="同じ意見です。")
    assert "意見を受け付けました" in said(client, address, text="同じ意見です。")
    assert Opinion.objects.count() == 1


def test_words_of_another_screen_are_not_overwritten_unseen(client, cast, current):
    client.force_login(cast.member)
    _, address = review(current, cast.walk)
    said(client, address, text="電話で書いた意見")
    html = said(client, address, text="パソコンで書いた意見")
    for words in ("先に保存した", "電話で書いた意見", "パソコンで書いた意見</textarea>"):
        assert words in html
    assert Opinion.objects.get().text == "電話で書いた意見"
    said(client, address, version=1, text="パソコンで書いた意見")
    assert Opinion.objects.get().text == "パソコンで書いた意見"


def test_a_record_that_is_read_without_a_word_counts_as_read(client, cast, current):
    client.force_login(cast.member)
    assert "読んだことを記録しました。" in said(client, review(current, cast.walk)[1])
    html = client.get(reverse("committee:round-detail", args=[current.pk])).content.decode()
    assert (
        "<strong>2件</strong>のうち、<strong>1件</strong>を読み、<strong>0件</strong>に書きました。" in html
    )
    assert not Opinion.objects.exists()


def test_going_on_leads_to_the_first_unread_after_the_last_one(client, cast, current):
    client.force_login(cast.member)
    press = reverse("committee:review-press", args=[current.pk])
    assert client.post(press, {"begin": 1})["Location"] == review(current, cast.walk)[1]
    said(client, review(current, cast.walk)[1])
    assert client.post(press, {"begin": 1})["Location"] == review(current, cast.salon)[1]
    said(client, review(current, cast.salon)[1])
    assert client.post(press, {"begin": 1})["Location"] == reverse(
        "committee:round-detail", args=[current.pk]
    )


def test_an_opinion_that_was_sent_is_not_emptied(client, cast, current):
    client.force_login(cast.member)
    _, address = review(current, cast.walk)
    said(client, address, text="消したい意見")
    assert "空欄にして消すことはできません" in said(client, address, version=1)
    assert Opinion.objects.get().text == "消したい意見"


def test_what_was_typed_and_not_sent_is_in_the_box_again(client, cast, current):
    client.force_login(cast.member)
    record, address = review(current, cast.walk)
    net = reverse("committee:record-autosave", args=[record.pk])
    answer = client.post(
        net, {"version": 0, "text": "書きかけ𠮷\r\n二行目"}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    html = client.get(address).content.decode()
    assert "書きかけの内容を、欄に戻しました" in html
    assert "書きかけ𠮷" in html
    client.post(address, {"drop": 1})
    assert "書きかけ𠮷" not in client.get(address).content.decode()
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"), [("あ\x07い", "画面に表示されない文字"), ("あ" * 20_001, "文字")]
)
def test_a_bad_opinion_is_refused_where_it_was_typed(client, cast, current, text, message):
    client.force_login(cast.member)
    html = said(client, review(current, cast.walk)[1], text=text)
    assert message in html
    assert "error-summary" in html
    assert Opinion.objects.count() == 0


def test_an_own_opinion_is_mended_until_it_is_answered(client, cast, current):
    opinion = builders.opinion(current, cast.member_seat)
    client.force_login(cast.member)
    address = reverse("committee:round-opinion", args=[current.pk, 1])
    client.post(address, {"version": 1, "kind": "opinion", "text": "言い直した意見です。"})
    opinion.refresh_from_db()
    assert opinion.text == "言い直した意見です。"
    builders.replied(opinion, cast.jimu)
    html = client.post(address, {"version": 2, "kind": "opinion", "text": "もう一度"}).content.decode()
    assert "すでに回答が決まっているため" in html
    assert "もう一度" in html


def test_an_opinion_after_the_deadline_stays_in_its_box(client, cast, current):
    workflow.close_opinions(round=current, now=builders.NOW)
    client.force_login(cast.member)
    html = client.post(
        reverse("committee:round-opinion", args=[current.pk, 0]),
        {"version": 0, "kind": "opinion", "text": "遅れた意見"},
    )
    assert "「回答・最終評価」の段階のため" in html.content.decode()
    assert "遅れた意見" in html.content.decode()


def test_a_rating_is_kept_and_changed(client, cast, current):
    client.force_login(cast.member)
    _, address = review(current, cast.walk)
    levels = cast.term.rating_scales.get(stage="committee").levels
    said(client, address, level=levels.get(code="C").pk)
    said(client, address, version=1, level=levels.get(code="A").pk)
    assert CommitteeRating.objects.get().level.code == "A"
    html = client.get(address).content.decode()
    assert re.search(rf'value="{levels.get(code="A").pk}"[^>]* checked', html)


def test_no_rating_is_asked_for_where_the_settings_do_not(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    client.force_login(cast.member)
    assert "あなたの評価" not in client.get(review(round_, cast.walk)[1]).content.decode()


def test_only_the_chair_writes_the_overall_comment_and_all_read_it_after_the_due_date(client, cast, current):
    address = reverse("committee:overall-comment", args=[current.pk])
    client.force_login(cast.chair)
    client.post(address, {"version": 0, "text": "全体として着実に進んでいます。"})
    client.force_login(cast.member)
    assert client.post(address, {"version": 1, "text": "書き換え"}).status_code == 403
    current.opinions_due_on = date(2023, 8, 31)
    current.save()
    html = client.get(reverse("committee:round-detail", args=[current.pk])).content.decode()
    assert "全体として着実に進んでいます。" in html


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_costs_the_same_for_few_and_many(client, cast, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}")
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for record in round_.request.records.all():
        builders.opinion(round_, cast.member_seat, record)
    client.force_login(cast.member)
    with django_assert_num_queries(11):
        client.get(reverse("committee:round-detail", args=[round_.pk]))
