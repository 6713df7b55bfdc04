"""Signing in and out, passwords, and what was typed meanwhile. Sign-up stays closed (see ``accounts.adapter``)."""

from django.urls import include, path

from accounts.views.kept_text import kept_text_page
from accounts.views.session import session

urlpatterns = [
    path("kept/", kept_text_page, name="kept-text"),
    path("session/", session, name="session"),
    path("", include("allauth.account.urls")),
]
