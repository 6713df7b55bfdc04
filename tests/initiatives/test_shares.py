"""Several departments on one 取組: each writes its part, the lead sees all and submits."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import UnsavedPage
from accounts.versioning import MoveRefused, StaleVersion
from initiatives import progress, shares
from initiatives.models import AnnualRecord, ProxyEntry, RecordShare
from tests import builders
from tests.initiatives.test_staff_pages import page, typed
from tests.threads import at_once

LIST = reverse("staff:record-list")


@pytest.fixture
def record(cast):
    """見守り活動, led by 高齢者福祉課; 子育て支援課 of the city and 地域福祉係 of the council support it."""
    cast.walk.responsibilities.create(department=cast.children, role="support")
    cast.walk.responsibilities.create(department=cast.shakyo_office, role="support")
    cast.counted = builders.indicator(cast.walk, targets={2022: 12})
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    return round_.request.records.get(initiative=cast.walk)


@pytest.fixture
def share(cast, record):
    return builders.share_of(record, cast.children)


def part(share):
    return reverse("staff:share-edit", args=[share.pk])


def sent(share, **changes):
    return {"version": share.version, "done": "園の子どもと訪ねた。", "issue": ""} | changes


def html(client, address, data=None) -> str:
    answer = client.get(address) if data is None else client.post(address, data, follow=True)
    return answer.content.decode()


# ---- whose part it is ----------------------------------------------------------------------------------------


def test_the_call_freezes_one_share_a_supporting_department(cast, record):
    assert {share.department for share in record.shares.all()} == {cast.children, cast.shakyo_office}
    cast.walk.responsibilities.filter(department=cast.children).delete()
    assert record.shares.count() == 2


def test_a_department_that_is_gone_by_then_gets_no_share(cast):
    cast.children.last_year = 2021
    cast.children.save()
    cast.walk.responsibilities.create(department=cast.children, role="support")
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    assert not round_.request.records.get(initiative=cast.walk).shares.exists()


@pytest.mark.parametrize("name", ["record-edit", "record-check"])
def test_a_supporting_clerk_reads_the_record_and_cannot_write_it(client, cast, record, name):
    client.force_login(cast.suzuki)
    assert client.get(page("record-detail", record)).status_code == 200
    assert client.get(page(name, record)).status_code == 404
    assert client.post(page(name, record), typed(record)).status_code == 404
    for beside in ("record-autosave", "record-presence", "record-unsaved", "record-wording"):
        assert client.post(page(beside, record), typed(record)).status_code == 404
    record.refresh_from_db()
    assert (record.state, record.done) == ("not_started", "")


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        ("suzuki", 200, 404),
        ("shakyo", 404, 200),
        ("jimu", 200, 404),
        ("shakyo_jimu", 404, 200),
        ("sato", 404, 404),
        ("member", 403, 403),
    ],
)
def test_city_and_council_each_own_their_shares(client, cast, record, who, own, others):
    client.force_login(getattr(cast, who))
    for department, status in ((cast.children, own), (cast.shakyo_office, others)):
        address = part(builders.share_of(record, department))
        assert client.get(address).status_code == status
        if status != 200:
            assert client.post(address, {"version": 1, "done": "x", "issue": ""}).status_code == status


# ---- writing it ------------------------------------------------------------------------------------------------


def test_the_share_is_a_task_until_it_is_handed_in(client, cast, share):
    client.force_login(cast.suzuki)
    text = html(client, LIST)
    assert "関係課としての担当分（1件。残り1件）" in text
    assert "担当分を入力する<" in text
    assert "残りは<strong>1件</strong>" in text
    assert "下書きを保存しました" in html(client, part(share), sent(share))
    assert "担当分の続きを入力する<" in html(client, LIST)
    share.refresh_from_db()
    text = html(client, part(share), sent(share) | {"hand_in": "1"})
    assert "高齢者福祉課に渡しました。" in text
    assert "担当分を直す<" in html(client, LIST)
    share.refresh_from_db()
    assert (share.state, share.handed_by, share.done) == ("handed", cast.suzuki, "園の子どもと訪ねた。")


def test_a_draft_after_handing_in_is_no_longer_handed_in(cast, share):
    handed = builders.handed(share.record, cast.children, cast.suzuki)
    texts = {"done": "書き直している。", "issue": "", "hand_in": False}
    again = shares.write(share=handed, version=handed.version, by=cast.suzuki, now=builders.NOW, **texts)
    assert (again.state, again.handed_at) == ("writing", None)


@pytest.mark.parametrize(
    ("done", "message"),
    [
        ("", "担当分の実績を入力してください。"),
        ("あ" * 1003, "あと3文字減らしてください。"),
        ("a\0b", "表示されない文字"),
    ],
)
def test_what_is_not_fit_is_said_at_the_box_and_kept(client, cast, share, done, message):
    client.force_login(cast.suzuki)
    text = html(client, part(share), sent(share, done=done, issue="担い手が足りない。") | {"hand_in": "1"})
    assert message in text
    assert "担い手が足りない。</textarea>" in text
    share.refresh_from_db()
    assert (share.state, share.issue) == ("open", "")


def test_two_clerks_at_one_share_lose_nothing(client, cast, share):
    client.force_login(cast.suzuki)
    client.post(part(share), sent(share, done="先の人の文"))
    text = html(client, part(share), sent(share, done="後の人の文"))
    assert "先の人の文" in text
    assert "後の人の文</textarea>" in text
    share.refresh_from_db()
    assert share.done == "先の人の文"


def test_hostile_text_is_shown_as_text(client, cast, share):
    client.force_login(cast.suzuki)
    client.post(part(share), sent(share, done="<script>x</script>髙𠮷😀\r\n2行目") | {"hand_in": "1"})
    text = html(client, page("record-detail", share.record))
    assert "&lt;script&gt;x&lt;/script&gt;髙𠮷😀" in text
    share.refresh_from_db()
    assert share.done == "<script>x</script>髙𠮷😀\n2行目"


def test_the_secretariat_enters_a_share_for_the_department_and_it_is_marked(client, cast, share):
    client.force_login(cast.jimu)
    assert "代理入力（子育て支援課に代わって）" in html(client, part(share))
    refused = html(client, part(share), sent(share) | {"hand_in": "1"})
    assert "「担当分を渡す」" in refused
    assert not ProxyEntry.objects.exists()
    how = {"proxy-means": "phone", "proxy-note": "4月3日に聞き取り"}
    text = html(client, part(share), sent(share) | {"hand_in": "1"} | how)
    assert "事務局の伊藤が、子育て支援課に代わって担当分を入力（電話で聞き取った）" in text
    assert ProxyEntry.objects.get().share == share


# ---- the lead ---------------------------------------------------------------------------------------------------


def test_the_lead_sees_the_shares_beside_its_boxes_and_copies_them(client, cast, record, share):
    builders.handed(record, cast.children, cast.suzuki, done="園で開いた。", issue="人手が足りない。")
    client.force_login(cast.sato)
    text = html(client, page("record-edit", record))
    assert text.count("子育て支援課の担当分を写す") == 2
    copied = typed(record, done="主管の文。") | {"copy": f"done@{share.pk}"}
    assert "主管の文。\n園で開いた。</textarea>" in html(client, page("record-edit", record), copied)
    for odd in ("done@", "done@0", "done@x", "planned@1", "@"):
        assert ">\n主管の文。</textarea>" in html(client, page("record-edit", record), copied | {"copy": odd})


def test_a_missing_share_is_said_and_overridden_only_with_a_reason(client, cast, record):
    builders.fill(record)
    builders.handed(record, cast.children, cast.suzuki)
    record.refresh_from_db()
    client.force_login(cast.sato)
    text = html(client, page("record-check", record))
    assert "担当分を受け取っていない関係課（1課）" in text
    assert "地域福祉係（未記入）" in text
    assert "教室の場所を貸した。" in text
    press = {"version": record.version, "shares": record.shares_mark}
    assert "待たない理由を入力してください。" in html(client, page("record-check", record), press)
    record.refresh_from_db()
    assert record.state == "draft"
    text = html(client, page("record-check", record), press | {"share_reason": "電話で聞き取ったため。"})
    assert "を提出しました。" in text
    assert "電話で聞き取ったため。" in text
    record.refresh_from_db()
    assert (record.state, record.share_reason) == ("submitted", "電話で聞き取ったため。")


def test_with_all_shares_no_reason_is_asked_nor_kept(client, cast, record):
    builders.fill(record)
    builders.handed(record, cast.children, cast.suzuki)
    builders.handed(record, cast.shakyo_office, cast.shakyo)
    record.refresh_from_db()
    client.force_login(cast.sato)
    assert "share_reason" not in html(client, page("record-check", record))
    press = {"version": record.version, "shares": record.shares_mark, "share_reason": "いらない理由"}
    client.post(page("record-check", record), press)
    record.refresh_from_db()
    assert (record.state, record.share_reason) == ("submitted", "")


def test_a_share_that_the_lead_has_not_seen_is_not_submitted(client, cast, record):
    builders.fill(record)
    record.refresh_from_db()
    press = {"version": record.version, "shares": record.shares_mark, "share_reason": "急ぐため。"}
    builders.handed(record, cast.children, cast.suzuki)
    client.force_login(cast.sato)
    assert "ほかの人がこの記録を変更しました。" in html(client, page("record-check", record), press)
    record.refresh_from_db()
    assert record.state == "draft"


def test_after_the_submission_a_share_is_fixed_until_a_return(client, cast, record, share):
    submitted = builders.submitted(record, cast.sato)
    client.force_login(cast.suzuki)
    answer = client.get(part(share), follow=True)
    assert "「提出済み」のため、担当分を入力できません。" in answer.content.decode()
    text = html(client, part(share), sent(share, done="間に合わなかった文"))
    assert "「提出済み」のため、担当分を変更できません。" in text
    assert "間に合わなかった文</textarea>" in text
    progress.return_(record=submitted, version=submitted.version, reason="関係課の分も書いてください。")
    client.post(part(share), sent(share) | {"hand_in": "1"})
    share.refresh_from_db()
    assert share.is_handed


def test_a_share_of_a_closed_call_stays(cast, record, share):
    progress.close_request(request=record.request, now=timezone.now())
    with pytest.raises(MoveRefused):
        builders.handed(AnnualRecord.objects.get(pk=record.pk), cast.children, cast.suzuki)


def submitting(cast, record, mark):
    seen = {"version": record.version, "seen_shares": mark, "share_reason": "急ぐため。"}
    return lambda: progress.submit(record=record, by=cast.sato, now=builders.NOW, **seen)


def handing_in(cast, share, done):
    texts = {"done": done, "issue": "", "hand_in": True}
    return lambda: shares.write(share=share, version=share.version, by=cast.suzuki, now=builders.NOW, **texts)


@pytest.mark.django_db(transaction=True)
def test_submitting_while_a_share_is_saved_never_submits_unseen_words(cast, record, share):
    for turn in range(6):
        record = builders.fill(AnnualRecord.objects.get(pk=record.pk))
        mark, share = record.shares_mark, RecordShare.objects.get(pk=share.pk)
        submitted, written = at_once(submitting(cast, record, mark), handing_in(cast, share, f"{turn}回目"))
        won = isinstance(submitted, AnnualRecord)
        assert isinstance(written, MoveRefused) if won else isinstance(submitted, StaleVersion)
        assert (RecordShare.objects.get(pk=share.pk).version == share.version) == won
        if won:
            progress.return_(record=submitted, version=submitted.version, reason="もう一度")


# ---- what it costs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_shares_in_the_list_cost_the_same_for_one_and_three(client, cast, count, django_assert_num_queries):
    for number in range(count):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}", support=[cast.children])
    builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.suzuki)
    with django_assert_num_queries(9):
        assert html(client, LIST).count("担当分を入力する<") == count


def test_saving_a_share_stays_within_fifteen_queries(client, cast, share, django_assert_max_num_queries):
    client.force_login(cast.suzuki)
    with django_assert_max_num_queries(15 + 4):  # the test's own transaction adds savepoints
        assert client.post(part(share), sent(share) | {"hand_in": "1"}).status_code == 302


def test_a_share_handed_in_without_words_is_refused_by_the_verb(cast, share):
    with pytest.raises(ValidationError):
        builders.handed(share.record, cast.children, cast.suzuki, done="")


# ---- what was typed and not saved ----------------------------------------------------------------------------


def autosave(client, share, **changes):
    return client.post(part(share), sent(share, **changes), headers={"accept": "application/json"})


def test_what_is_typed_into_a_share_is_kept_until_it_is_saved(client, cast, share):
    client.force_login(cast.suzuki)
    assert autosave(client, share, done="打ちかけの実績").status_code == 200
    share.refresh_from_db()
    assert share.done == ""
    shown = html(client, part(share))
    assert "書きかけの内容を、欄に戻しました" in shown
    assert "打ちかけの実績" in shown
    html(client, part(share), sent(share, done="打ちかけの実績"))
    assert not UnsavedPage.objects.exists()
    client.force_login(cast.sato)
    assert autosave(client, share).status_code == 404


def test_what_a_proxy_types_comes_back_with_how_it_came(client, cast, share):
    client.force_login(cast.jimu)
    autosave(client, share, done="電話の内容", **{"proxy-note": "内線で聞いた", "proxy-means": "phone"})
    shown = html(client, part(share))
    assert "電話の内容" in shown
    assert "内線で聞いた" in shown


def test_text_that_was_not_saved_can_be_copied_after_the_lead_submitted(client, cast, record, share):
    client.force_login(cast.suzuki)
    autosave(client, share, done="打ちかけの実績")
    builders.submitted(record, cast.sato)
    answer = autosave(client, share, done="打ちかけの実績の続き")
    assert (answer.status_code, "担当分を入力できません" in answer.json()["message"]) == (409, True)
    shown = html(client, part(share))
    assert "打ちかけの実績の続き" in shown
    assert "担当分を入力できません" in shown
