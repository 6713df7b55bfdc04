"""進行盤: who is missing, what was done last, and the same done to several records at once."""

import re
from datetime import date

import pghistory
import pytest
from django.urls import reverse

from accounts.models import OutgoingMail
from initiatives import progress, proxies
from initiatives.models import AnnualRecord, Reminder
from tests import builders


@pytest.fixture
def round_(cast):
    """Three records of the city: two of 高齢者福祉課 (with an address), one of 子育て支援課; one of the council."""
    cast.second = builders.initiative(cast.goal, cast.elderly, "1-3", title="配食サービス")
    cast.nursery = builders.initiative(cast.goal, cast.children, "1-4", title="子どもの居場所")
    for person in (cast.sato, cast.suzuki):
        person.email = f"{person.username}@example.jp"
        person.save()
    return builders.round_(cast.term, cast.committee, cast.jimu)


@pytest.fixture
def board(client, cast, round_):
    client.force_login(cast.jimu)
    return reverse("staff:round-board", args=[round_.pk])


def record_of(initiative) -> AnnualRecord:
    return AnnualRecord.objects.get(initiative=initiative)


def marks(html: str) -> list[str]:
    return re.findall(r'name="record" value="([\d.]+)"', html)


def page(name, round_):
    return reverse(f"staff:round-{name}", args=[round_.pk])


def press(client, name, round_, records, **typed):
    """Choose on the board, then confirm on the page that asks."""
    html = client.get(reverse("staff:round-board", args=[round_.pk])).content.decode()
    wanted = [mark for mark in marks(html) if int(mark.split(".")[0]) in {record.pk for record in records}]
    asked = client.post(page(name, round_), {"record": wanted}).content.decode()
    assert sorted(marks(asked)) == sorted(wanted)
    return client.post(
        page(name, round_), {"record": wanted, "confirm": "1"} | typed, follow=True
    ).content.decode()


def test_the_board_says_what_each_department_did_last(client, cast, round_, board):
    with pghistory.context(user=cast.sato.pk):
        builders.fill(record_of(cast.walk))
    with pghistory.context(user=cast.jimu.pk):
        builders.fill(record_of(cast.nursery))  # not the department's own doing
    html = client.get(board).content.decode()
    rows = dict(re.findall(r'<a href="#dept-\d+">([^<]+)</a>(.*?)</tr>', html, re.DOTALL))
    assert "佐藤" in rows["高齢者福祉課"]
    assert "まだありません" in rows["子育て支援課"]


def test_the_board_is_narrowed_to_an_organisation_and_a_state(client, cast, board):
    builders.submitted(record_of(cast.walk), cast.sato)
    record_of(cast.nursery)
    AnnualRecord.objects.filter(initiative=cast.nursery).update(due_on=date(2023, 1, 1))
    html = client.get(board, {"organization": cast.council.pk}).content.decode()
    assert "ふれあいサロン" in html
    assert "見守り活動" not in html
    html = client.get(board, {"which": "submitted"}).content.decode()
    assert "見守り活動" in html
    assert "配食サービス" not in html
    html = client.get(board, {"which": "late"}).content.decode()
    assert "子どもの居場所" in html
    assert "見守り活動" not in html
    for odd in ({"which": "nonsense", "organization": "99999999999999999999"}, {"organization": "あ\x00"}):
        assert "見守り活動" in client.get(board, odd).content.decode()


def test_several_are_returned_with_one_reason(client, cast, round_, board):
    for initiative in (cast.walk, cast.second):
        builders.submitted(record_of(initiative), cast.sato)
    several = [record_of(cast.walk), record_of(cast.second)]
    html = press(client, "return", round_, several, reason="人数の数え方をそろえてください。")
    assert "2件を差し戻しました。" in html
    for initiative in (cast.walk, cast.second):
        record = record_of(initiative)
        assert (record.state, record.return_reason) == ("returned", "人数の数え方をそろえてください。")
        assert record.return_count == 1


