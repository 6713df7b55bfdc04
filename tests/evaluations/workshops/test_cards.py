"""The cards of an evening: reading a list, the same words once, groups, and the way into the ledger."""

import pytest

from accounts.versioning import MoveRefused
from evaluations.ledger.personal_information import found_in
from evaluations.models import CardGroup, Opinion, OpinionCard
from evaluations.workshops import cards, holding, ledger
from evaluations.workshops.privacy import hints
from tests import builders, voices
from tests.threads import at_once


def texts(workshop) -> list[tuple[str, str]]:
    rows = workshop.cards.for_reading()
    return [(card.group.heading if card.group else "", card.text) for card in rows]


def keys(workshop) -> list[int]:
    return list(workshop.cards.values_list("pk", flat=True))


def take(workshop, chosen=None, as_one=False):
    chosen = keys(workshop) if chosen is None else chosen
    return ledger.take_cards(workshop=workshop, cards=chosen, as_one=as_one, now=builders.NOW)


# ---- reading a list ---------------------------------------------------------------------------------------


def test_each_line_is_a_card_and_a_square_begins_a_group(cast):
    workshop = voices.workshop()
    voices.pasted(workshop, "はじめの意見\n\n■ 冬\n・除雪を頼みたい\n　- 道が狭い\n■\n見出しのない意見")
    assert texts(workshop) == [
        ("冬", "除雪を頼みたい"),
        ("冬", "道が狭い"),
        ("", "はじめの意見"),
        ("", "見出しのない意見"),
    ]


def test_the_same_words_are_one_card_however_they_are_written(cast):
    workshop = voices.workshop()
    voices.pasted(workshop, "バスを増やして")
    again = cards.add_cards(
        workshop=workshop, lines=cards.read_lines("バスを 増やして。\nﾊﾞｽを増やして\n歩道を広く\n歩道を広く")
    )
    assert [card.text for card in again.cards] == ["歩道を広く"]
    assert again.skipped == ["バスを 増やして。", "ﾊﾞｽを増やして", "歩道を広く"]


