"""The navigation: what each person is offered, and where one is."""

import re

import pytest
from django.urls import reverse


def links(html: str, label: str) -> list[str]:
    """The entries of a navigation, the current one in brackets."""
    nav = re.search(rf'(?s)<nav [^>]*aria-label="{label}">.*?</nav>', html)
    found = re.findall(r"<a href=\"[^\"]+\"( aria-current=\"\w+\")?>([^<]+)</a>", nav[0]) if nav else []
    return [f"[{name}]" if current else name for current, name in found]


MENU, BELOW = "メインメニュー", "この仕事の画面"


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        ("sato", ["[わたしの担当]", "意見台帳"]),
        (
            "jimu",
            ["[わたしの担当]", "評価の回", "意見台帳", "市民の声", "会議と委員", "お知らせ", "計画を整える"],
        ),
    ],
)
def test_each_role_is_offered_its_own_work(client, cast, person, offered):
    client.force_login(getattr(cast, person))
    assert links(client.get(reverse("staff:record-list")).content.decode(), MENU) == offered


def test_the_pages_of_a_plan_belong_together(client, cast):
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:tree-detail", args=[cast.term.pk])).content.decode()
    assert links(html, MENU)[-1] == "[計画を整える]"
    assert "[体系と取組]" in links(html, BELOW)
    assert [link for link in links(html, BELOW) if link.startswith("[")] == ["[体系と取組]"]


def test_elsewhere_they_are_not_in_the_way(client, cast):
    client.force_login(cast.jimu)
    assert links(client.get(reverse("staff:round-list")).content.decode(), BELOW) == []


def test_visitors_are_offered_the_public_pages(client, cast):
    html = client.get(reverse("plan-list")).content.decode()
    assert links(html, MENU) == ["[計画]", "取組", "年度ごとの評価", "みなさんの声", "会議", "用語"]
