"""What the secretariat does around 事前意見: links of several members, letters, paper, 代理入力."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from evaluations.models import (
    CommitteeRating,
    LetterPrint,
    Member,
    Opinion,
    ReviewKey,
    ReviewLink,
    ReviewSheet,
)
from evaluations.prior_opinions import letters, qr, sheets
from tests import builders
from tests.plans.press.reading import Reading


@pytest.fixture
def office(cast, current, client):
    """The chair has a mail address, the member none; 本間 has no account and writes on paper."""
    cast.chair.email = "takahashi@example.jp"
    cast.chair.save()
    cast.paper_seat = Member.objects.create(
        committee=cast.committee,
        name="本間",
        category="public",
        appointed_on=cast.member_seat.appointed_on,
        term_ends_on=cast.member_seat.term_ends_on,
    )
    cast.round, cast.record = current, current.request.records.get(initiative=cast.walk)
    cast.list = reverse("staff:review-list", args=[current.pk])
    client.force_login(cast.jimu)
    return cast


def press(client, office, do, *members, expires_on="2098年3月31日"):
    typed = {"do": do, "member": [member.pk for member in members], "expires_on": expires_on}
    return client.post(office.list, typed, follow=True).content.decode()


def test_links_are_mailed_to_all_and_who_has_no_address_is_named(client, office):
    html = press(client, office, "mail", office.chair_seat, office.member_seat, office.paper_seat)
    assert "個人リンクのメールを1通、送信待ちにしました。" in html
    for name in ("山本", "本間"):
        assert f"{name}さんは、メールアドレスの登録がないため、手紙で渡してください。" in html
    assert OutgoingMail.objects.get().to == office.chair
    assert ReviewLink.objects.get().member == office.chair_seat
    call_command("send_mail_queue", verbosity=0)
    assert "/review/" in mail.outbox[0].body
    assert "/review/" not in client.get(reverse("staff:mail-list")).content.decode()


def test_nobody_chosen_and_a_day_that_is_over_are_said_at_their_place(client, office):
    html = press(client, office, "mail")
    assert "「委員」を選んでください。" in html
    html = press(client, office, "mail", office.chair_seat, expires_on="2020/4/1")
    assert "過ぎた日付です。" in html
    assert f'value="{office.chair_seat.pk}" id="member-{office.chair_seat.pk}" checked' in html
    assert not ReviewLink.objects.exists()


def test_links_are_extended_and_revoked(client, office):
    builders.review_link(office.round, office.paper_seat, office.jimu)
    assert "1人の個人リンクの期限を変えました。" in press(client, office, "extend", office.paper_seat)
    assert "3月31日" not in press(client, office, "extend", office.member_seat).split("<tbody>")[0]
    assert "1人の個人リンクを取り消しました。" in press(client, office, "revoke", office.paper_seat)
    link = ReviewLink.objects.get()
    assert (link.revoked_by, link.revoked_at is None) == (office.jimu, False)
    assert "本間さんには、有効な個人リンクがありません。" in press(
        client, office, "revoke", office.paper_seat
    )


def test_the_list_says_who_has_opened_read_written_and_finished(client, office):
    link = builders.review_link(office.round, office.paper_seat, office.jimu)
    key = builders.review_key(link)
    client.logout()
    client.post(reverse("review-press", args=[key]), {"begin": 1})
    client.post(
        reverse("review-sheet", args=[key, office.record.pk]), {"version": 0, "text": "よい取組です。"}
    )
    client.post(reverse("review-press", args=[key]), {"finish": 1})
    client.force_login(office.jimu)
    row = re.search(r"本間<br>.*?</tr>", client.get(office.list).content.decode(), re.DOTALL)[0]
    today = timezone.localtime()
    for words in ("1／1", "リンクから", f"{today.month}月{today.day}日"):
        assert words in row
    assert "まだ" not in re.sub("<[^>]+>", "", row)


def test_the_list_begins_with_chair_and_vice_chair(client, office):
    builders.member(office.committee, None, office="vice_chair", name="副の中村")
    html = client.get(office.list).content.decode()
    places = [html.index(f"{name}さんを選ぶ") for name in ("高橋", "副の中村", "山本", "本間")]
    assert places == sorted(places)


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_costs_the_same_for_few_and_many(client, office, extra, django_assert_num_queries):
    for number in range(extra):
        user = builders.user(f"member{number}", f"委員{number}", "member")
        seat = builders.member(office.committee, user)
        builders.reviewed(office.round, seat, office.record, text="意見")
    with django_assert_num_queries(7):
        client.get(office.list)


def test_the_setting_for_new_devices_is_changed_under_its_version(client, office):
    address = reverse("staff:review-setting", args=[office.round.pk])
    client.post(address, {"version": office.round.version, "links_ask_code": "on"})
    office.round.refresh_from_db()
    assert office.round.links_ask_code
    html = client.post(address, {"version": 1}).content.decode()
    assert "先に保存した" in html


# ---- letters ----------------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch):
    pages = []
    monkeypatch.setattr(
        "evaluations.prior_opinions.letters.print_pages",
        lambda html, **options: pages.extend(html) or b"%PDF-1.7 x",
    )
    return pages


def test_letters_are_handed_over_once_and_then_are_gone(client, office, printed):
    html = press(client, office, "letter", office.member_seat, office.paper_seat)
    assert "手紙を作っています" in html
    letters.make(LetterPrint.objects.get().pk, timezone.now())
    assert len(printed) == 2
    assert "本間 様" in printed[1]
    address = reverse("staff:review-letters", args=[office.round.pk])
    assert "手紙（PDF）を受け取る" in client.get(address).content.decode()
    answer = client.post(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert not LetterPrint.objects.exists()
    assert "受け取れる手紙がありません" in client.post(address, follow=True).content.decode()
    key = re.search(r"/review/([\w-]+)/", printed[1])[1]
    client.logout()
    assert "本間 様" in client.get(reverse("review-list", args=[key])).content.decode()
    assert ReviewKey.objects.filter(means="letter").count() == 2


@pytest.mark.parametrize(("is_sample", "marks"), [(True, "【見本データ】"), (False, "")])
def test_letters_of_a_sample_say_so_on_each(client, office, monkeypatch, is_sample, marks):
    said = []
    monkeypatch.setattr(
        "evaluations.prior_opinions.letters.print_pages",
        lambda html, **options: said.append(options["marks"]) or b"%PDF-1.7 x",
    )
    type(office.round).objects.update(is_sample=is_sample)
    press(client, office, "letter", office.member_seat)
    letters.make(LetterPrint.objects.get().pk, timezone.now())
    assert said == [marks]


def test_letters_of_another_person_and_old_ones_are_not_handed_over(client, office, printed):
    press(client, office, "letter", office.member_seat)
    letters.make(LetterPrint.objects.get().pk, timezone.now())
    address = reverse("staff:review-letters", args=[office.round.pk])
    client.force_login(office.shakyo_jimu)
    assert client.post(address)["Content-Type"] != "application/pdf"
    client.force_login(office.jimu)
    LetterPrint.objects.update(requested_at=timezone.now() - LetterPrint.KEPT_FOR)
    assert client.post(address)["Content-Type"] != "application/pdf"
    assert not LetterPrint.objects.exists()


@pytest.mark.real_pdf
def test_a_letter_in_print_says_what_to_do(office):
    link = builders.review_link(office.round, office.paper_seat, office.jimu)
    row = letters.ask(round=office.round, links=[link], by=office.jimu, now=timezone.now())
    letters.make(row.pk, timezone.now())
    row.refresh_from_db()
    reading = Reading(bytes(row.pdf))
    for words in ("本間様", "QRコードを読み取るか", "有効期限：令和81年1月1日", "/review/"):
        assert words in reading.text
    assert len(reading.pages) == 1


# ---- paper ------------------------------------------------------------------------------------------------


@pytest.mark.real_pdf
def test_each_sheet_of_a_member_stands_on_paper_with_its_number(client, office):
    order = sheets.sheets_order(office.round, office.paper_seat)
    address = reverse("staff:review-sheets", args=[office.round.pk, office.paper_seat.pk])
    assert "まだ作成していません" in client.get(address).content.decode()
    client.post(address)
    from plans.tasks import make

    make(order.key)
    reading = Reading(client.get(address).content)
    assert len(reading.pages) == 4
    assert "計画全体への意見・質問" in reading.pages[-1]
    assert f"票番号{office.paper_seat.pk}-0" in reading.pages[-1]
    assert "枚目" not in reading.pages[-1]
    for words in (
        "本間様",
        "1-1見守り活動",
        f"票番号{office.paper_seat.pk}-{office.record.pk}",
        "A順調",
    ):
        assert words in reading.text


def test_the_code_leads_to_where_the_sheet_is_typed_in(office, monkeypatch):
    told = []
    monkeypatch.setattr(sheets, "qr", lambda text: told.append(text) or qr.qr(text))
    html = "".join(sheets.sheets_order(office.round, office.paper_seat).pages(timezone.localdate()))
    entry = reverse("staff:review-entry", args=[office.round.pk, office.paper_seat.pk, office.record.pk])
    assert told[0].endswith(entry)
    assert told[-1].endswith(reverse("staff:review-opinion", args=[office.round.pk, office.paper_seat.pk, 0]))
    assert html.count('class="qr"') == 3
    assert builders.TEXTS["done"] in html


def test_a_qr_code_draws_the_modules_that_its_library_gives():
    drawn = qr.qr("https://example.jp/review/abcd/")
    dark = sum(int(run) for run in re.findall(r"h(\d+)v1", drawn["path"]))
    assert drawn["size"] >= 21 + 8
    assert 0.3 < dark / (drawn["size"] - 8) ** 2 < 0.7
    assert drawn["path"].startswith("M4 4h7v1h-7z")


@pytest.mark.parametrize("typed", ["{0}-{1}", "　{0} － {1}", "{0}ー{1}"])
def test_a_sheet_is_found_by_its_number(client, office, typed):
    number = typed.format(office.paper_seat.pk, office.record.pk).translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    entry = reverse("staff:review-entry", args=[office.round.pk, office.paper_seat.pk, office.record.pk])
    assert client.get(office.list, {"sheet": number})["Location"] == entry


def test_a_number_that_is_none_is_said(client, office):
    assert "票番号は、用紙の右上にある番号" in client.get(office.list, {"sheet": "あ"}).content.decode()


def entered(client, office, seat, **typed):
    address = reverse("staff:review-entry", args=[office.round.pk, seat.pk, office.record.pk])
    sensible = {"version": 0, "text": "紙に書いた意見です。", "means": "paper", "received_on": "2026/7/3"}
    return client.post(address, sensible | typed, follow=True).content.decode()


def test_what_came_on_paper_is_typed_in_for_the_member_and_marked(client, office):
    level = office.term.rating_scales.get(stage="committee").levels.get(code="C")
    html = entered(client, office, office.paper_seat, level=level.pk)
    assert "本間さんの「1-1 見守り活動」を、代理入力として保存しました。" in html
    opinion, sheet = Opinion.objects.get(), ReviewSheet.objects.get()
    assert (opinion.member, opinion.entered_by) == (office.paper_seat, office.jimu)
    assert f"{opinion.received_on}" == "2026-07-03"
    assert (sheet.entered_by, sheet.means, f"{sheet.received_on}") == (office.jimu, "paper", "2026-07-03")
    assert CommitteeRating.objects.get().level == level
    html = client.get(reverse("staff:opinion-list", args=[office.round.pk])).content.decode()
    assert "代理入力" in html
    assert "事務局の伊藤が" in html


def test_the_member_sees_what_was_typed_in_for_them(client, office):
    entered(client, office, office.member_seat)
    client.force_login(office.member)
    html = client.get(reverse("committee:record-review", args=[office.record.pk])).content.decode()
    assert "代理入力" in html
    assert "紙に書いた意見です。</textarea>" in html
    client.post(
        reverse("committee:record-review", args=[office.record.pk]),
        {"version": 1, "text": "自分で直した意見です。"},
    )
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.entered_by, ReviewSheet.objects.get().entered_by) == (
        "自分で直した意見です。",
        None,
        None,
    )


def test_proxy_and_member_do_not_overwrite_each_other_unseen(client, office):
    builders.reviewed(office.round, office.member_seat, office.record, text="自分で書いた意見")
    html = entered(client, office, office.member_seat)
    for words in ("山本さんが先に保存した", "自分で書いた意見", "紙に書いた意見です。</textarea>"):
        assert words in html
    assert Opinion.objects.get().text == "自分で書いた意見"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"means": ""}, "「受け取り方」を選んでください。"),
        ({"received_on": ""}, "「受け取った日」を入力してください。"),
        ({"received_on": "2098/1/1"}, "今日以前の日付を入力してください。"),
        ({"text": "あ\x07"}, "画面に表示されない文字"),
    ],
)
def test_a_bad_entry_is_refused_at_its_place(client, office, typed, message):
    assert message in entered(client, office, office.paper_seat, **typed)
    assert not Opinion.objects.exists()


def test_a_record_of_another_round_and_a_member_of_another_committee_are_not_found(client, office):
    stranger = builders.member(builders.committee(office.term, "別の委員会"), office.member)
    other = builders.round_(office.term, office.committee, office.jimu, year=2021)
    record = other.request.records.first()
    for member, row in ((stranger, office.record), (office.member_seat, record)):
        address = reverse("staff:review-entry", args=[office.round.pk, member.pk, row.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": 0, "text": "あ"}).status_code == 404
