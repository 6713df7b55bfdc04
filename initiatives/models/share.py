"""The part (担当分) that each supporting department writes of a record; the lead writes and submits the record itself."""

import pghistory
from django.db import models

from accounts.models import Department, User
from accounts.roles import Permission, Role
from accounts.versioning import VersionedModel
from initiatives.models.record import AnnualRecord


class RecordShareQuerySet(models.QuerySet):
    def written_by(self, user: User):
        """A department writes its own shares; a secretariat may enter those of its organisation (代理入力)."""
        if user.role == Role.CLERK:
            return self.filter(department=user.department_id)
        if not user.may(Permission.RUN_ROUNDS):
            return self.none()
        return self.filter(department__organization__departments=user.department_id)

    def of_year_before(self, share: "RecordShare") -> "RecordShare | None":
        """What the same department wrote of the same 取組 one year before, if it handed anything in."""
        return self.filter(
            record__initiative=share.record.initiative_id,
            record__request__target_year=share.record.request.target_year - 1,
            department=share.department_id,
            state=RecordShare.State.HANDED,
        ).first()


@pghistory.track()
class RecordShare(VersionedModel):
    """What one supporting department did for a record, in its own words. Made when the call is opened."""

    class State(models.TextChoices):
        OPEN = "open", "未記入"
        WRITING = "writing", "記入中"
        HANDED = "handed", "記入済み"

    record = models.ForeignKey(AnnualRecord, on_delete=models.PROTECT, related_name="shares")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="record_shares", verbose_name="関係課"
    )
    state = models.CharField("担当分の状態", max_length=10, choices=State, default=State.OPEN)
    done = models.TextField("担当分の実績", blank=True)
    issue = models.TextField("担当分の課題", blank=True)
    handed_at = models.DateTimeField("担当分を渡した日時", null=True, blank=True)
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = RecordShareQuerySet.as_manager()

    TEXTS = ("done", "issue")

    class Meta:
        verbose_name = "関係課の担当分"
        verbose_name_plural = "関係課の担当分"
        ordering = ["record", "department__organization__kind", "department__code"]
        constraints = [
            models.UniqueConstraint(fields=["record", "department"], name="share_once_a_department"),
            models.CheckConstraint(
                condition=~models.Q(state="handed")
                | models.Q(handed_at__isnull=False, handed_by__isnull=False) & ~models.Q(done=""),
                name="share_handed_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.record}（{self.department_name}）"

    @property
    def is_handed(self) -> bool:
        return self.state == self.State.HANDED

    @property
    def department_name(self) -> str:
        """The department as it was called in the target year."""
        return self.department.name_in(self.record.request.target_year)

    def is_foreign_to(self, user: User) -> bool:
        """Whether whoever writes here as ``user`` writes for another department (代理入力)."""
        return user.department_id != self.department_id
