"""What becomes public of the ledger, when, and that nothing else does."""

import csv
import io
from datetime import date

import pytest
from django.db.models import F
from django.urls import reverse

from accounts.versioning import MoveRefused, StaleVersion
from evaluations import snapshot
from evaluations.ledger import assignment, groups, publishing
from evaluations.models import Opinion, PublicVoice
from tests import builders

pytestmark = pytest.mark.django_db
ORIGINAL = "町内の山田さん（電話 0134-00-0000）が困っている。"


def published(opinion, cast, **reply):
    return builders.published_voice(opinion, cast.jimu, **reply)


def everything(client, voice) -> str:
    """All that a visitor can get at."""
    pages = [reverse("voice-list"), reverse("voice-csv"), voice.get_absolute_url()]
    pages += [row.get_absolute_url() for row in voice.initiatives.all()]
    return "".join(client.get(page).content.decode() for page in pages)


def test_the_original_never_leaves_the_house(client, cast):
    opinion = builders.voice(text=ORIGINAL, initiatives=[cast.walk])
    voice = published(opinion, cast, summary="困っている世帯がある。")
    text = everything(client, voice)
    assert text.count("困っている世帯がある。") >= 4
    assert "山田さん" not in text
    assert "0134-00-0000" not in text


def test_nothing_is_public_without_the_act(client, cast):
    opinion = builders.voice(initiatives=[cast.walk])
    builders.replied(opinion, cast.jimu, summary="秘密の要旨", text="秘密の考え方")
    assert "秘密の" not in client.get(reverse("voice-list")).content.decode()
    assert "秘密の" not in client.get(cast.walk.get_absolute_url()).content.decode()
    assert client.get(reverse("voice-detail", args=[opinion.slug])).status_code == 404


def test_a_draft_is_not_published_with_the_summary(client, cast):
    opinion = builders.voice()
    builders.replied(opinion, cast.jimu, summary="要旨だけ", text="決裁前の案", approve=False)
    opinion.refresh_from_db()
    voice = publishing.publish(opinion=opinion, version=opinion.version, by=cast.jimu, now=builders.NOW)
    text = everything(client, voice)
    assert "要旨だけ" in text
    assert "回答を準備しています。" in text
    assert "決裁前の案" not in text


def test_what_is_changed_later_waits_for_the_next_act(client, cast):
    opinion = builders.voice()
    published(opinion, cast, text="公開した考え方")
    builders.opinion_change(opinion, words="夜の相談を始めた。")
    html = client.get(reverse("voice-detail", args=[opinion.slug])).content.decode()
    assert "夜の相談を始めた。" not in html
    publishing.publish(
        opinion=opinion, version=Opinion.objects.get(pk=opinion.pk).version, by=cast.jimu, now=builders.NOW
    )
    html = client.get(reverse("voice-detail", args=[opinion.slug])).content.decode()
    assert "夜の相談を始めた。" in html


def test_an_opinion_of_the_committee_waits_for_the_edition_and_comes_with_it(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat, round_.request.records.get(initiative=cast.walk))
    builders.replied(opinion, cast.jimu, summary="若い人への周知")
    opinion.refresh_from_db()
    with pytest.raises(MoveRefused, match="評価の回の公表と一緒"):
        publishing.publish(opinion=opinion, version=opinion.version, by=cast.jimu, now=builders.NOW)
    assert PublicVoice.objects.count() == 0
    builders.published(round_, cast.jimu)
    voice = PublicVoice.objects.get()
    assert (voice.slug, voice.summary, voice.is_replied) == ("r4-001", "若い人への周知", True)
    assert "若い人への周知" in everything(client, voice)


