"""The pages of the minutes: what the office does, what members meet, what everybody reads."""

from datetime import date

import pytest
from django.urls import reverse

from evaluations.minutes import fixing
from evaluations.models import Minutes, MinutesCorrection, MinutesEdition, MinutesRule
from tests import builders, minutes_scenes
from tests.minutes_scenes import DECISION, NOW, OVER, SUMMARY

LATE = date(2099, 3, 31)


def at(name, *args):
    return reverse(f"staff:{name}" if ":" not in name else name, args=args)


def read(client, address):
    return client.get(address).content.decode()


def press(client, address, **typed):
    return client.post(address, typed, follow=True).content.decode()


@pytest.fixture
def confirming(minutes):
    return minutes_scenes.sent(minutes, due_on=LATE)


@pytest.fixture
def member(client, cast, confirming):
    client.force_login(cast.member)
    return client


# ---- the office -------------------------------------------------------------------------------------------


def test_from_the_rule_over_the_notes_to_the_draft(jimu, cast, meeting):
    rule = {"version": "0", "speakers": "member", "method": "全文筆記", "contact": "電話", "days": "１０"}
    assert "会議録の決まりを保存しました" in press(jimu, at("minutes-rule", cast.committee.pk), **rule)
    assert MinutesRule.objects.get().days == 10
    item = meeting.agenda.get()
    notes = {"version": str(item.version), "summary": "会場の話。", "decision": "増やす。"}
    shown = press(jimu, at("minutes-notes", item.pk), **notes)
    assert "会場の話。" in shown
    shown = press(jimu, at("minutes-make", meeting.pk))
    assert "会議録の案を作りました" in shown
    assert all(words in shown for words in ("会場の話。", "増やす。", "全文筆記", "出席", "小樽 花子", "3人"))
    assert "すでに作られています" in press(jimu, at("minutes-make", meeting.pk))


def test_a_section_is_written_with_speakers(jimu, cast, minutes):
    section = minutes.sections.get()
    page = at("minutes-section", section.pk)
    form = jimu.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields if not name.startswith("gone-")}
    typed = {name: "" if value in (None, False) else value for name, value in typed.items()}
    speaker = minutes.cast.get(member=cast.chair_seat)
    said = {"voice-new1": f"member-{speaker.pk}", "text-new1": "駅の近くがよい。", "place-new1": "5"}
    shown = press(jimu, page, **typed | said)
    assert shown.index("委員長") < shown.index("駅の近くがよい。") < shown.index(SUMMARY)
    again = press(jimu, page, **typed | said | {"text-new1": "古い画面の文。"})
    assert "先に保存した" in again
    assert "古い画面の文。" in again
    section.refresh_from_db()
    assert not section.passages.filter(text="古い画面の文。").exists()


def test_a_new_draft_is_offered_and_taken(jimu, minutes):
    item = minutes.sections.get().item
    notes = {"version": str(item.version), "summary": "書き直した要旨。", "decision": DECISION}
    press(jimu, at("minutes-notes", item.pk), **notes)
    page = at("minutes-renew", minutes.meeting_id)
    ((offer, _),) = jimu.get(page).context["rows"]
    assert "書き直した要旨。" in press(jimu, page, mark=offer.mark)
    assert "新しくなったところは、ありません" in read(jimu, page)


