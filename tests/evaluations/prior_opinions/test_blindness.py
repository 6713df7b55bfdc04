"""まず自分で: until the due date is over no member learns what another wrote, how they rated, or how much there is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import OutgoingMail
from evaluations import snapshot, workflow
from evaluations.models import CommitteeRating, Edition, Opinion
from evaluations.tasks import lay_out
from tests import builders
from tests.plans.press.reading import Reading

OTHERS = "委員長だけが知っている言葉です。"
OWN = "山本の考えたことです。"
WHOLE = "計画の全体について委員長が書いた言葉です。"
OVERALL = "委員長が書きかけている総評です。"


def rate(round_, record, seat, code):
    level = round_.request.term.rating_scales.get(stage="committee").levels.get(code=code)
    return workflow.rate(round=round_, record=record, member=seat, version=0, level=level)


@pytest.fixture
def written(cast, current):
    """The chair said something of everything, rated and began the 総評; the member wrote after that."""
    walk = current.request.records.get(initiative=cast.walk)
    for text in (OTHERS, f"{OTHERS}その二", f"{OTHERS}その三"):
        opinion = builders.opinion(current, cast.chair_seat, walk, text=text)
    builders.replied(opinion, cast.jimu, text="委員長への回答の言葉です。")
    builders.opinion(current, cast.chair_seat, None, text=WHOLE)
    workflow.write_overall_comment(round=current, member=cast.chair_seat, version=0, text=OVERALL)
    rate(current, walk, cast.chair_seat, "D")
    builders.opinion(current, cast.member_seat, walk, text=OWN)
    builders.decided(current, cast.jimu, level="D")
    cast.round, cast.record = current, walk
    return cast


def let_pass(round_):
    """The due date was yesterday."""
    round_.opinions_due_on = date.today() - timedelta(days=1)  # noqa: DTZ011
    round_.save()


def pages(round_, record) -> list[str]:
    return [
        reverse("committee:home"),
        reverse("committee:round-detail", args=[round_.pk]),
        reverse("committee:record-review", args=[record.pk]),
        reverse("committee:round-opinion", args=[round_.pk, 0]),
        reverse("committee:round-report", args=[round_.pk]),
        reverse("committee:round-calendar", args=[round_.pk]),
    ]


def test_the_round_is_blind_to_the_end_of_its_due_date_and_only_while_the_committee_writes(cast, current):
    due = current.opinions_due_on
    assert current.is_blind(due)
    assert not current.is_blind(due + timedelta(days=1))
    assert workflow.close_opinions(round=current, now=builders.NOW).is_blind(due) is False
    assert not builders.round_(cast.term, cast.committee, cast.jimu, year=2023).is_blind(due)


def test_while_blind_a_member_finds_the_own_words_alone(written):
    today = written.round.opinions_due_on
    texts = Opinion.objects.readable_by(written.member_seat, today).values_list("text", flat=True)
    assert list(texts) == [OWN]
    assert not CommitteeRating.objects.readable_by(written.member_seat, today)
    assert CommitteeRating.objects.readable_by(written.chair_seat, today).count() == 1
    after = today + timedelta(days=1)
    assert Opinion.objects.readable_by(written.member_seat, after).count() == 5
    assert CommitteeRating.objects.readable_by(written.member_seat, after).count() == 1


def test_another_committee_reads_neither_before_nor_after(written):
    other = builders.member(builders.committee(written.term, "別の委員会"), written.member)
    for day in (date(2023, 4, 10), date(2100, 1, 1)):
        assert not Opinion.objects.readable_by(other, day)
        assert not CommitteeRating.objects.readable_by(other, day)


def test_no_page_of_a_member_shows_what_others_wrote_or_how_much(client, written):
    client.force_login(written.member)
    for address in pages(written.round, written.record):
        answer = client.get(address)
        html = answer.content.decode()
        assert answer.status_code == 200, address
        for words in (OTHERS, WHOLE, OVERALL, "委員長への回答", "令和4-00", "5件", "4件", "3件"):
            assert words not in html, (address, words)
    review = client.get(reverse("committee:record-review", args=[written.record.pk])).content.decode()
    assert OWN in review
    assert "あなたの意見（1件）" in review
    assert "委員の評価の広がり" not in review


def test_no_department_and_no_visitor_learns_of_it(client, written):
    """Neither the record's own page with its history nor anything public tells that somebody wrote."""
    client.force_login(written.sato)
    record = client.get(reverse("staff:record-detail", args=[written.record.pk])).content.decode()
    client.logout()
    public = client.get(reverse("initiative-detail", args=[written.walk.code])).content.decode()
    year = client.get(reverse("evaluation-detail", args=[2022])).status_code
    for html in (record, public):
        assert "見守り活動" in html
        for words in (OTHERS, OWN, "山本", "高橋", "令和4-00"):
            assert words not in html
    assert year == 404


def test_writing_tells_nobody_by_mail(written):
    """When somebody wrote is itself a word: no mail goes out for it."""
    builders.reviewed(written.round, written.chair_seat, written.record, text="また一つ書いた")
    assert not OutgoingMail.objects.exists()


