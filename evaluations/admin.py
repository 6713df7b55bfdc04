"""Administration of committees and their members. Records, opinions and editions have their own pages only."""

from django.contrib import admin
from django.db.models import Q

from accounts.admin_versioning import VersionedAdmin
from accounts.models import User
from accounts.roles import Role
from evaluations.models import Committee, Member


class MemberInline(admin.TabularInline):
    model = Member
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Offer members and whoever has a seat, in a plain list: it works without JavaScript and reads any value."""
        if db_field.name == "user":
            people = User.objects.filter(Q(role=Role.MEMBER) | Q(memberships__isnull=False))
            options["queryset"] = people.distinct().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(Committee)
class CommitteeAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "alias", "term")
    list_select_related = ("term__plan",)
    inlines = (MemberInline,)
