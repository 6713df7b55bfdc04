"""見直し: what may be prepared, and what publishing one does and does not change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.versioning import MoveRefused, StaleVersion
from initiatives import progress, revisions
from initiatives.models import Initiative, RevisionChange
from plans.models import PlanRevision
from plans.publication import unpublish_term
from tests import builders
from tests.threads import at_once


def target(indicator, year):
    return indicator.targets.get(fiscal_year=year)


# ---- preparing --------------------------------------------------------------------------------------------


def test_nothing_of_the_plan_changes_while_a_revision_is_prepared(cast, count):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, title="見守りとあいさつの活動")
    builders.change(revision, count, target_2023="30")
    cast.walk.refresh_from_db()
    assert cast.walk.title == "見守り活動"
    assert target(count, 2023).value == 24


def test_a_term_that_is_not_published_is_not_revised(cast):
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    with pytest.raises(MoveRefused, match="公開する前の計画は、見直しによらず"):
        builders.revision(draft)


def test_a_joint_term_is_revised_with_its_book(cast):
    joint = builders.term(builders.plan("katsudo", "活動計画"), book=cast.term)
    with pytest.raises(MoveRefused, match="「みほん市地域福祉計画 第1期」にあります"):
        builders.revision(joint)


def test_only_what_differs_is_kept(cast):
    revision = builders.revision(cast.term)
    draft = builders.change(revision, cast.walk, title="見守り", content=cast.walk.content)
    assert (draft.before, draft.after) == ({"title": "見守り活動"}, {"title": "見守り"})
    with pytest.raises(MoveRefused, match="今の内容と同じです"):
        builders.change(revision, cast.salon, title="ふれあいサロン")


def test_the_second_of_two_writers_is_told(cast):
    revision = builders.revision(cast.term)
    draft = builders.change(revision, cast.walk, title="先の人の題")
    with pytest.raises(StaleVersion):
        revisions.change(
            revision=revision,
            kind="initiative",
            row=cast.walk,
            version=0,
            after={"title": "あとの人の題"},
            remarks="",
        )
    draft.refresh_from_db()
    assert draft.after == {"title": "先の人の題"}


def test_a_change_that_is_dropped_is_not_published(cast):
    revision = builders.revision(cast.term)
    draft = builders.change(revision, cast.walk, title="見守り")
    builders.change(revision, cast.salon, title="サロン")
    with pytest.raises(StaleVersion):
        revisions.drop(change=draft, version=draft.version + 1)
    revisions.drop(change=draft, version=draft.version)
    builders.publish_revision(revision, cast.jimu)
    assert list(Initiative.objects.values_list("title", flat=True)) == ["見守り活動", "サロン"]


def test_what_was_given_up_is_neither_changed_nor_published(cast):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, title="見守り")
    revisions.abandon(revision=revision, version=revision.version)
    for step in (
        lambda: builders.change(revision, cast.salon, title="サロン"),
        lambda: builders.publish_revision(revision, cast.jimu),
        lambda: revisions.abandon(revision=revision, version=2),
    ):
        with pytest.raises(MoveRefused, match="「取りやめ」のため、変更できません"):
            step()
    cast.walk.refresh_from_db()
    assert cast.walk.title == "見守り活動"


# ---- publishing -------------------------------------------------------------------------------------------


def test_publishing_changes_everything_at_once_and_counts_versions_up(cast, count):
    chapter = builders.chapter(cast.term)
    revision = builders.revision(cast.term)
    builders.change(revision, cast.term, philosophy="ともに歩むまち")
    builders.change(revision, chapter, body="つながりを結び直します。")
    builders.change(revision, cast.goal, title="つながりのある地域づくり")
    builders.change(revision, cast.walk, title="見守り", last_year="2022")
    builders.change(revision, count, name="実施回数", baseline="1234.5", baseline_year="2020")
    builders.change(revision, count, target_2023="30")
    published = builders.publish_revision(revision, cast.jimu)
    rows = (cast.term, chapter, cast.goal, cast.walk, count)
    for row in rows:
        row.refresh_from_db()
    assert cast.term.philosophy == "ともに歩むまち"
    assert chapter.body == "つながりを結び直します。"
    assert cast.goal.title == "つながりのある地域づくり"
    assert (cast.walk.title, cast.walk.last_year, cast.walk.code) == ("見守り", 2022, "r3-1-1")
    assert (count.name, count.baseline, count.baseline_year) == ("実施回数", Decimal("1234.5"), 2020)
    assert target(count, 2023).value == 30
    assert [row.version for row in rows] == [2, 2, 2, 2, 3]
    assert (published.name, published.published_by) == ("第1次見直し", cast.jimu)


def test_the_table_says_old_and_new_in_words(cast, count):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, last_year="2022")
    builders.change(revision, count, target_2022="1200.5", remarks="延べ人数に改める。")
    ended, raised = revision.changes.all()
    assert ended.heading == "取組 1-1 見守り活動"
    assert ended.lines == [
        {"label": "終わりの年度", "before": "（計画期間の終わりまで）", "after": "令和4年度で終了"}
    ]
    assert raised.heading == "取組 1-1 見守り活動　指標「開催回数」の目標値"
    assert raised.lines == [{"label": "令和4年度の目標値", "before": "24回", "after": "1,200.5回"}]
    assert raised.remarks == "延べ人数に改める。"


def test_revisions_are_numbered_in_the_order_in_which_they_are_published(cast):
    first, second, given_up = (builders.revision(cast.term) for _ in range(3))
    builders.change(first, cast.walk, title="見守り")
    builders.change(second, cast.salon, title="サロン")
    revisions.abandon(revision=given_up, version=1)
    assert builders.publish_revision(second, cast.jimu).ordinal == 1
    assert builders.publish_revision(first, cast.jimu).ordinal == 2


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ({"decided_by": ""}, "「決定した者・機関」を入力してください。"),
        ({"decided_on": None}, "「決定した日」を入力してください。"),
        ({"decided_on": date(2023, 4, 11)}, "決定した日（令和5年4月11日）が来てから、公表してください。"),
    ],
)
def test_what_is_missing_is_asked_for_before_publishing(cast, head, sentence):
    revision = builders.revision(cast.term, **head)
    builders.change(revision, cast.walk, title="見守り")
    with pytest.raises(MoveRefused, match=sentence):
        builders.publish_revision(revision, cast.jimu)


def test_a_revision_without_a_change_is_not_published(cast):
    with pytest.raises(MoveRefused, match="変えるところを、1つ以上"):
        builders.publish_revision(builders.revision(cast.term), cast.jimu)


def test_what_was_not_seen_is_not_published(cast):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, title="見守り")
    seen = revisions.fingerprint(revision)
    builders.change(revision, cast.walk, title="あとから変わった題")
    with pytest.raises(MoveRefused, match="画面を開いた後に変わりました"):
        revisions.publish(revision=revision, seen=seen, by=cast.jimu, now=builders.NOW)


def test_the_second_revision_of_the_same_text_is_refused_with_both_texts(cast):
    first, second = builders.revision(cast.term), builders.revision(cast.term)
    builders.change(first, cast.walk, title="見守りの輪")
    builders.change(second, cast.walk, title="声かけ活動")
    builders.change(second, cast.salon, title="サロン")
    builders.publish_revision(first, cast.jimu)
    with pytest.raises(revisions.RevisionOvertaken) as refusal:
        builders.publish_revision(second, cast.shakyo_jimu)
    [clash] = refusal.value.clashes
    assert (clash.prepared_from, clash.now, clash.wanted) == ("見守り活動", "見守りの輪", "声かけ活動")
    assert "準備した時「見守り活動」でしたが、今は「見守りの輪」です。" in str(refusal.value)
    assert set(Initiative.objects.values_list("title", flat=True)) == {"見守りの輪", "ふれあいサロン"}
    builders.change(second, cast.walk, title="声かけ活動")
    builders.publish_revision(second, cast.shakyo_jimu)
    assert set(Initiative.objects.values_list("title", flat=True)) == {"声かけ活動", "サロン"}


def test_another_field_of_the_same_row_is_not_in_the_way(cast):
    first, second = builders.revision(cast.term), builders.revision(cast.term)
    builders.change(first, cast.walk, title="見守りの輪")
    builders.change(second, cast.walk, content="毎月、見守ります。")
    builders.publish_revision(first, cast.jimu)
    builders.publish_revision(second, cast.jimu)
    cast.walk.refresh_from_db()
    assert (cast.walk.title, cast.walk.content) == ("見守りの輪", "毎月、見守ります。")


def test_what_does_not_fit_is_refused_and_nothing_is_changed(cast):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.goal, title="先に書かれる題")
    builders.change(revision, cast.walk, number="1-2")
    with pytest.raises(MoveRefused, match="この番号は、同じ期ですでに使われています"):
        builders.publish_revision(revision, cast.jimu)
    cast.goal.refresh_from_db()
    revision.refresh_from_db()
    assert cast.goal.title == "つながりを持てる地域づくり"
    assert revision.is_open


def test_a_term_that_was_withdrawn_is_not_revised(cast):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, title="見守り")
    unpublish_term(term=cast.term)
    with pytest.raises(MoveRefused, match="公開していないため"):
        builders.publish_revision(revision, cast.jimu)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_the_same_text_at_once_one_is_refused(cast):
    drafts = [builders.revision(cast.term) for _ in range(2)]
    for draft, title in zip(drafts, ("見守りの輪", "声かけ活動"), strict=True):
        builders.change(draft, cast.walk, title=title)
    answers = at_once(*(lambda draft=draft: builders.publish_revision(draft, cast.jimu) for draft in drafts))
    refused = [answer for answer in answers if isinstance(answer, revisions.RevisionOvertaken)]
    published = [answer for answer in answers if isinstance(answer, PlanRevision)]
    assert (len(refused), len(published)) == (1, 1)
    cast.walk.refresh_from_db()
    assert cast.walk.title == published[0].changes.get().after["title"]


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_a_revision_is_published_once(cast):
    revision = builders.revision(cast.term)
    builders.change(revision, cast.walk, title="見守り")
    answers = at_once(*[lambda: builders.publish_revision(revision, cast.jimu)] * 3)
    assert sum(isinstance(answer, PlanRevision) for answer in answers) == 1
    cast.walk.refresh_from_db()
    assert (cast.walk.title, cast.walk.version) == ("見守り", 2)


# ---- what stays -------------------------------------------------------------------------------------------


def test_a_published_revision_can_never_be_changed(cast):
    revision = builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "見守り"}})
    change = revision.changes.get()
    for step in (
        lambda: PlanRevision.objects.filter(pk=revision.pk).update(reason="ほかの理由"),
        lambda: RevisionChange.objects.filter(pk=change.pk).update(remarks="書き足し"),
        change.delete,
        revision.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            step()
    assert PlanRevision.objects.get().reason == "社会の変化に合わせるため。"


def test_a_record_that_is_open_keeps_what_it_froze(cast, count):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    builders.published_revision(
        cast.term, cast.jimu, {cast.walk: {"title": "見守り", "content": "新しい内容"}}
    )
    record = round_.request.records.get(initiative=cast.walk)
    assert (record.title, record.content) == ("見守り活動", "地域で見守り活動を行います。")


def test_a_published_year_stays_as_it_was_published(cast, count):
    round_ = builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    edition = round_.editions.get(is_draft=False)
    before = (edition.head, list(edition.sheets.values_list("content", flat=True)), edition.digest)
    builders.published_revision(
        cast.term, cast.jimu, {cast.walk: {"title": "見守り"}, count: {"target_2023": "30"}}
    )
    edition.refresh_from_db()
    assert (edition.head, list(edition.sheets.values_list("content", flat=True)), edition.digest) == before


def test_the_target_of_a_year_that_was_judged_is_not_changed(cast, count):
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    revision = builders.revision(cast.term)
    with pytest.raises(MoveRefused, match="令和3年度は記録の受付が終わっているため"):
        builders.change(revision, count, target_2021="30")
    builders.change(revision, count, target_2022="30")


def test_a_year_that_closes_before_publishing_is_refused_then(cast, count):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    revision = builders.revision(cast.term)
    builders.change(revision, count, target_2022="30")
    progress.close_request(request=round_.request, now=builders.NOW)
    with pytest.raises(MoveRefused, match="令和4年度は記録の受付が終わっているため"):
        builders.publish_revision(revision, cast.jimu)
