"""The whole site: one map per area."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from otaru_welfare import views

urlpatterns = [
    path("", include("otaru_welfare.urls.public")),
    path("staff/", include("otaru_welfare.urls.staff")),
    path("committee/", include("otaru_welfare.urls.committee")),
    path("review/", include("otaru_welfare.urls.review")),
    path("accounts/", include("accounts.urls")),
    path("accounts/my-area/", views.my_area, name="my-area"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
]

if settings.DEMO:
    from accounts.demo_people import demo_sign_in

    urlpatterns.append(path("accounts/demo/", demo_sign_in, name="demo_sign_in"))
