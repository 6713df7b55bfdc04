"""The yearly PDCA record (年度記録) of one 取組."""

from collections.abc import Sequence
from dataclasses import dataclass

import pghistory
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse

from accounts.models import Department, User
from accounts.roles import Permission, Role
from accounts.versioning import VersionedModel
from initiatives.models.initiative import Initiative
from initiatives.models.rating import RatingLevel
from initiatives.models.request import AnnualRequest

TEXT_LIMIT = 1000
"""Characters a text of the record should keep to. A draft may go over; a submitted record may not."""


@dataclass(frozen=True)
class Gap:
    """What still keeps a record from being submitted: the field (its form name), a sentence for people, two words for lists."""

    field: str
    message: str
    label: str


def place_in(order: Sequence[tuple], pk: int) -> dict:
    """Say where the row ``pk`` stands among rows (pk, number, title, …): before, after, place, total."""
    place = next(index for index, row in enumerate(order) if row[0] == pk)
    return {
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        "place": place + 1,
        "total": len(order),
    }


class AnnualRecordQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """A department sees the records that it leads or supports; the secretariats see all; a committee's view is its own affair."""
        if user.may(Permission.RUN_ROUNDS):
            return self
        if user.may(Permission.ENTER_RECORDS):
            return self.of_department(user.department_id)
        return self.none()

    def entered_by(self, user: User):
        """Records that the person writes: those that the department leads, or for a secretariat its organisation's.

        What a supporting department writes is its ``RecordShare``.
        """
        if user.role == Role.CLERK:
            return self.filter(lead_department=user.department_id)
        return self.managed_by(user)

    def approved_by(self, user: User):
        """Records that the person confirms as section chief before they go to the secretariat (課長確認)."""
        if not (user.may(Permission.ENTER_RECORDS) and user.is_section_chief):
            return self.none()
        return self.filter(lead_department=user.department_id)

    def managed_by(self, user: User):
        """Records that a secretariat returns, accepts and answers for: those of its own organisation."""
        if not user.may(Permission.RUN_ROUNDS):
            return self.none()
        return self.filter(lead_department__organization__departments=user.department_id)

    def of_department(self, department: Department | int):
        supporting = AnnualRecord.support_departments.through.objects.filter(department=department)
        return self.filter(Q(lead_department=department) | Q(pk__in=supporting.values("annualrecord_id")))

    def reported(self):
        """Those with a report of their own, to be rated; not 今年度は対象外 nor 完了."""
        return self.filter(outcome="")

    def in_order(self):
        return self.order_by("initiative__position", "number")

    def around(self, record: "AnnualRecord", **which) -> dict:
        """Say where ``record`` stands among those that are ``which`` and itself (see ``place_in``)."""
        rows = self.filter(Q(**which) | Q(pk=record.pk)).in_order()
        return place_in(list(rows.values_list("pk", "number", "title")), record.pk)

    def year_before(self, record: "AnnualRecord"):
        year = record.request.target_year - 1
        return self.filter(initiative=record.initiative_id, request__target_year=year)

    def late(self, today):
        return self.filter(due_on__lt=today, state__in=AnnualRecord.OPEN_STATES)

    def for_gaps(self):
        """With all that ``AnnualRecord.gaps`` asks, in a fixed number of queries."""
        values = AnnualRecord.values.rel.related_model.objects.select_related("indicator")
        return self.select_related("request", "initiative", "self_rating").prefetch_related(
            "promises", Prefetch("values", values)
        )

    def for_writing(self):
        """With all that the form needs to read what was typed; the page itself shows more (``for_reading``)."""
        values = AnnualRecord.values.rel.related_model.objects.select_related("indicator")
        return self.select_related("request").prefetch_related(
            Prefetch("values", values), "values__indicator__targets", "promises"
        )

    def for_answer_sheets(self):
        """With all that a 回答票 shows: what is written, and the department and the rating beside it."""
        return (
            self.for_writing()
            .select_related("self_rating", "lead_department")
            .prefetch_related("lead_department__names")
        )

    def for_reading(self):
        """With all that a sheet shows, in a fixed number of queries."""
        shares = AnnualRecord.shares.rel.related_model.objects.select_related("department")
        return (
            self.for_answer_sheets()
            .select_related(
                "request__term__plan",
                "initiative__measure",
                "lead_department__organization",
                "submitted_by",
                "approved_by",
                "accepted_by",
            )
            .prefetch_related(
                "support_departments__names", Prefetch("shares", shares), "shares__department__names"
            )
        )


