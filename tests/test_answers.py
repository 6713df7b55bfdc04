"""What every answer carries: whether a browser may keep it, how it is asked for again, and words for a wrong method."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import workflow
from plans.models import GlossaryTerm
from tests import builders

PUBLIC = (
    "/",
    "/plans/",
    "/plans/map/",
    "/initiatives/",
    "/initiatives/r3-1-1/",
    "/evaluations/2022/",
    "/glossary/",
)
PDF = "/evaluations/2022/report.pdf"


@pytest.fixture
def published(cast):
    return builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)


# ---- how long a browser may keep it -------------------------------------------------------------------------


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_asks_again_and_is_told_that_nothing_changed(client, published, address):
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_visitor_gets_the_page_anew_once_it_has_changed(client, published):
    before = client.get("/glossary/")
    GlossaryTerm.objects.create(
        word="あたらしい言葉", reading="あたらしいことば", slug="new", definition="説明"
    )
    after = client.get("/glossary/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "あたらしい言葉" in after.content.decode()


@pytest.mark.parametrize("address", [*PUBLIC, "/committee/", "/nothing/", "/accounts/password/change/"])
def test_no_browser_keeps_the_page_of_somebody_signed_in(client, cast, published, address):
    etag = client.get(address).get("ETag")
    client.force_login(cast.member)
    answer = client.get(address, headers={"if-none-match": etag or "*"})
    assert answer.status_code != 304
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


def test_no_browser_keeps_what_came_back_from_a_post(client, cast):
    assert "no-store" in client.post("/accounts/login/", {"login": "sato", "password": "x"})["Cache-Control"]
    assert "no-store" in client.post("/staff/", {"text": "文"})["Cache-Control"]


def test_the_published_pdf_is_fetched_once(client, published):
    first = client.get(PDF)
    assert first["Cache-Control"] == "no-cache"
    assert first["ETag"].startswith(f'"{published.editions.get().digest}-')
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = client.get(PDF, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Security-Policy" not in again
    assert queries.captured_queries
    assert not any('"pdf"' in query["sql"].partition("WHERE")[0] for query in queries.captured_queries)
    assert client.get(PDF, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(PDF, headers={"if-none-match": '"another"'}).content == first.content


@pytest.mark.parametrize("who", ["jimu", "chair"])
def test_the_pdf_of_a_draft_is_kept_by_nobody(client, cast, who):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    edition = workflow.request_draft(round=round_, by=getattr(cast, who), now=builders.NOW)
    client.force_login(getattr(cast, who))
    area = "committee" if who == "chair" else "staff"
    answer = client.get(reverse(f"{area}:edition-pdf", args=[edition.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


# ---- a wrong method -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [None, "sato", "jimu", "member"])
def test_an_address_for_a_button_says_so_when_it_is_only_opened(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))
    answer = client.get("/accounts/demo/")
    html = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "このアドレスは、この開き方では使えません" in html
    assert ("自分の作業の画面" in html) == bool(who)


def test_signing_in_to_an_address_for_a_button_ends_with_words(client, cast):
    record = builders.round_(cast.term, cast.committee, cast.jimu).request.records.get(initiative=cast.walk)
    accept = reverse("staff:record-accept", args=[record.pk])
    login = client.post(accept, {"version": record.version})["Location"]
    assert login == f"/accounts/login/?next={accept}"
    data = {"login": "ito", "password": builders.PASSWORD, "next": accept}
    answer = client.post("/accounts/login/", data, follow=True)
    assert answer.status_code == 405
    assert "何も保存も変更もしていません" in answer.content.decode()


def test_a_public_page_that_was_posted_to_answers_in_words(client, cast):
    answer = client.post("/glossary/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "このアドレスは、この開き方では使えません" in answer.content.decode()


def test_a_program_gets_the_status_and_the_methods_without_a_page(client, cast):
    answer = client.get("/accounts/demo/", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")
    head = client.head("/accounts/demo/")
    assert (head.status_code, head["Allow"], head.content) == (405, "POST", b"")
