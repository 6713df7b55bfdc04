"""The chair sums a year up in a real browser: the 総評 in two versions, and what stands behind a number; by keyboard alone."""

import pytest
from django.urls import reverse

from tests.browser.keyboard import enter, write
from tests.evaluations.digest.conftest import rounds  # noqa: F401 (the fixture)
from tests.evaluations.judging.conftest import vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_chair_writes_the_comment_twice_and_follows_a_number(walk, rounds):  # noqa: F811
    round_ = rounds.round = rounds.now
    vote(rounds, rounds.member_seat, "A", round_.request.records.first())
    walk.sign_in("takahashi").go(reverse("committee:overall-comment", args=[round_.pk]))
    for text in ("着実に進んでいる。", "担い手が心配である。"):
        write(walk, "総評", text)
        enter(walk, "button", "総評を保存する")
        walk.go(reverse("committee:overall-comment", args=[round_.pk]))
    walk.go(reverse("committee:round-detail", args=[round_.pk]))
    enter(walk, "link", "これまでの版を読む")
    walk.reads("第1版と第2版の違い")
    walk.go(reverse("committee:round-eyes", args=[round_.pk]))
    enter(walk, "link", "件の取組を見る")
    walk.reads("取組（1件）")
