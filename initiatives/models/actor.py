"""Who carries a 取組 (担い手): citizens, the community, the council of social welfare, the city; and what each does."""

import pghistory
from django.db import models

from accounts.versioning import VersionedModel


class Actor(models.TextChoices):
    """The four columns in which a plan says who does what, in the order in which they are shown."""

    CITIZEN = "citizen", "市民"
    COMMUNITY = "community", "地域・事業者・団体"
    COUNCIL = "council", "社協"
    CITY = "city", "市"

    @property
    def does(self) -> str:
        """The heading of what this actor does: 市民ができること, 市が行うこと."""
        return f"{self.label}{'が行うこと' if self in ANSWERABLE else 'ができること'}"


ANSWERABLE = (Actor.COUNCIL, Actor.CITY)
"""Those that made the plan and report on it every year. Nobody asks citizens or the community for a record."""


@pghistory.track()
class ActorRole(VersionedModel):
    """What one actor does in a 取組, in one or several lines."""

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="actor_roles")
    actor = models.CharField("担い手", max_length=10, choices=Actor)
    text = models.TextField("行うこと")

    class Meta:
        verbose_name = "担い手の役割"
        verbose_name_plural = "担い手の役割"
        ordering = ["initiative", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "actor"],
                name="actor_role_once",
                violation_error_message="この担い手の役割は、すでに登録されています。",
            )
        ]

    def __str__(self):
        return f"{self.initiative} {self.get_actor_display()}"
