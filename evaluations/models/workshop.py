"""ワークショップ: what people said together of a theme or a district, as cards without any name."""

import hashlib
import unicodedata
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.dates import write_day
from accounts.models import User
from accounts.versioning import VersionedModel
from evaluations.models.ledger import PublicVoice
from evaluations.models.opinion import Opinion
from initiatives.models import Initiative
from plans import fiscal_year

CARD_LENGTH = 400


class WorkshopQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def in_year(self, year: int):
        return self.filter(held_on__range=(fiscal_year.first_day(year), fiscal_year.last_day(year)))

    def years(self) -> list[int]:
        """The fiscal years in which any was held, newest first."""
        days = self.order_by().values_list("held_on", flat=True).distinct()
        return sorted({fiscal_year.fiscal_year_of(day) for day in days}, reverse=True)

    def with_counts(self):
        counts = {"card_count": models.Count("cards"), "taken_count": models.Count("cards__opinion")}
        return self.annotate(**counts).order_by("-held_on", "-pk")


@pghistory.track()
class Workshop(VersionedModel):
    """One evening, with how many people were there and never who. Nobody but the offices reads it until it is published."""

    class Mode(models.TextChoices):
        PLACE = "place", "会場"
        ONLINE = "online", "オンライン"
        BOTH = "both", "会場とオンライン"

    name = models.CharField("名称", max_length=100, default="しあわせな地域づくりワークショップ")
    theme = models.CharField("テーマ", max_length=100, blank=True, help_text="例：子どもの居場所")
    district = models.CharField("地区", max_length=50, blank=True, help_text="例：見本地区")
    held_on = models.DateField("開催日")
    hours = models.CharField("時間", max_length=50, blank=True, help_text="例：18時30分から20時まで")
    mode = models.CharField("開き方", max_length=10, choices=Mode, default=Mode.PLACE)
    place = models.CharField("会場", max_length=100, blank=True)
    participants = models.PositiveIntegerField("参加した人数", null=True, blank=True)
    note = models.TextField("補足", blank=True)
    is_sample = models.BooleanField("見本データ", default=False)
    published_at = models.DateTimeField("公開日時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = "ワークショップ"
        verbose_name_plural = "ワークショップ"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(theme="") | ~Q(district=""),
                name="workshop_is_about_something",
                violation_error_message="テーマか地区の、少なくとも一方を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(mode="online") | ~Q(place=""),
                name="workshop_has_a_place",
                violation_error_message="オンラインだけのときを除いて、会場を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{write_day(self.held_on)}　{self.subject}"

    def clean(self):
        """Say at its box what the constraints would say of the whole."""
        errors = {}
        if not self.theme and not self.district:
            errors["theme"] = "テーマか地区の、少なくとも一方を入力してください。"
        if self.mode != self.Mode.ONLINE and not self.place:
            errors["place"] = "オンラインだけのときを除いて、会場を入力してください。"
        if errors:
            raise ValidationError(errors)

    @property
    def subject(self) -> str:
        """What it was about: 子どもの居場所（見本地区）."""
        if self.theme and self.district:
            return f"{self.theme}（{self.district}）"
        return self.theme or self.district

    @property
    def fiscal_year(self) -> int:
        return fiscal_year.fiscal_year_of(self.held_on)

    @property
    def day_label(self) -> str:
        return write_day(self.held_on)

    @property
    def place_label(self) -> str:
        return f"{self.place}とオンライン" if self.mode == self.Mode.BOTH else self.place or "オンライン"

    def has_begun(self, today: date) -> bool:
        return self.held_on <= today


@pghistory.track()
class CardGroup(VersionedModel):
    """A heading under which cards of one workshop lie together."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    heading = models.CharField("見出し", max_length=60)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    initiatives = models.ManyToManyField(
        Initiative, blank=True, related_name="card_groups", verbose_name="関係する取組"
    )

    class Meta:
        verbose_name = "カードのまとまり"
        verbose_name_plural = "カードのまとまり"
        ordering = ["workshop", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "heading"],
                name="card_group_heading_once",
                violation_error_message="この見出しは、このワークショップですでに使われています。",
            )
        ]

    def __str__(self):
        return self.heading


@pghistory.track()
class CardGroupInitiative(CardGroup.initiatives.through):
    """That a group is about a 取組. A model for the history's sake only; go through the group."""

    class Meta:
        proxy = True
        verbose_name = "まとまりの取組"
        verbose_name_plural = "まとまりの取組"


class OpinionCardQuerySet(models.QuerySet):
    def for_reading(self):
        """Group by group in their order; cards that lie in none come last."""
        public = ("opinion__public", "opinion__representative__public")
        concerned = Initiative.objects.select_related("term")
        rows = self.select_related("group", *public).prefetch_related(
            *(models.Prefetch(path, concerned) for path in ("initiatives", "group__initiatives"))
        )
        return rows.order_by(models.F("group__position").asc(nulls_last=True), "group", "position", "pk")


@pghistory.track()
class OpinionCard(VersionedModel):
    """One opinion on one card. ``key`` keeps the same words from being entered twice; ``opinion`` is its number in the ledger."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cards")
    group = models.ForeignKey(
        CardGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name="まとまり",
    )
    text = models.CharField("意見", max_length=CARD_LENGTH)
    key = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    initiatives = models.ManyToManyField(
        Initiative, blank=True, related_name="opinion_cards", verbose_name="関係する取組"
    )
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="cards", editable=False
    )
    objects = OpinionCardQuerySet.as_manager()

    class Meta:
        verbose_name = "意見のカード"
        verbose_name_plural = "意見のカード"
        ordering = ["workshop", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "key"],
                name="card_once_a_workshop",
                violation_error_message="同じ内容のカードが、すでにあります。",
            )
        ]

    def __str__(self):
        return self.text[:30]

    @property
    def public_voice(self) -> PublicVoice | None:
        """What everybody may read of what became of it: of its own opinion, or of that with which it was grouped."""
        if self.opinion is None:
            return None
        return getattr(self.opinion, "public", None) or getattr(self.opinion.answered_as, "public", None)

    def about(self) -> list[Initiative]:
        """The 取組 that it is about: its own, or else those of its group."""
        own = list(self.initiatives.all())
        return own or (list(self.group.initiatives.all()) if self.group else [])


@pghistory.track()
class OpinionCardInitiative(OpinionCard.initiatives.through):
    """That a card is about a 取組. A model for the history's sake only; go through the card."""

    class Meta:
        proxy = True
        verbose_name = "カードの取組"
        verbose_name_plural = "カードの取組"


def key_of(text: str) -> str:
    """The same for texts that differ in width, in spaces or in the full stop at the end only."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.")
    return hashlib.sha256(plain.encode()).hexdigest()
