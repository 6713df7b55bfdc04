"""Administration of the register: plans, terms, their text and goals, and the glossary."""

from django import forms
from django.contrib import admin

from accounts.admin_versioning import VersionedAdmin, VersionedAdminForm
from plans import fiscal_year
from plans.admin_published import PublishedContentAdmin
from plans.models import Chapter, GlossaryTerm, Measure, MeasureLevel, Plan, PlanRelation, PlanTerm, Portal


class ReadOnlyTermInline(admin.TabularInline):
    """Terms are edited on their own page: there each carries its own version."""

    model = PlanTerm
    fields = ("ordinal", "name", "period_label", "nickname", "published_at")
    readonly_fields = fields
    extra = 0
    show_change_link = True

    @admin.display(description="期間")
    def period_label(self, term):
        return term.period_label

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RelationInline(admin.TabularInline):
    model = PlanRelation
    fk_name = "plan"
    extra = 1


class LevelInline(admin.TabularInline):
    model = MeasureLevel
    extra = 1


@admin.register(Plan)
class PlanAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "short_name", "obligation", "position")
    search_fields = ("name", "short_name")
    filter_horizontal = ("owners",)
    inlines = (ReadOnlyTermInline, RelationInline)


class TermForm(VersionedAdminForm):
    first_year = forms.TypedChoiceField(label="開始年度", coerce=int, empty_value=None, required=False)
    last_year = forms.TypedChoiceField(label="終了年度", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_year"].choices = [("", "不明"), *fiscal_year.choices()]
        self.fields["last_year"].choices = [("", "不明、または終期なし"), *fiscal_year.choices()]


@admin.register(PlanTerm)
class PlanTermAdmin(PublishedContentAdmin, VersionedAdmin, admin.ModelAdmin):
    form = TermForm
    list_display = ("__str__", "period_label", "nickname", "published_at")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    readonly_fields = ("published_at", "published_by")
    inlines = (LevelInline,)

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
    list_select_related = ("organization",)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Portal.objects.exists()
