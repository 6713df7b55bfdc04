"""A member with a personal link: on a phone, by keyboard alone, without JavaScript; and the secretariat around it."""

import re

import pytest
from django.urls import reverse

from evaluations.models import CommitteeRating, MemberReview, Opinion, ReviewSheet, UnsavedOpinion
from tests import builders
from tests.browser.conftest import PHONE
from tests.browser.keyboard import enter, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def linked(cast):
    """Two years of two 取組, with an indicator; the member has a link to the second."""
    builders.indicator(cast.walk, targets={2021: 10, 2022: 20})
    first = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    opinion = builders.opinion(
        first,
        cast.chair_seat,
        first.request.records.get(initiative=cast.walk),
        text="去年の委員長の意見です。",
    )
    builders.replied(opinion, cast.jimu)
    first.opinions_due_on = "2022-08-31"
    first.save()
    cast.round = builders.in_committee(
        builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True), cast.jimu
    )
    cast.record = cast.round.request.records.get(initiative=cast.walk)
    key = builders.review_key(builders.review_link(cast.round, cast.member_seat, cast.jimu))
    cast.way_in = reverse("review-list", args=[key])
    return cast


def test_a_member_reads_writes_and_ends_on_a_phone(walk, linked):
    walk.page.set_viewport_size(PHONE)
    walk.go(linked.way_in)
    walk.reads("2件のうち、0件を読み、0件に書きました")
    walk.press("1件目から読む")
    for words in (
        "年度ごとの記録",
        "去年の委員長の意見です。",
        "学校と相談して進めます。",
        "まず、ご自身の考えを書いてください",
    ):
        walk.reads(words)
    walk.choose("B　おおむね順調（おおむね順調である）")
    walk.write("この取組への意見", "スマートフォンで書いた意見です。")
    walk.press("保存して次の取組へ")
    walk.reads("1-1 見守り活動：評価と意見を受け付けました。")
    walk.reads("1-2　ふれあいサロン")
    walk.press("保存して一覧へ")
    walk.reads("2件のうち、2件を読み、1件に書きました")
    walk.press("書き終えました")
    walk.reads("書き終えたことを事務局に伝えました")
    assert Opinion.objects.filter(round=linked.round).get().text == "スマートフォンで書いた意見です。"
    assert CommitteeRating.objects.get().level.code == "B"
    assert MemberReview.objects.get().finished_at
    walk.go(linked.way_in[:-2] + "/").reads("このリンクは使えません")


def test_what_was_typed_is_kept_by_itself_and_offered_again(walk, linked):
    sheet = reverse("review-sheet", args=[linked.way_in.split("/")[2], linked.record.pk])
    walk.go(sheet)
    walk.page.get_by_label("この取組への意見").first.type("打ちかけの意見")
    walk.page.get_by_text(re.compile(r"\d+:\d+に自動保存しました")).wait_for(timeout=15_000)
    assert UnsavedOpinion.objects.get().typed["text"] == ["打ちかけの意見"]
    walk.go(sheet).reads("書きかけの内容を、欄に戻しました")
    assert walk.page.get_by_label("この取組への意見").first.input_value() == "打ちかけの意見"
    stored = walk.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]
    assert not Opinion.objects.filter(round=linked.round).exists()


def test_the_whole_way_by_keyboard_alone(walk, linked):
    walk.page.goto(walk.address + linked.way_in)
    enter(walk, "button", "1件目から読む")
    tick(walk, "radio", "A　順調（順調である）")
    write(walk, "この取組への意見", "キーボードだけで書いた意見です。")
    enter(walk, "button", "保存して次の取組へ").reads("評価と意見を受け付けました。")
    assert Opinion.objects.filter(round=linked.round).get().text == "キーボードだけで書いた意見です。"
    assert CommitteeRating.objects.get().level.code == "A"


def test_without_javascript_the_same_work_is_done(plain, linked):
    plain.go(linked.way_in).press("1件目から読む")
    plain.write("この取組への意見", "JavaScriptなしで書いた意見です。")
    plain.press("保存して次の取組へ").reads("意見を受け付けました。")
    plain.follow("一覧へ").press("前回の続きから").reads("1-2　ふれあいサロン")
    assert Opinion.objects.filter(round=linked.round).get().text == "JavaScriptなしで書いた意見です。"


def test_the_secretariat_around_it(walk, linked):
    walk.sign_in("ito").go(reverse("staff:review-list", args=[linked.round.pk]))
    walk.reads("委員ごとの進み具合")
    walk.press("選んだ委員にメールで送る")
    walk.reads("「委員」を選んでください。")
    walk.choose("山本さんを選ぶ")
    walk.press("選んだ委員への手紙を作る")
    walk.reads("手紙を作っています")
    walk.go(reverse("staff:review-letters", args=[linked.round.pk]))
    walk.go(reverse("staff:review-setting", args=[linked.round.pk]))
    walk.choose("新しい端末では確認コードを尋ねる")
    walk.press("設定を保存する")
    walk.reads("メールで確認コードを尋ねます")
    walk.go(reverse("staff:review-member", args=[linked.round.pk, linked.member_seat.pk]))
    walk.follow("入力する")
    walk.write("この取組への意見", "紙に書かれていた意見です。")
    walk.write("受け取った日", "R8.7.3")
    walk.press("保存して一覧へ")
    walk.reads("代理入力として保存しました")
    assert ReviewSheet.objects.get().entered_by == linked.jimu
    walk.go(reverse("staff:review-sheets", args=[linked.round.pk, linked.member_seat.pk]))
    walk.reads("まだ作成していません")
