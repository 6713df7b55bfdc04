"""The secretariat's week in a real browser: the board, the dates, the reminders, an entry for a department."""

from datetime import date

import pytest

from initiatives.models import AnnualRecord
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def collecting(cast):
    """One record is late, one was handed in, one is untouched; 佐藤 has an address."""
    cast.sato.email = "sato@example.jp"
    cast.sato.save()
    meals = builders.initiative(cast.goal, cast.elderly, "1-3", title="配食サービス")
    builders.initiative(cast.goal, cast.children, "1-4", title="子どもの居場所")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.submitted(round_.request.records.get(initiative=meals), cast.sato)
    AnnualRecord.objects.filter(initiative=cast.walk).update(due_on=date(2023, 1, 1))
    return round_


def test_the_secretariat_chases_moves_and_enters(walk, collecting):
    walk.sign_in("ito").go(f"/staff/rounds/{collecting.pk}/")
    walk.reads("1件が提出期限を過ぎています")
    choose_and_return(walk)
    remind(walk)
    move_the_dates(walk, collecting)
    enter_for_a_department(walk, collecting)
    word_a_mail(walk)


def choose_and_return(walk):
    walk.choose("1-3　配食サービスを選ぶ")
    walk.choose("1-4　子どもの居場所を選ぶ")
    walk.press("差し戻す")
    walk.reads("選んだ取組（2件）")
    walk.write("差戻しの理由", "人数の数え方をそろえてください。")
    walk.press("2件を差し戻す")
    walk.reads("1件を差し戻しました。")
    walk.reads("できなかった取組が1件あります")
    walk.follow("進行盤")


def remind(walk):
    walk.press("未提出の課すべてにお知らせ")
    walk.reads("送るメールの例")
    walk.press("1人に送る")
    walk.reads("お知らせを1通、送信待ちに入れました。")
    walk.follow("お知らせ")
    walk.reads("送信待ち")
    walk.follow("年度記録の入力のお願い")


def move_the_dates(walk, round_):
    walk.go(f"/staff/rounds/{round_.pk}/deadlines/")
    walk.write("委員会の開催日", "令和81年10月1日")
    walk.press("今の日と見くらべる")
    walk.reads("この日程に変えますか")
    walk.press("この日程に決める")
    walk.reads("日程を決めました。")


def enter_for_a_department(walk, round_):
    record = round_.request.records.get(initiative__title="見守り活動")
    walk.go(f"/staff/records/{record.pk}/edit/")
    walk.reads("代理入力（高齢者福祉課に代わって）")
    walk.press("下書きを保存")
    walk.reads("「所管課からの受け取り方」を選んでください。")
    walk.choose("電話で聞き取った")
    walk.press("下書きを保存")
    walk.reads("事務局の伊藤が、高齢者福祉課に代わって入力（電話で聞き取った）")


def word_a_mail(walk):
    walk.go("/staff/mails/texts/").follow("直す")
    walk.write("件名", "{氏名}様")
    walk.press("保存する")
    walk.reads("{氏名}は使えません")
    walk.write("件名", "【差戻し】直してください（{件数}件）")
    walk.press("保存せずに例を見る")
    walk.reads("いまの記録で作った例")
