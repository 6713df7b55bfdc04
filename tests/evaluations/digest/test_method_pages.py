"""The numbers behind 会議のポイント: read by everybody, changed by the secretariat, tried out before, kept in versions."""

import re

import pytest
from django.urls import reverse

from evaluations.digest import method as methods
from evaluations.digest.forms import MethodForm
from evaluations.digest.method import default
from evaluations.models import DigestMethod, DigestRule
from tests.evaluations.digest.builders import method as changed


def rules_page(rounds):
    return reverse("staff:round-digest-rules", args=[rounds.now.pk])


def typed(**numbers):
    """What the form holds at first, but for what is named (with _ for -)."""
    return MethodForm.shown(default()) | {name.replace("__", "-"): text for name, text in numbers.items()}


def text_of(answer) -> str:
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_the_method_prints_the_numbers_in_force(client, rounds):
    methods.save(term=rounds.term, version=0, method=changed(far=(7, 65), fell=(0, 2)))
    client.force_login(rounds.member)
    html = text_of(client.get(reverse("committee:round-digest-method", args=[rounds.now.pk])))
    assert "指標の達成率が65％より低いとき" in html
    assert "前の年度から2段階以上下がったとき" in html
    assert "（順番には使わず、理由だけを示します）" in html
    assert "いま使っているのは第1版です" in html
    assert html.index("目標から遠い") < html.index("約束したが、実施していない")
    assert all(word in html for word in default().words)


def test_every_reason_is_explained(client, rounds):
    client.force_login(rounds.jimu)
    html = text_of(client.get(reverse("staff:round-digest-method", args=[rounds.now.pk])))
    assert all(label in html for label in DigestRule.Reason.labels)
    assert "{n}" not in html
    assert "None" not in html


def test_weights_are_tried_out_before_they_are_kept(client, rounds):
    client.force_login(rounds.jimu)
    data = typed(weight__fell="０", weight__far="0", weight__moved_away="0", weight__new_words="0")
    html = text_of(client.post(rules_page(rounds), data | {"preview": "1"}))
    preview = html[html.index('id="preview"') : html.index("理由ごとの重みと境目")]
    assert preview.index("1．1-2　") < preview.index("2．1-1　見守り活動")
    assert "2番目（上がる）" in preview
    assert "1番目（下がる）" in preview
    assert not DigestMethod.objects.exists()


def test_kept_weights_change_the_order_for_all_and_stand_in_the_history(client, rounds):
    client.force_login(rounds.jimu)
    data = typed(weight__not_done="９９", threshold__far="90", words="転倒\n　苦情　\n苦情\n")
    answer = client.post(rules_page(rounds), data, follow=True)
    assert "保存しました" in answer.content.decode()
    kept = methods.of_term(rounds.term.pk)
    assert (kept.weight("not_done"), kept.threshold("far"), kept.words) == (99, 90, ("転倒", "苦情"))
    client.post(rules_page(rounds), typed(version="1", weight__not_done="98"))
    html = text_of(client.get(rules_page(rounds)))
    assert "（いまは第2版）" in html
    assert '<del class="diff">99</del> → <ins class="diff">98</ins>' in html
    client.force_login(rounds.member)
    html = text_of(client.get(reverse("committee:round-digest", args=[rounds.now.pk])))
    assert re.search(r"1．<a[^>]*>1-2", html)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"weight__fell": "100"}, "0から99までの数で入力してください。"),
        ({"weight__fell": ""}, "「「評価が下がった」の重み」を入力してください。"),
        ({"weight__fell": "1.5"}, "小数は0桁までで入力してください。"),
        ({"weight__fell": "たくさん"}, "数字で入力してください。"),
        ({"threshold__far": "0"}, "1から1,000までの数で入力してください。"),
        ({"reading_speed": "10"}, "50から5,000までの数で入力してください。"),
        ({"words": "あ" * 21}, "1行に1語、20文字までで入力してください"),
        ({"words": "\n".join(f"言葉{n}" for n in range(101))}, "100語までです。今は101語あります。"),
        ({"words": "苦\x07情"}, "画面に表示されない文字"),
    ],
)
@pytest.mark.parametrize("button", ["", "preview"])
def test_bad_numbers_are_refused_at_their_place_and_stay(client, rounds, wrong, message, button):
    client.force_login(rounds.jimu)
    data = typed(**wrong) | ({button: "1"} if button else {})
    html = text_of(client.post(rules_page(rounds), data))
    assert message in html
    assert not DigestMethod.objects.exists()


def test_the_second_of_two_savers_overwrites_nothing(client, rounds):
    client.force_login(rounds.jimu)
    client.post(rules_page(rounds), typed(weight__fell="7"))
    client.force_login(rounds.shakyo_jimu)
    html = text_of(client.post(rules_page(rounds), typed(weight__fell="9")))
    assert "伊藤さんが先に保存したため" in html
    assert methods.of_term(rounds.term.pk).weight("fell") == 7
    client.post(rules_page(rounds), typed(version="1", weight__fell="9"))
    assert methods.of_term(rounds.term.pk).weight("fell") == 9


# ---- 決めていただきたいこと --------------------------------------------------------------------------------


def test_what_is_to_be_decided_stands_on_page_of_members(client, rounds):
    client.force_login(rounds.jimu)
    address = reverse("staff:round-digest-note", args=[rounds.now.pk])
    client.post(address, {"version": 0, "decisions": "次期計画に残す取組\n<b>総評の骨子</b>\n"})
    client.force_login(rounds.member)
    html = client.get(reverse("committee:round-digest", args=[rounds.now.pk])).content.decode()
    assert "<li>次期計画に残す取組</li><li>&lt;b&gt;総評の骨子&lt;/b&gt;</li>" in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("あ" * 61, "1つ60文字までで入力してください（今は61文字）"),
        ("い\n" * 6, "5つまでです。今は6つあります。"),
    ],
)
def test_more_than_the_page_holds_is_refused_and_stays(client, rounds, text, message):
    client.force_login(rounds.jimu)
    address = reverse("staff:round-digest-note", args=[rounds.now.pk])
    html = client.post(address, {"version": 0, "decisions": text}).content.decode()
    assert message in html
    assert text.strip() in html