def test_the_message_after_writing_and_the_address_of_an_own_opinion_say_no_number(client, written):
    client.force_login(written.member)
    address = reverse("committee:round-opinion", args=[written.round.pk, 0])
    typed = {"version": 0, "kind": "opinion", "text": "全体への意見"}
    html = client.post(address, typed, follow=True).content.decode()
    assert "意見を受け付けました。" in html
    mended = reverse("committee:round-opinion", args=[written.round.pk, 2])
    assert mended in html
    assert "令和4-00" not in client.get(mended).content.decode()
    newest = Opinion.objects.latest("pk")
    assert f"/opinions/{newest.pk}/" not in html
    assert newest.number not in html


def test_after_the_due_date_all_is_shown_with_the_spread_of_the_ratings(client, written):
    rate(written.round, written.record, written.member_seat, "B")
    let_pass(written.round)
    client.force_login(written.member)
    html = client.get(reverse("committee:record-review", args=[written.record.pk])).content.decode()
    for words in (OTHERS, OWN, "令和4-001", "ほかの委員の意見（3件）", "委員の評価の広がり", "<td>1人</td>"):
        assert words in html
    html = client.get(reverse("committee:round-detail", args=[written.round.pk])).content.decode()
    for words in (OVERALL, WHOLE, "4件"):
        assert words in html


# ---- 「案」 ------------------------------------------------------------------------------------------------


def asked(client, who, written) -> Edition:
    client.force_login(who)
    area = "staff" if who == written.jimu else "committee"
    client.post(reverse(f"{area}:round-report", args=[written.round.pk]))
    return written.round.editions.latest("pk")


def test_the_draft_that_a_member_has_made_holds_nothing_that_members_wrote(client, written):
    edition = asked(client, written.member, written)
    kept = str(edition.head) + str(list(edition.sheets.values()))
    for words in (OTHERS, OWN, WHOLE, OVERALL, "委員長への回答", "令和4-0", "'received': 5"):
        assert words not in kept
    assert edition.is_blind
    assert {sheet.final_rating for sheet in edition.sheets.all()} == {""}


def test_the_secretariat_has_two_drafts_made_and_is_told_which_one_may_be_handed_out(client, written):
    client.force_login(written.jimu)
    address = reverse("staff:round-report", args=[written.round.pk])
    html = client.get(address).content.decode()
    assert "委員に配らないでください" in html
    html = client.post(f"{address}?for=members", {"for_members": "1"}, follow=True).content.decode()
    edition = written.round.editions.get()
    assert edition.is_blind
    assert OTHERS not in str(list(edition.sheets.values()))
    assert "委員に配る案</strong>を表示しています" in html
    let_pass(written.round)
    assert "案は2つあります" not in client.get(address).content.decode()


@pytest.mark.real_pdf
def test_nor_does_its_pdf(client, written):
    edition = asked(client, written.member, written)
    lay_out(edition.pk)
    text = Reading(client.get(reverse("committee:edition-pdf", args=[edition.pk])).content).text
    assert "意見の期限を過ぎるまで載せていません" in text
    for words in ("委員長だけが", "山本の考え", "書きかけている総評", "令和4-0", "人、"):
        assert words not in text


def test_the_draft_of_the_secretariat_is_not_there_for_members_until_the_due_date_is_over(client, written):
    edition = asked(client, written.jimu, written)
    assert OTHERS in str(list(edition.sheets.values()))
    Edition.objects.filter(pk=edition.pk).update(state="ready", pdf=b"%PDF-1.7 all")
    pdf = reverse("committee:edition-pdf", args=[edition.pk])
    client.force_login(written.member)
    assert client.get(pdf).status_code == 404
    assert pdf not in client.get(reverse("committee:round-report", args=[written.round.pk])).content.decode()
    let_pass(written.round)
    assert client.get(pdf).status_code == 200
    assert pdf in client.get(reverse("committee:round-report", args=[written.round.pk])).content.decode()


def test_a_members_draft_does_not_grow_old_when_another_member_writes(client, written):
    edition = asked(client, written.member, written)
    Edition.objects.filter(pk=edition.pk).update(state="ready", pdf=b"%PDF-1.7 blind")
    builders.opinion(written.round, written.chair_seat, written.record, text="さらにひとこと")
    page = client.get(reverse("committee:round-report", args=[written.round.pk])).content.decode()
    assert "PDFを開く" in page
    assert "いまの内容より前のものです" not in page
    assert asked(client, written.member, written) == edition


def test_a_blind_snapshot_says_the_same_whatever_members_write(cast, current):
    before = snapshot.digest(*snapshot.build(current, is_blind=True))
    walk = current.request.records.get(initiative=cast.walk)
    builders.opinion(current, cast.chair_seat, walk)
    rate(current, walk, cast.chair_seat, "A")
    assert snapshot.digest(*snapshot.build(current, is_blind=True)) == before
    assert snapshot.digest(*snapshot.build(current)) != before
