"""People, the organisations that carry a plan, and their departments through the years."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.nets import Net
from accounts.roles import MAY, Permission, Role
from accounts.versioning import VersionedModel


@pghistory.track()
class Organization(VersionedModel):
    """A body that owns plans: the city (市) or its council of social welfare (社協).

    City name, municipality code and contact are data, so that another city needs no change of code.
    """

    class Kind(models.TextChoices):
        CITY = "city", "市"
        COUNCIL = "council", "社会福祉協議会"

    code = models.SlugField("コード", unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("略称", max_length=20)
    kind = models.CharField("区分", max_length=10, choices=Kind)
    municipality_code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{6}\Z", "6桁の数字で書いてください。先頭の0も要ります。")],
    )
    contact_name = models.CharField("問合せ先", max_length=100, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    website = models.URLField("ホームページ", blank=True)
    asks_section_chief = models.BooleanField(
        "課長確認",
        default=False,
        help_text="年度記録を提出する前に、課長の確認を求めます。課長は「利用者」で登録します。",
    )

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name


class DepartmentQuerySet(models.QuerySet):
    def by_name(self) -> dict[int, str]:
        """The newest name of each department by its key, in one query."""
        return dict(self.values_list("pk", newest_name("pk")))


def newest_name(key: str) -> Coalesce:
    """What the department whose key stands in column ``key`` is called by now: its code where it has no name yet."""
    names = DepartmentName.objects.filter(department=OuterRef(key)).order_by("-first_year").values("name")
    codes = Department.objects.filter(pk=OuterRef(key)).values("code")
    return Coalesce(Subquery(names[:1]), Subquery(codes), output_field=CharField())


@pghistory.track()
class Department(VersionedModel):
    """A department (所管課). Its name changes with the years; the department and its people stay."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="departments", verbose_name="団体"
    )
    code = models.SlugField("コード", unique=True)
    first_year = models.PositiveSmallIntegerField("設置年度", help_text="西暦の年度")
    last_year = models.PositiveSmallIntegerField(
        "廃止年度", null=True, blank=True, help_text="西暦の年度。続いているときは空欄"
    )
    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "所管課"
        verbose_name_plural = "所管課"
        ordering = ["organization__kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="department_years_in_order",
                violation_error_message="廃止年度は設置年度以後にしてください。",
            )
        ]

    def __str__(self):
        return self.current_name

    def name_in(self, year: int) -> str:
        """Give the name that the department bore in fiscal year ``year`` (the latest one begun by then).

        Before its first name, the first one. Reads the related names once when they are prefetched.
        """
        names = sorted(self.names.all(), key=lambda name: name.first_year)
        begun = [name.name for name in names if name.first_year <= year]
        return begun[-1] if begun else (names[0].name if names else self.code)

    @property
    def current_name(self) -> str:
        return self.name_in(9999)

    def exists_in(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@pghistory.track()
class DepartmentName(models.Model):
    """The name of a department from a fiscal year on."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="names")
    first_year = models.PositiveSmallIntegerField("この名称になった年度", help_text="西暦の年度")
    name = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = "所管課の名称"
        verbose_name_plural = "所管課の名称"
        ordering = ["first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "first_year"],
                name="department_one_name_a_year",
                violation_error_message="この年度からの名称は、すでに登録されています。",
            )
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, role=Role.ADMINISTRATOR, **fields)


@pghistory.track(exclude=["password", "last_login"])
class User(VersionedModel, AbstractBaseUser):
    """A person who signs in. One role; what the role may do stands in ``accounts.roles``."""

    username = models.CharField(
        "利用者ID",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "この利用者IDは、すでに使われています。"},
    )
    name = models.CharField("氏名", max_length=100)
    email = models.EmailField("メールアドレス", blank=True)
    role = models.CharField("役割", max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="所属",
        help_text="職員と事務局は必須です。委員は空欄にします。",
    )
    is_section_chief = models.BooleanField(
        "課長",
        default=False,
        help_text="課長確認を行う団体で、所属する課の年度記録を確認して、事務局に提出します。",
    )
    is_active = models.BooleanField("有効", default=True)
    date_joined = models.DateTimeField("登録日時", default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False) | ~Q(role__in=[Role.CLERK, Role.SECRETARIAT]),
                name="staff_belong_to_a_department",
                violation_error_message="職員と事務局には、所属を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(is_section_chief=False) | Q(role__in=[Role.CLERK, Role.SECRETARIAT]),
                name="section_chiefs_are_staff",
                violation_error_message="課長にできるのは、職員と事務局だけです。",
            ),
        ]
        triggers = [
            # People change their address on allauth's pages, which know nothing of versions.
            pgtrigger.Trigger(
                name="address_counts_version",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.email <> OLD.email AND NEW.version <= OLD.version"),
                func="NEW.version := OLD.version + 1; RETURN NEW;",
            )
        ]

    def __str__(self):
        return self.name

    def may(self, permission: Permission) -> bool:
        """Tell whether this person's role does this kind of work (rows are another question)."""
        return self.is_active and permission in MAY[self.role]

    def is_chief_of(self, department_id: int) -> bool:
        """Whether this person confirms, as the section chief, what the department hands in (課長確認)."""
        return self.is_active and self.is_section_chief and self.department_id == department_id

    @property
    def organization(self) -> Organization | None:
        return self.department.organization if self.department else None

    # What Django's administration asks. Administrators may do all there, nobody else anything.
    @property
    def is_staff(self) -> bool:
        return self.may(Permission.ADMINISTER)

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_staff

    def has_perms(self, perms, obj=None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label) -> bool:
        return self.is_staff


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, now):
        """What may be sent now, and what a sender took and never came back with."""
        waiting = Q(state=OutgoingMail.State.WAITING, next_attempt_at__lte=now)
        return self.filter(
            waiting | Q(state=OutgoingMail.State.SENDING, claimed_at__lte=now - OutgoingMail.LEASE)
        )

    def told(self):
        """Mails that have reached or will reach somebody: all but those that were cancelled."""
        return self.exclude(state=OutgoingMail.State.CANCELLED)


@pghistory.track(exclude=["body", "last_error"])
class OutgoingMail(models.Model):
    """A mail to one person, written once and sent by ``manage.py send_mail_queue``. Moves: ``accounts.outbox``."""

    class State(models.TextChoices):
        WAITING = "waiting", "送信待ち"
        SENDING = "sending", "送信中"
        SENT = "sent", "送信済み"
        FAILED = "failed", "送れませんでした"
        CANCELLED = "cancelled", "取りやめ"

    LEASE = timedelta(minutes=15)
    """How long a sender may keep a mail; after that it is taken for dead, and the mail is sent by another."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mails", verbose_name="宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField("作成日時")
    next_attempt_at = models.DateTimeField("次に送る日時")
    claimed_at = models.DateTimeField("送信を始めた日時", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("送信を試みた回数", default=0)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    last_error = models.CharField("送れなかった理由", max_length=300, blank=True)
    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせのメール"
        verbose_name_plural = "お知らせのメール"
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="mail_by_turn")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="mail_sending_has_time"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in (self.State.WAITING, self.State.FAILED)

    @property
    def may_be_retried(self) -> bool:
        return self.state == self.State.FAILED


class UnsavedPage(Net):
    """What one person typed on the page of one address and has not saved."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField("画面", max_length=200)

    class Meta(Net.Meta):
        verbose_name = "画面の自動保存"
        verbose_name_plural = "画面の自動保存"
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="unsaved_page_once_a_person")]

    def __str__(self):
        return f"{self.person}：{self.path}"
