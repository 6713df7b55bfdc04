"""A hand: a process that lays pieces out for another and ends with it. ``python -m plans.press.hand FOLDER…``

It reads one job a line ({"html": …, "pictures": …} or {"glyphs": …}) and answers each with one line; see ``hands``. It knows the static
FOLDERs and nothing else of the portal: no settings, no database, no key.
"""

import base64
import gc
import json
import sys
import traceback
from pathlib import Path

from django.conf import settings

from plans.press import LibrariesMissing, libraries_at_hand
from plans.press.piece import Piece

JOBS_BETWEEN_COLLECTIONS = 5


def do(job: dict) -> Piece:
    """Do one job in this process. Raises LibrariesMissing where Pango is not installed."""
    with libraries_at_hand():
        from plans.press.typesetter import press
    if "glyphs" in job:
        return press().embed(job["glyphs"])
    pictures = {name: base64.b64decode(data) for name, data in job.get("pictures", {}).items()}
    return press().lay_out(job["html"], pictures)


def answer(job: dict) -> dict:
    """Do one job; {"libraries": …} says that Pango is missing, {"error": …} what else went wrong."""
    try:
        return do(job).packed()
    except LibrariesMissing as error:
        return {"libraries": str(error)}
    except Exception:
        return {"error": traceback.format_exc()}


def main() -> None:
    settings.configure(STATICFILES_DIRS=[Path(folder) for folder in sys.argv[1:]])
    gc.disable()  # it would walk again and again over boxes that are all still needed
    for number, line in enumerate(sys.stdin, start=1):
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
        if number % JOBS_BETWEEN_COLLECTIONS == 0:
            gc.collect()
            gc.freeze()


if __name__ == "__main__":
    main()
