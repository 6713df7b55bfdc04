"""Before the meeting in a real browser: where to look first, the year as a whole, the letter; on a phone, by keyboard alone."""

import pytest

from evaluations import workflow
from tests.browser.keyboard import enter, tab_to, write
from tests.evaluations.digest.conftest import rounds  # noqa: F401 (the fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_chair_prepares_the_meeting_by_keyboard_on_a_phone(walk, rounds):  # noqa: F811
    walk.sign_in("takahashi").go(f"/committee/rounds/{rounds.now.pk}/")
    enter(walk, "link", "会議のポイント（どこから見るか）")
    walk.reads("自己評価 B → C")
    enter(walk, "link", "すべての取組（3件）を理由とともに見る")
    walk.reads("理由なし")
    enter(walk, "link", "順番の決め方")
    walk.reads("指標の達成率が80％より低いとき")
    walk.go(f"/committee/rounds/{rounds.now.pk}/")
    enter(walk, "link", "計画全体と基本目標の評価")
    enter(walk, "link", "評価を付ける")
    enter(walk, "button", "評価を保存する")
    walk.reads("「評価」を選んでください。")
    tab_to(walk, "radio", "順調（順調である）").press("ArrowDown")
    write(walk, "評価の理由", "見守りが細っている。")
    enter(walk, "button", "評価を保存する")
    walk.reads("「計画全体」の評価を保存しました。")
    walk.reads("見守りが細っている。")


def test_the_secretariat_weighs_asks_and_writes_the_letter(walk, rounds):  # noqa: F811
    workflow.write_overall_comment(
        round=rounds.now, member=rounds.chair_seat, version=0, text="着実に進んでいる。"
    )
    walk.sign_in("ito").go(f"/staff/rounds/{rounds.now.pk}/points/")
    enter(walk, "link", "重みと境目を変える")
    walk.write("「評価が下がった」の重み", "たくさん")
    walk.press("保存せずに順番を見る")
    walk.reads("数字で入力してください。")
    walk.write("「評価が下がった」の重み", "０")
    walk.press("保存せずに順番を見る")
    walk.reads("この決め方で並べた順番（まだ保存していません）")
    walk.press("保存する")
    walk.reads("会議のポイントの決め方を保存しました。")
    walk.follow("決めていただきたいことを書く")
    walk.write("決めていただきたいこと", "総評の骨子")
    walk.press("保存する")
    walk.reads("総評の骨子")
    walk.go(f"/staff/rounds/{rounds.now.pk}/letter/").follow("答申書の案を作る")
    walk.press("案を保存する")
    walk.reads("日付を入力してください。")
    walk.follow("文面を直す")
    walk.write("日付", "R5.11.10")
    walk.press("案を保存する")
    walk.follow("内容を固定する")
    walk.press("この内容で固定する")
    walk.reads("答申書を固定しました。")
    walk.go(f"/staff/rounds/{rounds.now.pk}/eyes/")
    walk.go(f"/staff/rounds/{rounds.now.pk}/overall/versions/")
    walk.reads("着実に進んでいる。")