def test_what_cannot_be_returned_is_named_and_the_reason_stays_for_it(client, cast, round_, board):
    walk = builders.submitted(record_of(cast.walk), cast.sato)
    second = builders.submitted(record_of(cast.second), cast.sato)
    html = client.get(board).content.decode()
    progress.return_(record=second, version=second.version, reason="先に戻した。")
    html = client.post(
        page("return", round_), {"record": marks(html), "confirm": "1", "reason": "そろえてください。"}
    ).content.decode()
    assert "1件を差し戻しました。" in html
    assert "できなかった取組が2件あります" in html
    assert re.search(r"配食サービス</a>：ほかの人が先に変更しました", html)
    assert re.search(r"子どもの居場所</a>：この記録は「未着手」になっています", html)
    assert "そろえてください。</textarea>" in html
    walk.refresh_from_db()
    assert walk.state == "returned"


def test_without_a_reason_nothing_is_returned_and_the_choice_stays(client, cast, round_, board):
    builders.submitted(record_of(cast.walk), cast.sato)
    html = press(client, "return", round_, [record_of(cast.walk)], reason="  ")
    assert "「差戻しの理由」を入力してください。" in html
    assert len(marks(html)) == 1
    assert record_of(cast.walk).state == "submitted"


def test_several_are_accepted_and_pressing_twice_does_nothing_twice(client, cast, round_, board):
    several = [builders.submitted(record_of(i), cast.sato) for i in (cast.walk, cast.second)]
    html = client.get(board).content.decode()
    chosen = [m for m in marks(html) if int(m.split(".")[0]) in {r.pk for r in several}]
    for expected in ("2件を確認済みにしました。", "できなかった取組が2件あります"):
        answer = client.post(page("accept", round_), {"record": chosen, "confirm": "1"}, follow=True)
        assert expected in answer.content.decode()
    assert cast.walk.promises.count() == 1


def test_records_of_the_other_secretariat_are_passed_over(client, cast, round_, board):
    salon = builders.submitted(record_of(cast.salon), cast.shakyo)
    mark = f"{salon.pk}.{salon.version}.{salon.due_on:%Y%m%d}"
    answer = client.post(page("accept", round_), {"record": [mark], "confirm": "1"}, follow=True)
    assert "取組が選ばれていません" in answer.content.decode()
    assert record_of(cast.salon).state == "submitted"


@pytest.mark.parametrize(
    "mark", ["", "x", "1.2", "1.2.20999999", "９.1.20990531", "9" * 30 + ".1.20990531", "\x00"]
)
@pytest.mark.parametrize("name", ["accept", "return", "due", "remind"])
def test_marks_that_say_nothing_choose_nothing(client, round_, board, name, mark):
    answer = client.post(page(name, round_), {"record": [mark], "confirm": "1"}, follow=True)
    assert "取組が選ばれていません" in answer.content.decode()


# ---- due dates --------------------------------------------------------------------------------------------


def test_a_department_gets_another_due_date_and_reads_of_it(client, cast, round_, board):
    builders.submitted(record_of(cast.second), cast.sato)
    asked = client.post(page("due", round_), {"department": cast.elderly.pk}).content.decode()
    assert len(marks(asked)) == 1
    typed = {
        "record": marks(asked),
        "confirm": "1",
        "due_on": "令和81年6月15日",
        "reason": "研修と重なるため",
    }
    assert (
        "1件の提出期限を変えました。" in client.post(page("due", round_), typed, follow=True).content.decode()
    )
    client.force_login(cast.sato)
    for address in ("record-list", "record-edit"):
        args = [] if address == "record-list" else [record_of(cast.walk).pk]
        html = client.get(reverse(f"staff:{address}", args=args)).content.decode()
        assert "提出期限が令和81年6月15日に変わりました" in html
        assert "前は令和81年5月31日　理由：研修と重なるため" in html


def test_somebody_typing_into_the_record_is_not_disturbed_by_a_new_due_date(client, cast, round_, board):
    walk = record_of(cast.walk)
    press(client, "due", round_, [walk], due_on="2099-06-15", reason="")
    builders.fill(walk)  # with the version of before
    assert record_of(cast.walk).due_on == date(2099, 6, 15)