def test_the_same_words_may_be_said_at_another_workshop(cast):
    for workshop in (voices.workshop(), voices.workshop(theme="交通")):
        assert len(voices.pasted(workshop, "バスを増やして")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_paste_at_once_lose_nothing_and_double_nothing(cast):
    workshop = voices.workshop()
    lists = [f"■机{at % 2}\n同じ意見\n{at}番の意見" for at in range(6)]
    at_once(*[lambda text=text: voices.pasted(workshop, text) for text in lists])
    assert OpinionCard.objects.count() == 7
    assert CardGroup.objects.count() == 2
    assert len(set(workshop.cards.values_list("position", flat=True))) == 7


# ---- laying together --------------------------------------------------------------------------------------


def test_cards_are_moved_below_a_heading_and_out_again(cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    assert cards.move_cards(workshop=workshop, cards=keys(workshop), heading="居場所") == 2
    assert {heading for heading, _ in texts(workshop)} == {"居場所"}
    cards.move_cards(workshop=workshop, cards=keys(workshop)[:1], heading="")
    assert [heading for heading, _ in texts(workshop)] == ["居場所", ""]
    with pytest.raises(MoveRefused, match="カードを選んでください"):
        cards.move_cards(workshop=workshop, cards=[], heading="居場所")


def test_cards_of_another_workshop_stay_where_they_are(cast):
    here, there = voices.workshop(), voices.workshop(theme="交通")
    voices.pasted(there)
    with pytest.raises(MoveRefused):
        cards.move_cards(workshop=here, cards=keys(there), heading="居場所")
    with pytest.raises(MoveRefused):
        cards.remove_cards(workshop=here, cards=keys(there))
    with pytest.raises(MoveRefused):
        take(here, keys(there))
    assert there.cards.filter(group=None, opinion=None).count() == 2


def test_a_heading_is_dissolved_and_its_cards_stay(cast):
    workshop = voices.workshop()
    voices.pasted(workshop, "■冬\n除雪")
    group = workshop.groups.get()
    cards.dissolve_group(group=group, version=group.version)
    assert texts(workshop) == [("", "除雪")]


def test_what_is_public_is_withdrawn_before_it_is_changed(cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    workshop = voices.published_workshop(workshop, cast.jimu)
    for change in (
        lambda: voices.pasted(workshop, "三枚目"),
        lambda: cards.move_cards(workshop=workshop, cards=keys(workshop), heading="居場所"),
        lambda: cards.remove_cards(workshop=workshop, cards=keys(workshop)),
        lambda: holding.delete_workshop(workshop=workshop, version=workshop.version),
    ):
        with pytest.raises(MoveRefused, match="先に公開をやめてください"):
            change()
    assert workshop.cards.count() == 2


# ---- the ledger -------------------------------------------------------------------------------------------


def test_each_card_gets_its_number_once_however_often_one_presses(cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    first = take(workshop)
    assert [opinion.number for opinion in first] == ["令和5-001", "令和5-002"]
    assert take(workshop) == []
    assert Opinion.objects.count() == 2
    assert {card.opinion_id for card in workshop.cards.all()} == {opinion.pk for opinion in first}
    opinion = first[0]
    assert (opinion.source, opinion.text, opinion.received_on) == (
        "workshop",
        "遊び場がほしい",
        workshop.held_on,
    )
    assert workshop.subject in opinion.source_note


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_take_each_card_in_once(cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    at_once(*[lambda: take(workshop)] * 4)
    assert Opinion.objects.count() == 2


def test_a_group_becomes_one_opinion_that_tells_how_many_they_are(cast):
    workshop = voices.workshop()
    voices.pasted(workshop, "■冬\n除雪を頼みたい\n道が狭い\n■\nひとりの意見")
    group = workshop.groups.get()
    cards.save_group(group=group, version=1, heading="冬", position=1, initiatives=[cast.walk])
    bundle, single = take(workshop, as_one=True)
    assert bundle.text == "冬（2枚）\n・除雪を頼みたい\n・道が狭い"
    assert single.text == "ひとりの意見"
    assert [concern.initiative for concern in bundle.concerns.all()] == [cast.walk]
    assert workshop.cards.filter(opinion=bundle).count() == 2


def test_a_card_about_a_measure_of_its_own_goes_there_and_not_where_its_group_goes(cast):
    workshop = voices.workshop()
    (card,) = voices.pasted(workshop, "■冬\nサロンを続けて")
    cards.save_group(group=card.group, version=1, heading="冬", position=1, initiatives=[cast.walk])
    cards.save_card(card=card, version=1, text=card.text, initiatives=[cast.salon])
    (opinion,) = take(workshop)
    assert [concern.initiative for concern in opinion.concerns.all()] == [cast.salon]


def test_what_is_in_the_ledger_keeps_its_words(cast):
    workshop = voices.workshop()
    (card, _) = voices.pasted(workshop)
    take(workshop, [card.pk])
    with pytest.raises(MoveRefused, match="消せません"):
        cards.remove_cards(workshop=workshop, cards=keys(workshop))
    assert workshop.cards.count() == 2
    with pytest.raises(MoveRefused, match="直せません"):
        cards.save_card(card=card, version=2, text="別の言葉", initiatives=[])
    with pytest.raises(MoveRefused, match="意見台帳に入れたカードがあるため"):
        holding.delete_workshop(workshop=workshop, version=1)


def test_a_public_workshop_can_still_be_taken_in(cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    voices.published_workshop(workshop, cast.jimu)
    assert len(take(workshop)) == 2


# ---- what could tell of a person --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("連絡先は０９０ー１２３４ー５６７８です", "電話番号のような文字"),
        ("0134-32-4111に電話した", "電話番号のような文字"),
        ("taro@example.jp まで", "メールアドレスのような文字"),
        ("〒047-8660", "郵便番号のような文字"),
        ("花園2丁目12の家", "番地のような文字"),
        ("小樽太郎さんが困っている", "人の名前のような言葉"),
        ("タナカさんの家の前", "人の名前のような言葉"),
        ("山田氏の話", "人の名前のような言葉"),
        ("昭和20年1月5日生まれ", "生年月日のような文字"),
    ],
)
def test_what_looks_like_a_person_is_found(text, said):
    assert said in hints(text)


def test_a_telephone_number_is_no_post_code_and_the_ledger_reads_the_same():
    for text in ("090-1234-5678", "０９０ー１２３４ー５６７８"):
        assert hints(text) == ["電話番号のような文字"]
        assert found_in(text) == ["電話番号"]


@pytest.mark.parametrize(
    "text",
    [
        "バスを1日3本に増やしてほしい",
        "2023年度から2025年度までの計画",
        "お母さんと子どもの居場所",
        "民生委員さんに相談したい",
        "皆さんで話し合う場",
        "お医者さんが遠い",
        "10人から20人くらい集まれる所",
        "",
    ],
)
def test_plain_opinions_are_left_alone(text):
    assert hints(text) == []
