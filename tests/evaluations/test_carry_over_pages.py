"""How the secretariat decides on its pages what becomes of each 取組."""

import re

import pytest
from django.urls import reverse

from evaluations import carried_issues
from evaluations.models import CarriedIssue
from initiatives import carry_over as verbs
from initiatives.inheritance import Successor
from initiatives.models import Initiative, InitiativeLineage
from plans.models import PlanTerm
from tests import builders

WHY = "地域の実情に合わせるため。"


@pytest.fixture
def bridge(cast):
    return builders.carried_over(cast.term)


def at(name, *pks) -> str:
    return reverse(f"staff:{name}", args=pks)


def read(client, address) -> str:
    return client.get(address).content.decode()


def press(client, address, data=None) -> str:
    return client.post(address, data or {}, follow=True).content.decode()


def error_at(html, field) -> str:
    found = re.search(rf'(?s)id="id_{field}_error">(.*?)</div>', html)
    return re.sub(r"<.*?>|エラー：|\s", "", found[1]) if found else ""


def decision(**changes) -> dict:
    """What the browser sends of the form for one 取組."""
    names = ("reason", "into", "measure", "number", "title", "code", "lead", "titles")
    return dict.fromkeys(names, "") | {"kind": "continued", "with_indicators": "on"} | changes


def quick(*rows, **changes) -> dict:
    """What the browser sends of the page of all; each row is (取組, kind, reason)."""
    data = {"measure": ""}
    for initiative, kind, reason in rows:
        data |= {f"kind-{initiative.pk}": kind, f"reason-{initiative.pk}": reason}
    return data | changes


# ---- beginning ---------------------------------------------------------------------------------------------


def test_a_carry_over_is_begun_with_a_registered_term(jimu, cast):
    new = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    assert "みほん市地域福祉計画 第1期" in read(jimu, at("carry-over-list"))
    page = at("carry-over-begin", cast.term.pk)
    assert f'<option value="{new.pk}" selected>' in read(jimu, page)
    html = press(jimu, page, {"new_term": new.pk, "name": "", "first_year": "", "last_year": ""})
    assert "第2期への引継ぎを始めました。" in html
    assert "2件中0件の引継ぎを決めました。" in html
    assert "はじめに、体系と評価区分を写す" in html


def test_a_carry_over_is_begun_with_a_new_term(jimu, cast):
    page = at("carry-over-begin", cast.term.pk)
    typed = {"new_term": "", "name": "", "first_year": "", "last_year": "2028"}
    html = press(jimu, page, typed)
    assert error_at(html, "name") == "「期の名称」を入力してください。"
    assert error_at(html, "first_year") == "「開始年度」を選んでください。"
    html = press(jimu, page, typed | {"name": "第２期𠮷", "first_year": "2025", "last_year": "2024"})
    assert "終了年度は開始年度以後にしてください。" in html
    assert 'value="第２期𠮷"' in html
    assert not PlanTerm.objects.filter(ordinal=2).exists()
    press(jimu, page, typed | {"name": "第2期", "first_year": "2024"})
    assert PlanTerm.objects.get(ordinal=2).period_label == "令和6年度～令和10年度"


def test_a_term_is_carried_over_once(jimu, cast, bridge):
    assert jimu.get(at("carry-over-begin", cast.term.pk)).status_code == 404


def test_tree_and_scales_are_copied_with_one_press(jimu, cast):
    begun = verbs.begin_anew(old_term=cast.term, name="第2期", first_year=2024, last_year=2028)
    page = at("carry-over-copy", begun.pk)
    assert "写すものを選んでください。" in press(jimu, page, {"csrfmiddlewaretoken": "x"})
    html = press(jimu, page, {"tree": "on", "scales": "on"})
    assert "第1期から第2期へ写しました。" in html
    assert begun.new_term.measures.get().title == cast.goal.title
    assert "体系がすでにあるため、写せません" in press(jimu, page, {"tree": "on"})


# ---- all on one page ---------------------------------------------------------------------------------------


