"""Administration of people, organisations and departments."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm

from accounts.admin_versioning import VersionedAdmin, VersionedAdminForm
from accounts.models import Department, DepartmentName, Organization, User

admin.site.site_header = "進行管理ポータル　管理"
admin.site.site_title = "管理"
admin.site.index_title = "利用者と登録内容の管理"


class NewUserForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "name", "email", "role", "department", "is_section_chief")


class PersonForm(VersionedAdminForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class PasswordForm(AdminPasswordChangeForm):
    """Saves nothing but the password: another administrator may be changing the rest of the row."""

    def save(self, commit=True):
        user = super().save(commit=False)
        user.save(update_fields=["password"])
        return user


@admin.register(User)
class PeopleAdmin(VersionedAdmin, UserAdmin):
    form = PersonForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    list_display = ("username", "name", "role", "department", "is_section_chief", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("department",)
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "password",
                    "name",
                    "email",
                    "role",
                    "department",
                    "is_section_chief",
                    "is_active",
                )
            },
        ),
        ("記録", {"fields": ("last_login", "date_joined", "base_version")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "name",
                    "email",
                    "role",
                    "department",
                    "is_section_chief",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("department__names")

    def save_model(self, request, obj, form, change):
        """Leave alone what the person's own doing writes, possibly at this moment."""
        columns = {field.name for field in User._meta.concrete_fields} - {"id", "password", "last_login"}
        obj.save(update_fields=columns if change else None)

    def has_delete_permission(self, request, obj=None):
        return False  # people who wrote something stay in the history; make them inactive instead


class DepartmentNameInline(admin.TabularInline):
    model = DepartmentName
    extra = 1


@admin.register(Department)
class DepartmentAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("current_name", "organization", "code", "first_year", "last_year")
    list_select_related = ("organization",)
    inlines = (DepartmentNameInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names")


@admin.register(Organization)
class OrganizationAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ("name", "kind", "municipality_code", "contact_name", "asks_section_chief")
