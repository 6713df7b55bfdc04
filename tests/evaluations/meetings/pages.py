"""Opening and pressing pages as a browser would."""

from django.urls import reverse


def at(name, *args):
    """The address of a page of the staff, or of another area that is named."""
    return reverse(name if ":" in name else f"staff:{name}", args=args)


def read(client, address):
    return client.get(address).content.decode()


def press(client, address, **typed):
    """Send a form and read the page on which one ends up."""
    return client.post(address, typed, follow=True).content.decode()
