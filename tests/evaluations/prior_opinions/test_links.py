"""個人リンク: opens one member's journey of one round; closed, it opens nothing and says what to do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import history
from accounts.versioning import MoveRefused
from evaluations import appointments, workflow
from evaluations.models import Opinion, ReviewKey, ReviewSheet, UnsavedOpinion
from evaluations.prior_opinions import keys, links
from evaluations.prior_opinions.links import LinkClosed
from tests import builders
from tests.evaluations.prior_opinions.link_pages import address
from tests.threads import while_open

PAGES = ("review-list", "review-sheet")
UNUSABLE = "このリンクは使えません"


def everything(opened, key) -> dict:
    """Status and words of each page that the key might open, for reading and for pressing."""
    client = Client(enforce_csrf_checks=True)
    told = {}
    for page in PAGES:
        told[page] = client.get(address(page, key, opened.record))
    told["press"] = client.post(address("review-press", key), {"begin": 1})
    told["write"] = client.post(
        address("review-sheet", key, opened.record), {"version": 0, "text": "閉じたリンクで書いた意見"}
    )
    whole = reverse("review-opinion", args=[key, 0])
    told["whole"] = client.get(whole)
    told["write whole"] = client.post(
        whole, {"version": 0, "kind": "opinion", "text": "閉じたリンクで書いた全体意見"}
    )
    told["code"] = client.get(address("review-code", key))
    return told


def shut(opened, key, status, words):
    for page, answer in everything(opened, key).items():
        html = answer.content.decode()
        assert answer.status_code == status, page
        assert words in html, page
        assert "事務局にお知らせください" in html
        for secret in (opened.record.title, "山本", builders.TEXTS["done"], "推進委員会"):
            assert secret not in html, (page, secret)
        sealed(answer)
    assert not Opinion.objects.exists()
    assert not ReviewSheet.objects.exists()
    for page in (
        address("review-autosave", key, opened.record),
        reverse("review-opinion-autosave", args=[key, 0]),
    ):
        typed = {"version": 0, "text": "書きかけ"}
        net = Client().post(page, typed, headers={"accept": "application/json"})
        assert net.status_code == status
        assert "残っています" in net.json()["message"]
    assert not UnsavedOpinion.objects.exists()


def sealed(answer):
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


# ---- what it opens ----------------------------------------------------------------------------------------


def test_a_link_opens_the_journey_without_an_account_and_nothing_of_the_site(opened):
    client = Client(enforce_csrf_checks=True)
    answer = client.get(address("review-list", opened.key))
    html = answer.content.decode()
    assert "山本 様" in html
    assert "<strong>2件</strong>のうち、<strong>0件</strong>を読み" in html
    sealed(answer)
    assert '<meta name="robots" content="noindex">' in html
    hrefs = {
        href for href in re.findall(r'(?:href|action)="([^"]+)"', html) if not href.startswith("/static/")
    }
    assert all(href.startswith(("/review/", "#", "tel:", "mailto:")) for href in hrefs), hrefs
    went = client.post(address("review-press", opened.key), {"begin": 1})
    assert went["Location"] == address("review-sheet", opened.key, opened.record)
    page = client.get(went["Location"])
    assert builders.TEXTS["done"] in page.content.decode()
    sealed(page)
    assert client.get(reverse("committee:home")).status_code == 302


def test_what_is_written_by_link_arrives_and_history_names_the_writer_without_the_key(opened):
    client = Client(enforce_csrf_checks=True)
    level = opened.term.rating_scales.get(stage="committee").levels.get(code="B")
    typed = {"version": 0, "text": "リンクから書いた意見です。", "level": level.pk}
    html = client.post(
        address("review-sheet", opened.key, opened.record), typed, follow=True
    ).content.decode()
    assert "評価と意見を受け付けました。" in html
    opinion = Opinion.objects.get()
    assert (opinion.member, opinion.text) == (opened.member_seat, "リンクから書いた意見です。")
    (entry,) = history.entries(Opinion.objects.all())
    assert entry.by == "山本（個人リンク）"
    assert entry.page == f"/review/…/records/{opened.record.pk}/"


def test_the_key_stands_nowhere_in_the_database(opened):
    client = Client()
    client.post(address("review-press", opened.key), {"begin": 1})
    client.post(address("review-sheet", opened.key, opened.record), {"version": 0, "text": "意見"})
    client.post(address("review-autosave", opened.key, opened.record), {"version": 1, "text": "続き"})
    bare = opened.key.replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',  # noqa: S608
                [f"%{bare}%", f"%{opened.key}%"],
            )
            assert cursor.fetchone()[0] == 0, table
    assert ReviewKey.objects.get().digest == keys.digest(bare)


def test_a_key_may_be_typed_from_paper_in_any_case_and_with_letters_that_look_alike(opened):
    typed = opened.key.upper().replace("0", "O").replace("1", "l")
    assert Client().get(address("review-list", typed)).status_code == 200


def test_while_blind_a_link_shows_nothing_of_the_others(opened):
    builders.opinion(opened.round, opened.chair_seat, opened.record, text="委員長の言葉です。")
    html = Client().get(address("review-sheet", opened.key, opened.record)).content.decode()
    assert "委員長の言葉です。" not in html
    assert "令和4-0" not in html


# ---- what opens nothing -----------------------------------------------------------------------------------


def test_an_expired_link_says_that_it_can_be_extended(opened):
    opened.link.expires_at = timezone.now() - timedelta(seconds=1)
    opened.link.save()
    shut(opened, opened.key, 410, "このリンクの有効期限が過ぎました")
    links.extend(link=opened.link, expires_at=datetime(2099, 1, 1, tzinfo=UTC), now=timezone.now())
    assert Client().get(address("review-list", opened.key)).status_code == 200


def test_a_revoked_link_opens_nothing_by_any_of_its_keys(opened):
    another = builders.review_key(opened.link, "letter")
    links.revoke(link=opened.link, by=opened.jimu, now=timezone.now())
    for key in (opened.key, another):
        shut(opened, key, 410, "このリンクは取り消されました")
    with pytest.raises(MoveRefused, match="取り消されています"):
        links.extend(link=opened.link, expires_at=datetime(2099, 1, 1, tzinfo=UTC), now=timezone.now())


def test_a_link_of_a_round_that_takes_no_opinions_any_more_is_over(opened):
    workflow.close_opinions(round=opened.round, now=builders.NOW)
    shut(opened, opened.key, 410, "意見の受付は終わりました")


def test_guessed_and_tampered_keys_get_the_same_answer(opened):
    swapped = {"0": "1"}
    last = opened.key[-1]
    tampered = opened.key[:-1] + swapped.get(last, "0")
    first = swapped.get(opened.key[0], "0") + opened.key[1:]
    guessed = keys.in_groups("7" * 39)
    never_issued = keys.in_groups(keys.new_key())
    pages = set()
    for key in (tampered, first, guessed, never_issued, "x", "😀", opened.key[:20]):
        shut(opened, key, 404, UNUSABLE)
        pages.add(Client().get(address("review-list", key)).content)
        cache.clear()  # not to be slowed down here
    assert len(pages) == 1


@pytest.mark.parametrize("days", [{"term_ends_on": -1}, {"appointed_on": 1}])
def test_a_member_who_does_not_serve_today_gets_the_answer_of_a_guess(opened, days):
    for name, shift in days.items():
        setattr(opened.member_seat, name, timezone.localdate() + timedelta(days=shift))
    opened.member_seat.save()
    shut(opened, opened.key, 404, UNUSABLE)


def test_a_member_who_resigned_is_let_in_no_more_and_gets_nothing_new(opened, client):
    """辞任 ends a seat before its term of office does."""
    yesterday = timezone.localdate() - timedelta(days=1)
    appointments.end_seat(
        member=opened.member_seat, version=opened.member_seat.version, ended_on=yesterday, ending="resigned"
    )
    shut(opened, opened.key, 404, UNUSABLE)
    client.force_login(opened.jimu)
    page = client.get(reverse("staff:review-list", args=[opened.round.pk])).content.decode()
    assert "高橋" in page
    assert "山本" not in page


def test_a_record_of_another_round_is_not_opened(opened):
    other = builders.in_committee(
        builders.round_(opened.term, opened.committee, opened.jimu, year=2021), opened.jimu
    )
    record = other.request.records.get(initiative=opened.walk)
    for answer in (
        Client().get(address("review-sheet", opened.key, record)),
        Client().post(address("review-sheet", opened.key, record), {"version": 0, "text": "別の回へ"}),
        Client().post(address("review-autosave", opened.key, record), {"version": 0, "text": "別の回へ"}),
    ):
        assert answer.status_code == 404
        assert UNUSABLE in answer.content.decode()
    assert not Opinion.objects.exists()


def test_what_was_typed_into_a_link_that_was_revoked_is_shown_to_be_copied(opened):
    links.revoke(link=opened.link, by=opened.jimu, now=timezone.now())
    answer = Client().post(
        address("review-sheet", opened.key, opened.record), {"version": 0, "text": "<b>長く書いた意見</b>"}
    )
    html = answer.content.decode()
    assert "保存できなかった内容" in html
    assert "&lt;b&gt;長く書いた意見&lt;/b&gt;" in html


def test_many_misses_are_slowed_down_and_a_good_key_is_not(opened):
    client = Client()
    statuses = [
        client.get(address("review-list", keys.in_groups(f"{n:039d}"))).status_code for n in range(22)
    ]
    assert statuses == [404] * 20 + [429] * 2
    assert client.get(address("review-list", opened.key)).status_code == 200


def misses(sender, forwarded):
    """What 21 guesses are answered, from one machine that sends on what ``forwarded`` gives for each."""
    client = Client(REMOTE_ADDR=sender)
    guess = address("review-list", keys.in_groups("0" * 39))
    return [
        client.get(guess, headers={"X-Forwarded-For": forwarded(number)}).status_code for number in range(21)
    ]


def test_nobody_counts_as_another_by_what_they_send(opened):
    """Unless somebody says that a proxy writes it, X-Forwarded-For is the visitor's own invention."""
    assert misses("192.0.2.1", lambda number: f"198.51.100.{number}") == [404] * 20 + [429]