@pghistory.track()
class AnnualRecord(VersionedModel):
    """Plan, do, check, act of one 取組 in one target year.

    Number, title, content, place in the tree and department are copied when the call is opened: the list of 取組
    is frozen then, and a later renaming does not reach back.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "未着手"
        DRAFT = "draft", "下書き"
        RETURNED = "returned", "差戻し"
        AWAITING_CHIEF = "awaiting_chief", "課長確認待ち"
        SUBMITTED = "submitted", "提出済み"
        ACCEPTED = "accepted", "確認済み"

    EDITABLE_STATES = (State.NOT_STARTED, State.DRAFT, State.RETURNED)
    OPEN_STATES = (*EDITABLE_STATES, State.AWAITING_CHIEF)
    """Those in which the department, its clerks or its chief, has still to do something."""

    class Outcome(models.TextChoices):
        """Why a record has no report: it is handed in and accepted like any other, with the reason alone."""

        NOT_APPLICABLE = "not_applicable", "今年度は対象外"
        COMPLETED = "completed", "完了"

    class Direction(models.TextChoices):
        EXPAND = "expand", "拡充"
        CONTINUE = "continue", "継続"
        IMPROVE = "improve", "改善"
        REDUCE = "reduce", "縮小"
        ABOLISH = "abolish", "廃止"
        FINISH = "finish", "終了"

    request = models.ForeignKey(AnnualRequest, on_delete=models.PROTECT, related_name="records")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="records")
    state = models.CharField("状態", max_length=15, choices=State, default=State.NOT_STARTED)
    due_on = models.DateField("提出期限")

    number = models.CharField("番号", max_length=20)
    title = models.CharField("取組名", max_length=100)
    content = models.TextField("内容")
    goal = models.CharField("基本目標", max_length=150)
    path = models.CharField("体系", max_length=500)
    lead_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="led_records", verbose_name="主管課"
    )
    support_departments = models.ManyToManyField(
        Department, related_name="supported_records", blank=True, verbose_name="関係課"
    )

    planned = models.TextField("計画（この年度に予定したこと）", blank=True)
    done = models.TextField("実績（この年度に行ったこと）", blank=True)
    self_rating = models.ForeignKey(
        RatingLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="自己評価",
    )
    rating_reason = models.TextField("評価の理由", blank=True)
    issue = models.TextField("課題", blank=True)
    direction = models.CharField("今後の方向性", max_length=10, choices=Direction, blank=True)
    improvement = models.TextField("改善（次の年度に行うこと）", blank=True)
    outcome = models.CharField("実績の代わりの区分", max_length=15, choices=Outcome, blank=True)
    outcome_reason = models.TextField("対象外・完了の理由", blank=True)
    reopened_reason = models.CharField("完了した取組を再開する理由", max_length=200, blank=True)
    share_reason = models.CharField("関係課の担当分を待たずに提出する理由", max_length=200, blank=True)

    due_before = models.DateField("変わる前の提出期限", null=True, blank=True)
    due_changed_at = models.DateTimeField("提出期限を変えた日時", null=True, blank=True)
    due_reason = models.CharField("提出期限を変えた理由", max_length=200, blank=True)
    return_reason = models.TextField("差戻しの理由", blank=True)
    is_returned_by_chief = models.BooleanField("課長からの差戻し", default=False)
    return_count = models.PositiveSmallIntegerField("差戻しの回数", default=0)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("課長の確認日時", null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("確認日時", null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = AnnualRecordQuerySet.as_manager()

    TEXTS = ("planned", "done", "rating_reason", "issue", "improvement")
    REQUIRED_TO_SUBMIT = (
        "planned",
        "done",
        "self_rating",
        "rating_reason",
        "issue",
        "direction",
        "improvement",
    )

    class Meta:
        verbose_name = "年度記録"
        verbose_name_plural = "年度記録"
        ordering = ["request", "initiative__position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "initiative"], name="record_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=["not_started", "draft", "returned"]) | Q(submitted_at__isnull=False),
                name="record_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(outcome_reason=""), name="record_outcome_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("staff:record-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether its department may still write: not while it lies with the secretariat, nor after the close."""
        return self.state in self.EDITABLE_STATES and self.request.closed_at is None

    def is_foreign_to(self, user: User) -> bool:
        """Whether whoever writes here as ``user`` writes for another department (代理入力)."""
        return user.department_id != self.lead_department_id

    @property
    def is_accepted(self) -> bool:
        """Whether its contents stand, so that the committee may read and the round may judge them."""
        return self.state == self.State.ACCEPTED

    def is_late(self, today) -> bool:
        return self.state in self.OPEN_STATES and self.due_on < today

    @property
    def is_open(self) -> bool:
        """Whether it is still to reach the secretariat: its department writes, or its chief confirms."""
        return self.state in self.OPEN_STATES and self.request.closed_at is None

    @property
    def awaits_chief(self) -> bool:
        return self.state == self.State.AWAITING_CHIEF and self.request.closed_at is None

    @property
    def returned_by(self) -> str:
        return "課長" if self.is_returned_by_chief else "事務局"

    @property
    def return_title(self) -> str:
        return f"{self.returned_by}から差し戻されました"

    @property
    def department_name(self) -> str:
        """The lead department as it was called in the target year."""
        return self.lead_department.name_in(self.request.target_year)

    @property
    def support_names(self) -> list[str]:
        return [d.name_in(self.request.target_year) for d in self.support_departments.all()]

    @property
    def missing_shares(self) -> list:
        """The shares (RecordShare) that the supporting departments have not handed in, where a report is asked for."""
        if self.outcome:
            return []
        return [share for share in self.shares.all() if not share.is_handed]

    @property
    def handed_shares(self) -> list:
        return [share for share in self.shares.all() if share.is_handed]

    @property
    def shares_mark(self) -> str:
        """Which versions of the shares a page shows, so that none is submitted unseen."""
        return " ".join(f"{share.pk}.{share.version}" for share in self.shares.all())

    def previous(self) -> "AnnualRecord | None":
        """The record of the same 取組 one year before, in this term or none."""
        return AnnualRecord.objects.for_reading().year_before(self).first()

    def gaps(self) -> list[Gap]:
        """Everything that keeps this record from being submitted, in the order of the form.

        One that is completed has answered for all its promises; of one that is not asked for this year nothing is.
        """
        if self.outcome:
            completed = self.outcome == self.Outcome.COMPLETED
            return [*self._promise_gaps(), *self._left_promise_gaps()] if completed else []
        plan_and_do, check_and_act = self.REQUIRED_TO_SUBMIT[:2], self.REQUIRED_TO_SUBMIT[2:]
        return [
            *self._promise_gaps(),
            *self._text_gaps(plan_and_do),
            *self._value_gaps(),
            *self._text_gaps(check_and_act),
        ]

    @classmethod
    def short_label(cls, field: str) -> str:
        """計画, of 計画（この年度に予定したこと）."""
        return cls._meta.get_field(field).verbose_name.partition("（")[0]

    def _promise_gaps(self):
        for promise in self.promises.all():
            if not promise.is_answered:
                ask = "理由を入力して" if promise.answer else "その後を選んで"
                message = f"{promise.source_label}「{promise.short_text}」の{ask}ください。"
                yield Gap(promise.form_field, message, "約束のその後")

    def _left_promise_gaps(self):
        for promise in self.promises.all():
            if promise.answer == promise.Answer.NOT_YET:
                message = f"「完了」にする前に、{promise.source_label}「{promise.short_text}」を終えるか、「やめた」を選んでください。"
                yield Gap(promise.box("answer"), message, "残っている約束")

    def _text_gaps(self, names):
        for name in names:
            value = getattr(self, name)
            label = self._meta.get_field(name).verbose_name
            if not value:
                verb = "選んで" if name in ("self_rating", "direction") else "入力して"
                yield Gap(name, f"「{label}」を{verb}ください。", self.short_label(name))
            elif name in self.TEXTS and len(value) > TEXT_LIMIT:
                over = len(value) - TEXT_LIMIT
                message = f"「{label}」は{TEXT_LIMIT:,}文字までです。あと{over:,}文字減らしてください。"
                yield Gap(name, message, f"{self.short_label(name)}の文字数")

    def _value_gaps(self):
        for value in self.values.all():
            name = value.indicator.name
            if not value.is_there and not value.missing_reason:
                message = f"指標「{name}」の実績値か、値がない理由を入力してください。"
            elif not value.is_explained:
                message = f"指標「{name}」を確かめて、直すか、「いつもと違う理由」を1行で入力してください。"
            else:
                continue
            yield Gap(value.form_field, message, f"指標「{name}」")


@pghistory.track()
class SupportDepartment(AnnualRecord.support_departments.through):
    """That a department supports a record. A model for the history's sake only; go through the record."""

    class Meta:
        proxy = True
        verbose_name = "関係課"
        verbose_name_plural = "関係課"
