"""Administration of committees. Seats have pages of their own, as records, opinions and editions have."""

from django.contrib import admin

from accounts.admin_versioning import VersionedAdmin
from evaluations.models import Committee


@admin.register(Committee)
class CommitteeAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "alias", "term")
    list_select_related = ("term__plan",)