def test_sent_judged_fixed_published_and_corrected(jimu, cast, minutes):
    meeting = minutes.meeting_id
    typed = {"version": str(minutes.version), "due_on": "令和81年3月31日"}
    assert "紙で送る委員は3人です" in press(jimu, at("minutes-send", meeting), **typed)
    minutes.refresh_from_db()
    passage = minutes.sections.get().passages.first()
    row = minutes_scenes.proposed(minutes, cast.member_seat, passage, "直した要旨。")
    form = jimu.get(at("minutes-decide", row.pk)).context["form"]
    typed = {name: form[name].value() for name in ("version", "seen_version", "text")}
    assert "「理由」を入力して" in press(
        jimu, at("minutes-decide", row.pk), **typed, decision="accept", answer=""
    )
    shown = press(jimu, at("minutes-decide", row.pk), **typed, decision="accept", answer="ご指摘のとおり。")
    assert "反映した" in shown
    assert "委員に送った後の変更" in shown
    assert "確認の期間中です" in read(jimu, at("minutes-fix", meeting))
    Minutes.objects.update(due_on=OVER.date())
    form = jimu.get(at("minutes-fix", meeting)).context["form"]
    sealed = {name: form[name].value() for name in ("version", "seal")}
    assert "第1版）を確定しました" in press(jimu, at("minutes-fix", meeting), **sealed)
    edition = MinutesEdition.objects.get()
    assert "会議そのものを公表" in read(jimu, at("minutes-publish", edition.pk))
    minutes_scenes.published(edition, cast.jimu)
    assert "直した要旨。" in read(jimu, public(meeting))
    minutes.refresh_from_db()
    typed = {"version": str(minutes.version), "erratum": "数の誤り。"}
    assert "正誤を準備しています" in press(jimu, at("minutes-erratum", meeting), **typed)
    assert "正誤の理由" in read(jimu, at("minutes-fix", meeting))


def test_what_came_on_paper_is_entered_for_the_member_and_marked(jimu, cast, confirming):
    reading = confirming.readings.get(member=cast.paper_seat)
    passage = confirming.sections.get().passages.first()
    typed = {"place": f"passage-{passage.pk}", "text": passage.text, "reason": "紙の返事。"}
    assert "今の文章と同じです" in press(jimu, at("minutes-proxy", reading.pk), **typed)
    press(jimu, at("minutes-proxy", reading.pk), **typed | {"text": "紙で直した文章。"})
    row = MinutesCorrection.objects.get()
    assert (row.member, row.entered_by, row.is_by_proxy) == (cast.paper_seat, cast.jimu, True)
    again = press(jimu, at("minutes-proxy", reading.pk), **typed | {"text": "もう一度の文章。"})
    assert "申し出がすでにあります" in again
    assert "もう一度の文章。" in again
    shown = press(jimu, at("minutes-proxy-confirm", reading.pk), version="1")
    assert "代理入力　伊藤" in shown


def test_the_history_says_who_wrote_what(jimu, cast, minutes):
    item = minutes.sections.get().item
    assert item
    section = minutes.sections.get()
    form = jimu.get(at("minutes-section", section.pk)).context["form"]
    typed = {name: form[name].value() for name in form.fields if not name.startswith("gone-")}
    typed = {name: "" if value in (None, False) else value for name, value in typed.items()}
    press(jimu, at("minutes-section", section.pk), **typed | {"title": "直した見出し"})
    shown = read(jimu, at("minutes-history", minutes.meeting_id))
    assert "直した見出し" in shown
    assert "伊藤" in shown


# ---- members ----------------------------------------------------------------------------------------------


def test_a_member_reads_confirms_and_proposes(member, cast, confirming):
    assert "会議録を読む" in read(member, at("committee:meeting-detail", confirming.meeting_id))
    page = at("committee:minutes-detail", confirming.meeting_id)
    assert "確認しました" in read(member, page)
    assert "確認済みです" in press(
        member, at("committee:minutes-confirm", confirming.meeting_id), version="1"
    )
    passage = confirming.sections.get().passages.first()
    page = at("committee:minutes-correct", passage.pk)
    typed = dict(member.get(page).context["form"].initial)
    assert "今の文章のままです" in press(member, page, **typed | {"reason": "違うため。"})
    shown = press(member, page, **typed | {"text": "<b>直した</b>文章。", "reason": "違うため。"})
    assert "訂正の申し出を事務局に送りました" in shown
    assert "&lt;b&gt;直した" in shown.replace("<ins>", "").replace("</ins>", "") or "直した" in shown
    assert MinutesCorrection.objects.get().member == cast.member_seat
    assert "前に送った申し出" in read(member, page)
    stale = press(member, page, **typed | {"text": "別の窓の文章。", "reason": "違うため。"})
    assert "先に保存した" in stale
    assert "別の窓の文章。" in stale


