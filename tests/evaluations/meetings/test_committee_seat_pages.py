"""The pages of committees and their members, for the secretariat and for everybody."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.versioning import MoveRefused
from evaluations import appointments
from evaluations.models import Committee, Member
from tests import builders
from tests.evaluations.meetings.pages import at, press, read

SEAT = {
    "version": "0",
    "name": "川上　花子",
    "category": "student",
    "affiliation": "みほん大学",
    "office": "member",
    "shown_as": "category",
    "appointed_on": "令和5年4月1日",
    "term_ends_on": "２０９９/３/３１",
    "user": "",
}


def test_a_member_is_appointed_shown_and_kept_from_a_second_chair(jimu, cast):
    page = at("member-add", cast.committee.pk)
    html = press(jimu, page, **SEAT | {"office": "chair"})
    assert "この任期には、すでに委員長がいます" in html
    assert 'value="川上　花子"' in html
    html = press(jimu, page, **SEAT)
    assert "川上　花子さんの内容を保存しました。" in html
    assert "公募・学生" in html
    assert "新任" in html


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "「氏名」を入力してください"),
        ("name", "あ" * 101, "100文字までです"),
        ("name", "川\x00上", "制御文字"),
        ("appointed_on", "令和5年13月1日", "という日付はありません"),
        ("term_ends_on", "2023/3/31", "委嘱日以後にしてください"),
        ("category", "king", "正しく選択してください"),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_is_lost(jimu, cast, field, typed, words):
    html = press(jimu, at("member-add", cast.committee.pk), **SEAT | {field: typed})
    assert words in html
    assert 'value="みほん大学"' in html
    assert not Member.objects.filter(affiliation="みほん大学").exists()


def test_odd_letters_stay_as_they_are_and_are_shown_as_text(jimu, cast):
    html = press(jimu, at("member-add", cast.committee.pk), **SEAT | {"name": "髙𠮷<b>😀"})
    assert "髙𠮷&lt;b&gt;😀さんの内容を保存しました。" in html


def test_of_two_who_edit_a_member_the_second_sees_both_texts(jimu, cast):
    page = at("member-edit", cast.member_seat.pk)
    typed = SEAT | {"version": "1", "user": str(cast.member.pk), "name": "山本"}
    press(jimu, page, **typed | {"affiliation": "A会"})
    html = press(jimu, page, **typed | {"affiliation": "B会"})
    assert "さんが先に保存したため、まだ保存していません" in html
    assert "A会" in html
    assert 'value="B会"' in html


def test_several_are_reappointed_with_one_press(jimu, cast):
    for name in ("川上", "川下"):
        days = {"appointed_on": date(2019, 4, 1), "term_ends_on": date(2021, 3, 31)}
        builders.member(cast.committee, None, name=name, **days)
    page = at("committee-reappoint", cast.committee.pk)
    seats = list(Member.objects.filter(name__in=("川上", "川下")).values_list("pk", flat=True))
    typed = {"seats": seats, "appointed_on": "R3.4.1", "term_ends_on": "2099年3月31日"}
    assert "2人を再任しました。" in press(jimu, page, **typed)
    html = read(jimu, at("committee-detail", cast.committee.pk))
    assert html.count("再任（通算2期）") == 2
    assert "正しく選択してください" in press(
        jimu, page, **typed
    )  # pressed twice: they are not offered any more
    assert Member.objects.filter(name="川上").count() == 2


def test_a_seat_is_ended_early_and_an_error_taken_back(jimu, cast):
    page = at("member-end", cast.member_seat.pk)
    html = press(jimu, page, version="1", ending="resigned", ended_on="令和5年5月31日")
    assert "山本さんの辞任を登録しました。" in html
    past = read(jimu, at("committee-detail", cast.committee.pk) + "?show=past")
    assert "令和3年4月1日から令和5年5月31日まで" in past
    assert "解嘱・辞任を取り消しました。" in press(jimu, page, version="2", undo="1")
    assert "画面が古くなって" in press(jimu, page, version="", ending="resigned", ended_on="2023/5/31")


def test_the_public_reads_names_only_of_those_who_let_it(client, cast):
    Member.objects.filter(pk=cast.chair_seat.pk).update(shown_as="name", affiliation="みほん大学")
    Member.objects.filter(pk=cast.member_seat.pk).update(affiliation="みほん町内会")
    page = reverse("committee-page", args=[cast.committee.pk])
    assert client.get(page).status_code == 404
    client.force_login(cast.jimu)
    html = press(client, at("committee-publish", cast.committee.pk), version="1")
    assert "を公開しました。" in html
    client.logout()
    html = read(client, page)
    assert "高橋" in html
    assert "みほん大学" in html
    assert "公募・社会人の委員" in html
    assert "山本" not in html
    assert "みほん町内会" not in html


def test_a_committee_is_public_with_its_plan_only(client, cast):
    hidden = builders.term(builders.plan("next", "次の計画"), published=False)
    committee = builders.committee(hidden, "次の委員会")
    client.force_login(cast.jimu)
    assert "公開されていないため" in press(client, at("committee-publish", committee.pk), version="1")
    Committee.objects.filter(pk=committee.pk).update(published_at=builders.NOW)
    assert client.get(reverse("committee-page", args=[committee.pk])).status_code == 404


def test_what_the_category_was_called_before_is_still_told_in_the_history(jimu, cast):
    Member.objects.filter(pk=cast.member_seat.pk).update(category="public")
    Member.objects.filter(pk=cast.member_seat.pk).update(category="adult")
    html = read(jimu, at("member-edit", cast.member_seat.pk))
    assert '<del class="diff">公募市民</del>' in html


def test_a_seat_entered_by_mistake_is_deleted_after_asking(jimu, cast):
    wrong = builders.member(cast.committee, None, name="間違い 太郎")
    page = at("member-delete", wrong.pk)
    assert "誤って登録した委員を削除する" in read(jimu, at("member-edit", wrong.pk))
    assert "元には戻せません" in read(jimu, page)
    assert "ほかの人が先に変更しました" in press(jimu, page, version="7")
    assert "を削除しました" in press(jimu, page, version=str(wrong.version))
    assert not Member.objects.filter(pk=wrong.pk).exists()
    assert jimu.post(page, {"version": str(wrong.version)}).status_code == 404  # pressed twice


def test_a_seat_with_records_stays_and_the_page_says_what_to_do(jimu, cast):
    builders.meeting(cast.committee, state="called")
    appointments.reappoint(
        committee=cast.committee,
        seats=[cast.member_seat],
        appointed_on=date(2100, 4, 1),
        term_ends_on=date(2102, 3, 31),
        keeps_office=False,
    )
    page = at("member-delete", cast.member_seat.pk)
    shown = read(jimu, page)
    assert "次の記録があります：出欠、次の任期" in shown
    assert at("member-end", cast.member_seat.pk) in shown
    assert ">削除する<" not in shown
    press(jimu, page, version=str(cast.member_seat.version))
    assert Member.objects.filter(pk=cast.member_seat.pk).exists()
    with pytest.raises(MoveRefused, match="出欠、次の任期"):
        appointments.delete_seat(member=cast.member_seat, version=cast.member_seat.version)