def test_the_page_of_all_suggests_what_the_last_record_says_and_decides_in_one_press(jimu, cast, bridge):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.accepted(round_.request.records.get(initiative=cast.walk), cast.sato, direction="expand")
    builders.accepted(round_.request.records.get(initiative=cast.salon), cast.shakyo, direction="abolish")
    page = at("carry-over-decide", bridge.pk)
    html = read(jimu, page)
    assert "提案：継続" in html
    assert "提案：廃止" in html
    walk = re.search(rf'(?s)<select name="kind-{cast.walk.pk}".*?</select>', html)[0]
    salon = re.search(rf'(?s)<select name="kind-{cast.salon.pk}".*?</select>', html)[0]
    assert '<option value="continued" selected>' in walk
    assert '<option value="" selected>' in salon
    html = press(jimu, page, quick((cast.walk, "continued", ""), (cast.salon, "abolished", "")))
    assert error_at(html, f"reason-{cast.salon.pk}") == "「廃止」の理由を入力してください。"
    assert not InitiativeLineage.objects.exists()
    html = press(jimu, page, quick((cast.walk, "continued", ""), (cast.salon, "abolished", WHY)))
    assert "2件の引継ぎを決めました。" in html
    assert "決まっていない取組は、ありません" in html


def test_what_somebody_else_decided_meanwhile_stays_and_nothing_typed_is_lost(
    jimu, cast, bridge, monkeypatch
):
    builders.carried(bridge, cast.salon, "completed")
    page = at("carry-over-decide", bridge.pk)
    stale = quick((cast.walk, "reduced", "人手が足りないため。"), (cast.salon, "abolished", WHY))
    html = press(jimu, page, stale)
    assert "1件の引継ぎを決めました。" in html
    assert "「1-2 ふれあいサロン」は、ほかの人が先に「完了」に決めたため、そのままです。" in html
    assert f"書いてあった理由：「{WHY}」" in html
    assert "ほかの人が先に" not in press(jimu, page, quick((cast.walk, "reduced", WHY)))
    assert cast.salon.descents.get().kind == "completed"


def test_what_was_sent_from_a_later_page_is_decided_though_the_pages_have_moved(
    jimu, cast, bridge, monkeypatch
):
    monkeypatch.setattr("evaluations.views.staff_carry_over.DECIDED_AT_ONCE", 1)
    page = f"{at('carry-over-decide', bridge.pk)}?page=2"
    assert f'name="kind-{cast.salon.pk}"' in read(jimu, page)
    builders.carried(bridge, cast.walk)
    assert "1件の引継ぎを決めました。" in press(jimu, page, quick((cast.salon, "completed", WHY)))


def test_nothing_chosen_and_no_place_are_said(jimu, cast, bridge):
    page = at("carry-over-decide", bridge.pk)
    assert "決める取組を、1件以上選んでください。" in press(
        jimu, page, quick((cast.walk, "", ""), (cast.salon, "", ""))
    )
    lost = builders.initiative(builders.goal(cast.term, "2"), cast.elderly, "2-1")
    rows = [(cast.walk, "", ""), (cast.salon, "", ""), (lost, "continued", "")]
    html = press(jimu, page, quick(*rows))
    assert "2-1 見守り活動2-1：次の期には、番号「2」の施策がありません" in html
    place = bridge.new_term.measures.get()
    assert "1件の引継ぎを決めました。" in press(jimu, page, quick(*rows, measure=place.pk))
    assert lost.descents.get().new.measure == place


def test_one_goal_at_a_time(jimu, cast, bridge):
    other = builders.goal(cast.term, "2", "安心な地域づくり")
    builders.initiative(other, cast.elderly, "2-1", title="雪かき")
    for name in ("carry-over-decide", "carry-over-detail"):
        html = read(jimu, f"{at(name, bridge.pk)}?goal={other.pk}")
        assert "2-1 雪かき" in html
        assert "1-1 見守り活動" not in html[html.index("<table") :]
        assert "1-1 見守り活動" in read(jimu, f"{at(name, bridge.pk)}?goal=nonsense")


# ---- one 取組 ----------------------------------------------------------------------------------------------


