"""The staff pages of the 意見台帳: the list, intake, an opinion, several at once, and ready-made replies."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse

from evaluations.models import Opinion, OpinionChange, PublicVoice, ReplyTemplate, Response
from tests import builders

pytestmark = pytest.mark.django_db
LIST = reverse("staff:ledger")
PUBLISH, GROUP, ADD = (reverse(f"staff:ledger-{name}") for name in ("publish", "group", "add"))


def page(client, address, **data) -> str:
    return client.get(address, data).content.decode()


def pressed(client, address, **data) -> str:
    return client.post(address, data, follow=True).content.decode()


def address(name, opinion) -> str:
    return reverse(f"staff:opinion-{name}", args=[opinion.pk])


def marks(html) -> list[str]:
    return re.findall(r'name="opinion" value="([\d.]+)"', html)


def typed(**fields) -> dict:
    texts = {
        "summary": "夜も相談したい。",
        "text": "月に一度、夜に開きます。",
        "reason": "",
        "what_changed": "",
    }
    return {"version": 0, "seen_version": 1, "disposition": "reflected"} | texts | fields


# ---- the list ---------------------------------------------------------------------------------------------


def test_overdue_ones_lead_then_those_that_wait_by_their_dates(jimu, cast):
    rows = {
        "answered": builders.voice(text="答えた", due_on=date(2020, 1, 1)),
        "later": builders.voice(text="まだ先", due_on=date(2099, 1, 1)),
        "undated": builders.voice(text="期限なし"),
        "overdue": builders.voice(text="過ぎた", due_on=date(2021, 1, 1)),
    }
    builders.replied(rows["answered"], cast.jimu)
    html = page(jimu, LIST)
    order = sorted(rows, key=lambda name: html.index(f">{rows[name].number}</a>"))
    assert order == ["overdue", "later", "undated", "answered"]
    assert html.count("期限超過") == 1
    assert html.count('<tr class="is-overdue">') == 1


def test_further_conditions_are_folded_until_one_of_them_narrows_the_list(jimu, cast):
    builders.voice()
    assert '<details class="filters__more">' in page(jimu, LIST, q="相談")
    assert '<details class="filters__more" open>' in page(jimu, LIST, source="letter")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"overdue": "on"}, {"late"}),
        ({"source": "letter"}, {"letter"}),
        ({"status": "considering"}, {"letter"}),
        ({"year": "2022"}, {"old"}),
        ({"q": "手すり"}, {"late"}),
        ({"q": "令和4-001"}, {"old"}),
        ({"owner": "o{council}"}, {"letter"}),
        ({"owner": "d{elderly}"}, {"old"}),
        ({"initiative": "{walk}"}, {"old"}),
        ({"status": "nothing", "owner": "x", "year": "-1"}, {"late", "letter", "old"}),
    ],
)
def test_the_list_is_narrowed(jimu, cast, query, found):
    rows = {
        "late": builders.voice(text="手すりがほしい。", due_on=date(2021, 1, 1)),
        "letter": builders.voice(text="手紙", source="letter", initiatives=[cast.salon]),
        "old": builders.voice(text="昨年", received_on=date(2022, 5, 1), initiatives=[cast.walk]),
    }
    builders.replied(rows["letter"], cast.shakyo_jimu, approve=False)
    keys = {"council": cast.council.pk, "elderly": cast.elderly.pk, "walk": cast.walk.pk}
    html = page(jimu, LIST, **{name: value.format(**keys) for name, value in query.items()})
    assert {name for name, row in rows.items() if f">{row.number}</a>" in html} == found


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_pages_cost_the_same_for_few_and_many(jimu, cast, django_assert_num_queries, count):
    lead = builders.voice(text="代表", initiatives=[cast.walk, cast.salon])
    for number in range(count):
        row = builders.voice(text=f"声{number}", initiatives=[cast.walk])
        Opinion.objects.filter(pk=row.pk).update(representative=lead)
    builders.opinion_change(lead)
    with django_assert_num_queries(11):
        jimu.get(LIST)
    with django_assert_num_queries(11):
        jimu.get(address("detail", lead))


def test_a_clerk_reads_and_drafts_what_the_department_owes_and_nothing_else(client, cast):
    own = builders.voice(text="高齢者の声", initiatives=[cast.walk])
    other = builders.voice(text="社協への声", initiatives=[cast.salon])
    client.force_login(cast.sato)
    html = page(client, LIST)
    assert "高齢者の声" in html
    assert "社協への声" not in html
    assert not marks(html)
    for name in ("detail", "reply"):
        assert client.get(address(name, own)).status_code == 200
        assert client.get(address(name, other)).status_code == 404
        assert client.post(address(name, other)).status_code in (404, 405)
    pressed(client, address("reply", own), **typed(approve="on", text="課の案"))
    reply = own.responses.get()
    assert (reply.text, reply.is_approved) == ("課の案", False)
    assert "決裁が済んだ" not in page(client, address("reply", own))
    assert client.get(address("assign", own)).status_code == 403
    assert client.post(PUBLISH, {"opinion": f"{own.pk}.1.1", "act": "both"}).status_code == 403


def test_a_clerk_gets_a_members_opinion_when_the_members_have_finished(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(round_, cast.member_seat, record, text="委員の声")
    client.force_login(cast.sato)
    assert "委員の声" not in page(client, LIST)
    assert client.get(address("detail", opinion)).status_code == 404
    round_.opinions_due_on = date(2023, 1, 1)
    round_.save()
    html = page(client, address("detail", opinion))
    assert "委員の声" in html
    assert cast.member.name not in html


def test_the_file_for_the_house_holds_the_originals_safely(jimu, cast):
    builders.voice(text="=1+1\n二行目")
    file = jimu.get(reverse("staff:ledger-csv"))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][6] == "'=1+1\n二行目"


# ---- intake -----------------------------------------------------------------------------------------------


def intake(**fields) -> dict:
    sensible = {"source": "window", "received_on": "令和5年5月8日", "kind": "opinion", "split": "whole"}
    return sensible | {"source_note": "", "due_on": "", "text": "手すりがほしい。"} | fields


def test_a_pasted_list_becomes_one_opinion_a_line(jimu, cast):
    pasted = "・手すりがほしい。\r\n\r\n○夜も相談したい。\r\n手すりがほしい。\r\n👨‍👩‍👧の髙𠮷さん"
    html = pressed(jimu, ADD, **intake(text=pasted, split="lines", initiatives=[cast.walk.pk, cast.salon.pk]))
    assert "3件の意見を受け付けました（令和5-001から令和5-003まで）。" in html
    assert "同じ日に同じ内容で受け付けた意見が1件" in html
    texts = list(Opinion.objects.values_list("text", flat=True))
    assert texts == ["手すりがほしい。", "夜も相談したい。", "👨‍👩‍👧の髙𠮷さん"]
    assert Opinion.objects.first().initiatives.count() == 2
    pressed(jimu, ADD, **intake(text=pasted, split="lines"))
    assert Opinion.objects.count() == 3


def test_a_letter_of_several_paragraphs_stays_one_or_is_cut_as_chosen(jimu, cast):
    letter = "一つ目の願い。\n続き。\n\n二つ目の願い。"
    pressed(jimu, ADD, **intake(text=letter, source="letter"))
    assert Opinion.objects.get().text == letter
    pressed(jimu, ADD, **intake(text=letter, source="letter", split="paragraphs"))
    assert set(Opinion.objects.values_list("text", flat=True)) == {
        letter,
        "一つ目の願い。\n続き。",
        "二つ目の願い。",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("source", "", "「出どころ」を選んでください。"),
        ("source", "committee", "正しく選択してください"),
        ("text", "　\n", "「意見・質問（原文）」を入力してください。"),
        ("text", "あ\x07い", "画面に表示されない文字"),
        ("received_on", "令和5年13月1日", "という日付はありません"),
        ("received_on", "令和80年1月1日", "受付日は、今日までの日付"),
        ("due_on", "令和5年5月7日", "受付日より後の日付"),
        ("source_note", "あ" * 101, "100文字までです"),
    ],
)
def test_bad_input_is_refused_at_its_place_and_nothing_typed_is_lost(jimu, cast, field, value, message):
    html = jimu.post(
        ADD, intake(**{"text": "残る文章", "source_note": "残る説明"} | {field: value})
    ).content.decode()
    assert message in html
    assert ("残る文章" in html) or field == "text"
    assert ("残る説明" in html) or field == "source_note"
    assert not Opinion.objects.exists()


def test_too_many_at_once_are_refused_before_any_is_taken(jimu, cast):
    html = jimu.post(ADD, intake(text="\n".join(map(str, range(201))), split="lines")).content.decode()
    assert "200件まで" in html
    assert not Opinion.objects.exists()


def test_the_departments_that_were_chosen_owe_the_reply(jimu, cast):
    owners = {f"owner_{cast.city.pk}": cast.children.pk, f"owner_{cast.council.pk}": "office"}
    pressed(jimu, ADD, **intake(**owners))
    owed = {(row.organization, row.department) for row in Response.objects.all()}
    assert owed == {(cast.city, cast.children), (cast.council, None)}


# ---- one opinion ------------------------------------------------------------------------------------------


def test_who_answers_until_when_and_what_about_is_set_and_two_do_not_overwrite_each_other(jimu, cast):
    opinion = builders.voice()
    fields = {"version": 1, "due_on": "R6.1.31", "source_note": "説明会", "initiatives": [cast.walk.pk]}
    fields |= {f"owner_{cast.city.pk}": cast.children.pk, f"owner_{cast.council.pk}": ""}
    pressed(jimu, address("assign", opinion), **fields)
    opinion.refresh_from_db()
    assert (opinion.due_on, opinion.source_note) == (date(2024, 1, 31), "説明会")
    assert opinion.responses.get().department == cast.children
    html = jimu.post(address("assign", opinion), fields | {"source_note": "別の説明"}).content.decode()
    assert "先に保存したため、まだ保存していません" in html
    assert "別の説明" in html


def test_a_difficult_reply_asks_for_its_reason_and_keeps_what_was_typed(jimu, cast):
    opinion = builders.voice()
    html = jimu.post(address("reply", opinion), typed(disposition="difficult")).content.decode()
    assert "「対応困難」のときは、理由を入力してください。" in html
    assert "月に一度、夜に開きます。</textarea>" in html


def test_a_ready_made_reply_is_put_behind_what_is_written(jimu, cast):
    opinion, template = builders.voice(), builders.reply_template(text="ひな形の文面")
    html = page(jimu, address("reply", opinion), template=template.pk)
    assert "ひな形の文面</textarea>" in html
    builders.replied(opinion, cast.jimu, text="書いた文章", approve=False)
    html = page(jimu, address("reply", opinion), template=template.pk)
    assert "書いた文章\n\nひな形の文面</textarea>" in html
    assert "書いた文章</textarea>" in page(jimu, address("reply", opinion), template="x")
    assert opinion.responses.get().text == "書いた文章"


def test_a_hint_says_what_could_name_a_person_and_does_not_stand_in_the_way(jimu, cast):
    opinion = builders.voice()
    html = pressed(jimu, address("reply", opinion), **typed(summary="電話０１３４-００-００００の方から"))
    assert "考え方を保存しました" in html
    assert "電話番号のような文字があります" in page(jimu, address("reply", opinion))


def test_what_changed_is_written_mended_and_deleted(jimu, cast):
    opinion = builders.voice(initiatives=[cast.walk])
    fields = {"version": 0, "happened_on": "R6.4.1", "words": "", "initiative": "", "revision_change": ""}
    add = address("change-add", opinion)
    assert "変わったことを書くか、" in jimu.post(add, fields).content.decode()
    pressed(jimu, add, **fields | {"words": "夜の相談を始めた。", "initiative": cast.walk.pk})
    change = OpinionChange.objects.get()
    edit = reverse("staff:opinion-change-edit", args=[change.pk])
    pressed(jimu, edit, **fields | {"version": 1, "words": "夜と土曜の相談を始めた。"})
    html = jimu.post(edit, fields | {"version": 1, "words": "別の人の文章"}).content.decode()
    assert "先に保存したため" in html
    assert "夜と土曜の相談を始めた。" in page(jimu, address("detail", opinion))
    delete = reverse("staff:opinion-change-delete", args=[change.pk])
    pressed(jimu, delete, version=2)
    assert not OpinionChange.objects.exists()


def test_an_opinion_is_closed_opened_again_and_a_second_press_is_told(jimu, cast):
    opinion = builders.voice()
    assert "対応済みにできません" in pressed(jimu, address("close", opinion), version=1)
    builders.replied(opinion, cast.jimu)
    assert "対応済みにしました" in pressed(jimu, address("close", opinion), version=1)
    assert "ほかの人がこの意見を変更しました" in pressed(jimu, address("close", opinion), version=1)
    assert "取り消しました" in pressed(jimu, address("reopen", opinion), version=2)


# ---- several at once --------------------------------------------------------------------------------------


@pytest.fixture
def drafts(cast):
    """Three drafts of the city, and an opinion that nobody has answered."""
    rows = [builders.voice(text=f"声{number}") for number in range(4)]
    for row in rows[:3]:
        builders.replied(row, cast.jimu, approve=False, summary=f"要旨{row.sequence}")
    return rows


def test_several_replies_are_approved_and_published_by_one_act(jimu, cast, drafts):
    chosen = marks(page(jimu, LIST))
    html = pressed(jimu, PUBLISH, opinion=chosen)
    assert "決裁・公開の確認（4件）" in html
    assert not PublicVoice.objects.exists()
    html = pressed(jimu, PUBLISH, opinion=chosen, act="both")
    assert "3件の回答を決裁済みにして公開しました。" in html
    assert f"{drafts[3].number}</a>　公表する要旨が書かれていません。" in html
    assert Response.objects.filter(is_approved=True).count() == 3
    assert PublicVoice.objects.count() == 3


def test_what_somebody_rewrote_meanwhile_is_left_and_shown_anew(jimu, cast, drafts):
    chosen = marks(page(jimu, LIST))
    builders.replied(drafts[0], cast.jimu, version=1, approve=False, text="直した案")
    html = pressed(jimu, PUBLISH, opinion=chosen, act="approve")
    assert "ほかの人が先に変更しました" in html
    assert "直した案" in html
    assert not drafts[0].responses.get().is_approved
    pressed(jimu, PUBLISH, opinion=marks(html), act="approve")
    assert drafts[0].responses.get().is_approved


def test_one_side_does_not_approve_for_the_other(client, cast, drafts):
    client.force_login(cast.shakyo_jimu)
    html = pressed(client, PUBLISH, opinion=marks(page(client, LIST)), act="approve")
    assert "みほん市社会福祉協議会の考え方の案がありません。" in html
    assert not Response.objects.filter(is_approved=True).exists()


@pytest.mark.parametrize("opinion", ["", "x", "1.2", "9" * 30 + ".1.1", "999999.1.1"])
def test_marks_that_say_nothing_are_told(jimu, cast, opinion):
    for where in (PUBLISH, GROUP):
        assert "選" in pressed(jimu, where, opinion=opinion)


def test_like_ones_are_grouped_and_taken_apart(jimu, cast, drafts):
    chosen = marks(page(jimu, LIST))
    assert "同じ趣旨の意見をまとめる" in pressed(jimu, GROUP, opinion=chosen)
    assert "代表の意見を選んでください。" in pressed(jimu, GROUP, opinion=chosen, sure="1")
    html = pressed(jimu, GROUP, opinion=chosen, sure="1", representative=drafts[0].pk)
    assert f"4件を{drafts[0]}にまとめました。" in html
    member = Opinion.objects.get(pk=drafts[3].pk)
    assert member.representative == drafts[0]
    assert "まとめから外しました" in pressed(jimu, address("ungroup", member), version=member.version)
    html = pressed(jimu, GROUP, opinion=chosen, sure="1", representative=drafts[3].pk)
    assert "ほかの人が先に変更しました" in html
    again = pressed(jimu, GROUP, opinion=marks(html), sure="1", representative=drafts[3].pk)
    assert "まとめてあります" in again or "代表です" in again


# ---- ready-made replies -----------------------------------------------------------------------------------


def test_ready_made_replies_are_kept(jimu, cast):
    fields = {"version": 0, "name": "紹介", "disposition": "", "text": "すでに行っています。"}
    add = reverse("staff:reply-template-add")
    pressed(jimu, add, **fields)
    template = ReplyTemplate.objects.get()
    assert "この名前は、すでに使われています。" in jimu.post(add, fields).content.decode()
    edit = reverse("staff:reply-template-edit", args=[template.pk])
    pressed(jimu, edit, **fields | {"version": 1, "text": "直した文面"})
    assert "先に保存したため" in jimu.post(edit, fields | {"version": 1}).content.decode()
    assert "直した文面" in page(jimu, reverse("staff:reply-template-list"))
    pressed(jimu, reverse("staff:reply-template-delete", args=[template.pk]), version=2)
    assert not ReplyTemplate.objects.exists()