def test_a_text_that_changed_meanwhile_is_shown_before_it_is_sent(member, confirming):
    passage = confirming.sections.get().passages.first()
    page = at("committee:minutes-correct", passage.pk)
    typed = dict(member.get(page).context["form"].initial)
    typed |= {"text": "委員の文章。", "reason": "違うため。"}
    type(passage).objects.filter(pk=passage.pk).update(text="事務局が直した文章。")
    response = member.post(page, typed)
    shown = response.content.decode()
    assert "事務局がこの文章を直しました" in shown
    assert "事務局が直した文章。" in shown
    assert "委員の文章。" in shown
    form = response.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert "事務局に送りました" in press(member, page, **again)


def test_missing_words_are_proposed(member, confirming):
    page = at("committee:minutes-add", confirming.sections.get().pk)
    typed = dict(member.get(page).context["form"].initial)
    shown = press(member, page, **typed | {"text": "送迎の話もした。", "reason": "抜けているため。"})
    assert "抜けている発言" in shown


def test_after_the_period_members_are_told_and_nothing_typed_is_lost(member, confirming):
    passage = confirming.sections.get().passages.first()
    page = at("committee:minutes-correct", passage.pk)
    typed = dict(member.get(page).context["form"].initial) | {"text": "遅い文章。", "reason": "理由。"}
    Minutes.objects.update(due_on=OVER.date())
    shown = press(member, page, **typed)
    assert "期間は終わりました" in shown
    assert "遅い文章。" in shown
    assert "確認の期間は終わりました" in read(member, at("committee:minutes-detail", confirming.meeting_id))


def test_others_do_not_find_the_minutes(client, cast, confirming):
    page = at("committee:minutes-detail", confirming.meeting_id)
    before = builders.user("mae", "前の人", "member")
    builders.member(
        cast.committee, before, appointed_on=date(2023, 9, 1), term_ends_on=date(2099, 3, 31)
    )  # sits by now, did not on the day of the meeting
    absent = cast.absent_seat.user
    for person in (before, absent):
        client.force_login(person)
        assert "会議録を読む" not in read(client, at("committee:meeting-detail", confirming.meeting_id))
        assert client.get(page).status_code == 404
    minutes_scenes.fixed(minutes_scenes.sent(confirming, due_on=minutes_scenes.DUE_ON), cast.jimu)
    assert SUMMARY in read(client, page)  # who was absent reads what was fixed
    client.force_login(before)
    assert client.get(page).status_code == 404


def test_a_member_cannot_answer_for_other_minutes(member, cast):
    other = minutes_scenes.drafted(minutes_scenes.held(cast.committee, ordinal=2))
    passage = other.sections.get().passages.first()
    assert member.get(at("committee:minutes-correct", passage.pk)).status_code == 404  # not sent yet
    assert member.get(at("committee:minutes-detail", other.meeting_id)).status_code == 404


# ---- everybody --------------------------------------------------------------------------------------------


def public(meeting, *rest):
    return reverse("minutes-edition" if rest else "minutes-page", args=[meeting, *rest])


