"""A final evaluation holds for the record on which it was decided: one that was changed since is decided again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.versioning import MoveRefused, StaleVersion
from evaluations import snapshot, workflow
from evaluations.models import FinalEvaluation
from initiatives import progress
from tests import builders
from tests.threads import while_open

LATER = builders.NOW + timedelta(days=9)
DECIDE_AGAIN = "確認後に記録が変わりました。もう一度決めてください"


@pytest.fixture
def in_committee(cast):
    return builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)


@pytest.fixture
def record(cast, in_committee):
    return in_committee.request.records.get(initiative=cast.walk)


def returning(record):
    return lambda: progress.return_(record=record, version=record.version, reason="人数を確かめてください。")


def deciding(cast, round_, record, code="B", version=0, now=builders.NOW + timedelta(days=3)):
    level = cast.term.rating_scales.get(stage="final").levels.get(code=code)
    return lambda: workflow.decide_final(
        round=round_,
        record=record,
        seen_version=record.version,
        version=version,
        level=level,
        comment="",
        by=cast.jimu,
        now=now,
    )


def returned_and_accepted(cast, record):
    """Sent back, mended, submitted and accepted again, nine days later."""
    record = builders.submitted(returning(record)(), cast.sato, done="実績を直した。")
    return progress.accept(record=record, version=record.version, by=cast.jimu, now=LATER)


def test_a_record_that_was_accepted_again_is_undecided_again(cast, in_committee, record):
    builders.decided(in_committee, cast.jimu)
    assert not any("最終評価" in gap for gap in workflow.publication_gaps(in_committee))
    record = returned_and_accepted(cast, record)
    assert "最終評価の決まっていない取組が1件あります。" in workflow.publication_gaps(in_committee)
    deciding(cast, in_committee, record, version=1, now=LATER)()
    assert not any("最終評価" in gap for gap in workflow.publication_gaps(in_committee))


def test_an_edition_never_shows_what_was_decided_on_other_words(cast, in_committee, record):
    builders.decided(in_committee, cast.jimu, level="A")
    _, sheets = snapshot.build(in_committee)
    assert (sheets[0]["final_rating"], sheets[0]["content"]["final"]["code"]) == ("A 順調", "A")
    returned_and_accepted(cast, record)
    _, sheets = snapshot.build(in_committee)
    assert (sheets[0]["final_rating"], sheets[0]["content"]["final"]) == ("", None)


def test_only_an_accepted_record_is_decided_however_old_the_page_is(cast, in_committee, record):
    returning(record)()
    with pytest.raises(StaleVersion):
        deciding(cast, in_committee, record)()
    record.refresh_from_db()
    with pytest.raises(MoveRefused, match="確認済みの取組だけ"):
        deciding(cast, in_committee, record)()


@pytest.mark.django_db(transaction=True)
def test_a_record_that_is_being_returned_is_not_decided(cast, in_committee, record):
    _, told = while_open(returning(record), deciding(cast, in_committee, record))
    assert isinstance(told, StaleVersion)
    assert not FinalEvaluation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_returning_a_record_that_is_being_decided_leaves_it_undecided(cast, in_committee, record):
    while_open(deciding(cast, in_committee, record), returning(record))
    assert FinalEvaluation.objects.exists()
    assert not FinalEvaluation.objects.standing().exists()


def test_the_list_and_the_page_ask_to_decide_again(client, cast, in_committee, record):
    builders.decided(in_committee, cast.jimu)
    client.force_login(cast.jimu)
    pages = [
        reverse("staff:final-list", args=[in_committee.pk]),
        reverse("staff:record-final", args=[record.pk]),
    ]
    for page in pages:
        assert DECIDE_AGAIN not in client.get(page).content.decode()
    returned_and_accepted(cast, record)
    for page in pages:
        assert DECIDE_AGAIN in client.get(page).content.decode()
    listed = client.get(pages[0]).content.decode()
    assert "決まっていない取組は<strong>1件</strong>" in listed
    assert "もう一度決める" in listed


def test_what_was_decided_on_an_outdated_page_waits_until_the_record_is_read(
    client, cast, in_committee, record
):
    client.force_login(cast.jimu)
    level = cast.term.rating_scales.get(stage="final").levels.get(code="C")
    sent = {"version": 0, "seen_version": record.version, "level": level.pk, "comment": "書いた理由"}
    now = returned_and_accepted(cast, record)
    address = reverse("staff:record-final", args=[record.pk])
    html = client.post(address, sent).content.decode()
    assert "確認後に記録が変わったため、まだ保存していません" in html
    for words in ("実績を直した。", "書いた理由</textarea>"):
        assert words in html
    assert f'name="seen_version" value="{now.version}"' in html
    assert not FinalEvaluation.objects.exists()
    client.post(address, sent | {"seen_version": now.version})
    assert FinalEvaluation.objects.get().level == level


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_costs_the_same_for_few_and_many(client, cast, extra, django_assert_num_queries):
    for number in range(extra):
        builders.initiative(cast.goal, cast.elderly, f"3-{number}")
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    builders.decided(round_, cast.jimu)
    client.force_login(cast.jimu)
    with django_assert_num_queries(6):
        client.get(reverse("staff:final-list", args=[round_.pk]))
