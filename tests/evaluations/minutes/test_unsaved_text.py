"""Nothing typed into the minutes is lost: it is kept by itself, and a long section is written a page at a time."""

import pytest
from django.contrib.sessions.models import Session

from accounts import nets
from accounts.models import UnsavedPage
from evaluations.models import Minutes, MinutesPassage
from tests import minutes_scenes
from tests.evaluations.minutes.test_minutes_pages import LATE, at, press, read

JSON = {"headers": {"accept": "application/json"}}


def autosave(client, address, **typed):
    return client.post(address, typed, **JSON)


def opinions(minutes, count):
    """The section with ``count`` more passages after what the draft holds."""
    section = minutes.sections.get()
    MinutesPassage.objects.bulk_create(
        MinutesPassage(section=section, text=f"意見その{n}。", position=1000 + n) for n in range(count)
    )
    return section


def boxes(client, address):
    """What a browser would send of the page."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in shown.items() if value is not False}


def editing_pages(minutes):
    reading = minutes.readings.first()
    item = minutes.meeting.agenda.get()
    return {
        "minutes-notes": (item.pk, {"version": item.version, "summary": "打ちかけ", "decision": ""}),
        "minutes-edit": (
            minutes.meeting_id,
            {"version": minutes.version, "speakers": "role", "method": "打ちかけ", "contact": ""},
        ),
        "minutes-rule": (
            minutes.meeting.committee_id,
            {"version": 0, "speakers": "role", "method": "打ちかけ", "contact": "", "days": "14"},
        ),
        "minutes-erratum": (minutes.meeting_id, {"version": minutes.version, "erratum": "打ちかけ"}),
        "minutes-proxy": (reading.pk, {"place": "", "text": "打ちかけ", "reason": ""}),
    }


def test_every_page_keeps_what_is_typed_and_gives_it_back(jimu, minutes):
    confirming = minutes_scenes.sent(minutes, due_on=LATE)
    for name, (pk, typed) in editing_pages(confirming).items():
        address = at(name, pk)
        assert autosave(jimu, address, **typed).status_code == 200, name
        html = read(jimu, address)
        assert "書きかけの内容を、欄に戻しました" in html, name
        assert "打ちかけ" in html, name
        assert "書きかけの内容を消しました" in press(jimu, address, drop="1"), name
        assert "欄に戻しました" not in read(jimu, address), name
    assert not UnsavedPage.objects.exists()
    assert not minutes.meeting.agenda.filter(summary="打ちかけ").exists()


def test_saving_lets_go_of_the_net_and_a_conflict_shows_both_texts(jimu, cast, minutes):
    item = minutes.meeting.agenda.get()
    address = at("minutes-notes", item.pk)
    autosave(jimu, address, version=item.version, summary="わたしの要旨", decision="")
    typed = {"version": item.version, "summary": "同僚の要旨", "decision": ""}
    item.version += 1
    item.summary = "同僚の要旨"
    item.save()
    answer = autosave(jimu, address, **typed | {"summary": "わたしの要旨の続き"})
    assert answer.status_code == 409
    assert "先に保存しました" in answer.json()["message"]
    kept = boxes(jimu, address)
    assert (kept["summary"], kept["version"]) == ("わたしの要旨の続き", str(typed["version"]))
    assert "見くらべて" in press(jimu, address, **kept)
    assert UnsavedPage.objects.count() == 1
    shown = press(jimu, address, **kept | {"version": str(item.version)})
    assert "保存しました" in shown
    assert not UnsavedPage.objects.exists()


def test_a_net_is_the_writers_own_and_bound_to_the_page_s_permission(client, cast, minutes):
    address = at("minutes-notes", minutes.meeting.agenda.get().pk)
    client.force_login(cast.jimu)
    autosave(client, address, version=1, summary="伊藤の要旨", decision="")
    client.force_login(cast.shakyo_jimu)
    assert "伊藤の要旨" not in read(client, address)
    client.force_login(cast.sato)
    assert autosave(client, address, version=1, summary="x", decision="").status_code == 403
    assert [row.person for row in UnsavedPage.objects.all()] == [cast.jimu]
    Session.objects.all().delete()
    assert autosave(client, address, version=1, summary="x", decision="").status_code == 401


def test_too_much_is_refused_and_fixed_minutes_say_that_nothing_can_be_saved(jimu, minutes):
    address = at("minutes-edit", minutes.meeting_id)
    assert autosave(jimu, address, method="あ" * (nets.LIMIT + 1)).status_code == 413
    Minutes.objects.update(state="fixed")
    answer = autosave(jimu, address, version=minutes.version, method="打ちかけ")
    assert (answer.status_code, "確定している" in answer.json()["message"]) == (409, True)


# ---- a member's proposal ----------------------------------------------------------------------------------


def test_a_proposal_is_kept_and_can_be_copied_when_the_period_is_over(client, cast, minutes):
    confirming = minutes_scenes.sent(minutes, due_on=LATE)
    address = at("committee:minutes-correct", MinutesPassage.objects.standing().first().pk)
    client.force_login(cast.member)
    typed = boxes(client, address) | {"text": "訂正の打ちかけ"}
    assert autosave(client, address, **typed).status_code == 200
    Minutes.objects.filter(pk=confirming.pk).update(due_on=minutes_scenes.HELD_ON)
    assert autosave(client, address, **typed).status_code == 409
    assert "訂正の打ちかけ" in read(client, address)


# ---- a long section ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 300])
def test_a_page_of_a_section_costs_the_same_however_many_opinions_there_are(
    jimu,
    minutes,
    django_assert_num_queries,
    count,
):
    section = opinions(minutes, count)
    with django_assert_num_queries(11):
        page = jimu.get(at("minutes-section", section.pk))
    assert len(page.context["form"].fields) < 120
    typed = boxes(jimu, at("minutes-section", section.pk)) | {"title": "意見"}
    with django_assert_num_queries(21):
        jimu.post(at("minutes-section", section.pk), typed)


def test_three_hundred_opinions_are_written_page_by_page(jimu, minutes):
    section = opinions(minutes, 300)
    address = at("minutes-section", section.pk)
    first = section.passages.standing().first()
    typed = boxes(jimu, address) | {f"text-{first.pk}": "書き直した一つ目。", "to": "2"}
    answer = jimu.post(f"{address}?page=1", typed)
    assert answer.url == f"{address}?page=2"
    second = boxes(jimu, answer.url)
    assert f"text-{first.pk}" not in second
    twenty_first = section.passages.standing()[20]
    jimu.post(answer.url, second | {f"text-{twenty_first.pk}": "書き直した二十一番。", "to": "16"})
    last = boxes(jimu, f"{address}?page=16")
    jimu.post(f"{address}?page=16", last | {"text-new1": "加えた発言。"})
    texts = list(section.passages.standing().values_list("text", flat=True))
    assert (texts[0], texts[20], texts[-1]) == ("書き直した一つ目。", "書き直した二十一番。", "加えた発言。")
    assert len(texts) == 303
    assert jimu.get(address).context["place"].number == 16


def test_coming_back_opens_the_page_on_which_one_left_off(client, cast, minutes):
    section = opinions(minutes, 60)
    address = at("minutes-section", section.pk)
    client.force_login(cast.jimu)
    assert client.get(address).context["place"].number == 1
    typed = boxes(client, f"{address}?page=2")
    row = section.passages.standing()[25]
    client.post(f"{address}?page=2", typed | {f"text-{row.pk}": "直した。", "to": "3"})
    place = client.get(address).context["place"]
    assert (place.number, place.resumed) == (2, True)
    client.force_login(cast.shakyo_jimu)
    assert client.get(address).context["place"].number == 1


def test_leafing_through_leaves_the_version_alone(jimu, minutes):
    section = opinions(minutes, 60)
    address = at("minutes-section", section.pk)
    jimu.post(f"{address}?page=1", boxes(jimu, f"{address}?page=1") | {"to": "2"})
    before = section.version
    section.refresh_from_db()
    assert section.version == before


def both_write(client, cast, mine, theirs):
    """Let the city open a page and the council save another meanwhile, each (address, passage); give what the city has typed."""
    client.force_login(cast.jimu)
    typed = boxes(client, mine[0]) | {f"text-{mine[1].pk}": "市の文。"}
    client.force_login(cast.shakyo_jimu)
    client.post(theirs[0], boxes(client, theirs[0]) | {f"text-{theirs[1].pk}": "社協の文。"})
    client.force_login(cast.jimu)
    return typed


def test_two_write_on_different_pages_of_a_section_and_neither_is_held_up(client, cast, minutes):
    section = opinions(minutes, 60)
    one, two = (f"{at('minutes-section', section.pk)}?page={page}" for page in (1, 2))
    rows = section.passages.standing()
    typed = both_write(client, cast, (two, rows[20]), (one, rows[0]))
    assert autosave(client, two, **typed).status_code == 200
    assert client.post(two, typed).status_code == 302
    texts = list(section.passages.standing().values_list("text", flat=True))
    assert (texts[0], texts[20]) == ("社協の文。", "市の文。")


def test_two_write_on_one_page_of_a_section_and_the_second_sees_both_texts(client, cast, minutes):
    section = opinions(minutes, 60)
    address, row = f"{at('minutes-section', section.pk)}?page=2", section.passages.standing()[20]
    typed = both_write(client, cast, (address, row), (address, row))
    assert autosave(client, address, **typed).status_code == 409
    form = client.post(address, typed).context["form"]
    assert form.conflict["fields"] == {f"text-{row.pk}": "社協の文。"}
    client.post(address, typed | {name: form[name].value() for name in ("version", "seen")})
    row.refresh_from_db()
    assert row.text == "市の文。"


def test_unsaved_text_of_a_passage_that_moved_or_was_removed_is_there(jimu, minutes):
    section = opinions(minutes, 60)
    address = f"{at('minutes-section', section.pk)}?page=2"
    moved, removed = section.passages.standing()[20:22]
    typed = boxes(jimu, address)
    typed |= {f"text-{moved.pk}": "動いた文の続き。", f"text-{removed.pk}": "消えた文の続き。"}
    assert autosave(jimu, address, **typed).status_code == 200
    MinutesPassage.objects.filter(pk=moved.pk).update(position=32000)
    MinutesPassage.objects.filter(pk=removed.pk).update(is_removed=True)
    elsewhere = read(jimu, f"{at('minutes-section', section.pk)}?page=1")
    assert "2ページ目を開く" in elsewhere
    html = read(jimu, at("minutes-section", section.pk))
    assert "動いた文の続き。" in html
    assert "消えた文の続き。" in html
