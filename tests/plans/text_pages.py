"""What the tests of the pages of a text share: reading and sending them, and what people type."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import builders

HOSTILE = "<script>alert(1)</script> 髙𠮷😀\r\n二行目"


def address(name, row):
    return reverse(f"staff:{name}", args=[row.pk])


def page(client, name, row, **options) -> str:
    answer = client.get(address(name, row), **options)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(**texts) -> dict:
    return {"version": 0, "title": "計画の趣旨", "body": "本文です。", "easy_summary": "", "slug": ""} | texts


def sent(client, name, row, **data):
    return client.post(address(name, row), data)


def main(html) -> str:
    return re.sub(r"(?s)^.*<main|</main>.*$", "", html)


def upload(content=None, name="photo.jpg"):
    return SimpleUploadedFile(name, builders.image_file() if content is None else content, "image/jpeg")
