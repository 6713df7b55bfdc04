"""The whole of one year in a real browser: the eight steps that the portal exists for."""

import io

import pytest
from pypdf import PdfReader

from evaluations.models import EvaluationRound
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.real_pdf, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan_year(cast):
    """The first year is published already, so that the second has something to answer for; nothing else is there."""
    cast.counted = builders.indicator(cast.walk, targets={2022: 12}, baseline=10, baseline_year=2020)
    first = builders.in_committee(builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu)
    builders.replied(
        builders.opinion(first, cast.member_seat, first.request.records.get(initiative=cast.walk)), cast.jimu
    )
    builders.published(first, cast.jimu)
    return cast


def test_a_year_from_opening_to_publication(walk, plan_year):
    open_the_round(walk)
    enter_and_submit(walk)
    council_enters(walk)
    return_and_accept(walk)
    committee_writes(walk)
    secretariats_answer(walk)
    publish(walk)
    the_public_reads(walk)


def open_the_round(walk):
    walk.sign_in("ito").follow("新しい評価の回を開く")
    walk.press("評価の回を開いて照会する")
    walk.reads("入力内容に")
    page = walk.page
    page.get_by_label("計画の期").select_option(index=1)
    page.get_by_label("対象年度").select_option("2022")
    walk.write("所管課の提出期限", "2099-05-31")
    page.get_by_label("委員会", exact=False).first.select_option(index=1)
    walk.write("委員の意見の期限", "2099-08-31")
    walk.choose("委員会も評価区分を付ける")
    walk.press("評価の回を開いて照会する")
    walk.reads("令和4年度の評価の回を開き、所管課に照会しました。")
    walk.sign_out()


def fill_in(walk, done):
    for label, text in {
        "計画（この": "月1回の見守り。",
        "実績（この": done,
        "評価の理由": "毎月開催できたため。",
    }.items():
        walk.write(label, text)
    walk.write("課題", "担い手が足りない。")
    walk.write("改善（次の", "説明会を6月に開く。")
    walk.page.get_by_label("B　おおむね順調（おおむね順調である）").check()
    walk.page.get_by_label("継続", exact=True).check()


def enter_and_submit(walk):
    walk.sign_in("sato")
    walk.reads("残りは1件")
    walk.follow("入力する")
    walk.reads("前の年度の約束")
    fill_in(walk, "１２回行った。")
    walk.write("開催回数（回）", "１，２OO")
    walk.press("保存して確認画面へ")
    walk.reads("数字で入力してください")
    assert walk.page.get_by_label("開催回数（回）").input_value() == "１，２OO"
    walk.write("開催回数（回）", "１，２００")
    walk.press("保存して確認画面へ")
    walk.reads("提出までに必要なこと（3件）")
    walk.reads("1,200回")
    walk.reads("これまでの値（12回くらい）と桁が違います。")
    walk.follow("入力に戻る")
    walk.write("開催回数（回）", "１２")
    answers = walk.page.get_by_label("実施した", exact=True)
    for index in range(answers.count()):
        answers.nth(index).check()
    walk.press("保存して確認画面へ")
    walk.press("提出する")
    walk.reads("を提出しました")
    walk.sign_out()


def council_enters(walk):
    walk.sign_in("tanaka").follow("入力する")
    fill_in(walk, "サロンを10か所で開いた。")
    answers = walk.page.get_by_label("実施した", exact=True)
    for index in range(answers.count()):
        answers.nth(index).check()
    walk.press("下書きを保存")
    walk.reads("下書きを保存しました")
    walk.press("保存して確認画面へ")
    walk.press("提出する")
    walk.sign_out()


def return_and_accept(walk):
    walk.sign_in("ito").follow("令和4年度（2022年度）")
    walk.follow("1-1　見守り活動").follow("差し戻す")
    walk.press("理由を付けて差し戻す")
    walk.reads("「差戻しの理由」を入力してください。")
    walk.write("差戻しの理由", "参加した人数も書いてください。")
    walk.press("理由を付けて差し戻す")
    walk.sign_out()
    walk.sign_in("sato")
    walk.reads("参加した人数も書いてください。")
    walk.follow("直す")
    walk.write("実績（この", "12回行い、延べ240人が参加した。")
    walk.press("保存して確認画面へ")
    walk.press("提出する")
    walk.sign_out()
    walk.sign_in("ito").follow("令和4年度（2022年度）")
    walk.follow("1-1　見守り活動")
    walk.press("確認済みにする")
    walk.sign_out()
    walk.sign_in("watanabe").follow("令和4年度（2022年度）")
    walk.follow("1-2　ふれあいサロン")
    walk.press("確認済みにする")
    walk.go("/staff/rounds/").follow("令和4年度（2022年度）")
    walk.follow("委員会に渡す").press("委員会に渡す")
    walk.sign_out()