@pytest.mark.parametrize(
    ("day", "message"),
    [("2020-01-01", "過ぎた日付です"), ("来週", "日付として読み取れません"), ("", "を入力してください")],
)
def test_a_bad_due_date_is_refused_at_its_place(client, cast, round_, board, day, message):
    html = press(client, "due", round_, [record_of(cast.walk)], due_on=day, reason="理由は残る")
    assert message in html
    assert 'value="理由は残る"' in html


def test_two_people_moving_a_due_date_the_second_is_told(client, cast, round_, board):
    seen = marks(client.get(board).content.decode())
    for day in ("2099-06-15", "2099-06-20"):
        typed = {"record": seen[:1], "confirm": "1", "due_on": day, "reason": ""}
        html = client.post(page("due", round_), typed, follow=True).content.decode()
    assert "ほかの人が先に、提出期限を令和81年6月15日に変えました。" in html


# ---- reminding --------------------------------------------------------------------------------------------


def test_all_that_are_open_are_reminded_after_a_look_at_the_mail(client, cast, round_, board):
    builders.submitted(record_of(cast.nursery), cast.suzuki)
    html = client.post(page("remind", round_), {"scope": "open"}).content.decode()
    assert "<strong>1人</strong>に、1通ずつメールを送ります。" in html
    assert "年度記録の入力のお願い（2件）" in html
    assert OutgoingMail.objects.count() == 0
    answer = client.post(page("remind", round_), {"record": marks(html), "confirm": "1"}, follow=True)
    assert "お知らせを1通、送信待ちに入れました。" in answer.content.decode()
    assert OutgoingMail.objects.get().to == cast.sato
    assert set(Reminder.objects.values_list("record__initiative__number", flat=True)) == {"1-1", "1-3"}
    again = client.post(page("remind", round_), {"scope": "open"}).content.decode()
    assert "送る相手がいません" in again
    assert "5日以内にお知らせを送っています" in again


def test_only_the_late_are_reminded(client, cast, round_, board):
    AnnualRecord.objects.filter(initiative=cast.nursery).update(due_on=date(2023, 1, 1))
    html = client.post(page("remind", round_), {"scope": "late"}).content.decode()
    assert "子育て支援課" in html
    assert "高齢者福祉課" not in html


def test_whoever_is_done_or_has_no_address_is_named(client, cast, round_, board):
    cast.suzuki.email = ""
    cast.suzuki.save()
    builders.submitted(record_of(cast.walk), cast.sato)
    both = marks(client.get(board).content.decode())
    html = client.post(page("remind", round_), {"record": both}).content.decode()
    assert "選んだ取組のうち1件は提出済みのため、お知らせしません。" in html
    assert re.search(r"子育て支援課　鈴木.*メールアドレスが登録されていません", html, re.DOTALL)


# ---- one after the other ----------------------------------------------------------------------------------


def test_handed_in_records_are_read_one_after_the_other(client, cast, round_, board):
    for initiative in (cast.walk, cast.second):
        builders.submitted(record_of(initiative), cast.sato)
    html = client.get(record_of(cast.walk).get_absolute_url()).content.decode()
    assert "確認を待つ取組 2件中1件目" in html
    assert f'rel="next" href="{record_of(cast.second).get_absolute_url()}"' in html
    client.force_login(cast.sato)
    assert "確認を待つ取組" not in client.get(record_of(cast.walk).get_absolute_url()).content.decode()


# ---- 代理入力 ---------------------------------------------------------------------------------------------


def proxy_form(record, **changes):
    texts = builders.TEXTS | {"version": record.version, "self_rating": "", "direction": "continue"}
    return texts | {"proxy-means": "phone", "proxy-note": "6月3日に聞き取り"} | changes