def test_an_edition_tells_the_replies_of_both_sides_and_why_one_cannot_follow(client, cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    opinion = builders.opinion(round_, cast.member_seat, round_.request.records.get(initiative=cast.walk))
    owners = {cast.city: cast.elderly, cast.council: None}
    fields = {"initiatives": [], "due_on": None, "source_note": ""}
    opinion = assignment.assign(opinion=opinion, version=1, owners=owners, **fields)
    builders.replied(
        opinion, cast.jimu, summary="要旨", text="市の答え", disposition="difficult", reason="費用のため。"
    )
    opinion.refresh_from_db()
    with pytest.raises(ValueError, match=opinion.number):
        snapshot.build(round_, is_public=True)
    builders.replied(opinion, cast.shakyo_jimu, summary="要旨", text="社協の答え")
    builders.published(round_, cast.jimu)
    html = client.get(reverse("evaluation-opinions", args=[2022])).content.decode()
    for words in ("市の答え", "社協の答え", "対応困難・反映", "費用のため。", "【みほん市社会福祉協議会】"):
        assert words in html


def test_the_summary_of_a_member_does_not_leak_through_a_group(cast):
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    lead = builders.opinion(round_, cast.member_seat)
    builders.replied(lead, cast.jimu, summary="委員の要旨")
    lead.refresh_from_db()
    voice = builders.voice()
    groups.group(representative=lead, members=[voice])
    voice.refresh_from_db()
    with pytest.raises(MoveRefused, match="評価の回の公表と一緒"):
        publishing.publish(opinion=voice, version=voice.version, by=cast.jimu, now=builders.NOW)


def test_only_public_members_of_a_group_are_named(client, cast):
    lead, member, secret = (builders.voice(text=f"声{n}") for n in range(3))
    groups.group(representative=lead, members=[member, secret])
    voice = published(lead, cast)
    member.refresh_from_db()
    publishing.publish(opinion=member, version=member.version, by=cast.jimu, now=builders.NOW)
    html = client.get(voice.get_absolute_url()).content.decode()
    assert member.number in html
    assert secret.number not in html + client.get(reverse("voice-csv")).content.decode()


def test_a_stale_page_publishes_nothing(cast):
    opinion = builders.voice()
    builders.replied(opinion, cast.jimu)
    Opinion.objects.filter(pk=opinion.pk).update(version=F("version") + 1)
    with pytest.raises(StaleVersion):
        publishing.publish(opinion=opinion, version=1, by=cast.jimu, now=builders.NOW)
    assert not PublicVoice.objects.exists()


def test_what_was_withdrawn_answers_no_more(client, cast):
    opinion = builders.voice()
    voice = published(opinion, cast)
    publishing.withdraw(opinion=opinion, version=Opinion.objects.get(pk=opinion.pk).version)
    assert client.get(voice.get_absolute_url()).status_code == 404
    assert opinion.number not in client.get(reverse("voice-list")).content.decode()


def test_a_published_revision_is_linked_and_one_in_preparation_is_not(client, cast):
    opinion = builders.voice(initiatives=[cast.walk])
    revision = builders.published_revision(cast.term, cast.jimu, {cast.walk: {"title": "夜の見守り"}})
    draft = builders.change(builders.revision(cast.term), cast.salon, title="まだ秘密の名前")
    builders.opinion_change(opinion, words="", revision_change=revision.changes.get())
    builders.opinion_change(opinion, words="準備している。", revision_change=draft)
    html = client.get(published(opinion, cast).get_absolute_url()).content.decode()
    assert f'href="{revision.get_absolute_url()}"' in html
    assert "準備している。" in html
    assert draft.heading not in html


def test_what_came_of_the_promise_is_told_when_the_edition_is_public(client, cast):
    opinion = builders.voice(received_on=date(2022, 5, 8), initiatives=[cast.walk])
    voice = published(opinion, cast)
    assert voice.status == "対応中"
    round_ = builders.in_committee(
        builders.round_(cast.term, cast.committee, cast.jimu, year=2023), cast.jimu
    )
    assert "9月に開いた。" not in everything(client, voice)
    builders.published(round_, cast.jimu)
    html = client.get(voice.get_absolute_url()).content.decode()
    assert "令和5年度の結果" in html
    assert "9月に開いた。" in html
    assert "対応済" in html


# ---- the list, and the file -------------------------------------------------------------------------------


@pytest.fixture
def three(cast):
    """One taken up, one that is difficult, one still waiting; each from another source."""
    taken = builders.voice(text="原文1", source="workshop", initiatives=[cast.walk])
    published(taken, cast, summary="ＡＥＤを置いてほしい。")
    hard = builders.voice(text="原文2", source="letter", received_on=date(2022, 5, 1))
    published(hard, cast, summary="=HYPERLINK(1)", disposition="difficult", reason="費用のため。")
    waiting = builders.voice(text="原文3", initiatives=[cast.salon])
    builders.replied(waiting, cast.shakyo_jimu, summary="サロンの曜日", approve=False)
    waiting.refresh_from_db()
    publishing.publish(opinion=waiting, version=waiting.version, by=cast.jimu, now=builders.NOW)
    return {"taken": taken.number, "hard": hard.number, "waiting": waiting.number}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"taken", "hard", "waiting"}),
        ("?source=letter", {"hard"}),
        ("?year=2022", {"hard"}),
        ("?year=sausage&source=nothing", {"taken", "hard", "waiting"}),
        ("?disposition=difficult", {"hard"}),
        ("?q=aed", {"taken"}),
        ("?q=令和5-002", {"waiting"}),
        ("?initiative=r3-1-2", {"waiting"}),
        ("?initiative=r3-1-2&source=letter", set()),
        ("?page=99", {"taken", "hard", "waiting"}),
    ],
)
def test_the_list_is_narrowed_and_so_are_the_counts_and_the_file(client, three, query, found):
    html = client.get(reverse("voice-list") + query).content.decode()
    numbers = {name for name, number in three.items() if f">{number}</a>" in html}
    assert numbers == found
    assert f'<span class="stat__number">{len(found)}</span>' in html
    file = client.get(reverse("voice-csv") + query)
    assert {name for name, number in three.items() if number in file.content.decode()} == found


def test_the_file_is_open_data(client, cast, three):
    cast.city.municipality_code = "012033"
    cast.city.save()
    file = client.get(reverse("voice-csv"))
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["全国地方公共団体コード", "ID", "地方公共団体名"]
    assert {len(row) for row in rows} == {len(rows[0])}
    by_id = {row[1]: row for row in rows[1:]}
    assert by_id["r4-001"][0] == "012033"
    assert by_id["r4-001"][9] == "'=HYPERLINK(1)"
    assert file.content.count(b"\r\n") == 4


@pytest.mark.parametrize("count", [1, 3])
def test_public_pages_cost_the_same_for_few_and_many(client, cast, django_assert_num_queries, count):
    for number in range(count):
        voice = published(builders.voice(text=f"声{number}", initiatives=[cast.walk]), cast)
    with django_assert_num_queries(6):
        client.get(reverse("voice-list"))
    with django_assert_num_queries(6):
        client.get(reverse("voice-csv"))
    with django_assert_num_queries(4):
        client.get(voice.get_absolute_url())
