"""How the secretariat works through 検討課題 of the next term and has the 引継書 made."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from evaluations import carried_issues, handover
from evaluations.models import HandoverPrint
from evaluations.tasks import print_handover
from initiatives.models import Promise
from plans.publication import publish_term
from tests import builders


@pytest.fixture
def bridge(cast):
    return builders.carried_over(cast.term)


def at(name, *pks) -> str:
    return reverse(f"staff:{name}", args=pks)


def read(client, address) -> str:
    return client.get(address).content.decode()


def press(client, address, data=None) -> str:
    return client.post(address, data or {}, follow=True).content.decode()


def error_at(html, field) -> str:
    found = re.search(rf'(?s)id="id_{field}_error">(.*?)</div>', html)
    return re.sub(r"<.*?>|エラー：|\s", "", found[1]) if found else ""


# ---- 検討課題 ----------------------------------------------------------------------------------------------


@pytest.fixture
def opinions(cast, bridge):
    """One opinion without a reply, one put off to the next plan, one reflected; and a promise of the last year."""
    round_ = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    cast.secret = builders.opinion(round_, cast.member_seat, record, text="隣の佐々木さんの家が心配です。")
    put_off = builders.opinion(round_, cast.member_seat, record, text="駅前にも居場所がほしい。")
    builders.replied(put_off, cast.jimu, disposition="next_plan", summary="駅前の居場所を望む意見")
    done = builders.opinion(round_, cast.member_seat, record, text="もう済んだ話です。")
    builders.replied(done, cast.jimu, disposition="reference")
    return cast


def test_what_is_open_becomes_an_issue_once(jimu, opinions, bridge):
    Promise.objects.filter(origin="improvement", initiative=opinions.salon).update(answer="done")
    Promise.objects.filter(origin="opinion", reply__gt="", text="もう済んだ話です。").update(answer="partly")
    page = at("carried-issue-list", bridge.pk)
    assert "まだありません" in read(jimu, page)
    html = press(jimu, page)
    assert "検討課題を3件加えました。" in html
    sources = sorted(bridge.issues.values_list("source", flat=True))
    assert sources == ["令和4年度の意見（令和4-001）", "令和4年度の意見（令和4-002）", "令和4年度の改善"]
    assert "新しく加える検討課題は、ありませんでした。" in press(jimu, page)
    builders.replied(opinions.secret, opinions.jimu, disposition="answered")
    press(jimu, page)
    assert bridge.issues.count() == 2


def test_an_original_is_never_taken_for_a_summary(jimu, opinions, bridge):
    carried_issues.collect(carry_over=bridge)
    issue = bridge.issues.get(opinion=opinions.secret)
    assert issue.summary == ""
    page = at("carried-issue-edit", issue.pk)
    assert "隣の佐々木さんの家が心配です。" in read(jimu, page)
    typed = {"version": 1, "summary": "", "decision": "declined", "reason": "", "new_initiative": ""}
    html = press(jimu, page, typed)
    assert "「公表する課題の要旨」を入力してください" in error_at(html, "summary")
    assert "「扱いの理由・内容」を入力してください" in error_at(html, "reason")
    (line,) = builders.carried(bridge, opinions.walk)
    told = {"summary": "近所の見守りを望む意見", "reason": "ほかの制度で行うため。"}
    html = press(jimu, page, typed | told | {"new_initiative": line.new_id})
    assert "「反映」か「一部反映」のときだけ" in error_at(html, "new_initiative")
    assert "の扱いを保存しました。" in press(jimu, page, typed | told | {"next": "1"})
    html = press(jimu, page, typed | told | {"reason": "後から来た理由"})
    assert "さんが先に保存したため" in html
    assert "後から来た理由" in html
    html = press(jimu, page, typed | told | {"version": 2, "decision": ""})
    assert "空欄に戻せません" in error_at(html, "decision")


# ---- 引継書 ------------------------------------------------------------------------------------------------


def test_a_draft_is_made_by_the_worker_and_stays_in_the_house(jimu, client, cast, bridge):
    page = at("handover-print", bridge.pk)
    assert "引継書の作成を頼みました。" in press(jimu, page)
    assert "引継書の案（PDF）を開く" in read(jimu, page)
    pdf = at("handover-draft-pdf", bridge.pk)
    assert jimu.get(pdf).content == b"%PDF-1.7 quick"
    press(jimu, page)
    assert HandoverPrint.objects.count() == 1
    client.logout()
    assert client.get(pdf).status_code == 302


def test_what_is_being_made_is_not_asked_for_twice(cast, bridge, monkeypatch):
    idle = SimpleNamespace(enqueue=lambda pk: None)
    monkeypatch.setattr("evaluations.handover.print_handover", idle)
    first = handover.ask_for_draft(carry_over=bridge, now=builders.NOW)
    assert handover.ask_for_draft(carry_over=bridge, now=builders.NOW) == first
    print_handover.func(first.pk)
    first.refresh_from_db()
    assert first.is_ready


def test_the_one_of_a_publication_is_kept_and_cannot_change(cast, bridge):
    for row in (cast.walk, cast.salon):
        builders.carried(bridge, row)
    builders.chapter(bridge.new_term)
    publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW)
    kept = HandoverPrint.objects.get(published_at=builders.NOW)
    assert bytes(kept.pdf).startswith(b"%PDF")
    with pytest.raises(Exception, match="Cannot update"):
        HandoverPrint.objects.filter(pk=kept.pk).update(pdf=b"other")
