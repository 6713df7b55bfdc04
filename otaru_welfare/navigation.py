"""The navigation of each area: its entries, and below one of them the pages that belong together."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.roles import Permission


@dataclass(frozen=True)
class Entry:
    """A link of the navigation; whoever may not do ``permission`` does not see it. ``below`` are shown once inside."""

    name: str
    label: str
    permission: Permission | None = None
    below: tuple["Entry", ...] = ()

    def link(self, path: str) -> dict:
        """The link, and whether the page at ``path`` belongs to it."""
        url = reverse(self.name)
        return {"url": url, "label": self.label, "current": path.startswith(url)}


CITIZENS_VOICES = (
    Entry("voice-list", "意見とその後"),
    Entry("workshop-list", "ワークショップ"),
    Entry("survey-list", "アンケート"),
)
PUBLIC = (
    Entry("plan-list", "計画"),
    Entry("initiative-list", "取組"),
    Entry("evaluation-list", "年度ごとの評価"),
    Entry("voice-list", "みなさんの声", below=CITIZENS_VOICES),
    Entry("meeting-list", "会議"),
    Entry("glossary", "用語"),
)
COMMITTEE = (Entry("committee:home", "評価と会議"),)
PLANS = (
    Entry("staff:register-list", "計画の登録簿"),
    Entry("staff:text-list", "計画の本文"),
    Entry("staff:word-list", "用語"),
    Entry("staff:tree-list", "体系と取組"),
    Entry("staff:plan-term-list", "計画の公開"),
    Entry("staff:activity-list", "周知・啓発"),
    Entry("staff:carry-over-list", "次の期への引継ぎ"),
    Entry("staff:plan-file-list", "計画の読み込み"),
    Entry("staff:portal-edit", "サイトの設定"),
)
COMMITTEES = (Entry("staff:meeting-list", "会議"), Entry("staff:committee-list", "委員会と委員"))
GATHERED_VOICES = (Entry("staff:survey-list", "アンケート"), Entry("staff:workshop-list", "ワークショップ"))
STAFF = (
    Entry("staff:record-list", "わたしの担当", Permission.ENTER_RECORDS),
    Entry("staff:round-list", "評価の回", Permission.RUN_ROUNDS),
    Entry("staff:ledger", "意見台帳", Permission.ENTER_RECORDS),
    Entry("staff:survey-list", "市民の声", Permission.GATHER_VOICES, below=GATHERED_VOICES),
    Entry("staff:meeting-list", "会議と委員", Permission.RUN_ROUNDS, below=COMMITTEES),
    Entry("staff:mail-list", "お知らせ", Permission.RUN_ROUNDS),
    Entry("staff:register-list", "計画を整える", Permission.EDIT_PLANS, below=PLANS),
)


def navigation(area: str, user, path: str) -> dict:
    """Give the links of the area as ``nav``, and as ``nav_below`` those that belong to where one is."""
    nav, nav_below = [], []
    for entry in _entries(area, user):
        link, below = entry.link(path), [child.link(path) for child in entry.below]
        if any(child["current"] for child in below):
            link["current"], nav_below = True, below
        nav.append(link)
    return {"nav": nav, "nav_below": nav_below}


def _entries(area: str, user) -> list[Entry]:
    if area == "committee":
        return list(COMMITTEE)
    if area != "staff":
        return list(PUBLIC)
    is_known = user is not None and user.is_authenticated
    return [entry for entry in STAFF if is_known and user.may(entry.permission)]
