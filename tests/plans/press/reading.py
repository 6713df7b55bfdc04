"""A finished PDF read back: text of each page, bookmarks, structure, fonts, links."""

import io
from functools import cached_property

import pypdf


def squeezed(text):
    """Text without any white space: where a line broke does not matter."""
    return "".join(text.split())


class Reading:
    def __init__(self, pdf):
        self.pdf = pdf
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))

    @cached_property
    def pages(self):
        return [squeezed(page.extract_text()) for page in self.reader.pages]

    @property
    def text(self):
        return "".join(self.pages)

    @cached_property
    def catalog(self):
        return self.reader.trailer["/Root"]

    @property
    def bookmarks(self):
        """(depth, title, page number) of each."""
        return list(self._walk(self.reader.outline, 1))

    def _walk(self, outline, depth):
        for item in outline:
            if isinstance(item, list):
                yield from self._walk(item, depth + 1)
            else:
                yield depth, item.title, self.reader.get_destination_page_number(item) + 1

    @cached_property
    def objects(self):
        found = []
        for number in range(1, self.reader.trailer["/Size"]):
            item = self.reader.get_object(pypdf.generic.IndirectObject(number, 0, self.reader))
            if isinstance(item, pypdf.generic.DictionaryObject):
                found.append(item)
        return found

    def tagged(self, tag):
        return [item for item in self.objects if item.get("/Type") == "/StructElem" and item["/S"] == tag]

    def of_type(self, name):
        return [item for item in self.objects if item.get("/Type") == name]
