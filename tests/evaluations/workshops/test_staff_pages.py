"""The evening on the staff side: what is typed stays, what looks like a person is asked about, cards go where they are sent."""

import pytest
from django.urls import reverse

from evaluations.models import CardGroup, Opinion, OpinionCard, Workshop
from plans.models import PlanTerm
from tests import voices


@pytest.fixture
def evening(cast):
    return voices.workshop()


def address(name, *rows):
    return reverse(f"staff:{name}", args=[row.pk for row in rows])


def typed_workshop(**fields) -> dict:
    return {
        "version": 0,
        "name": "しあわせな地域づくりワークショップ",
        "theme": "子どもの居場所",
        "district": "",
        "held_on": "令和5年4月10日",
        "hours": "",
        "mode": "place",
        "place": "市民会館",
        "participants": "２４",
        "note": "",
    } | fields


def paste(client, evening, lines, **fields):
    return client.post(address("workshop-detail", evening), {"lines": lines, "heading": ""} | fields)


# ---- the workshop -----------------------------------------------------------------------------------------


def test_a_workshop_is_entered_and_leads_to_its_evening(jimu):
    answer = jimu.post(address("workshop-add"), typed_workshop())
    workshop = Workshop.objects.get()
    assert answer["Location"] == address("workshop-detail", workshop)
    assert workshop.participants == 24
    assert "カードは、まだありません。" in jimu.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"theme": ""}, "テーマか地区の、少なくとも一方を入力してください。"),
        ({"place": ""}, "会場を入力してください。"),
        ({"held_on": "あした"}, "日付として読み取れません。"),
        ({"participants": "たくさん"}, "数字で入力してください。"),
        ({"participants": "-1"}, "0以上の数字を入力してください。"),
        ({"theme": "あ" * 101}, "100文字までです。"),
    ],
)
def test_a_workshop_that_does_not_fit_is_refused_and_nothing_typed_is_lost(jimu, wrong, said):
    html = jimu.post(address("workshop-add"), typed_workshop(note="残る補足") | wrong).content.decode()
    assert said in html
    assert "残る補足" in html
    assert not Workshop.objects.exists()


def test_online_alone_needs_no_place(jimu):
    jimu.post(address("workshop-add"), typed_workshop(mode="online", place=""))
    assert Workshop.objects.get().place_label == "オンライン"


# ---- pasting ----------------------------------------------------------------------------------------------


def test_a_list_becomes_cards_and_twice_the_same_list_adds_nothing(jimu, evening):
    text = "■ 冬\r\n除雪を頼みたい\r\n\r\n道が狭い"
    html = jimu.get(paste(jimu, evening, text)["Location"]).content.decode()
    assert "カードを2枚加えました。" in html
    assert "カード（2枚）" in html
    again = jimu.get(paste(jimu, evening, text)["Location"]).content.decode()
    assert "2行は加えませんでした：「除雪を頼みたい」「道が狭い」" in again
    assert OpinionCard.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "「意見（1行に1枚）」を入力してください。"),
        ("■ 見出しだけ", "カードになる行がありません。"),
        ("短い\n" + "長" * 401, "1枚は400文字までです。2行目（401文字）を短くしてください。"),
        ("■" + "長" * 61 + "\nはい", "見出しは60文字までです。"),
        ("\n".join(f"意見{at}" for at in range(301)), "一度に300枚までです。今は301行あります。"),
        ("あ\x00い", "画面に表示されない文字"),
        ("あ" * 20_001, "20000文字までです。"),
    ],
)
def test_a_list_that_does_not_fit_is_refused_and_stays_in_its_box(jimu, evening, lines, said):
    html = paste(jimu, evening, lines, heading="残る見出し").content.decode()
    assert said in html
    assert "残る見出し" in html
    assert lines.replace("\x00", "")[:300] in html.replace("\x00", "")
    assert not OpinionCard.objects.exists()


def test_what_looks_like_a_person_is_asked_about_and_taken_after_a_tick(jimu, evening):
    html = paste(jimu, evening, "歩道を広く\n田中花子さんが困っている").content.decode()
    assert "2行目：人の名前のような言葉" in html
    assert 'type="checkbox" name="is_anonymous"' in html
    assert "田中花子さんが困っている</textarea>" in html
    assert not OpinionCard.objects.exists()
    paste(jimu, evening, "歩道を広く\n田中花子さんが困っている", is_anonymous="on")
    assert OpinionCard.objects.count() == 2


def test_markup_and_rare_letters_are_text(jimu, evening):
    paste(jimu, evening, "<script>alert(1)</script> 髙𠮷😀")
    html = jimu.get(address("workshop-detail", evening)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 髙𠮷😀" in html


# ---- cards ------------------------------------------------------------------------------------------------


def test_ticked_cards_are_moved_without_javascript(jimu, evening):
    first, second = voices.pasted(evening)
    jimu.post(address("workshop-cards", evening), {"cards": [first.pk], "heading": "遊び", "move": "1"})
    group = CardGroup.objects.get()
    html = jimu.get(address("workshop-detail", evening)).content.decode()
    assert html.index("遊び</a>") < html.index("分けていないカード<span")
    jimu.post(address("workshop-cards", evening), {"cards": [second.pk], "group": group.pk, "heading": ""})
    assert group.cards.count() == 2
    gone = jimu.post(
        address("workshop-cards", evening), {"cards": [second.pk], "heading": "", "remove": "1"}, follow=True
    )
    assert "1枚のカードを消しました。" in gone.content.decode()
    assert OpinionCard.objects.get() == first


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "カードを選んでください。"),
        ({"cards": ["999999"]}, "画面が古くなっています。"),
        ({"cards": ["x"]}, "画面が古くなっています。"),
        ({"group": "999999"}, "画面が古くなっています。"),
        ({"heading": "残" * 61}, f"60文字までです。今は61文字あります。（入力した見出し：{'残' * 61}）"),
    ],
)
def test_a_choice_that_is_none_is_said_in_words(jimu, evening, sent, said):
    voices.pasted(evening)
    for name in ("workshop-cards", "workshop-ledger"):
        html = jimu.post(address(name, evening), {"heading": ""} | sent, follow=True).content.decode()
        assert said in html


