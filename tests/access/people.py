"""Who walks through the portal, and what becomes of them on each kind of page: the words of ``tests.access.table``."""

PEOPLE = (
    "visitor",
    "member",
    "chair",
    "former",
    "coming",
    "elsewhere",
    "clerk",
    "other_clerk",
    "council_clerk",
    "jimu",
    "shakyo_jimu",
    "kanri",
)
OPEN = dict.fromkeys(PEOPLE, "ok")
SIGNED_IN = OPEN | {"visitor": "login"}
NOBODY = dict.fromkeys(PEOPLE, "403") | {"visitor": "login"}
ENTERING = ("clerk", "other_clerk", "council_clerk", "jimu", "shakyo_jimu")
ENTRY = NOBODY | dict.fromkeys(ENTERING, "ok")
SECRETARIATS = NOBODY | dict.fromkeys(("jimu", "shakyo_jimu"), "ok")

# Members whose term is over, has not begun, or who sit in another committee: rows are not theirs, lists are empty.
NOT_SEATED = ("former", "coming", "elsewhere")
COMMITTEE = NOBODY | dict.fromkeys(("member", "chair"), "ok") | dict.fromkeys(NOT_SEATED, "404")
ADMINISTRATION = dict.fromkeys(PEOPLE, "login") | {"kanri": "ok"}

# The record, opinion and edition of the rows below belong to 高齢者福祉課 of the city.
OWN_RECORD = ENTRY | dict.fromkeys(("other_clerk", "council_clerk", "shakyo_jimu"), "404")
PRESSED_ON_RECORD = NOBODY | {who: "405" for who, how in ENTRY.items() if how == "ok"}
READ_RECORD = OWN_RECORD | {"shakyo_jimu": "ok"}
MANAGE_CITY = SECRETARIATS | {"shakyo_jimu": "404"}
PRESSED = SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"}

# What a member writes stays with the secretariats until the members have finished.
OWN_OPINION = ENTRY | dict.fromkeys(("clerk", "other_clerk", "council_clerk"), "404")
