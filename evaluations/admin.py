"""Administration of committees and their members. Records, opinions and editions have their own pages only."""

from django.contrib import admin

from accounts.admin_versioning import VersionedAdmin
from evaluations.models import Committee, Member


class MemberInline(admin.TabularInline):
    model = Member
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Committee)
class CommitteeAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "alias", "term")
    list_select_related = ("term__plan",)
    inlines = (MemberInline,)
