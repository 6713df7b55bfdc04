"""Administration of 取組, indicators and rating scales. Yearly records are written on their own pages only."""

from django.contrib import admin

from accounts.admin_versioning import VersionedAdmin
from initiatives.models import (
    ActorRole,
    Indicator,
    IndicatorTarget,
    Initiative,
    PlanLink,
    RatingLevel,
    RatingScale,
    Responsibility,
)
from plans.admin_published import PublishedContentAdmin, PublishedInline


class ResponsibilityInline(admin.TabularInline):
    model = Responsibility
    extra = 1

    def formfield_for_foreignkey(self, db_field, request, **options):
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "department":
            field.queryset = field.queryset.prefetch_related("names")
        return field


class ActorRoleInline(admin.TabularInline):
    model = ActorRole
    extra = 0


class PlanLinkInline(admin.TabularInline):
    model = PlanLink
    extra = 1
    fields = ("plan", "kind")


@admin.register(Initiative)
class InitiativeAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    list_display = ("number", "title", "term", "measure", "is_sample")
    list_display_links = ("number", "title")
    list_filter = ("term",)
    list_select_related = ("term__plan", "measure")
    search_fields = ("number", "title", "code")
    inlines = (ResponsibilityInline, ActorRoleInline, PlanLinkInline)


class TargetInline(PublishedInline):
    model = IndicatorTarget
    extra = 1

    def is_published(self, row):
        return row is not None and row.initiative.term.published_at is not None


@admin.register(Indicator)
class IndicatorAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "unit", "direction", "initiative")
    list_filter = ("initiative__term",)
    list_select_related = ("initiative",)
    search_fields = ("name", "initiative__title")
    inlines = (TargetInline,)

    def is_published(self, row):
        return row is not None and row.initiative.term.published_at is not None


class LevelInline(admin.TabularInline):
    model = RatingLevel
    extra = 1


@admin.register(RatingScale)
class RatingScaleAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "stage", "term")
    list_select_related = ("term__plan",)
    inlines = (LevelInline,)
