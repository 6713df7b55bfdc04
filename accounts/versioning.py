"""No lost update: every row that people edit carries a version, and a save says which version it started from.

The two ways in which a write is refused, StaleVersion and MoveRefused, are shown by ``accounts.versioned_forms``.
"""

from django.db import models


class StaleVersion(Exception):
    """Somebody else saved the row first. ``current`` is the row as it stands now."""

    def __init__(self, current: models.Model):
        self.current = current
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version} by now")


class MoveRefused(Exception):
    """The row is not in a state from which this can be done. The text is for people."""


def read_version(text: str) -> int:
    """Read the version that a page sends back; 0, which no saved row has, when it is missing or not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class VersionedModel(models.Model):
    version = models.PositiveIntegerField("版", default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def see(cls, version: int, **key):
        """Lock the row that somebody judges, and make sure that it is still what they saw.

        Gives the row. Raises StaleVersion when it is at another version.
        """
        row = cls._base_manager.select_for_update().get(**key)
        if row.version != version:
            raise StaleVersion(row)
        return row

    @classmethod
    def claim(cls, version: int, **key):
        """Lock the row named by ``key`` for the running transaction and count its version up.

        Gives the fresh row with its new version, not saved yet. A row that does not exist has version 0: then a new
        one is given, so lock what it hangs on before. Raises StaleVersion when the row is at another version, and
        MoveRefused when it is not there (any more).
        """
        row = cls._base_manager.select_for_update().filter(**key).first()
        if row is None and version != 0:
            raise MoveRefused("画面が古くなっています。画面を開き直して、今の状態を確かめてください。")
        if row is None:
            return cls(**key)
        if row.version != version:
            raise StaleVersion(row)
        row.version += 1
        return row

    def write(self, fields: dict):
        """Put ``fields`` into the columns of these names, check the whole and save it; give the row."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        return self
