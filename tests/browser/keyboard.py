"""Going through pages on a phone's width as somebody without a mouse does: by keys alone, always seeing where one is."""

from tests import builders
from tests.browser.conftest import PHONE

SHOWN = """(wanted) => {
    const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
    const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return [here === wanted, here === document.body || isSeen, here.outerHTML.slice(0, 120)];
}"""


def tab_to(walk, role: str, name: str, *, exact: bool = False):
    """Press Tab until the control has the focus, which shows at every stop; give the keyboard.

    Of a group of radio buttons Tab reaches the chosen one, or the first; the arrows go on from there.
    """
    walk.page.set_viewport_size(PHONE)
    wanted = walk.page.get_by_role(role, name=name, exact=exact).first
    for _ in range(250):
        walk.page.keyboard.press("Tab")
        is_there, is_seen, here = wanted.evaluate(SHOWN)
        assert is_seen, f"{walk.page.url}: the focus does not show on {here}"
        if is_there:
            return walk.page.keyboard
    raise AssertionError(f"{walk.page.url}: Tab never came to {name}")


def enter(walk, role: str, name: str, *, exact: bool = False):
    """Go to a link or button and press it; look at the page to which it leads."""
    keys = tab_to(walk, role, name, exact=exact)
    with walk.page.expect_navigation():
        keys.press("Enter")
    return walk.look()


def tick(walk, role: str, name: str):
    """Choose the box, or the radio button that Tab reaches."""
    tab_to(walk, role, name).press("Space")


def write(walk, name: str, text: str, *, role: str = "textbox"):
    """Type into a box in place of what it holds."""
    keys = tab_to(walk, role, name)
    keys.press("Control+A")
    keys.type(text)


def sign_in(walk, username: str):
    walk.page.goto(walk.address + "/accounts/login/")
    write(walk, "利用者ID", username)
    write(walk, "パスワード", builders.PASSWORD)
    enter(walk, "button", "ログイン", exact=True)
