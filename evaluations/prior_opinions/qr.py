"""QR codes as one SVG path, to be printed sharp at any size."""

import qrcode

QUIET = 4
"""Empty modules around the code, as its standard wants."""


def qr(text: str) -> dict:
    """Give {"size", "path"}: the edge of the drawing in modules, and the dark ones as one path."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    runs = [
        f"M{QUIET + start} {QUIET + y}h{end - start}v1h{start - end}z"
        for y, row in enumerate(code.get_matrix())
        for start, end in _runs(row)
    ]
    return {"size": code.modules_count + 2 * QUIET, "path": "".join(runs)}


def _runs(row: list[bool]):
    """Yield where each unbroken run of dark modules begins and ends."""
    start = None
    for x, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            yield start, x
            start = None