def test_a_card_of_a_year_without_a_plan_is_tied_to_what_there_is(jimu, cast, evening):
    (card, _) = voices.pasted(evening)
    cast.term.last_year, cast.term.end = None, PlanTerm.End.OPEN
    cast.term.save()
    shown = [
        row.pk
        for row in jimu.get(address("card-edit", card)).context["form"].fields["initiatives"].widget.rows
    ]
    assert shown == [cast.walk.pk, cast.salon.pk]
    cast.term.last_year, cast.term.end = evening.fiscal_year - 1, PlanTerm.End.YEAR
    cast.term.first_year = evening.fiscal_year - 2
    cast.term.save()
    jimu.post(address("card-edit", card), {"version": 1, "text": card.text, "initiatives": [cast.walk.pk]})
    assert card.about() == [cast.walk]


def test_a_card_is_corrected_and_tied_to_what_it_is_about(jimu, cast, evening):
    (card, _) = voices.pasted(evening)
    typed = {"version": 1, "text": "公園がほしい", "initiatives": [cast.walk.pk, cast.salon.pk]}
    jimu.post(address("card-edit", card), typed)
    card.refresh_from_db()
    assert (card.text, card.about()) == ("公園がほしい", [cast.walk, cast.salon])
    html = jimu.post(
        address("card-edit", card), typed | {"version": 2, "initiatives": ["999999"]}
    ).content.decode()
    assert "候補にありません" in html
    twin = jimu.post(address("card-edit", card), typed | {"version": 2, "text": "本を読める所がほしい"})
    assert "同じ内容のカードが、すでにあります。" in twin.content.decode()
    stale = jimu.post(address("card-edit", card), typed | {"text": "別の直し"}).content.decode()
    assert "先に保存したため" in stale
    assert "別の直し" in stale


def test_a_heading_is_named_otherwise_tied_and_dissolved(jimu, cast, evening):
    voices.pasted(evening, "■冬\n除雪")
    group = CardGroup.objects.get()
    typed = {"version": 1, "heading": "冬のくらし", "position": "2", "initiatives": [cast.walk.pk]}
    jimu.post(address("card-group-edit", group), typed)
    group.refresh_from_db()
    assert (group.heading, list(group.initiatives.all())) == ("冬のくらし", [cast.walk])
    assert "関係する取組：1-1 見守り活動" in jimu.get(address("workshop-detail", evening)).content.decode()
    jimu.post(address("card-group-edit", group), {"version": 2, "dissolve": "1"})
    assert not CardGroup.objects.exists()
    assert OpinionCard.objects.get().group is None


def test_cards_go_into_the_ledger_by_one_press_and_show_their_number(jimu, evening):
    rows = voices.pasted(evening, "■冬\n除雪\n道が狭い")
    sent = {"cards": [row.pk for row in rows], "heading": "", "as_one": "1"}
    html = jimu.post(address("workshop-ledger", evening), sent, follow=True).content.decode()
    assert "意見台帳に1件を入れました（令和5-001）。" in html
    assert (
        html.count(f'意見台帳 <a href="{address("opinion-detail", Opinion.objects.get())}">令和5-001</a>')
        == 2
    )
    again = jimu.post(address("workshop-ledger", evening), sent, follow=True).content.decode()
    assert "選んだカードは、すべて意見台帳に入っています。" in again
    assert Opinion.objects.count() == 1


# ---- publishing -------------------------------------------------------------------------------------------


def test_before_publishing_one_sees_what_could_tell_of_a_person(jimu, evening):
    paste(jimu, evening, "歩道を広く\n電話は0134-32-4111", is_anonymous="on")
    html = jimu.get(address("workshop-publish", evening)).content.decode()
    assert "個人が分かるかもしれない内容があります" in html
    assert "電話番号のような文字" in html
    jimu.post(address("workshop-publish", evening), {"version": 1})
    evening.refresh_from_db()
    assert evening.published_at
    refused = paste(jimu, evening, "あとから").content.decode()
    assert (
        "先に公開をやめてください。 入力した内容は、下の欄に残っています。" in refused
        or "公開しています" in refused
    )
    assert OpinionCard.objects.count() == 2
    jimu.post(address("workshop-publish", evening), {"version": 2, "withdraw": "1"})
    evening.refresh_from_db()
    assert evening.published_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(jimu, cast, evening, django_assert_num_queries, count):
    for at in range(count):
        voices.pasted(evening, f"■見出し{at}\n意見{at}")
        voices.workshop(theme=f"別の{at}")
    rows = list(OpinionCard.objects.values_list("pk", flat=True))
    jimu.post(address("workshop-ledger", evening), {"cards": rows, "heading": ""})
    jimu.get(address("workshop-detail", evening))
    card = OpinionCard.objects.first()
    costs = {
        "workshop-list": ((), 5),
        "workshop-detail": ((evening,), 9),
        "workshop-publish": ((evening,), 7),
        "card-edit": ((card,), 8),
        "card-group-edit": ((card.group,), 7),
    }
    for name, (key, queries) in costs.items():
        with django_assert_num_queries(queries, info=name):
            assert jimu.get(address(name, *key)).status_code == 200