@pytest.mark.parametrize("count", [1, 2])
def test_behind_the_citys_proxies_each_visitor_is_counted_alone(opened, settings, count):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    inner = ", 10.0.0.9" * (count - 1)
    everybody = misses("10.0.0.1", lambda number: f"198.51.100.{number}{inner}")
    assert everybody == [404] * 21
    spoofed = misses("10.0.0.1", lambda number: f"203.0.113.{number}, 198.51.100.250{inner}")
    assert spoofed == [404] * 20 + [429]


@pytest.mark.parametrize("forwarded", ["198.51.100.{}", "unknown, 10.0.0.9", ""])
def test_who_did_not_come_through_all_proxies_is_counted_as_the_sender(opened, settings, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert misses("192.0.2.1", forwarded.format) == [404] * 20 + [429]


def test_signing_in_counts_the_same_address(opened, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}

    def refused(visitor):
        typed = {"login": "ito", "password": "違う"}
        answer = Client(REMOTE_ADDR="10.0.0.1").post(
            reverse("account_login"), typed, headers={"X-Forwarded-For": f"203.0.113.7, {visitor}"}
        )
        return (
            answer.status_code == 429
            or "失敗が多" in answer.content.decode()
            or "連続" in answer.content.decode()
        )

    assert [refused("198.51.100.1") for _ in range(4)][-1]
    assert not refused("198.51.100.2")


def writing(opened, text):
    def write():
        said = {"text": text, "link": opened.link, "now": timezone.now()}
        return builders.reviewed(opened.round, opened.member_seat, opened.record, **said)

    return write


def revoking(opened):
    return lambda: links.revoke(link=opened.link, by=opened.jimu, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_revoked_while_its_member_presses_keeps_nothing(opened):
    """Whoever comes second waits for the first: the words are kept whole, or refused whole."""

    def refused():
        with pytest.raises(LinkClosed):
            writing(opened, "取り消しと同時の意見")()

    while_open(revoking(opened), refused)
    assert not Opinion.objects.exists()
    assert not ReviewSheet.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_words_that_came_before_the_revoking_stand(opened):
    while_open(writing(opened, "先に届いた意見"), revoking(opened))
    assert Opinion.objects.get().text == "先に届いた意見"
    opened.link.refresh_from_db()
    assert opened.link.revoked_at
