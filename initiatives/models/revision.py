"""What a revision (見直し) changes: one row a subject, with the old and the new text of each of its fields."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.versioning import VersionedModel
from initiatives.models.initiative import Initiative
from plans.models import PlanRevision


class RevisionChangeQuerySet(models.QuerySet):
    def public(self):
        """Changes of revisions that everybody may read, those of the newest revision first."""
        published = PlanRevision.State.PUBLISHED
        return self.filter(revision__state=published, revision__term__published_at__isnull=False).order_by(
            "-revision__ordinal", "place", "pk"
        )


@pghistory.track()
class RevisionChange(VersionedModel):
    """The change of one subject. ``before`` and ``after`` hold plain text by field, as ``initiatives.revisable`` writes it.

    What the table of old and new shows (``heading``, ``lines``) is kept in words, so that a published table says
    the same for ever, whatever becomes of the rows.
    """

    class Kind(models.TextChoices):
        PHILOSOPHY = "philosophy", "基本理念"
        CHAPTER = "chapter", "本文"
        MEASURE = "measure", "基本目標・施策"
        INITIATIVE = "initiative", "取組"
        INDICATOR = "indicator", "指標"
        TARGET = "target", "目標値"
        NEW_INITIATIVE = "new_initiative", "新しい取組"
        NEW_INDICATOR = "new_indicator", "新しい指標"

    ADDITIONS = (Kind.NEW_INITIATIVE, Kind.NEW_INDICATOR)

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("種類", max_length=20, choices=Kind)
    row_id = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="変える行。新しい行は、公表した時に決まる"
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="revision_changes"
    )
    place = models.CharField("並び順", max_length=60)
    heading = models.TextField("箇所")
    before = models.JSONField("改正前", default=dict, blank=True)
    after = models.JSONField("改正後", default=dict)
    lines = models.JSONField("新旧対照表の行", default=list, help_text="項目、改正前、改正後（言葉で）")
    remarks = models.TextField("備考", blank=True)
    objects = RevisionChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "見直しの箇所"
        verbose_name_plural = "見直しの箇所"
        ordering = ["revision", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "row_id"], name="change_once_a_revision"),
            models.CheckConstraint(
                condition=Q(kind__in=["new_initiative", "new_indicator"]) | Q(row_id__isnull=False),
                name="change_has_its_row",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_change_stays",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                # Neither out of a published revision nor into it; the lock lets nobody publish it meanwhile.
                func="""
                    PERFORM 1 FROM plans_planrevision WHERE id IN (OLD.revision_id, NEW.revision_id) FOR SHARE;
                    IF EXISTS (
                        SELECT 1 FROM plans_planrevision
                        WHERE id IN (OLD.revision_id, NEW.revision_id) AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'the changes of a published revision stay';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self):
        return self.heading

    @property
    def is_addition(self) -> bool:
        return self.kind in self.ADDITIONS


class ComparisonPrint(models.Model):
    """新旧対照表 of a published revision as PDF, laid out once by a worker."""

    revision = models.OneToOneField(PlanRevision, on_delete=models.PROTECT, related_name="print")
    pdf = models.BinaryField("PDF")

    class Meta:
        verbose_name = "新旧対照表のPDF"
        verbose_name_plural = "新旧対照表のPDF"

    def __str__(self):
        return f"{self.revision} 新旧対照表"
