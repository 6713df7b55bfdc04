"""What becomes of each 取組 when a term is carried over: the verbs, their refusals, and taking back."""

from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from accounts.models import Department
from accounts.versioning import MoveRefused, StaleVersion
from initiatives import carry_over as verbs
from initiatives.bridge import bridge as read
from initiatives.inheritance import Successor
from initiatives.models import CarryOver, Indicator, Initiative, InitiativeLineage, RatingScale
from plans.models import Measure, PlanTerm
from plans.publication import publish_term
from tests import builders

WHY = "地域の実情に合わせるため。"


@pytest.fixture
def bridge(cast):
    """第1期 (見守り活動, ふれあいサロン) is being carried over into 第2期, which has one goal of the same number."""
    return builders.carried_over(cast.term)


def words_of(refusal) -> str:
    return "".join(refusal.value.messages)


def merged_into(bridge, initiative, new) -> InitiativeLineage:
    (line,) = builders.carried(bridge, initiative, "merged", successors=[Successor(existing=new)])
    return line


# ---- beginning ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ordinal": 1}, "より後の期を選んでください"),
        ({"ordinal": 3, "published": True}, "は公開しているため、引継ぎ先にできません"),
    ],
)
def test_a_term_is_carried_over_into_a_later_one_that_is_not_public(cast, fields, words):
    ordinal, published = fields["ordinal"], fields.get("published", False)
    if ordinal == 1:
        cast.term.ordinal = 2
        cast.term.save()
    other = builders.term(cast.plan, "別の期", ordinal, 2030, 2034, published=published)
    with pytest.raises(ValidationError) as refusal:
        verbs.begin(old_term=cast.term, new_term=other)
    assert words in words_of(refusal)


def test_neither_into_itself_nor_into_another_plan_nor_twice(cast, bridge):
    with pytest.raises(MoveRefused, match="すでに始めています"):
        verbs.begin(old_term=cast.term, new_term=bridge.new_term)
    other = builders.term(builders.plan("yuki", "雪対策基本計画"), "第9期", 9, 2030, 2034, published=False)
    builders.initiative(builders.goal(bridge.new_term, "2"), cast.elderly, "2-1", code="x")
    with pytest.raises(ValidationError) as refusal:
        verbs.begin(old_term=bridge.new_term, new_term=other)
    assert "同じ計画の期を選んでください" in words_of(refusal)
    with pytest.raises(ValidationError) as refusal:
        verbs.begin(old_term=bridge.new_term, new_term=bridge.new_term)
    assert "より後の期を選んでください" in words_of(refusal)


def test_a_circle_is_impossible(cast, bridge):
    """The second term leads on, never back to the first, whose successor it is."""
    builders.initiative(builders.goal(bridge.new_term, "2"), cast.elderly, "2-1", code="x")
    PlanTerm.objects.filter(pk=cast.term.pk).update(published_at=None)
    with pytest.raises(ValidationError) as refusal:
        verbs.begin(old_term=bridge.new_term, new_term=PlanTerm.objects.get(pk=cast.term.pk))
    assert "「第2期」より後の期を選んでください" in words_of(refusal)


def test_the_next_term_is_registered_with_those_made_as_one_with_it(cast):
    katsudo = builders.plan("katsudo", "みほん市地域福祉活動計画")
    joint = builders.term(katsudo, book=cast.term)
    begun = verbs.begin_anew(old_term=cast.term, name="第2期", first_year=2024, last_year=2028)
    new = begun.new_term
    assert (new.ordinal, new.first_year, new.last_year, new.published_at) == (2, 2024, 2028, None)
    beside = PlanTerm.objects.get(plan=katsudo, ordinal=2)
    assert (beside.book, beside.name) == (new, "第2期")
    assert joint.ordinal == 1


def test_a_next_term_that_overlaps_another_is_refused_whole(cast):
    builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    with pytest.raises(ValidationError) as refusal:
        verbs.begin_anew(old_term=cast.term, name="第3期", first_year=2026, last_year=2030)
    assert "年度が重なっています" in words_of(refusal)
    assert not CarryOver.objects.exists()


