"""A due date that is moved ahead after it has passed: what was made while members read each other waits until it is over."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused
from evaluations import deadlines, workflow
from evaluations.meetings import packs, papers
from evaluations.minutes import circulation
from evaluations.models import Edition, EvaluationRound, MeetingDocument, MeetingPack, Minutes
from evaluations.next_steps import next_steps
from evaluations.prior_opinions import link_mails
from tests import builders, minutes_scenes

OTHERS = "委員長だけが知っている言葉です。"
TELLING = ("points", "prior", "opinions", "letter", "report")
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def read(cast, current):
    """The due date was yesterday; today everything was made that tells what the chair wrote, and handed out."""
    due(current, today() - DAY)
    record = current.request.records.get(initiative=cast.walk)
    builders.opinion(current, cast.chair_seat, record, text=OTHERS)
    level = cast.term.rating_scales.get(stage="committee").levels.get(code="D")
    workflow.rate(round=current, record=record, member=cast.chair_seat, version=0, level=level)
    workflow.write_overall_comment(round=current, member=cast.chair_seat, version=0, text=OTHERS)
    cast.round, cast.record = current, record
    cast.edition = workflow.request_draft(round=current, by=cast.jimu, now=timezone.now())
    Edition.objects.filter(pk=cast.edition.pk).update(state="ready", pdf=builders.pdf_file())
    builders.letter(current)
    cast.meeting = builders.meeting(cast.committee, state="called", round=current)
    builders.paper(cast.meeting, "90", title="持ち寄りの資料")
    for number, key in enumerate((*TELLING, "roster"), start=1):
        add(cast, key, str(number))
    cast.meeting.refresh_from_db()
    builders.handed_out(cast.meeting)
    packs.ask_for_members(meeting=cast.meeting, by=cast.jimu, now=timezone.now())
    cast.letter = builders.fixed_letter(current, cast.chair_seat, cast.jimu)
    return cast


def add(cast, key, number):
    row = {"meeting": cast.meeting, "key": key, "number": number, "title": f"資料{key}"}
    return papers.add_generated(**row, now=timezone.now())


def due(round_, day):
    round_.opinions_due_on = day
    round_.save()


def move_ahead(round_):
    """The secretariat moves the meeting, and with it the due date, which had passed."""
    round_.refresh_from_db()
    stairs = deadlines.stairs_of(round_)
    row = {"round": round_, "version": round_.version, "stairs": stairs, "reason": ""}
    deadlines.set_stairs(**row, meeting_on=today() + 60 * DAY, today=today(), now=timezone.now())
    round_.refresh_from_db()
    assert round_.is_blind(today())


def papers_of(cast) -> dict[str, str]:
    rows = MeetingDocument.objects.filter(meeting=cast.meeting)
    return {row.generator: reverse("committee:meeting-paper", args=[row.pk]) for row in rows}


def addresses(cast) -> list[str]:
    """Every file that tells what others wrote."""
    told = papers_of(cast)
    return [
        *(told[key] for key in TELLING),
        reverse("committee:meeting-pack", args=[cast.meeting.pk]),
        reverse("committee:edition-pdf", args=[cast.edition.pk]),
        reverse("committee:letter-pdf", args=[cast.letter.pk]),
    ]


def statuses(client, cast) -> list[int]:
    return [client.get(address).status_code for address in addresses(cast)]


def test_every_file_waits_until_the_new_due_date_is_over(client, read):
    client.force_login(read.member)
    assert set(statuses(client, read)) == {200}
    move_ahead(read.round)
    assert set(statuses(client, read)) == {404}
    due(read.round, today() - DAY)
    assert set(statuses(client, read)) == {200}


def test_nobody_else_reads_them_and_the_secretariat_goes_on(client, read):
    move_ahead(read.round)
    for person in (read.sato, read.suzuki, None):
        client.force_login(person) if person else client.logout()
        assert 200 not in statuses(client, read)
    client.force_login(read.jimu)
    for row in MeetingDocument.objects.filter(meeting=read.meeting):
        assert client.get(reverse("staff:paper-file", args=[row.pk])).status_code == 200
    assert client.get(reverse("staff:edition-pdf", args=[read.edition.pk])).status_code == 200


def test_the_page_of_the_meeting_says_why_and_does_not_count_pages(client, read):
    client.force_login(read.member)
    address = reverse("committee:meeting-detail", args=[read.meeting.pk])
    before = client.get(address).content.decode()
    move_ahead(read.round)
    html = client.get(address).content.decode()
    assert html.count("期限までは読めません") == len(TELLING) + 1
    assert "あなたの資料一式" in html
    assert reverse("committee:meeting-pack", args=[read.meeting.pk]) in before
    for link in addresses(read):
        assert link not in html, link
    told = papers_of(read)
    for key in ("roster", ""):
        assert told[key] in html
        assert client.get(told[key]).status_code == 200


def test_no_page_tells_what_stood_in_the_letter_or_the_comment(client, read):
    client.force_login(read.member)
    pages = [
        reverse(f"committee:{page}", args=[read.round.pk])
        for page in (
            "round-letter",
            "round-detail",
            "round-goals",
            "round-eyes",
            "round-digest",
            "round-report",
        )
    ]
    pages.append(reverse("committee:record-review", args=[read.record.pk]))
    assert OTHERS in client.get(pages[0]).content.decode()
    move_ahead(read.round)
    for page in pages:
        html = client.get(page).content.decode()
        for words in (OTHERS, "令和4-00", "D 1人"):
            assert words not in html, (page, words)
    letter = client.get(pages[0]).content.decode()
    assert "委員の意見の期限を過ぎてから表示します" in letter


def test_papers_of_before_the_due_date_and_of_after_the_move_are_read(client, read):
    """Those show what a member might read on the day on which they were made."""
    move_ahead(read.round)
    rows = MeetingDocument.objects.filter(meeting=read.meeting, generator="points")
    paper = rows.get()
    for made_at in (timezone.now() - 2 * DAY, timezone.now()):
        file = MeetingDocument.objects.get(pk=paper.pk).file
        file.pk, file.made_at = None, made_at
        file.save()
        rows.update(file=file)
        client.force_login(read.member)
        assert client.get(papers_of(read)["points"]).status_code == 200


def test_a_round_that_never_was_open_holds_nothing_back(client, read):
    """Another committee's round, and one whose due date is moved before it has passed."""
    EvaluationRound.objects.update(seen_from=None, seen_until=None)
    due(read.round, today())
    move_ahead(read.round)
    assert read.round.seen_until is None
    client.force_login(read.member)
    assert client.get(papers_of(read)["prior"]).status_code == 200