def test_what_the_secretariat_enters_is_marked_wherever_it_shows(client, cast, round_, board):
    walk = record_of(cast.walk)
    address = reverse("staff:record-edit", args=[walk.pk])
    assert "代理入力（高齢者福祉課に代わって）" in client.get(address).content.decode()
    assert "下書きを保存しました" in client.post(address, proxy_form(walk), follow=True).content.decode()
    told = "事務局の伊藤が、高齢者福祉課に代わって入力（電話で聞き取った）　6月3日に聞き取り"
    assert told in client.get(address).content.decode()
    assert re.search(r"代理入力 \d+月\d+日 伊藤（電話で聞き取った）", client.get(board).content.decode())
    client.force_login(cast.sato)
    detail = client.get(walk.get_absolute_url()).content.decode()
    assert told in detail
    assert "代理入力の作成" in detail  # in the history
    assert "代理入力（高齢者福祉課に代わって）" not in client.get(address).content.decode()


@pytest.mark.parametrize("means", ["", "telepathy"])
def test_without_the_way_it_came_nothing_is_saved_and_the_text_stays(client, cast, round_, board, means):
    walk = record_of(cast.walk)
    typed = proxy_form(walk, planned="電話で聞いた計画")
    html = client.post(
        reverse("staff:record-edit", args=[walk.pk]), typed | {"proxy-means": means}
    ).content.decode()
    assert "電話で聞いた計画</textarea>" in html
    assert "所管課からの受け取り方" in html
    assert record_of(cast.walk).state == "not_started"


def test_handing_in_for_a_department_is_marked_too(client, cast, round_, board):
    walk = builders.fill(record_of(cast.walk))
    address = reverse("staff:record-check", args=[walk.pk])
    html = client.post(address, {"version": walk.version}).content.decode()
    assert "「所管課からの受け取り方」を選んでください。" in html
    client.post(address, {"version": walk.version, "proxy-means": "paper", "proxy-note": ""})
    walk = record_of(cast.walk)
    assert (walk.state, walk.proxy_entries.get().means) == ("submitted", "paper")


def test_several_savings_of_a_day_are_one_entry(cast, round_):
    for means in ("paper", "phone"):
        walk = record_of(cast.walk)
        content = {"texts": {}, "values": {}, "answers": {}, "version": walk.version}
        content["today"] = builders.TODAY
        proxies.save_draft(record=walk, by=cast.jimu, means=means, note="", now=builders.NOW, **content)
    assert list(walk.proxy_entries.values_list("means", flat=True)) == ["phone"]


# ---- costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [0, 150])
def test_the_board_costs_the_same_for_four_and_150(client, cast, extra, django_assert_num_queries):
    places = [builders.department(cast.city, f"d{n}", f"課{n}") for n in range(min(extra, 12))]
    for number in range(extra):
        builders.initiative(cast.goal, places[number % 12], f"5-{number}")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    by = {"by": cast.jimu, "means": "paper", "note": "", "now": builders.NOW}
    for record in round_.request.records.all()[:3]:
        content = {"texts": {}, "values": {}, "answers": {}, "version": record.version}
        content["today"] = builders.TODAY
        proxies.save_draft(record=record, **by, **content)
    client.force_login(cast.jimu)
    with django_assert_num_queries(11):
        html = client.get(reverse("staff:round-board", args=[round_.pk])).content.decode()
    assert html.count("<li>\n") >= extra


@pytest.mark.parametrize("extra", [0, 2])
@pytest.mark.parametrize(("name", "queries"), [("accept", 6), ("return", 6), ("due", 6), ("remind", 9)])
def test_asking_costs_the_same_for_few_and_many(
    client, cast, name, queries, extra, django_assert_num_queries
):
    for number in range(extra):
        department = builders.department(cast.city, f"d{number}", f"課{number}")
        builders.initiative(cast.goal, department, f"5-{number}")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    chosen = [
        f"{r.pk}.{r.version}.{r.due_on:%Y%m%d}" for r in round_.request.records.exclude(initiative=cast.salon)
    ]
    client.force_login(cast.jimu)
    with django_assert_num_queries(queries):
        assert len(marks(client.post(page(name, round_), {"record": chosen}).content.decode())) == extra + 1
