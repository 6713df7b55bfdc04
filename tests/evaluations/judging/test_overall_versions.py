"""総評: every save is kept with who and when, and any two versions can be held side by side."""

from django.urls import reverse

from evaluations import workflow
from tests import builders
from tests.evaluations.judging.conftest import blind


def written(client, cast, *texts):
    client.force_login(cast.chair)
    for version, text in enumerate(texts):
        client.post(
            reverse("committee:overall-comment", args=[cast.round.pk]), {"version": version, "text": text}
        )


def read(client, user, round_, area="committee", **asked):
    client.force_login(user)
    return client.get(reverse(f"{area}:overall-versions", args=[round_.pk]), asked)


def test_each_save_is_a_version_with_its_writer(client, judged):
    written(client, judged, "初めの総評です。", "直した総評です。", "もう一度直した総評です。")
    html = read(client, judged.member, judged.round).content.decode()
    for words in ("第1版", "第2版", "第3版", "初めの総評です。", "高橋", "第2版と第3版の違い"):
        assert words in html


def test_two_versions_are_compared_whichever_comes_first(client, judged):
    written(client, judged, "見守りは順調です。", "見守りは遅れています。", "別の文です。")
    for asked in ({"old": 1, "new": 2}, {"old": 2, "new": 1}):
        html = read(client, judged.jimu, judged.round, "staff", **asked).content.decode()
        assert "第1版と第2版の違い" in html
        table = html.split("第1版と第2版の違い")[1].split("</table>")[0]
        assert "順調で" in table.split("<del>")[1].split("</del>")[0]
        assert "遅れていま" in table.split("<ins>")[1].split("</ins>")[0]


def test_versions_that_are_not_there_compare_nothing(client, judged):
    written(client, judged, "一つ目。", "二つ目。")
    for asked in ({"old": "9", "new": "1"}, {"old": "1", "new": "1"}, {"old": "x\x00"}):
        answer = read(client, judged.member, judged.round, **asked)
        assert answer.status_code == 200
        assert "違う版を2つ選んでください。" in answer.content.decode()


def test_without_a_comment_the_page_says_so(client, judged):
    assert "総評は、まだ書かれていません" in read(client, judged.member, judged.round).content.decode()


def test_before_the_deadline_members_find_nothing(client, judged):
    workflow.write_overall_comment(round=judged.round, member=judged.chair_seat, version=0, text="早い総評")
    blind(judged.round)
    assert read(client, judged.member, judged.round).status_code == 404
    assert "早い総評" in read(client, judged.chair, judged.round).content.decode()


def test_members_of_another_committee_find_nothing(client, judged):
    other = builders.user("sasaki", "佐々木", "member")
    builders.member(builders.committee(judged.term, "別の委員会"), other)
    assert read(client, other, judged.round).status_code == 404
    for name in (
        "round-digest",
        "round-digest-all",
        "round-goals",
        "round-letter",
        "round-eyes",
        "round-digest-pdf",
    ):
        assert client.get(reverse(f"committee:{name}", args=[judged.round.pk])).status_code == 404