def test_what_was_made_and_not_handed_out_is_not_handed_out_now(read):
    meeting = builders.meeting(read.committee, ordinal=2, state="called", round=read.round)
    papers.add_generated(meeting=meeting, key="prior", number="1", title="まとめ", now=timezone.now())
    move_ahead(read.round)
    meeting.refresh_from_db()
    with pytest.raises(MoveRefused, match="資料1は、委員が互いの意見を読めた間に作った資料です"):
        papers.hand_out(meeting=meeting, version=meeting.version, now=timezone.now())
    assert meeting.documents.get().handed_out_at is None


def test_a_pack_bound_anew_leaves_out_what_waits(client, read):
    move_ahead(read.round)
    packs.ask_for_members(meeting=read.meeting, by=read.jimu, now=timezone.now())
    pack = MeetingPack.objects.get(meeting=read.meeting, member=read.member_seat)
    assert pack.state == "ready"
    keys = {row.generator for row in packs.papers_of(read.meeting, read.member_seat)}
    assert keys == {"", "roster"}
    client.force_login(read.member)
    assert client.get(reverse("committee:meeting-pack", args=[read.meeting.pk])).status_code == 200


def test_minutes_with_the_opinions_of_the_round_wait(client, read):
    meeting = minutes_scenes.held(read.committee, ordinal=3, round=read.round, held_on=date(2023, 8, 1))
    read.round.opinions.update(received_on=date(2023, 7, 1))
    minutes = minutes_scenes.sent(
        minutes_scenes.drafted(meeting, now=timezone.now()), now=timezone.now(), due_on=date(2099, 3, 31)
    )
    page = reverse("committee:minutes-detail", args=[meeting.pk])
    pages = [page, reverse("committee:minutes-pdf", args=[meeting.pk])]
    client.force_login(read.member)
    assert OTHERS in client.get(page).content.decode()
    asked = [step.address for step in next_steps(read.member, today())]
    assert "committee:minutes-detail" in asked
    move_ahead(read.round)
    assert [client.get(address).status_code for address in pages] == [404, 404]
    asked = [step.address for step in next_steps(read.member, today())]
    assert "committee:minutes-detail" not in asked
    minutes.refresh_from_db()
    with pytest.raises(MoveRefused, match="期限を過ぎてから送ってください"):
        circulation.send(
            minutes=minutes, version=minutes.version, due_on=date(2099, 4, 30), now=timezone.now()
        )
    later = builders.meeting(read.committee, ordinal=4, state="called", held_on=date(2024, 2, 1))
    papers.add_generated(meeting=later, key="minutes", number="1", title="会議録", now=timezone.now())
    assert "意見の期限まで資料にできません" in later.documents.get().problem
    due(read.round, today() - DAY)
    assert client.get(page).status_code == 200


