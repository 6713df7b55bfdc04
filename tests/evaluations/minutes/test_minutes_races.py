"""Two at the minutes in the same moment: nothing is lost, and nothing slips into what is sealed."""

import pytest

from accounts.versioning import MoveRefused, StaleVersion
from evaluations.minutes import circulation, content, drafting, editing, fixing
from evaluations.models import Minutes, MinutesCorrection, MinutesEdition, MinutesReading
from tests import minutes_scenes
from tests.minutes_scenes import NOW
from tests.threads import at_once, while_open

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(minutes):
    return minutes_scenes.sent(minutes)


@pytest.fixture
def passage(sent):
    return sent.sections.get().passages.select_related("section").first()


def saving(section, passage, text):
    written = [editing.Written(passage.pk, "note", None, text, passage.position)]
    whole = {"title": section.title, "is_closed": False, "passages": written}
    return lambda: editing.save_section(section=section, version=section.version, **whole)


def proposing(sent, seat, passage, text):
    return lambda: minutes_scenes.proposed(sent, seat, passage, text)


def sealing(sent, by):
    """By one who has the page open: everybody has confirmed, so that the period does not stand in the way."""
    MinutesReading.objects.update(confirmed_at=NOW, confirmed_by=by)
    minutes = Minutes.objects.for_reading().get(pk=sent.pk)
    seal = content.digest_of(content.content(minutes))
    return lambda: fixing.fix(minutes=minutes, version=minutes.version, seal=seal, by=by, now=NOW)


def test_the_second_of_two_editors_is_told(sent, passage):
    section = passage.section
    _, refused = while_open(saving(section, passage, "一人目。"), saving(section, passage, "二人目。"))
    assert isinstance(refused, StaleVersion)
    passage.refresh_from_db()
    assert passage.text == "一人目。"


def test_a_proposal_that_comes_before_the_seal_keeps_it_open(cast, sent, passage):
    sealed = sealing(sent, cast.jimu)
    _, refused = while_open(proposing(sent, cast.member_seat, passage, "直した文章。"), sealed)
    assert isinstance(refused, MoveRefused)
    assert MinutesCorrection.objects.open().count() == 1
    assert not MinutesEdition.objects.exists()


def test_a_proposal_that_comes_after_the_seal_is_told_so(cast, sent, passage):
    late = proposing(sent, cast.member_seat, passage, "直した文章。")
    edition, refused = while_open(sealing(sent, cast.jimu), late)
    assert edition.number == 1
    assert isinstance(refused, MoveRefused)
    assert not MinutesCorrection.objects.exists()


def test_words_that_are_saved_meanwhile_are_not_sealed_unseen(cast, sent, passage):
    sealed = sealing(sent, cast.jimu)
    _, refused = while_open(saving(passage.section, passage, "直前の直し。"), sealed)
    assert isinstance(refused, MoveRefused)
    assert not MinutesEdition.objects.exists()


def test_pressed_by_two_the_minutes_are_made_sealed_and_sent_once(cast, meeting):
    made = at_once(*[lambda: drafting.make(meeting=meeting, now=NOW)] * 2)
    assert sorted(type(one).__name__ for one in made) == ["Minutes", "MoveRefused"]
    minutes = Minutes.objects.for_reading().get()
    sending = {"minutes": minutes, "version": minutes.version, "due_on": minutes_scenes.DUE_ON, "now": NOW}
    sent = at_once(*[lambda: circulation.send(**sending)] * 2)
    assert sorted(type(one).__name__ for one in sent) == ["Sent", "StaleVersion"]
    assert MinutesReading.objects.count() == 3
    fixed = at_once(*[sealing(minutes, cast.jimu)] * 2)
    assert sorted(type(one).__name__ for one in fixed) == ["MinutesEdition", "StaleVersion"] or (
        sorted(type(one).__name__ for one in fixed) == ["MinutesEdition", "MoveRefused"]
    )


def test_two_members_at_one_passage_are_both_heard(cast, sent, passage):
    jobs = [
        proposing(sent, seat, passage, f"{seat.name}の文章。") for seat in (cast.member_seat, cast.chair_seat)
    ]
    assert [type(one) for one in at_once(*jobs)] == [MinutesCorrection] * 2
