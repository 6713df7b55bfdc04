"""What each role may do: one table.

Which rows a person may see or change is said by the queryset methods of the models (``editable_by`` and the like);
this table only says which kinds of work a role does at all.
"""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    CLERK = "clerk", "担当課の職員"
    SECRETARIAT = "secretariat", "事務局"
    MEMBER = "member", "推進委員会の委員"
    ADMINISTRATOR = "administrator", "システム管理者"


class Permission(StrEnum):
    ENTER_RECORDS = "enter_records"  # 年度記録を入力・提出する
    RUN_ROUNDS = "run_rounds"  # 評価の回を開き、確認・差戻し・回答・公表する
    EDIT_PLANS = "edit_plans"  # 計画を公開する
    GATHER_VOICES = "gather_voices"  # アンケートとワークショップを記録し、公開する
    REVIEW = "review"  # 委員として読み、意見を書く
    ADMINISTER = "administer"  # 利用者と組織を管理する


MAY: dict[str, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.ENTER_RECORDS}),
    Role.SECRETARIAT: frozenset(
        {
            Permission.ENTER_RECORDS,
            Permission.RUN_ROUNDS,
            Permission.EDIT_PLANS,
            Permission.GATHER_VOICES,
        }
    ),
    Role.MEMBER: frozenset({Permission.REVIEW}),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER}),
}
