"""The queue as production has it: kept in the database, worked off by ``manage.py db_worker``."""

import pytest
from django.core.management import call_command

from evaluations import workflow
from evaluations.models import Edition
from tests import builders


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def work_off():
    call_command("db_worker", batch=True, interval=0.1, startup_delay=False, reload=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_public_until_the_worker_has_made_the_pdf(client, cast, queue):
    round_ = builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    assert (round_.stage, round_.editions.get().state) == ("publishing", "waiting")
    assert client.get("/evaluations/2022/").status_code == 404
    work_off()
    assert client.get("/evaluations/2022/").status_code == 200
    assert client.get("/evaluations/2022/report.pdf").content.startswith(b"%PDF")


@pytest.mark.django_db(transaction=True)
def test_a_report_that_is_asked_for_twice_is_made_once(cast, queue, monkeypatch):
    made = []
    monkeypatch.setattr("evaluations.reports.annual.render", lambda edition: made.append(1) or b"%PDF-1.7")
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    for _ in range(2):
        workflow.request_draft(round=round_, by=cast.jimu, now=builders.NOW)
    work_off()
    workflow.request_draft(round=round_, by=cast.jimu, now=builders.NOW)
    work_off()
    assert (len(made), Edition.objects.count()) == (1, 1)
