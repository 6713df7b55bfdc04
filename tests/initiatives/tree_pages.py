"""What the tests of the tree's pages share: reading and pressing them."""

import re

from django.urls import reverse


def at(name, row) -> str:
    return reverse(f"staff:{name}", args=[row.pk])


def read(client, address) -> str:
    return client.get(address).content.decode()


def press(client, address, data) -> str:
    return client.post(address, data, follow=True).content.decode()


def error_at(html, field) -> str:
    found = re.search(rf'(?s)id="id_{field}_error">(.*?)</div>', html)
    return re.sub(r"<.*?>|エラー：|\s", "", found[1]) if found else ""