def test_one_initiative_is_renamed_with_a_look_at_its_years(jimu, cast, bridge):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.accepted(round_.request.records.get(initiative=cast.walk), cast.sato)
    page = at("carry-over-initiative", bridge.pk, cast.walk.pk)
    html = read(jimu, page)
    for words in (
        "令和4年度",
        "B おおむね順調",
        "未公表",
        "担い手の高齢化が進んでいる。",
        "提案は「継続」です",
    ):
        assert words in html
    html = press(jimu, page, decision(kind="renamed", reason=WHY, title="見守り活動"))
    assert error_at(html, "title") == "新しい名称を入力してください（今の名称と同じです）。"
    html = press(jimu, page, decision(kind="renamed", reason=WHY, title="髙𠮷の見守り<b>🌸"))
    assert "髙𠮷の見守り&lt;b&gt;🌸" in html
    assert "名称変更" in html
    assert "行き先を加える" not in html


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"kind": ""}, "kind", "「引継ぎの区分」を選んでください。"),
        ({"kind": "abolished"}, "reason", "「廃止」の理由を入力してください。"),
        ({"kind": "abolished", "reason": "あ\x00い"}, "reason", "制御文字"),
        ({"code": "r3-1-2"}, "code", "このコードは、すでに使われています。"),
        ({"code": "あ"}, "code", "半角の英数字、「-」、「_」だけで入力してください。"),
        ({"title": "あ" * 101}, "title", "100文字までです。今は101文字あります。"),
        ({"kind": "split", "reason": WHY, "titles": "一つだけ"}, "titles", "2つ以上書いてください"),
        ({"kind": "split", "reason": WHY, "titles": "同じ\r\n同じ"}, "titles", "同じ取組名が2回"),
        ({"into": "999999"}, "into", "正しく選択してください"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_stays_typed(jimu, cast, bridge, typed, field, words):
    page = at("carry-over-initiative", bridge.pk, cast.walk.pk)
    html = press(jimu, page, decision(**{"number": "9-9"} | typed))
    assert words.replace(" ", "") in error_at(html, field) or words in html
    assert error_at(html, field)
    assert 'value="9-9"' in html
    assert not InitiativeLineage.objects.exists()


def test_deciding_twice_is_refused_in_words(jimu, cast, bridge):
    page = at("carry-over-initiative", bridge.pk, cast.walk.pk)
    press(jimu, page, decision())
    press(jimu, page, decision(kind="abolished", reason=WHY))
    assert cast.walk.descents.get().kind == "continued"


def test_a_split_and_a_merger_meet_and_are_led_further(jimu, cast, bridge):
    press(
        jimu,
        at("carry-over-initiative", bridge.pk, cast.walk.pk),
        decision(kind="split", reason=WHY, titles="朝の見守り\r\n夜の見守り"),
    )
    morning, evening = Initiative.objects.filter(term=bridge.new_term).order_by("pk")
    page = at("carry-over-initiative", bridge.pk, cast.salon.pk)
    press(jimu, page, decision(kind="merged", reason=WHY, into=morning.pk))
    html = press(jimu, page, decision(kind="merged", reason=WHY, into=evening.pk))
    assert "夜の見守り" in html
    assert set(cast.salon.descents.values_list("new", flat=True)) == {morning.pk, evening.pk}


def test_a_decision_is_reworded_and_taken_back(jimu, cast, bridge):
    (line,) = builders.carried(bridge, cast.walk, "reduced")
    page = at("lineage-edit", line.pk)
    assert (
        error_at(press(jimu, page, {"version": 1, "reason": ""}), "reason")
        == "「縮小」の理由を入力してください。"
    )
    assert "書き直した理由" in press(jimu, page, {"version": 1, "reason": "書き直した理由"})
    html = press(jimu, page, {"version": 1, "reason": "遅れた人の理由"})
    assert "伊藤さんが先に保存したため" in html
    assert "遅れた人の理由" in html
    page = at("lineage-undo", line.pk)
    assert "次の期の取組も削除します" in read(jimu, page)
    assert "ほかの人が、この引継ぎの理由を直しました" in press(jimu, page, {"version": 1, "seen_version": 1})
    assert "の引継ぎを取り消しました。" in press(jimu, page, {"version": 2, "seen_version": 1})
    assert not Initiative.objects.filter(term=bridge.new_term).exists()
    assert jimu.post(page, {"version": 2, "seen_version": 1}).status_code == 404


def test_a_new_one_gets_its_reason(jimu, cast, bridge):
    fresh = builders.initiative(
        bridge.new_term.measures.get(), cast.elderly, "1-9", code="r6-1-9", title="雪かき"
    )
    page = at("carry-over-newcomers", bridge.pk)
    assert "1-9 雪かきを新しく始める理由" in read(jimu, page)
    assert "理由を、1件以上入力してください。" in press(jimu, page, {f"reason-{fresh.pk}": ""})
    html = press(jimu, page, {f"reason-{fresh.pk}": "大雪が続いたため。"})
    assert "1件を「新規」として保存しました。" in html
    assert "大雪が続いたため。" in html


def test_an_indicator_that_is_counted_otherwise_says_why(jimu, cast, bridge):
    builders.indicator(cast.walk)
    (line,) = builders.carried(bridge, cast.walk)
    new = line.new.indicators.get()
    page = at("indicator-edit", new.pk)
    data = {"version": new.version, "name": "参加者数", "unit": "人", "kind": "output", "direction": "up"}
    data |= dict.fromkeys(("question", "source", "counted_by", "final_when", "rubric"), "")
    data |= {"recipe": "", "baseline": "", "baseline_year": "", "position": "", "break_reason": ""}
    data |= {"previous": new.previous_id} | {f"target-{year}": "" for year in range(2024, 2029)}
    html = press(jimu, page, data)
    assert "前の期の指標と指標・単位が違い、値がつながりません。" in error_at(html, "break_reason")
    press(jimu, page, data | {"break_reason": "人数で数えることにしたため。"})
    new.refresh_from_db()
    assert (new.unit, new.break_reason) == ("人", "人数で数えることにしたため。")
    assert "定義が変わったため" in read(jimu, page)


# ---- scale -------------------------------------------------------------------------------------------------


def test_the_list_counts_each_carry_over_apart(jimu, cast, bridge):
    """Also where one 取組 is split in two, and where nothing is decided."""
    old = builders.term(builders.plan("kaigo", "みほん市介護保険事業計画"))
    builders.initiative(builders.goal(old), cast.elderly, "1-1", code="k-1-1")
    builders.carried_over(old)
    builders.carried(
        bridge,
        cast.walk,
        "split",
        successors=[Successor(title="見守り"), Successor(title="声かけ", number="1-7")],
    )
    html = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", read(jimu, at("carry-over-list"))))
    assert "2件中1件" in html
    assert "1件中0件" in html


PAGES = {
    "carry-over-list": 5,
    "carry-over-detail": 9,
    "carry-over-decide": 10,
    "carry-over-initiative": 12,
    "carry-over-newcomers": 8,
    "carried-issue-list": 8,
    "handover-print": 7,
}


@pytest.mark.parametrize("extra", [0, 2])
@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_for_few_and_many(jimu, cast, bridge, name, extra, django_assert_num_queries):
    for number in range(1, extra + 1):
        row = builders.initiative(cast.goal, cast.elderly, f"3-{number}")
        builders.indicator(row)
    builders.indicator(cast.walk)
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for number in range(1, extra + 1):
        builders.carried(bridge, Initiative.objects.get(number=f"3-{number}"))
    place = bridge.new_term.measures.get()
    for number in range(1 + extra):
        builders.initiative(place, cast.elderly, f"4-{number}", code=f"r6-4-{number}")
    builders.carried(bridge, cast.salon, "completed")
    carried_issues.collect(carry_over=bridge)
    arguments = {"carry-over-list": [], "carry-over-initiative": [bridge.pk, cast.walk.pk]}
    address = at(name, *arguments.get(name, [bridge.pk]))
    with django_assert_num_queries(PAGES[name]):
        read(jimu, address)
    assert CarriedIssue.objects.count() == 2 + extra
