"""Signing in and out, and passwords. Sign-up stays closed (see ``accounts.adapter``)."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
