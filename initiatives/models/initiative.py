"""What a plan promises to do (取組), and which departments answer for it."""

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.models import Department, newest_name
from accounts.versioning import VersionedModel
from initiatives.models.actor import ANSWERABLE, Actor, ActorRole
from plans import fiscal_year
from plans.models import Measure, Plan, PlanTerm
from plans.models.published import refuse_change_of_published


class InitiativeQuerySet(models.QuerySet):
    def published(self):
        """取組 of terms that have been made public."""
        return self.filter(term__published_at__isnull=False)

    def carried_out_in(self, year: int):
        """取組 that run in fiscal year ``year``: begun by then and not ended before."""
        return self.filter(Q(first_year__isnull=True) | Q(first_year__lte=year)).filter(
            Q(last_year__isnull=True) | Q(last_year__gte=year)
        )

    def in_order(self):
        return self.order_by("term", "position", "number")

    def with_departments(self):
        departments = models.Prefetch("responsibilities", Responsibility.objects.select_related("department"))
        return self.prefetch_related(departments, "responsibilities__department__names")

    def with_actors(self):
        """With ``told_roles``: what each actor does, for ``role_texts``, in the same query."""
        roles = ActorRole.objects.filter(initiative=OuterRef("pk")).order_by("pk")
        return self.annotate(
            told_roles=ArraySubquery(roles.values(json=JSONObject(actor="actor", text="text")))
        )


RESERVED_CODES = ("tree", "plans")
"""Words that already mean another page below /initiatives/."""


@pghistory.track()
class Initiative(VersionedModel):
    """A 取組 of one term. ``code`` is its permanent public address, ``number`` what the plan prints."""

    term = models.ForeignKey(
        PlanTerm, on_delete=models.PROTECT, related_name="initiatives", verbose_name="計画の期"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="initiatives", verbose_name="施策"
    )
    code = models.SlugField(
        "コード",
        unique=True,
        help_text="公開ページのアドレスになり、後から変えません。",
        error_messages={"unique": "このコードは、すでに使われています。"},
    )
    number = models.CharField("番号", max_length=20)
    title = models.CharField("取組名", max_length=100)
    content = models.TextField("内容")
    first_year = models.PositiveSmallIntegerField(
        "始めた年度", null=True, blank=True, help_text="期の途中で加わった取組だけ"
    )
    last_year = models.PositiveSmallIntegerField(
        "終わりの年度", null=True, blank=True, help_text="期の途中で終わる取組だけ"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_sample = models.BooleanField("見本データ", default=False)
    departments = models.ManyToManyField(Department, through="Responsibility", related_name="initiatives")
    linked_plans = models.ManyToManyField(Plan, through="PlanLink", related_name="linked_initiatives")
    objects = InitiativeQuerySet.as_manager()

    PRINTED = ("term", "measure", "code", "number", "title", "content", "first_year", "last_year")

    class Meta:
        verbose_name = "取組"
        verbose_name_plural = "取組"
        ordering = ["term", "position", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "number"],
                name="initiative_number_once",
                violation_error_message="この番号は、同じ期ですでに使われています。",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("initiative-detail", args=[self.code])

    def clean(self):
        if self.code in RESERVED_CODES:
            raise ValidationError(
                {
                    "code": f"「{self.code}」は、ほかのページのアドレスに使っています。別のコードにしてください。"
                }
            )
        if self.measure_id and self.term_id and self.measure.term_id != self.term_id:
            raise ValidationError({"measure": "同じ計画の期にある施策を選んでください。"})
        if self.term_id:
            refuse_change_of_published(self, self.term.published_at is not None)

    @property
    def years_label(self) -> str:
        """令和5年度から, 令和4年度で終了, or both; empty for a 取組 that runs through the term."""
        begun = f"{fiscal_year.wareki(self.first_year)}から" if self.first_year else ""
        ended = f"{fiscal_year.wareki(self.last_year)}で終了" if self.last_year else ""
        return "、".join(filter(None, (begun, ended)))

    def departments_in(self, role: str) -> list[Department]:
        """The departments with this role, from the prefetched responsibilities where there are any."""
        return [r.department for r in self.responsibilities.all() if r.role == role]

    def role_texts(self) -> dict[str, str]:
        """What each actor does, by actor; no query where the row came ``with_actors`` or with prefetched roles."""
        if (told := getattr(self, "told_roles", None)) is not None:
            return {role["actor"]: role["text"] for role in told}
        return {role.actor: role.text for role in self.actor_roles.all()}

    @property
    def actors(self) -> list[Actor]:
        """Those that do something in this 取組."""
        return [Actor(actor) for actor in self.role_texts()]

    @property
    def actor_columns(self) -> list[tuple[Actor, str]]:
        """All four actors in their order, each with what it does, or with nothing."""
        texts = self.role_texts()
        return [(actor, texts.get(actor, "")) for actor in Actor]

    @property
    def needs_lead(self) -> bool:
        """Whether a department must lead and report every year.

        Only a 取組 that says who does what, and that citizens and the community carry alone, does without.
        """
        actors = self.role_texts().keys()
        return not actors or not actors.isdisjoint(ANSWERABLE)

    @property
    def is_asked(self) -> bool:
        """Whether the yearly call asks for a record: of all that need a department, or have one all the same."""
        return self.needs_lead or bool(self.departments_in(Responsibility.Role.LEAD))


class ResponsibilityQuerySet(models.QuerySet):
    def with_names(self):
        """With ``department_name``: what the department is called by now."""
        return self.annotate(department_name=newest_name("department"))


@pghistory.track()
class Responsibility(models.Model):
    """Which department answers for a 取組: one leads (主管), others support (関係)."""

    class Role(models.TextChoices):
        LEAD = "lead", "主管"
        SUPPORT = "support", "関係"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="responsibilities")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="responsibilities", verbose_name="所管課"
    )
    role = models.CharField("分担", max_length=10, choices=Role, default=Role.LEAD)
    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "所管"
        verbose_name_plural = "所管"
        ordering = ["initiative", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "department"],
                name="responsibility_once",
                violation_error_message="この所管課は、すでに登録されています。",
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(role="lead"),
                name="responsibility_one_lead",
                violation_error_message="主管は1つだけにしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.initiative} {self.get_role_display()} {self.department}"