def committee_writes(walk):
    walk.sign_in("yamamoto").follow("令和4年度（2022年度）の評価")
    walk.follow("1-1　見守り活動")
    walk.reads("令和3年度")
    walk.write("この取組への意見", "若い世代にも声をかけてほしい。")
    walk.page.get_by_label("A　順調（順調である）").check()
    walk.press("保存して次の取組へ")
    walk.reads("評価と意見を受け付けました。")
    walk.sign_out()
    walk.sign_in("takahashi").follow("令和4年度（2022年度）の評価").follow("総評を書く")
    walk.write("総評", "着実に進んでいる。")
    walk.press("総評を保存する")
    walk.sign_out()


def secretariats_answer(walk):
    walk.sign_in("ito").follow("令和4年度（2022年度）")
    walk.follow("意見と回答").follow("考え方を書く")
    walk.press("保存する")
    walk.reads("入力内容に")
    walk.write("公表する意見の要旨", "若い世代にも声をかけてほしい。")
    walk.write("市・社協の考え方", "学校と相談して進めます。")
    walk.page.get_by_label("反映", exact=True).check()
    walk.write("変わったこと", "中学校に案内を配った。")
    walk.choose("決裁が済んだので")
    walk.press("保存する")
    walk.go("/staff/rounds/").follow("令和4年度（2022年度）")
    walk.follow("委員会の意見を締め切る").press("締め切る")
    decide(walk)
    walk.sign_out()
    walk.sign_in("watanabe").follow("令和4年度（2022年度）")
    decide(walk)
    walk.sign_out()


def decide(walk):
    walk.follow("最終評価").follow("決める")
    walk.page.get_by_label("B　おおむね順調（おおむね順調である）").check()
    walk.press("最終評価を保存する")


def publish(walk):
    walk.sign_in("ito").follow("令和4年度（2022年度）")
    walk.follow("報告書（案）").press("いまの内容でPDFを作る")
    walk.reads("できあがり")
    assert "案" in text_of(walk, walk.page.get_by_role("link", name="PDFを開く").get_attribute("href"))
    walk.page.get_by_role("link", name="公表", exact=True).click()
    walk.press("公表する")
    walk.reads("公表しました")
    walk.sign_out()
    assert EvaluationRound.objects.get(request__target_year=2022).stage == "published"


def text_of(walk, path):
    answer = walk.page.request.get(walk.address + path)
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)


def the_public_reads(walk):
    walk.go("/").follow("令和4年度（2022年度）の評価")
    walk.reads("着実に進んでいる。")
    walk.follow("取組への意見（1件）と、市・社協の考え方を読む")
    walk.reads("若い世代にも声をかけてほしい。")
    walk.reads("学校と相談して進めます。")
    walk.reads_not("山本")
    walk.follow("令和4年度（2022年度）の評価")
    assert "若い世代にも声をかけてほしい。" in text_of(walk, "/evaluations/2022/report.pdf").replace("\n", "")
    walk.follow("1-1　見守り活動")
    walk.reads("延べ240人が参加した。")
    walk.reads("中学校に案内を配った。")
    for path in (
        "/plans/",
        "/plans/map/",
        "/plans/periods/",
        "/plans/chiiki-fukushi/",
        "/initiatives/",
        "/glossary/",
    ):
        walk.go(path)


def test_the_second_saver_sees_both_texts(walk, plan_year, browser, live_server):
    open_the_round(walk)
    walk.sign_in("sato").follow("入力する")
    walk.write("実績（この", "佐藤が書いた実績")
    other = browser.new_context(locale="ja-JP").new_page()
    second = type(walk)(other, live_server.url)
    second.sign_in("ito").go(walk.page.url.removeprefix(live_server.url))
    second.write("実績（この", "伊藤が書いた実績")
    second.page.get_by_label("電話で聞き取った").check()
    second.press("下書きを保存")
    walk.press("下書きを保存")
    walk.reads("伊藤さんが先に保存した")
    walk.reads("伊藤が書いた実績")
    assert walk.page.get_by_label("実績（この").input_value() == "佐藤が書いた実績"
    other.context.close()


def test_everything_works_without_javascript(browser, live_server, plan_year):
    page = browser.new_context(java_script_enabled=False, locale="ja-JP").new_page()
    page.goto(live_server.url + "/accounts/login/")
    page.locator("input[name=login]").fill("ito")
    page.locator("input[name=password]").fill(builders.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name="新しい評価の回を開く").click()
    page.get_by_role("button", name="評価の回を開いて照会する").click()
    assert "入力内容に" in page.locator("main").inner_text()
    page.context.close()
