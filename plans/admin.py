"""Administration of the register: plans, terms, their text and goals, and the glossary."""

from django import forms
from django.contrib import admin

from accounts.admin_versioning import VersionedAdmin, VersionedAdminForm
from plans import fiscal_year
from plans.admin_published import PublishedContentAdmin
from plans.models import Chapter, GlossaryTerm, Measure, MeasureLevel, Plan, PlanRelation, PlanTerm, Portal


class ReadOnlyInline(admin.TabularInline):
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyTermInline(ReadOnlyInline):
    """Terms are edited on their own page: there each carries its own version."""

    model = PlanTerm
    fields = ("ordinal", "name", "period_label", "nickname", "published_at")
    readonly_fields = fields
    show_change_link = True

    @admin.display(description="期間")
    def period_label(self, term):
        return term.period_label


class ReadOnlyRelationInline(ReadOnlyInline):
    """Relations are written on the pages of the register, which see the whole chain of plans."""

    model = PlanRelation
    fk_name = "plan"
    fields = ("kind", "other", "note")
    readonly_fields = fields


class LevelInline(admin.TabularInline):
    model = MeasureLevel
    extra = 1


@admin.register(Plan)
class PlanAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "short_name", "obligation", "position")
    search_fields = ("name", "short_name")
    filter_horizontal = ("owners",)
    readonly_fields = ("closing", "closed_year", "closed_reason")  # an act of its own in the register
    inlines = (ReadOnlyTermInline, ReadOnlyRelationInline)


class TermForm(VersionedAdminForm):
    first_year = forms.TypedChoiceField(label="開始年度", coerce=int, empty_value=None, required=False)
    last_year = forms.TypedChoiceField(label="終了年度", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, empty in (("first_year", "不明"), ("last_year", "不明、または終期なし")):
            if name in self.fields:  # a published term only shows them
                self.fields[name].choices = [("", empty), *fiscal_year.choices()]


@admin.register(PlanTerm)
class PlanTermAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    form = TermForm
    list_display = ("__str__", "period_label", "nickname", "published_at")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    readonly_fields = ("published_at", "published_by")
    inlines = (LevelInline,)

    def get_readonly_fields(self, request, obj=None):
        """The years of a published term are changed in the register, which asks for the reason."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_year", "last_year", "end") if self.is_published(obj) else fields

    @admin.display(description="期間")
    def period_label(self, term):
        return term.period_label

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "book":
            kwargs["queryset"] = PlanTerm.objects.with_book().select_related("plan")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def is_published(self, row):
        return row is not None and row.published_at is not None

    def has_delete_permission(self, request, obj=None):
        return obj is not None and super().has_delete_permission(request, obj)  # its text would go with it


@admin.register(Chapter)
class ChapterAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    list_display = ("title", "term", "number")
    list_filter = ("term",)
    list_select_related = ("term__plan",)


@admin.register(Measure)
class MeasureAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    list_display = ("__str__", "term", "depth", "parent")
    list_filter = ("term",)
    list_select_related = ("term__plan", "parent")
    search_fields = ("number", "title")


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("word", "reading")
    search_fields = ("word", "reading")


@admin.register(Portal)
class PortalAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "nickname", "organization", "licence_name")
    exclude = ("logo",)  # set on the staff page, where the picture goes through the gate
    list_select_related = ("organization",)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Portal.objects.exists()
