"""The portal's own settings in demo mode, with what makes tests quick and quiet."""

import os

os.environ.setdefault("DEMO", "1")

from otaru_welfare.settings import *  # noqa: F403 (the mode must be set before the settings are read)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
