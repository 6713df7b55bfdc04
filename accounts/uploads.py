"""Files that people send are refused by their announced size, before a byte of them is kept."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

REQUEST_LIMIT = 12 * 1024 * 1024
"""The longest request whose files are kept, in bytes; each form sets its own, lower limit."""


class SmallFilesOnly(FileUploadHandler):
    """Lets the files of a request that is too long pass by unread; ``was_too_large`` tells the form of it."""

    is_too_large = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        self.is_too_large = content_length > REQUEST_LIMIT

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def was_too_large(request) -> bool:
    """Whether the files of the request were left aside."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdigit() and int(length) > REQUEST_LIMIT
