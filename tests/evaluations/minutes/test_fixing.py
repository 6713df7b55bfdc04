"""Fixed for good, published as far as the meeting is public, and 正誤 with both editions kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.versioning import MoveRefused
from evaluations.minutes import changes, content, editing, fixing
from evaluations.models import Minutes, MinutesEdition, MinutesPassage
from tests import builders, minutes_scenes
from tests.minutes_scenes import DECISION, NOW, OVER, SUMMARY

pytestmark = pytest.mark.django_db


def test_minutes_are_fixed_after_the_period_or_when_all_have_confirmed(cast, minutes):
    with pytest.raises(MoveRefused, match="まだ委員に送っていません"):
        minutes_scenes.fixed(minutes, cast.jimu)
    minutes_scenes.sent(minutes)
    with pytest.raises(MoveRefused, match="3人"):
        minutes_scenes.fixed(minutes, cast.jimu, now=NOW)
    minutes.readings.update(confirmed_at=NOW, confirmed_by=cast.jimu)
    assert minutes_scenes.fixed(minutes, cast.jimu, now=NOW).number == 1


def test_an_open_proposal_keeps_them_open(cast, minutes):
    minutes_scenes.sent(minutes)
    passage = minutes.sections.get().passages.first()
    row = minutes_scenes.proposed(minutes, cast.member_seat, passage, "直した文章。")
    with pytest.raises(MoveRefused, match="1件、決まっていません"):
        minutes_scenes.fixed(minutes, cast.jimu)
    minutes_scenes.decided(row, cast.jimu)
    assert "直した文章。" in str(minutes_scenes.fixed(minutes, cast.jimu).content)


def test_nobody_seals_what_they_have_not_seen(cast, minutes):
    minutes = minutes_scenes.sent(minutes)
    seal = content.digest_of(content.content(minutes))
    minutes_scenes.written(minutes, cast.chair_seat, "後から入った発言。")
    with pytest.raises(MoveRefused, match="画面を開いた後に"):
        fixing.fix(minutes=minutes, version=minutes.version, seal=seal, by=cast.jimu, now=OVER)


def test_what_is_fixed_can_never_change(cast, minutes):
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    rows = MinutesEdition.objects.filter(pk=edition.pk)
    for change in ({"content": {}}, {"digest": "0" * 64}, {"erratum": "x"}, {"number": 2}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    section = minutes.sections.get()
    whole = {"title": "別の題", "is_closed": False, "passages": []}
    with pytest.raises(MoveRefused, match="確定しているため"):
        editing.save_section(section=section, version=section.version, **whole)
    assert rows.get().content == edition.content


def test_minutes_are_published_only_with_their_meeting(cast, minutes):
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    seal = content.digest_of(fixing.publication(minutes, edition.content))
    with pytest.raises(MoveRefused, match="会議そのものを公表"):
        fixing.publish(edition=edition, version=edition.version, seal=seal, by=cast.jimu, now=OVER)
    edition = minutes_scenes.published(edition, cast.jimu)
    assert MinutesEdition.objects.public().get() == edition
    type(minutes.meeting).objects.update(publication=None, published_at=None)
    assert not MinutesEdition.objects.public().exists()


def test_the_pdf_is_there_for_the_first_visitor(client, cast, minutes):
    edition = minutes_scenes.published(
        minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu), cast.jimu
    )
    address = reverse("minutes-pdf", args=[minutes.meeting_id, edition.number])
    assert client.get(address)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("openness", ["partly", "closed"])
def test_what_is_closed_is_left_out_and_said_to_be(cast, openness):
    minutes = minutes_scenes.drafted(_closed_meeting(cast, openness))
    edition = minutes_scenes.published(
        minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu), cast.jimu
    )
    shown = str(edition.publication)
    assert SUMMARY in str(edition.content)
    assert [words for words in (SUMMARY, DECISION, "秘密の議題") if words in shown] == []
    assert "非公開のため" in shown
    assert "個人の情報を扱うため。" in shown


def _closed_meeting(cast, openness):
    meeting = minutes_scenes.held(
        cast.committee,
        items=("秘密の議題", "公開の議題"),
        openness=openness,
        closed_reason="個人の情報を扱うため。",
    )
    meeting.agenda.filter(title="秘密の議題").update(is_closed=openness == "partly")
    return meeting


def test_a_meeting_that_was_closed_later_hides_its_minutes(cast):
    edition = minutes_scenes.all_the_way(cast.committee, cast.jimu)
    meeting = edition.minutes.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(openness="closed", closed_reason="個人の情報。")
    assert not MinutesEdition.objects.public().exists()
    edition = MinutesEdition.objects.with_meeting().get(pk=edition.pk)
    again = minutes_scenes.published(edition, cast.jimu)
    assert MinutesEdition.objects.public().get() == again
    assert SUMMARY not in str(again.publication)


def test_an_erratum_is_a_new_edition_and_both_are_kept(cast):
    first = minutes_scenes.all_the_way(cast.committee, cast.jimu)
    minutes = Minutes.objects.for_reading().get()
    fixing.begin_erratum(minutes=minutes, version=minutes.version, erratum="数が違っていたため。")
    with pytest.raises(MoveRefused, match="変わったところがありません"):
        minutes_scenes.fixed(minutes, cast.jimu)
    passage = minutes.sections.get().passages.get(text=DECISION)
    words = {"pk": passage.pk, "kind": "decision", "speaker": None, "position": passage.position}
    minutes_scenes.written(minutes, cast.chair_seat, DECISION.replace("2か所", "3か所"), **words)
    second = minutes_scenes.fixed(minutes, cast.jimu)
    assert MinutesEdition.objects.public().get() == first  # until the second is published too
    second = minutes_scenes.published(second, cast.jimu)
    assert [row.number for row in MinutesEdition.objects.public()] == [2, 1]
    (change,) = changes.between(first.publication, second.publication)
    assert [p.text for b in change.line.before for p in b.pieces if p.is_changed] == ["2"]


def test_a_publication_is_taken_back(cast):
    edition = minutes_scenes.all_the_way(cast.committee, cast.jimu)
    fixing.withdraw(edition=edition, version=edition.version)
    assert not MinutesEdition.objects.public().exists()


# ---- opinions that nobody can read elsewhere ----------------------------------------------------------------


@pytest.fixture
def with_opinions(cast):
    """The minutes of a meeting that dealt with a round whose members may read each other, not public yet."""
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    type(round_).objects.filter(pk=round_.pk).update(opinions_due_on=NOW.date() - timedelta(days=5))
    for record in round_.request.records.in_order():
        opinion = builders.opinion(round_, cast.member_seat, record)
        type(opinion).objects.filter(pk=opinion.pk).update(summary="若い世代への声かけを望む。")
    cast.round = round_
    cast.minutes = minutes_scenes.drafted(minutes_scenes.held(cast.committee, round=round_))
    cast.numbers = list(round_.opinions.order_by("sequence").values_list("number", flat=True))
    return cast


def refused(edition, by) -> str:
    with pytest.raises(MoveRefused) as refusal:
        minutes_scenes.published(edition, by)
    edition.refresh_from_db()
    assert edition.published_at is None
    return str(refusal.value)


def test_minutes_do_not_publish_an_opinion_before_its_round_does(with_opinions):
    cast = with_opinions
    edition = minutes_scenes.fixed(minutes_scenes.sent(cast.minutes), cast.jimu)
    why = refused(edition, cast.jimu)
    assert "、".join(cast.numbers) in why
    for words in ("評価の回を公表するか", "正誤でその文章を除くか"):
        assert words in why
    builders.published(cast.round, cast.jimu)
    assert "若い世代への声かけを望む。" in str(minutes_scenes.published(edition, cast.jimu).publication)


def test_what_is_withheld_or_taken_out_does_not_stand_in_the_way(with_opinions):
    cast = with_opinions
    section = cast.minutes.sections.get(source="opinions")
    _, taken = section.passages.order_by("pk")
    MinutesPassage.objects.filter(pk=taken.pk).update(is_removed=True)
    edition = minutes_scenes.fixed(minutes_scenes.sent(cast.minutes), cast.jimu)
    why = refused(edition, cast.jimu)
    assert cast.numbers[0] in why
    assert cast.numbers[1] not in why
    section.is_closed = True
    section.save()
    cast.minutes.refresh_from_db()
    fixing.begin_erratum(minutes=cast.minutes, version=cast.minutes.version, erratum="公表の前の意見のため。")
    cast.minutes.refresh_from_db()
    edition = minutes_scenes.published(minutes_scenes.fixed(cast.minutes, cast.jimu), cast.jimu)
    assert "若い世代" not in str(edition.publication)


def test_words_that_somebody_moved_elsewhere_are_found_by_their_number(with_opinions):
    cast = with_opinions
    number = cast.numbers[0]
    MinutesPassage.objects.filter(section__source="opinions").update(is_removed=True)
    said = minutes_scenes.written(cast.minutes, cast.chair_seat, f"（{number}）若い世代への声かけを望む。")
    cast.minutes.refresh_from_db()
    edition = minutes_scenes.fixed(minutes_scenes.sent(cast.minutes), cast.jimu)
    assert number in refused(edition, cast.jimu)
    MinutesPassage.objects.filter(pk=said.pk).update(text=f"（{number}）を話し合った。")
    cast.minutes.refresh_from_db()
    fixing.begin_erratum(minutes=cast.minutes, version=cast.minutes.version, erratum="公表の前の意見のため。")
    cast.minutes.refresh_from_db()
    assert minutes_scenes.published(minutes_scenes.fixed(cast.minutes, cast.jimu), cast.jimu).published_at


def test_the_office_is_told_before_it_fixes_and_when_it_would_publish(client, with_opinions):
    cast = with_opinions
    minutes_scenes.sent(cast.minutes)
    Minutes.objects.update(due_on=NOW.date())
    client.force_login(cast.jimu)
    page = reverse("staff:minutes-fix", args=[cast.minutes.meeting_id])
    html = client.get(page).content.decode()
    assert "このまま確定すると、会議録をすぐには公表できません" in html
    assert "、".join(cast.numbers) in html
    cast.minutes.refresh_from_db()
    edition = minutes_scenes.fixed(cast.minutes, cast.jimu)
    refused(edition, cast.jimu)
    html = client.get(reverse("staff:minutes-publish", args=[edition.pk])).content.decode()
    assert "まだ公表していない意見が、文章の中にあります" in html
    assert cast.numbers[0] in html
    MinutesPassage.objects.filter(section__source="opinions").update(is_removed=True)
    assert "すぐには公表できません" not in client.get(page).content.decode()
