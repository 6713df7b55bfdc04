"""Another city, set up by the secretariat in a real browser: its file, its name and logo, and then its public pages."""

import pytest

from accounts.roles import Role
from plans.models import Plan, PlanTerm, Portal
from tests import builders
from tests.initiatives.plan_file.conftest import EXAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    """The portal as it is installed: one body, its department and the secretariat in it, and nothing else."""
    department = builders.department(builders.organization(code="mihon"), "kyosei", "福祉課")
    return builders.user("ito", "伊藤", Role.SECRETARIAT, department)


def test_a_city_sets_the_portal_up_without_a_change_of_code(walk, office, tmp_path):
    walk.sign_in("ito")
    walk.go("/staff/plan-files/")
    walk.page.get_by_label("計画のファイル").set_input_files(EXAMPLE)
    walk.press("変わるところを確かめる")
    walk.press("この内容で読み込む")
    assert Plan.objects.count() == 4
    walk.go("/staff/site/")
    logo = tmp_path / "logo.png"
    logo.write_bytes(builders.image_file("PNG", (288, 96)))
    walk.page.get_by_label("ロゴ（市章など）の画像").set_input_files(logo)
    walk.press("保存する")  # the words that stand for it are missing
    assert walk.page.get_by_text("代わりの文章が必要です").first.is_visible()
    walk.page.get_by_label("ロゴ（市章など）の画像").set_input_files(logo)
    walk.page.get_by_label("ロゴの代わりの文章").fill("みほん市の市章")
    walk.press("保存する")
    assert Portal.objects.get().logo.alt == "みほん市の市章"
    term = PlanTerm.objects.get(plan__slug="chiiki-fukushi")
    walk.go(f"/staff/plans/{term.pk}/")
    walk.page.get_by_role("checkbox").check()
    walk.press("公開する")
    walk.sign_out()
    for path in ("/", "/plans/", "/plans/map/", "/plans/periods/", "/plans/chiiki-fukushi/", "/initiatives/", "/initiatives/tree/", "/initiatives/r6-1/", "/glossary/", "/outreach/"):  # fmt: skip
        walk.go(path)
        html = walk.page.content()
        assert "小樽" not in html, path
        assert "たるたる" not in html, path
        assert walk.page.get_by_role("img", name="みほん市の市章").first.is_visible(), path