def test_tree_and_scales_are_copied_as_a_start(cast):
    below = builders.measure(cast.goal, "1-1", "居場所を増やす")
    begun = verbs.begin_anew(old_term=cast.term, name="第2期", first_year=2024, last_year=None)
    verbs.copy_start(carry_over=begun, tree=False, scales=True)
    with pytest.raises(MoveRefused, match="体系を写せません"):  # it has two levels, but only one has a name
        verbs.copy_start(carry_over=begun, tree=True, scales=False)
    cast.term.levels.create(depth=2, name="施策")
    verbs.copy_start(carry_over=begun, tree=True, scales=True)
    new = begun.new_term
    assert [level.name for level in new.levels.all()] == ["基本目標", "施策"]
    copy = Measure.objects.get(term=new, number="1-1")
    assert (copy.title, copy.parent.number, copy.depth) == (below.title, "1", 2)
    scales = RatingScale.objects.filter(term=new)
    assert scales.count() == 3
    assert [level.code for level in scales.get(stage="self").levels.all()] == ["A", "B", "C", "D"]
    with pytest.raises(MoveRefused, match="体系がすでにある"):
        verbs.copy_start(carry_over=begun, tree=True, scales=False)


# ---- deciding ----------------------------------------------------------------------------------------------


def test_a_continued_initiative_takes_over_all_that_belongs_to_it(cast, bridge):
    other = builders.plan("kaigo", "介護保険事業計画")
    builders.plan_link(cast.walk, other, "relisted", own_number="3-2", own_title="見守り")
    builders.actor_role(cast.walk, "citizen", "あいさつをします。")
    (line,) = builders.carried(bridge, cast.walk)
    new = line.new
    assert (new.code, new.number, new.title) == ("r6-1-1", "1-1", "見守り活動")
    assert new.content == cast.walk.content
    assert new.measure.term == bridge.new_term
    assert new.departments_in("lead") == [cast.elderly]
    assert new.role_texts() == {"citizen": "あいさつをします。"}
    link = new.plan_links.get()
    assert (link.kind, link.own_number, link.own_title) == ("relisted", "3-2", "見守り")


def test_indicators_go_on_from_the_last_accepted_actual(cast, bridge):
    count = builders.indicator(cast.walk, targets={2022: 24}, baseline=3, baseline_year=2019, recipe="回数")
    builders.indicator(cast.walk, "やめた指標", last_year=2021)
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.accepted(round_.request.records.get(initiative=cast.walk), cast.sato)
    later = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    draft = later.request.records.get(initiative=cast.walk)
    builders.fill(draft, values={count.pk: {"actual": 99, "missing_reason": ""}})
    (line,) = builders.carried(bridge, cast.walk)
    new = line.new.indicators.get()
    assert (new.name, new.unit, new.recipe, new.previous) == ("開催回数", "回", "回数", count)
    assert (new.baseline, new.baseline_year) == (Decimal(12), 2021)
    assert not new.targets.exists()


def test_without_any_actual_the_old_baseline_goes_on_and_nothing_becomes_zero(cast, bridge):
    builders.indicator(cast.walk, baseline=3, baseline_year=2019)
    builders.indicator(cast.salon, "参加者", "人")
    walk, salon = (builders.carried(bridge, row)[0].new.indicators.get() for row in (cast.walk, cast.salon))
    assert (walk.baseline, walk.baseline_year) == (Decimal(3), 2019)
    assert (salon.baseline, salon.baseline_year) == (None, None)


def test_several_become_one_and_one_becomes_several(cast, bridge):
    (first,) = builders.carried(bridge, cast.walk, "merged", title="見守りとサロン")
    second = merged_into(bridge, cast.salon, first.new)
    assert [line.old for line in first.new.origins.order_by("pk")] == [cast.walk, cast.salon]
    assert (first.has_made, second.has_made) == (True, False)
    assert verbs.gaps(read(bridge)) == []


