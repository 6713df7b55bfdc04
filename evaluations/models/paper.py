"""Papers of a meeting (資料), the files they are, and the packs that are bound of them (綴り)."""

from datetime import datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate

from accounts.models import User
from accounts.versioning import VersionedModel
from evaluations.models.committee import Member
from evaluations.models.edition import PATIENCE
from evaluations.models.meeting import AgendaItem, Meeting
from evaluations.models.round import EvaluationRound


class MeetingFile(models.Model):
    """The bytes of a paper: a PDF that went through the gate (``accounts.pdfs``) or was generated. Never changes."""

    data = models.BinaryField("PDF")
    sha256 = models.CharField("要約値", max_length=64)
    page_count = models.PositiveSmallIntegerField("ページ数")
    size = models.PositiveIntegerField("大きさ（バイト）")
    made_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "資料のファイル"
        verbose_name_plural = "資料のファイル"
        triggers = [pgtrigger.Protect(name="file_stays", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.sha256[:12]}（{self.page_count}ページ）"


def _replaced(text, pattern: str, by: str) -> models.Func:
    words = (text, models.Value(pattern), models.Value(by), models.Value("g"))
    return models.Func(*words, function="regexp_replace", output_field=models.TextField())


BY_NUMBER = Collate(_replaced(_replaced("number", r"(\d+)", r"0000000000\1"), r"\d*(\d{10})", r"\1"), "C")
"""1, 2, 2-1, 10: the numbers within the number of a paper, at equal length, as SQL."""


class MeetingDocumentQuerySet(models.QuerySet):
    def for_reading(self):
        """With all that a page shows of a paper, without the bytes; in the order of the pack."""
        files = models.Prefetch("file", MeetingFile.objects.defer("data"))
        rows = self.select_related("agenda_item", "replaces", "replaced_by").prefetch_related(
            files, "only_for"
        )
        return rows.in_order()

    def in_order(self):
        rank = models.Case(
            *(models.When(kind=kind, then=place) for place, kind in enumerate(MeetingDocument.Kind)),
            default=len(MeetingDocument.Kind),
        )
        return self.order_by(rank, BY_NUMBER, "position", "pk")

    def with_held_back(self, today):
        """Add ``is_held_back``: made by the portal while members read each other in a round that is blind again.

        次第 and 委員名簿 tell of nobody's words; what an uploaded paper tells of only people know.
        """
        tells = ~Q(generator="") & ~Q(kind__in=MeetingDocument.OF_THE_MEETING)
        rounds = EvaluationRound.objects.hiding("file__made_at", today)
        hiding = models.Exists(rounds.filter(committee=models.OuterRef("meeting__committee")))
        return self.annotate(is_held_back=models.ExpressionWrapper(tells & hiding, models.BooleanField()))

    def in_force(self):
        """Without those that a corrected version has replaced."""
        return self.filter(replaced_by__isnull=True)

    def handed_out(self):
        return self.filter(handed_out_at__isnull=False)

    def held_by_members(self):
        """What members go by: handed out, and not replaced by another that was handed out too."""
        return self.handed_out().exclude(replaced_by__handed_out_at__isnull=False)

    def handed_to(self, seats):
        """What was handed out to these seats: papers for all, and those for one of them."""
        named = PaperRecipient.objects.filter(document=models.OuterRef("pk"))
        mine = ~models.Exists(named) | models.Exists(named.filter(member__in=seats))
        return self.handed_out().filter(mine)


@pghistory.track()
class MeetingDocument(VersionedModel):
    """One paper in one version. Once handed out it stays as it is: a correction is a new one that ``replaces`` it.

    ``generator`` names who makes the file (``evaluations.meetings.generated``); an uploaded paper has none.
    ``only_for`` are the members who get it; nobody named means everybody.
    """

    class Kind(models.TextChoices):
        AGENDA = "agenda", "次第"
        ROSTER = "roster", "委員名簿"
        PAPER = "paper", "資料"
        REFERENCE = "reference", "参考資料"
        HANDOUT = "handout", "当日配布資料"

    OF_THE_MEETING = (Kind.AGENDA, Kind.ROSTER)
    NUMBERED = (Kind.PAPER, Kind.REFERENCE, Kind.HANDOUT)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.PAPER)
    number = models.CharField("番号", max_length=10, blank=True)
    title = models.CharField("資料名", max_length=200)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    agenda_item = models.ForeignKey(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="議題",
    )
    generator = models.CharField("作り方", max_length=20, blank=True, editable=False)
    file = models.ForeignKey(
        MeetingFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="documents",
        verbose_name="ファイル",
    )
    asked_at = models.DateTimeField("作成を頼んだ日時", null=True, blank=True, editable=False)
    problem = models.CharField("作れなかった理由", max_length=200, blank=True, editable=False)
    edition = models.PositiveSmallIntegerField("版の番号", default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name="訂正した前の版",
    )
    correction = models.CharField("訂正の内容", max_length=200, blank=True)
    is_closed = models.BooleanField(
        "非公開の資料", default=False, help_text="選ぶと、市民のページに載せません。"
    )
    only_for = models.ManyToManyField(
        Member, through="PaperRecipient", blank=True, related_name="+", verbose_name="配る委員"
    )
    handed_out_at = models.DateTimeField("配布日時", null=True, blank=True, editable=False)
    objects = MeetingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "資料"
        verbose_name_plural = "資料"
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "number", "edition"],
                condition=~Q(number=""),
                name="paper_number_once",
                violation_error_message="同じ番号の資料が、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(handed_out_at__isnull=True) | Q(file__isnull=False),
                name="paper_handed_out_with_file",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, edition=1) | Q(replaces__isnull=False, edition__gt=1),
                name="paper_edition_counts_corrections",
            ),
        ]

    def __str__(self):
        return f"{self.label}　{self.title}" if self.label != self.title else self.title

    @property
    def label(self) -> str:
        """資料2-1, 参考資料1（訂正版）, 次第."""
        number = self.number if self.kind in self.NUMBERED else ""
        return f"{self.get_kind_display()}{number}{self.edition_label}"

    @property
    def edition_label(self) -> str:
        if self.edition == 1:
            return ""
        return "（訂正版）" if self.edition == 2 else f"（訂正版・第{self.edition}版）"

    @property
    def is_generated(self) -> bool:
        return bool(self.generator)

    @property
    def is_fixed(self) -> bool:
        """Whether members have it, so that it can only be corrected by a new version."""
        return self.handed_out_at is not None

    @property
    def is_replaced(self) -> bool:
        return hasattr(self, "replaced_by")

    @property
    def is_public_paper(self) -> bool:
        """Whether it may be shown to everybody once the meeting is published.

        Never what the portal makes: 次第 and 委員名簿 name what is 非公開, the report is 「案」. The public reads all of
        it on pages of its own.
        """
        is_closed = self.is_closed or (self.agenda_item is not None and self.agenda_item.is_closed)
        is_open_meeting = self.meeting.openness != Meeting.Openness.CLOSED
        return self.is_fixed and not (is_closed or self.is_generated) and is_open_meeting

    def is_on_its_way(self, now: datetime) -> bool:
        """Whether a worker is expected to make the file."""
        return self.file_id is None and self.asked_at is not None and now - self.asked_at <= PATIENCE


