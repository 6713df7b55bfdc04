"""What a published term prints can be read in the administration, and is changed by a revision (見直し)."""

from django.contrib import admin
from django.db import models

from plans.models import PlanTerm
from plans.models.published import BY_REVISION


class PublishedContentAdmin:
    """Mixin for a ModelAdmin of rows that a plan prints; put it before VersionedAdmin."""

    def is_published(self, row: models.Model | None) -> bool:
        return row is not None and row.term.published_at is not None

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *obj.PRINTED) if self.is_published(obj) else fields

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.is_published(obj):
            fieldsets = [(name, {**options, "description": BY_REVISION}) for name, options in fieldsets]
        return fieldsets

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "term":
            options["queryset"] = PlanTerm.objects.open_to_edits().select_related("plan")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_published(obj)


class PublishedInline(admin.TabularInline):
    """A table of what is printed, on the page of the row that it belongs to."""

    def is_published(self, row: models.Model | None) -> bool:
        raise NotImplementedError

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not self.is_published(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_published(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_published(obj)
