"""計画全体への意見: by a personal link and the keyboard alone, signed in without JavaScript, from paper, after the end."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations import workflow
from evaluations.models import Opinion, UnsavedOpinion
from tests import builders
from tests.browser.keyboard import enter, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "言葉がむずかしいので、用語の説明がほしい。"


@pytest.fixture
def asked(cast):
    cast.round = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    key = builders.review_key(builders.review_link(cast.round, cast.member_seat, cast.jimu))
    cast.by_link = reverse("review-list", args=[key])
    cast.signed_in = reverse("committee:round-detail", args=[cast.round.pk])
    return cast


def said() -> list[tuple[str, str]]:
    return list(Opinion.objects.order_by("pk").values_list("kind", "text"))


def test_by_link_with_the_keyboard_alone(walk, asked):
    walk.page.goto(walk.address + asked.by_link)
    enter(walk, "link", "計画全体への意見を書く", exact=True)
    enter(walk, "button", "意見を送る").reads("「意見・質問」を入力してください。")
    tick(walk, "radio", "意見")
    walk.page.keyboard.press("ArrowDown")
    write(walk, "意見・質問", WORDS)
    enter(walk, "button", "意見を送る").reads("質問を受け付けました。")
    enter(walk, "link", "自分の意見を直す")
    write(walk, "意見・質問", "用語の説明は、どこにありますか。")
    enter(walk, "button", "直した内容を保存する").reads("意見を直しました。")
    assert said() == [("question", "用語の説明は、どこにありますか。")]


def test_what_was_typed_is_kept_by_itself_and_offered_again(walk, asked):
    page = reverse("committee:round-opinion", args=[asked.round.pk, 0])
    walk.sign_in("yamamoto").go(page)
    walk.page.get_by_label("意見・質問").type("書きかけ")
    walk.page.get_by_text(re.compile(r"\d+:\d+に自動保存しました")).wait_for(timeout=15_000)
    assert UnsavedOpinion.objects.get().typed["text"] == ["書きかけ"]
    walk.go(page).reads("書きかけの内容を、欄に戻しました")
    assert walk.page.get_by_label("意見・質問").input_value() == "書きかけ"
    assert said() == []


def test_without_javascript_and_after_the_end(plain, asked):
    plain.sign_in("yamamoto").go(asked.signed_in)
    plain.follow("計画全体への意見を書く").write("意見・質問", WORDS)
    plain.press("意見を送る").reads("意見を受け付けました。")
    plain.follow("自分の意見を直す").write("意見・質問", "言い直した意見です。")
    workflow.close_opinions(round=asked.round, now=timezone.now())
    plain.press("直した内容を保存する").reads("この操作はできません。")
    assert plain.page.get_by_label("意見・質問").input_value() == "言い直した意見です。"
    plain.go(asked.signed_in).reads_not("計画全体への意見を書く")
    plain.reads_not("自分の意見を直す")
    assert said() == [("opinion", WORDS)]


def test_the_secretariat_types_it_in_from_paper(walk, asked):
    walk.sign_in("ito").go(reverse("staff:review-list", args=[asked.round.pk]))
    walk.write("票番号", f"{asked.member_seat.pk}-0")
    walk.press("紙の意見を入力する")
    walk.write("受け取った日", "R8.7.3")
    walk.press("保存する").reads("「意見・質問」を入力してください。")
    walk.write("意見・質問", WORDS)
    walk.press("保存する").reads("代理入力として保存しました。")
    assert said() == [("opinion", WORDS)]