@pghistory.track()
class PaperRecipient(models.Model):
    """A member who is named for a paper; a row of its own so that the history knows who named whom."""

    document = models.ForeignKey(MeetingDocument, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="配る委員")

    class Meta:
        verbose_name = "資料を配る委員"
        verbose_name_plural = "資料を配る委員"
        constraints = [models.UniqueConstraint(fields=["document", "member"], name="paper_recipient_once")]

    def __str__(self):
        return self.member.name


class MeetingPackQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(state=MeetingPack.State.READY)

    def with_held_back(self, today):
        """Add ``is_held_back``: asked for while members read each other in a round that is blind again."""
        rounds = EvaluationRound.objects.hiding("requested_at", today)
        hiding = models.Exists(rounds.filter(committee=models.OuterRef("meeting__committee")))
        return self.annotate(is_held_back=hiding)


class MeetingPack(models.Model):
    """One bound pack: of the whole meeting (no ``member``), or of one member with a cover; made by the worker.

    ``seal`` says of what it was bound (see ``evaluations.meetings.packs``), so that a page can say that it is outdated.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "作成待ち"
        MAKING = "making", "作成中"
        READY = "ready", "できあがり"
        FAILED = "failed", "作成できませんでした"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="packs")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="packs")
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    requested_at = models.DateTimeField("作成を頼んだ日時")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seal = models.CharField("綴った内容の要約値", max_length=64, blank=True)
    page_count = models.PositiveSmallIntegerField("ページ数", default=0)
    problem = models.CharField("作れなかった理由", max_length=200, blank=True)
    pdf = models.BinaryField("PDF", null=True)
    objects = MeetingPackQuerySet.as_manager()

    class Meta:
        verbose_name = "資料の綴り"
        verbose_name_plural = "資料の綴り"
        ordering = ["meeting", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], nulls_distinct=False, name="pack_once_a_member"
            ),
            models.CheckConstraint(
                condition=Q(pdf__isnull=False, state="ready") | (Q(pdf__isnull=True) & ~Q(state="ready")),
                name="pack_ready_with_pdf",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}　{self.member.name if self.member else '資料一式'}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)

    def is_on_its_way(self, now: datetime) -> bool:
        return self.is_unfinished and now - self.requested_at <= PATIENCE

    def has_stalled(self, now: datetime) -> bool:
        """Whether nobody seems to make it any more, so that it may be asked for again."""
        return self.is_unfinished and now - self.requested_at > PATIENCE