def test_minutes_without_opinions_of_the_round_are_read(client, read):
    meeting = minutes_scenes.held(read.committee, ordinal=3, held_on=date(2023, 8, 1))
    minutes_scenes.sent(minutes_scenes.drafted(meeting), due_on=date(2099, 3, 31))
    move_ahead(read.round)
    assert not Minutes.objects.telling_blind(today())
    client.force_login(read.member)
    assert client.get(reverse("committee:minutes-detail", args=[meeting.pk])).status_code == 200


def test_no_mail_that_waits_or_went_out_tells_that_somebody_wrote(read):
    """The mails of a committee: the link, the notice of the meeting, its minutes. None grows with what was written."""
    read.member.email = "yamamoto@example.jp"
    read.member.save()
    link_mails.send(link=builders.review_link(read.round, read.member_seat, read.jimu), now=timezone.now())
    meeting = minutes_scenes.held(read.committee, ordinal=3, round=read.round, held_on=date(2023, 8, 1))
    read.round.opinions.update(received_on=date(2023, 7, 1))
    minutes_scenes.sent(
        minutes_scenes.drafted(meeting, now=timezone.now()), now=timezone.now(), due_on=date(2099, 3, 31)
    )
    before = OutgoingMail.objects.count()
    assert before >= 3
    move_ahead(read.round)
    builders.opinion(read.round, read.chair_seat, text=f"{OTHERS}その二")
    assert OutgoingMail.objects.count() == before
    call_command("send_mail_queue", verbosity=0)
    assert mail.outbox
    for sent in mail.outbox:
        for words in (OTHERS, "令和4-00", "高橋", "1件"):
            assert words not in sent.subject + sent.body, sent.subject


def test_the_window_reaches_from_the_first_due_date_to_the_last_move(read):
    first = today()
    move_ahead(read.round)
    assert timezone.localdate(read.round.seen_from) == first
    until = read.round.seen_until
    due(read.round, today() - 3 * DAY)
    move_ahead(read.round)
    assert timezone.localdate(read.round.seen_from) == first
    assert read.round.seen_until > until


# ---- before it is done ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_warned"), [(-1, True), (0, False)])
def test_the_secretariat_is_told_before_it_moves_a_date_that_has_passed(client, read, days, is_warned):
    due(read.round, today() + days * DAY)
    client.force_login(read.jimu)
    address = reverse("staff:round-deadlines", args=[read.round.pk])
    meeting_on = today() + 60 * DAY
    form = {f"{part}-{key}": "" for key in ("new1", "new2") for part in ("name", "days", "fixed")}
    for number, stair in enumerate(deadlines.stairs_of(read.round)):
        side = "after" if stair.offset > 0 else "before"
        row = {"name": stair.name, "days": abs(stair.offset), "side": side, "fixed": ""}
        form |= {f"{part}-n{number}": value for part, value in row.items()}
    read.round.refresh_from_db()
    form |= {"version": read.round.version, "meeting_on": f"{meeting_on}", "reason": ""}
    html = client.post(address, form | {"side-new1": "before", "side-new2": "before"}).content.decode()
    assert "この日程に変えますか" in html
    assert ("すでに委員が互いの意見を見られた期間があります" in html) is is_warned
    assert EvaluationRound.objects.get(pk=read.round.pk).seen_until is None
