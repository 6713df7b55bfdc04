"""答申書: drafted by the secretariat, fixed once and for ever, read by members, part of the edition."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from accounts.versioning import MoveRefused
from evaluations import workflow
from evaluations.judging import recommendations
from evaluations.models import EvaluationRound, Recommendation, RecommendationPrint
from evaluations.reports.letter import LETTER, letter_context
from plans.press import print_page
from tests import builders
from tests.evaluations.judging.conftest import blind, vote
from tests.plans.press.reading import Reading

AFTER = date(2023, 6, 2)


@pytest.fixture
def letter(judged):
    """A fixed letter with what the committee says."""
    vote(judged, judged.member_seat, "B")
    builders.goal_rated(judged.round, judged.chair, reason="委員会の見立て")
    judged.letter = builders.fixed_letter(judged.round, judged.chair_seat, judged.jimu)
    return judged


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args))


def typed(**texts):
    return {
        "version": 0,
        "number": "第１２号",
        "dated_on": "R5.11.10",
        "addressees": "みほん市長　様",
        "sender": "みほん市地域福祉計画推進委員会\r\n委員長　高橋",
        "title": "令和4年度の評価について（答申）",
        "opening": "審議の結果を答申します。",
        "closing": "",
    } | texts


def test_a_letter_begins_with_our_proposal_for_both_addressees(client, judged):
    council_plan = builders.plan("katsudo", "みほん市地域福祉活動計画")
    council_plan.owners.add(judged.council)
    builders.term(council_plan, book=judged.term)
    html = get(client, judged.jimu, "staff:letter-edit", judged.round.pk).content.decode()
    for words in (
        "みほん市長　様",
        "みほん市社会福祉協議会会長　様",
        "委員長　高橋",
        "令和4年度の評価について（答申）",
    ):
        assert words in html


def test_the_draft_says_what_the_round_says(client, judged):
    vote(judged, judged.member_seat, "B")
    builders.goal_rated(judged.round, judged.chair, reason="委員会の見立て")
    client.force_login(judged.jimu)
    client.post(reverse("staff:letter-edit", args=[judged.round.pk]), typed())
    html = get(client, judged.jimu, "staff:round-letter", judged.round.pk).content.decode()
    for words in (
        "第１２号",
        "令和5年11月10日",
        "委員会の見立て",
        "B　おおむね順調",
        "B 1人",
        "今年度は対象外",
    ):
        assert words in html
    assert "委員長の総評が、まだ書かれていません。" in html


def test_bad_texts_stay_where_they_were_typed(client, judged):
    client.force_login(judged.jimu)
    address = reverse("staff:letter-edit", args=[judged.round.pk])
    html = client.post(
        address, typed(dated_on="11月のいつか", addressees="あ\n" * 6, title="")
    ).content.decode()
    for words in (
        "日付として読み取れません",
        "5行までです。今は6行あります。",
        "「件名」を入力してください。",
        "11月のいつか",
    ):
        assert words in html
    assert not Recommendation.objects.exists()


def test_fixing_waits_for_date_comment_and_deadline(judged):
    draft = builders.letter(judged.round, dated_on=None)
    blind(judged.round)
    with pytest.raises(MoveRefused) as refusal:
        recommendations.fix(recommendation=draft, version=1, by=judged.jimu, today=AFTER, now=builders.NOW)
    for words in ("期限を過ぎてから", "日付を入力", "総評が、まだ"):
        assert words in str(refusal.value)


def test_fixing_asks_once_more_and_a_change_meanwhile_is_seen(client, judged):
    workflow.write_overall_comment(round=judged.round, member=judged.chair_seat, version=0, text="総評の文")
    draft = builders.letter(judged.round)
    client.force_login(judged.jimu)
    address = reverse("staff:letter-fix", args=[judged.round.pk])
    assert "総評の文" in client.get(address).content.decode()
    recommendations.write(round=judged.round, version=1, title="直した件名")
    html = client.post(address, {"version": draft.version}).content.decode()
    assert "ほかの人が先に変更しました" in html
    assert "直した件名" in html
    answer = client.post(address, {"version": 2}, follow=True)
    assert "答申書を固定しました" in answer.content.decode()
    assert Recommendation.objects.get().fixed_content["title"] == "直した件名"


def test_a_fixed_letter_never_changes(letter):
    before = Recommendation.objects.get().fixed_content
    letter.round = EvaluationRound.objects.get()
    letter.round.overall_comment.text = "後で直した総評"
    letter.round.overall_comment.save()
    letter.member_seat.committee.name = "改名した委員会"
    letter.member_seat.committee.save()
    assert Recommendation.objects.get().fixed_content == before
    changes = (
        lambda: Recommendation.objects.update(title="別の件名"),
        lambda: Recommendation.objects.all()._raw_delete("default"),
        lambda: RecommendationPrint.objects.update(pdf=b"other"),
        lambda: RecommendationPrint.objects.all()._raw_delete("default"),
    )
    for change in changes:
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()
    with pytest.raises(MoveRefused, match="すでに固定"):
        recommendations.fix(
            recommendation=letter.letter,
            version=letter.letter.version,
            by=letter.jimu,
            today=AFTER,
            now=builders.NOW,
        )


def test_who_must_correct_a_letter_writes_another_one(letter):
    second = builders.letter(letter.round, title="訂正した答申")
    fixed = recommendations.fix(
        recommendation=second, version=1, by=letter.jimu, today=AFTER, now=builders.NOW + timedelta(days=1)
    )
    assert list(letter.round.recommendations.fixed()) == [fixed, letter.letter]


def test_members_read_the_fixed_letter_and_the_chair_the_draft_as_well(client, letter):
    builders.letter(letter.round, title="次の案の件名")
    html = get(client, letter.member, "committee:round-letter", letter.round.pk).content.decode()
    assert "令和4年度の評価について（答申）" in html
    assert "次の案の件名" not in html
    assert (
        "次の案の件名"
        in get(client, letter.chair, "committee:round-letter", letter.round.pk).content.decode()
    )
    blind(letter.round)
    assert (
        "次の案" not in get(client, letter.chair, "committee:round-letter", letter.round.pk).content.decode()
    )


def test_members_of_another_committee_do_not_get_the_pdf(client, letter):
    other = builders.user("sasaki", "佐々木", "member")
    builders.member(builders.committee(letter.term, "別の委員会"), other)
    assert get(client, letter.member, "committee:letter-pdf", letter.letter.pk).status_code == 200
    assert get(client, other, "committee:letter-pdf", letter.letter.pk).status_code == 404


@pytest.mark.real_pdf
def test_the_pdf_has_the_form_of_a_letter(letter):
    content = letter.letter.fixed_content
    report = Reading(print_page(LETTER, letter_context(content, date(2023, 11, 10))))
    order = (
        "令和5年11月10日",
        "みほん市長様",
        "委員長高橋",
        "令和4年度の評価について（答申）",
        "記",
        "1総評",
        "以上",
        "別紙",
    )
    places = [report.text.index(words) for words in order]
    assert places == sorted(places)
    assert report.catalog["/Lang"] == "ja"
    assert report.tagged("/H1") or report.tagged("/H")
    assert "別紙" in report.pages[1]


@pytest.mark.parametrize("extra", [0, 3])
def test_the_pages_cost_the_same_for_few_and_many(client, judged, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(judged.goal, judged.elderly, f"4-{number}")
    round_ = builders.in_committee(
        builders.round_(
            judged.term, judged.committee, judged.jimu, year=2023, opinions_due_on=date(2023, 6, 1)
        ),
        judged.jimu,
    )
    builders.fixed_letter(round_, judged.chair_seat, judged.jimu)
    builders.letter(round_)
    client.force_login(judged.jimu)
    with django_assert_num_queries(9):
        client.get(reverse("staff:round-letter", args=[round_.pk]))
    client.force_login(judged.chair)
    with django_assert_num_queries(11):
        client.get(reverse("committee:round-letter", args=[round_.pk]))
