"""The demo's 意見台帳: every source, every disposition, answered and open ones, and nothing public but what was published."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from evaluations.ledger.status import Status, with_status
from evaluations.models import Opinion, PublicVoice, ReplyTemplate, Response

pytestmark = pytest.mark.django_db


def test_the_ledger_holds_every_source_and_state_and_publishes_what_the_file_says(db):
    call_command("load_demo")
    others = Opinion.objects.exclude(source="committee")
    assert set(Opinion.objects.values_list("source", flat=True)) == set(Opinion.Source.values)
    assert not Opinion.objects.filter(is_sample=False).exists()
    assert not ReplyTemplate.objects.filter(is_sample=False).exists()
    rows = with_status(Opinion.objects.all(), timezone.localdate())
    assert set(rows.values_list("status", flat=True)) == set(Status.values)
    assert rows.filter(is_overdue=True, source="window").count() == 1
    assert others.filter(representative__isnull=False).count() == 1
    assert Response.objects.filter(opinion__in=others).values("opinion").distinct().count() == others.count()
    # Only what was published is public, and no original among it.
    voices = PublicVoice.objects.exclude(source="committee")
    assert voices.count() == 7
    assert all(voice.is_sample and voice.opinion.text not in str(voice.__dict__) for voice in voices)
    assert not PublicVoice.objects.filter(opinion__round__stage="committee").exists()
    both = voices.get(number="令和5-003")
    assert [reply["disposition"] for reply in both.content["replies"]] == ["一部反映", "反映"]
