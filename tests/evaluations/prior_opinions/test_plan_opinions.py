"""計画全体への意見: written and mended signed in, by personal link and on paper; blind like the rest, and no 取組."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.nets import KEPT_FOR, LIMIT
from evaluations.models import Opinion, ReviewSheet, UnsavedOpinion
from evaluations.prior_opinion_forms import PlanOpinionForm, ProxyPlanOpinionForm
from evaluations.prior_opinions import writing
from evaluations.prior_opinions.journey import finish
from tests import builders
from tests.initiatives.test_hostile_input import hostile, read_or_refused

WORDS = "言葉がむずかしいので、用語の説明がほしい。"
CHAIRS = "委員長だけが知っている全体への言葉です。"


@pytest.fixture
def desks(cast, current):
    """The member, signed in and by link; the chair has written of the whole plan, and of a 取組."""
    cast.round, cast.record = current, current.request.records.get(initiative=cast.walk)
    builders.opinion(current, cast.chair_seat, text=CHAIRS)
    builders.opinion(current, cast.chair_seat, cast.record, text="取組への言葉")
    key = builders.review_key(builders.review_link(current, cast.member_seat, cast.jimu))
    signed_in = Client()
    signed_in.force_login(cast.member)
    cast.desks = {
        "link": (Client(enforce_csrf_checks=True), "review-list", "review-opinion", [key]),
        "signed in": (signed_in, "committee:round-detail", "committee:round-opinion", [current.pk]),
    }
    return cast


@pytest.fixture(params=["link", "signed in"])
def desk(request, desks):
    desks.client, list_page, desks.page, desks.key = desks.desks[request.param]
    desks.list = reverse(list_page, args=desks.key)
    desks.address = lambda place: reverse(desks.page, args=[*desks.key, place])
    net = "review-opinion-autosave" if request.param == "link" else "committee:opinion-autosave"
    desks.net = lambda place: reverse(net, args=[*desks.key, place])
    return desks


def read(desk, address):
    return desk.client.get(address).content.decode()


def said(desk, place=0, **typed):
    sensible = {"version": 0, "kind": "opinion", "text": WORDS}
    return desk.client.post(desk.address(place), sensible | typed, follow=True).content.decode()


def own():
    return Opinion.objects.get(member__name="山本")


def test_the_list_leads_to_it_and_what_was_sent_stands_there_to_be_mended(desk):
    assert desk.address(0) in read(desk, desk.list)
    html = said(desk)
    assert "意見を受け付けました。" in html
    assert (own().record, own().text, own().entered_by) == (None, WORDS, None)
    assert WORDS in html
    assert desk.address(1) in html
    assert f"{WORDS}</textarea>" in read(desk, desk.address(1))
    html = said(desk, 1, version=1, kind="question", text="言い直した質問です。")
    assert "意見を直しました。" in html
    assert (own().kind, own().text) == ("question", "言い直した質問です。")


def test_it_counts_nowhere_as_a_record(desk):
    html = said(desk)
    assert "<strong>2件</strong>のうち、<strong>0件</strong>を読み、<strong>0件</strong>に書きました" in html
    assert not ReviewSheet.objects.exists()


def test_while_blind_nobody_else_and_no_number_is_seen(desk):
    said(desk)
    for address in (desk.list, desk.address(0), desk.address(1)):
        html = read(desk, address)
        for words in (CHAIRS, "令和4-00", "高橋"):
            assert words not in html, address
    desk.round.opinions_due_on = "2023-08-31"
    desk.round.save()
    html = read(desk, desk.list)
    assert CHAIRS in html
    assert own().number in html
    assert own().number in read(desk, desk.address(1))


@pytest.mark.parametrize("place", [1, 2, 9])
def test_only_ones_own_on_the_whole_plan_opens(desk, place):
    """The first one that the member wrote is on a 取組 and is mended there."""
    builders.opinion(desk.round, desk.member_seat, desk.record)
    assert desk.client.get(desk.address(place)).status_code == 404
    assert desk.client.post(desk.address(place), {"version": 1, "text": "書き換え"}).status_code == 404
    assert desk.client.post(desk.net(place), {"version": 1, "text": "書き換え"}).status_code == 404
    assert not Opinion.objects.filter(text="書き換え").exists()


def test_what_was_sent_is_not_emptied_and_a_bad_text_is_refused_in_its_place(desk):
    assert "「意見・質問」を入力してください。" in said(desk, text=" ")
    assert "画面に表示されない文字" in said(desk, text="あ\x07い")
    assert "「種類」を選んでください。" in said(desk, kind="")
    assert not Opinion.objects.filter(member=desk.member_seat).exists()
    said(desk)
    assert "送った意見は、空欄にして消すことはできません。" in said(desk, 1, version=1, text="")
    assert own().text == WORDS


def test_pressing_twice_keeps_one(desk):
    said(desk)
    assert "同じ" in said(desk)
    said(desk, 1, version=1, text="言い直し")
    assert "意見を直しました。" in said(desk, 1, version=1, text="言い直し")
    assert (own().text, own().version) == ("言い直し", 2)


def test_two_devices_do_not_overwrite_each_other_unseen(desk):
    said(desk)
    said(desk, 1, version=1, text="電話で直した")
    html = said(desk, 1, version=1, text="パソコンで直した")
    for words in ("ほかの画面のあなたが先に保存した", "電話で直した", "パソコンで直した</textarea>"):
        assert words in html
    assert own().text == "電話で直した"


def test_an_answered_one_is_left_as_it_is(desk):
    said(desk)
    builders.replied(own(), desk.jimu)
    assert desk.address(1) not in read(desk, desk.list)
    html = said(desk, 1, version=own().version, text="あとから")
    assert "すでに回答が決まっているため" in html
    assert "あとから</textarea>" in html


def test_what_was_not_sent_waits_beside_each_and_goes_with_sending_or_dropping(desk):
    said(desk)
    for place, words in ((0, "書きかけの新しい意見"), (1, "書きかけの直し𠮷")):
        typed = {"version": place, "kind": "opinion", "text": words}
        assert "saved_at" in desk.client.post(desk.net(place), typed).json()
    assert "書きかけの新しい意見</textarea>" in read(desk, desk.address(0))
    assert "書きかけの直し𠮷</textarea>" in read(desk, desk.address(1))
    assert "書きかけ" not in read(desk, desk.list)
    assert UnsavedOpinion.objects.count() == 2
    desk.client.post(desk.address(1), {"drop": 1})
    assert "書きかけの直し" not in read(desk, desk.address(1))
    said(desk, text="送った新しい意見")
    assert not UnsavedOpinion.objects.exists()


def test_what_waited_too_long_goes_when_somebody_finishes(desks):
    now = timezone.now()
    for place, days in ((0, KEPT_FOR), (1, timedelta(days=1))):
        where = {"member": desks.member_seat, "round": desks.round, "place": place}
        writing.keep(where=where, version=0, fields={"text": ["書きかけ"]}, now=now - days)
    finish(round=desks.round, member=desks.chair_seat, now=now, is_finished=True)
    assert UnsavedOpinion.objects.get().place == 1


def test_the_net_says_when_it_would_not_be_saved(desk):
    said(desk)
    said(desk, 1, version=1, text="ほかで直した")
    net = desk.client.post(desk.net(1), {"version": 1, "text": "古い画面"})
    assert net.status_code == 409
    assert "先に保存されています" in net.json()["message"]
    too_much = {"version": 0, "text": "あ" * (LIMIT + 1)}
    assert desk.client.post(desk.net(0), too_much).status_code == 413


def test_a_link_that_closes_while_one_writes_shows_the_words_once_more(desks):
    client, _, page, key = desks.desks["link"]
    desks.round.review_links.update(revoked_at=builders.NOW, revoked_by=desks.jimu)
    answer = client.post(reverse(page, args=[*key, 0]), {"version": 0, "kind": "opinion", "text": WORDS})
    assert answer.status_code == 410
    assert WORDS in answer.content.decode()
    assert not Opinion.objects.filter(text=WORDS).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_the_list_cost_the_same_for_few_and_many(desk, count, django_assert_num_queries):
    for number in range(count):
        builders.opinion(desk.round, desk.member_seat, text=f"意見{number}")
        builders.opinion(desk.round, desk.chair_seat, text=f"意見{number}")
    by_link = desk.page == "review-opinion"
    with django_assert_num_queries(5 if by_link else 8):
        desk.client.get(desk.address(1))
    with django_assert_num_queries(6 if by_link else 12):
        desk.client.get(desk.list)


# ---- on paper ---------------------------------------------------------------------------------------------


@pytest.fixture
def entry(desks, client):
    client.force_login(desks.jimu)
    desks.entry = lambda place: reverse(
        "staff:review-opinion", args=[desks.round.pk, desks.member_seat.pk, place]
    )
    desks.overview = reverse("staff:review-member", args=[desks.round.pk, desks.member_seat.pk])
    return desks


def entered(client, entry, place=0, **typed):
    sensible = {"version": 0, "kind": "opinion", "text": WORDS, "received_on": "2026/7/3"}
    return client.post(entry.entry(place), sensible | typed, follow=True).content.decode()


def test_the_sheet_is_found_by_its_number(client, entry):
    found = client.get(
        reverse("staff:review-list", args=[entry.round.pk]), {"sheet": f"{entry.member_seat.pk}-0"}
    )
    assert found["Location"] == entry.entry(0)
    html = client.get(entry.overview).content.decode()
    assert entry.entry(0) in html
    assert f"票番号 {entry.member_seat.pk}-0" in html


def test_what_came_on_paper_is_typed_in_and_marked_with_who_and_when(client, entry):
    html = entered(client, entry)
    assert "山本さんの「計画全体への意見」を、代理入力として保存しました。" in html
    for words in ("代理入力", "事務局の伊藤が", "に入力", WORDS):
        assert words in html
    assert CHAIRS not in html
    assert (own().entered_by, f"{own().received_on}", own().record) == (entry.jimu, "2026-07-03", None)
    client.force_login(entry.member)
    html = client.get(reverse("committee:round-detail", args=[entry.round.pk])).content.decode()
    assert "事務局の伊藤が" in html
    entry.desks["signed in"][0].post(
        reverse("committee:round-opinion", args=[entry.round.pk, 1]),
        {"version": 1, "kind": "opinion", "text": "自分で直した"},
    )
    assert (own().text, own().entered_by) == ("自分で直した", None)


def test_a_conflict_names_who_saved_to_whom_reads_it(client, entry):
    entered(client, entry)
    member = entry.desks["signed in"][0]
    address = reverse("committee:round-opinion", args=[entry.round.pk, 1])
    late = {"version": 0, "kind": "opinion", "text": "遅れて届いた"}
    assert "伊藤さんが先に保存しました" in member.post(address, late).content.decode()
    member.post(address, late | {"version": 1})
    assert "山本さんが先に保存しました" in entered(client, entry, 1, version=1, text="紙から")


def test_what_was_typed_in_is_mended_and_keeps_its_day(client, entry):
    entered(client, entry)
    assert "受け取った日" not in client.get(entry.entry(1)).content.decode()
    entered(client, entry, 1, version=1, text="読みちがいを直した")
    assert (own().text, f"{own().received_on}", own().entered_by) == (
        "読みちがいを直した",
        "2026-07-03",
        entry.jimu,
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"received_on": ""}, "「受け取った日」を入力してください。"),
        ({"received_on": "2098/1/1"}, "今日以前の日付を入力してください。"),
        ({"text": ""}, "「意見・質問」を入力してください。"),
    ],
)
def test_a_bad_entry_is_refused_at_its_place(client, entry, typed, message):
    assert message in entered(client, entry, **typed)
    assert not Opinion.objects.filter(member=entry.member_seat).exists()


def test_another_members_opinion_and_a_stranger_are_not_found(client, entry):
    assert client.get(entry.entry(1)).status_code == 404
    stranger = builders.member(builders.committee(entry.term, "別の委員会"), entry.member)
    address = reverse("staff:review-opinion", args=[entry.round.pk, stranger.pk, 0])
    assert client.get(address).status_code == 404


@hostile
@given(data=st.data())
def test_the_forms_read_or_refuse_anything(cast, data):
    for opinion in (None, Opinion(version=3, kind="opinion", text="前の文")):
        read_or_refused(data, PlanOpinionForm.base_fields, PlanOpinionForm, opinion=opinion)
        options = {"opinion": opinion, "by": cast.jimu, "today": builders.TODAY}
        read_or_refused(data, ProxyPlanOpinionForm.base_fields, ProxyPlanOpinionForm, **options)