def test_a_split_makes_each_part_and_may_lead_into_one_that_is_there(cast, bridge):
    there = builders.initiative(bridge.new_term.measures.get(), cast.elderly, "1-9", code="r6-1-9")
    lines = builders.carried(
        bridge, cast.walk, "split", successors=[Successor(title="声かけ"), Successor(existing=there)]
    )
    assert [(line.new.title, line.has_made) for line in lines] == [
        ("声かけ", True),
        (there.title, False),
    ]
    builders.carried(bridge, cast.salon, "merged", successors=[Successor(existing=there)])
    assert there.origins.count() == 2
    more = verbs.lead_further(
        carry_over=bridge,
        initiative=cast.salon,
        kind="merged",
        reason=WHY,
        successors=[Successor(existing=lines[0].new)],
    )
    assert more[0].new == lines[0].new
    with pytest.raises(ValidationError) as refusal:
        verbs.lead_further(
            carry_over=bridge,
            initiative=cast.salon,
            kind="merged",
            reason=WHY,
            successors=[Successor(existing=there)],
        )
    assert "すでに引き継いでいます" in words_of(refusal)
    assert verbs.gaps(read(bridge)) == []


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"kind": "completed"}, "「完了」の理由を入力してください。"),
        ({"kind": "abolished"}, "「廃止」の理由を入力してください。"),
        ({"kind": "reduced", "successors": [Successor()]}, "「縮小」の理由を入力してください。"),
        ({"kind": "renamed", "reason": WHY, "successors": [Successor()]}, "新しい名称を入力してください"),
        (
            {"kind": "renamed", "reason": WHY, "successors": [Successor(title="見守り活動")]},
            "新しい名称を入力してください",
        ),
        ({"kind": "split", "reason": WHY, "successors": [Successor()]}, "2つ以上書いてください"),
        ({"kind": "continued", "successors": []}, "引継ぎ先の取組を1つ選んでください"),
        ({"kind": "new", "reason": WHY}, "「新規」は、次の期の取組についてだけ選べます。"),
        (
            {"kind": "continued", "successors": [Successor(code="r3-1-2")]},
            "このコードは、すでに使われています",
        ),
        ({"kind": "continued", "successors": [Successor(code="tree")]}, "ほかのページのアドレス"),
        ({"kind": "continued", "successors": [Successor(number="1-9")]}, "この番号は、同じ期ですでに"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_in_words(cast, bridge, decision, words):
    builders.initiative(bridge.new_term.measures.get(), cast.elderly, "1-9", code="r6-1-9")
    sensible = {"kind": "", "reason": "", "successors": []}
    with pytest.raises(ValidationError) as refusal:
        verbs.decide(carry_over=bridge, initiative=cast.walk, **sensible | decision)
    assert words in words_of(refusal)
    assert not InitiativeLineage.objects.exists()
    assert bridge.new_term.initiatives.count() == 1


def test_a_decision_is_made_once(cast, bridge):
    builders.carried(bridge, cast.walk)
    with pytest.raises(MoveRefused, match="すでに「継続」に決まっています"):
        builders.carried(bridge, cast.walk, "abolished")
    assert cast.walk.descents.count() == 1


def test_nothing_leads_into_a_term_that_is_not_the_next(cast, bridge):
    third = builders.term(cast.plan, "第3期", 3, 2029, 2033, published=False)
    foreign = builders.initiative(builders.goal(third), cast.elderly, "1-1", code="r11-1-1")
    with pytest.raises(ValidationError) as refusal:
        builders.carried(bridge, cast.walk, "merged", successors=[Successor(existing=foreign)])
    assert "みほん市地域福祉計画 第2期の取組を選んでください" in words_of(refusal)
    with pytest.raises(ValidationError):
        builders.carried(bridge, foreign, "completed")


def test_a_continued_one_is_not_shared(cast, bridge):
    (line,) = builders.carried(bridge, cast.walk)
    with pytest.raises(ValidationError) as refusal:
        merged_into(bridge, cast.salon, line.new)
    assert "すでに引継ぎ元があります（継続）" in words_of(refusal)
    with pytest.raises(MoveRefused, match="「統合」か「分割」に決めた取組だけ"):
        verbs.lead_further(
            carry_over=bridge, initiative=cast.walk, kind="split", reason=WHY, successors=[Successor()]
        )


def test_a_department_that_ends_does_not_lead_on(cast, bridge):
    Department.objects.filter(pk=cast.elderly.pk).update(last_year=2023)
    with pytest.raises(ValidationError) as refusal:
        builders.carried(bridge, cast.walk)
    assert "主管課「高齢者福祉課」は、次の期が始まる前になくなります" in words_of(refusal)
    (line,) = builders.carried(bridge, cast.walk, lead=cast.children.pk)
    assert line.new.departments_in("lead") == [cast.children]


def test_without_a_counterpart_a_place_must_be_named(cast, bridge):
    other = builders.initiative(builders.goal(cast.term, "2"), cast.elderly, "2-1")
    with pytest.raises(ValidationError) as refusal:
        builders.carried(bridge, other)
    assert "番号「2」の施策がありません" in words_of(refusal)
    (line,) = builders.carried(bridge, other, measure=bridge.new_term.measures.get())
    assert line.new.number == "2-1"


def test_many_at_once_are_all_decided_or_none(cast, bridge):
    lost = builders.initiative(builders.goal(cast.term, "2"), cast.elderly, "2-1", title="行き場のない取組")
    rows = [cast.walk, cast.salon, lost]
    decisions = [
        {"initiative": row, "kind": "continued", "reason": "", "successors": [Successor()]} for row in rows
    ]
    with pytest.raises(ValidationError) as refusal:
        verbs.decide_many(carry_over=bridge, decisions=decisions)
    assert "2-1 行き場のない取組：" in words_of(refusal)
    assert not InitiativeLineage.objects.exists()
    assert len(verbs.decide_many(carry_over=bridge, decisions=decisions[:2])) == 2


def test_what_has_no_ancestor_is_called_new_with_its_reason(cast, bridge):
    fresh = builders.initiative(bridge.new_term.measures.get(), cast.elderly, "1-9", code="r6-1-9")
    verbs.call_new(carry_over=bridge, reasons={fresh: "新しい課題のため。"})
    assert [entry.lines[0].reason for entry in read(bridge).newcomers] == ["新しい課題のため。"]
    with pytest.raises(MoveRefused):
        verbs.call_new(carry_over=bridge, reasons={fresh: "もう一度"})


# ---- taking back -------------------------------------------------------------------------------------------


def undone(line):
    seen = Initiative.objects.get(pk=line.new_id).version if line.new_id else 0
    verbs.undo(lineage=line, version=line.version, seen_version=seen)


def test_undoing_takes_what_the_decision_made(cast, bridge):
    builders.indicator(cast.walk)
    (line,) = builders.carried(bridge, cast.walk)
    undone(line)
    assert not bridge.new_term.initiatives.exists()
    assert not InitiativeLineage.objects.exists()
    assert Indicator.objects.get().initiative == cast.walk
    builders.carried(bridge, cast.walk, "abolished")


def test_undoing_leaves_what_others_lead_to(cast, bridge):
    builders.indicator(cast.walk)
    (first,) = builders.carried(bridge, cast.walk, "merged")
    second = merged_into(bridge, cast.salon, first.new)
    undone(first)
    assert bridge.new_term.initiatives.get() == first.new
    assert first.new.indicators.get().previous is None
    second.refresh_from_db()
    undone(second)
    assert not bridge.new_term.initiatives.exists()


def test_undoing_is_refused_when_something_hangs_on_the_new_one(cast, bridge):
    builders.indicator(cast.walk)
    (line,) = builders.carried(bridge, cast.walk)
    builders.round_(bridge.new_term, cast.committee, cast.jimu, year=2024)
    with pytest.raises(MoveRefused, match="削除できません"):
        undone(line)
    assert cast.walk.descents.count() == 1
    assert line.new.indicators.count() == 1


def test_undoing_what_somebody_has_changed_since_is_asked_again(cast, bridge):
    (line,) = builders.carried(bridge, cast.walk)
    seen = line.new.version
    Initiative.objects.filter(pk=line.new_id).update(version=seen + 1)
    with pytest.raises(StaleVersion):
        verbs.undo(lineage=line, version=1, seen_version=seen)
    verbs.reword(lineage=line, version=1, reason="続けるため。")
    with pytest.raises(StaleVersion):
        verbs.undo(lineage=line, version=1, seen_version=seen + 1)


# ---- publishing --------------------------------------------------------------------------------------------


def test_the_next_term_is_published_when_all_is_decided(cast, bridge):
    builders.chapter(bridge.new_term)
    builders.carried(bridge, cast.walk, "split", successors=[Successor(title="甲"), Successor(title="乙")])
    undone(cast.walk.descents.last())
    with pytest.raises(MoveRefused) as refusal:
        publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW)
    assert "引継ぎの決まっていない取組が1件あります（1-2 ふれあいサロン）" in str(refusal.value)
    assert "「分割」の行き先が1件だけの取組があります（1-1 見守り活動）" in str(refusal.value)
    undone(cast.walk.descents.get())
    builders.carried(bridge, cast.walk)
    (line,) = builders.carried(bridge, cast.salon, "completed")
    publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW)
    with pytest.raises(MoveRefused):
        undone(line)
    with pytest.raises(MoveRefused):
        verbs.reword(lineage=line, version=1, reason="書き直し")


def test_nothing_of_the_old_term_changes(cast, bridge):
    builders.indicator(cast.walk, targets={2022: 24})
    builders.plan_link(cast.walk, builders.plan("kaigo", "介護保険事業計画"))
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)

    def dump() -> str:
        rows = [cast.term, *cast.term.measures.all()]
        for initiative in cast.term.initiatives.order_by("pk"):
            rows += [initiative, *initiative.indicators.order_by("pk"), *initiative.plan_links.all()]
            rows += [
                *initiative.responsibilities.all(),
                *initiative.promises.all(),
                *initiative.records.all(),
            ]
            rows += [
                target for indicator in initiative.indicators.all() for target in indicator.targets.all()
            ]
        return serializers.serialize("json", [type(row)._base_manager.get(pk=row.pk) for row in rows])

    before = dump()
    (line,) = builders.carried(bridge, cast.walk)
    undone(line)
    builders.carried(bridge, cast.walk, "merged", title="ひとつに")
    merged_into(bridge, cast.salon, bridge.new_term.initiatives.get())
    builders.chapter(bridge.new_term)
    publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW)
    assert dump() == before