def test_everybody_reads_page_text_and_pdf(client, cast, paper):
    edition = minutes_scenes.all_the_way(cast.committee, cast.jimu)
    meeting = edition.minutes.meeting_id
    shown = read(client, public(meeting))
    form = (
        "公表日",
        "会議名",
        "日時",
        "場所",
        "出席",
        "欠席",
        "公開の別",
        "傍聴人数",
        "作成方法",
        "次第",
        "決定事項",
    )
    assert [words for words in form if words not in shown] == []
    assert "高橋" not in shown
    assert "会議録を読む" in read(client, reverse("meeting-page", args=[meeting]))
    response = client.get(reverse("minutes-text", args=[meeting, 1]))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert f"【決定事項】{DECISION}\r\n" in response.content.decode()
    client.post(reverse("minutes-pdf", args=[meeting, 1]))
    assert client.get(reverse("minutes-pdf", args=[meeting, 1])).status_code == 200
    assert [DECISION in pages[0] for pages in paper] == [True]


def test_nothing_is_public_before_it_is_published(client, cast, minutes):
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    assert client.get(public(minutes.meeting_id)).status_code == 404
    minutes_scenes.published(edition, cast.jimu)
    assert client.get(public(minutes.meeting_id)).status_code == 200
    assert client.get(public(minutes.meeting_id, 2)).status_code == 404


def test_an_erratum_is_read_beside_the_old_text(client, cast):
    first = minutes_scenes.all_the_way(cast.committee, cast.jimu)
    minutes = Minutes.objects.for_reading().get()
    fixing.begin_erratum(minutes=minutes, version=minutes.version, erratum="数が違っていたため。")
    passage = minutes.sections.get().passages.get(text=DECISION)
    words = {"pk": passage.pk, "kind": "decision", "speaker": None, "position": passage.position}
    minutes_scenes.written(minutes, cast.chair_seat, DECISION.replace("2か所", "3か所"), **words)
    minutes_scenes.published(minutes_scenes.fixed(minutes, cast.jimu), cast.jimu)
    shown = read(client, public(minutes.meeting_id))
    assert "数が違っていたため。" in shown
    assert "訂正前" in shown
    assert "<del>" in shown
    old = read(client, public(minutes.meeting_id, first.number))
    assert "訂正した新しい版があります" in old
    assert DECISION in old


# ---- the bar ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 300])
def test_pages_cost_the_same_however_long_the_minutes_are(
    client, cast, minutes, django_assert_num_queries, count
):
    section = minutes.sections.get()
    speaker = minutes.cast.get(member=cast.member_seat)
    section.passages.model.objects.bulk_create(
        section.passages.model(section=section, kind="member", speaker=speaker, text=f"発言{n}", position=n)
        for n in range(count)
    )
    confirming = minutes_scenes.sent(minutes, due_on=LATE)
    client.force_login(cast.member)
    with django_assert_num_queries(11):
        client.get(at("committee:minutes-detail", confirming.meeting_id))
    client.force_login(cast.jimu)
    with django_assert_num_queries(11):
        client.get(at("minutes-detail", confirming.meeting_id))
    with django_assert_num_queries(11):
        client.get(at("minutes-section", section.pk))
    Minutes.objects.update(due_on=NOW.date())
    minutes_scenes.published(minutes_scenes.fixed(confirming, cast.jimu), cast.jimu)
    client.logout()
    with django_assert_num_queries(2):
        client.get(public(confirming.meeting_id))


def test_a_number_of_the_ledger_leads_to_what_became_of_the_opinion_once_that_is_public(client, cast):
    """The words of the minutes stay as they were fixed; the link stands beside them."""
    told, secret = builders.voice(), builders.voice("まだ公開していない意見")
    minutes = minutes_scenes.drafted(minutes_scenes.held(cast.committee))
    minutes_scenes.written(minutes, cast.chair_seat, f"（{told.number}）と（{secret.number}）を話し合った。")
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    edition = minutes_scenes.published(edition, cast.jimu)
    page = public(edition.minutes.meeting_id)
    assert "その後を読む" not in read(client, page)
    builders.published_voice(told, cast.jimu)
    html = read(client, page)
    assert (
        f'<a href="{reverse("voice-detail", args=[told.slug])}">{told.number}の回答と、その後を読む</a>'
        in html
    )
    assert reverse("voice-detail", args=[secret.slug]) not in html
