"""The glossary: rows of the kana, which chapters use a word, and the pages for citizens and for the secretariat."""

import re

import pytest
from django.urls import reverse

from plans.glossary import count_uses, marked_words, row_of
from plans.models import GlossaryTerm
from tests import builders


def address(name, row=None):
    return reverse(f"staff:{name}", args=[row.pk] if row else [])


def typed(**fields) -> dict:
    return {
        "version": 0,
        "word": "見守り",
        "reading": "みまもり",
        "definition": "見守ること。",
        "slug": "",
    } | fields


# ---- rows and uses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("あい", "あ"), ("ゔぁ", "あ"), ("がく", "か"), ("じゅう", "さ"), ("っと", "た"), ("づ", "た"),
        ("のう", "な"), ("ぴーでぃー", "は"), ("びん", "は"), ("もり", "ま"), ("ょ", "や"), ("れい", "ら"),
        ("をん", "わ"), ("ん", "わ"), ("", "その他"), ("ABC", "その他"), ("ー", "その他"),
    ],
)  # fmt: skip
def test_a_reading_stands_in_a_row(reading, row):
    assert row_of(reading) == row


def test_marked_words_are_those_that_are_linked():
    words = ["福祉", "地域福祉", "見守り"]
    assert marked_words("地域福祉※と見守り《みまもり》※、福祉も。", words) == {"地域福祉", "見守り"}
    assert marked_words("福祉、見守り", words) == set()


def test_chapters_are_counted_once_each(cast):
    word = builders.word()
    builders.chapter(cast.term, 1, body="見守り※と見守り※")
    builders.chapter(cast.term, 2, body="見守り")
    assert count_uses([word]) == {"見守り": 1}


# ---- the public page --------------------------------------------------------------------------------------


def test_words_stand_in_rows_with_links_that_jump_there(client, db):
    for word, reading in (
        ("後見", "こうけん"),
        ("学校", "がっこう"),
        ("市民", "しみん"),
        ("PDCA", "ぴーでぃーしーえー"),
    ):
        builders.word(word, reading)
    html = client.get(reverse("glossary")).content.decode()
    jumps = re.findall(r'<a href="#(row-\d+)">([^<]+)</a>', html)
    assert jumps == [("row-2", "か行（2）"), ("row-3", "さ行（1）"), ("row-6", "は行（1）")]
    for anchor, _ in jumps:
        assert html.count(f'id="{anchor}"') == 1
    assert re.findall(r"<h3>(\S+) ", html) == ["学校", "後見", "市民", "PDCA"]


def test_three_hundred_words_cost_as_much_as_one_and_are_light(client, db, django_assert_num_queries):
    kana = "あかさたなはまやらわ"
    rows = [
        GlossaryTerm(
            word=f"言葉{n}", reading=f"{kana[n % 10]}ことば", slug=f"w{n}", definition="説明です。" * 10
        )
        for n in range(300)
    ]
    GlossaryTerm.objects.bulk_create(rows)
    with django_assert_num_queries(3):
        answer = client.get(reverse("glossary"))
    html = answer.content.decode()
    assert html.count("<section id=") == 300
    assert html.count('href="#row-') == 10


# ---- staff pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number(jimu, cast, django_assert_num_queries, count):
    rows = [
        GlossaryTerm(word=f"言葉{n}", reading="ことば", slug=f"w{n}", definition="説明") for n in range(count)
    ]
    GlossaryTerm.objects.bulk_create(rows)
    builders.chapter(cast.term, body="言葉0※を使います。")
    with django_assert_num_queries(6):
        html = jimu.get(address("word-list")).content.decode()
    assert html.count('data-label="よみ"') == min(count, 50)
    assert f"{count}語" in html
    assert html.count("1章") == 1


def test_the_list_is_narrowed_by_row_and_by_letters(jimu):
    for word, reading in (("後見", "こうけん"), ("学校", "がっこう"), ("市民", "しみん")):
        builders.word(word, reading)

    def shown(query):
        html = jimu.get(address("word-list") + query).content.decode()
        return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', html)

    assert shown("") == ["学校", "後見", "市民"]
    assert shown("?row=か") == ["学校", "後見"]
    assert shown("?q=けん") == ["後見"]
    assert shown("?row=か&q=市民") == []
    assert shown("?q=%00") == ["学校", "後見", "市民"]
    assert shown("?row=x") == ["学校", "後見", "市民"]
    assert "当てはまる用語はありません" in jimu.get(address("word-list") + "?q=<b>").content.decode()


def test_a_word_is_added_and_is_on_the_public_page_at_once(jimu, client):
    answer = jimu.post(address("word-add"), typed(definition="<b>見守る</b>ことです。"))
    row = GlossaryTerm.objects.get()
    assert answer["Location"].endswith(f"#word-{row.pk}")
    client.logout()
    html = client.get(reverse("glossary")).content.decode()
    assert f'id="{row.slug}"' in html
    assert "&lt;b&gt;見守る" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"word": ""}, "「用語」を入力してください。"),
        ({"word": "あ" * 51}, "50文字までです。今は51文字あります。"),
        ({"word": "福祉"}, "すでに"),
        ({"reading": "見守り"}, "よみは、ひらがなで入力してください。"),
        ({"reading": "ミマモリ"}, "よみは、ひらがなで入力してください。"),
        ({"definition": "a\x07b"}, "画面に表示されない文字"),
        ({"slug": "みまもり"}, "半角の英数字"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_box(jimu, wrong, said):
    builders.word("福祉", "ふくし")
    html = jimu.post(address("word-add"), typed() | wrong).content.decode()
    assert said in html
    assert GlossaryTerm.objects.count() == 1


def test_the_second_of_two_savers_sees_both_explanations(jimu):
    row = builders.word()
    data = typed(version=1, slug=row.slug, definition="先の説明")
    assert jimu.post(address("word-edit", row), data).status_code == 302
    html = jimu.post(address("word-edit", row), data | {"definition": "後の説明"}).content.decode()
    assert "先の説明" in html
    assert "後の説明" in html
    assert "先に保存したため" in html


def test_a_word_of_a_public_text_keeps_its_spelling_and_is_not_deleted(jimu, cast):
    row = builders.word()
    builders.chapter(cast.term, body="見守り※を広げます。")
    assert "第1章の題" in jimu.get(address("word-edit", row)).content.decode()
    changed = jimu.post(address("word-edit", row), typed(version=1, word="みまもり", slug=row.slug))
    assert "「第1章の題」で使っているため、書き方を変えられません。" in changed.content.decode()
    refused = jimu.post(address("word-delete", row), {"version": 1}).content.decode()
    assert "で使っているため、削除できません。" in refused
    same = typed(version=1, slug=row.slug, definition="新しい説明")
    assert jimu.post(address("word-edit", row), same).status_code == 302


def test_a_word_that_no_public_text_uses_is_deleted(jimu, cast):
    row = builders.word()
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    builders.chapter(draft, body="見守り※を広げます。")
    assert jimu.post(address("word-delete", row), {"version": 1}).status_code == 302
    assert not GlossaryTerm.objects.exists()
