"""The register and the bridge to the next term: every page that the secretariat and the public meet, wide and narrow."""

import pytest
from django.urls import reverse

from plans.models import Plan, PlanRelation
from plans.publication import publish_term
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(name, *rows) -> str:
    return reverse(name, args=[getattr(row, "pk", row) for row in rows])


def test_a_plan_is_registered_related_given_a_term_and_closed(walk, cast):
    walk.sign_in("ito").go(at("staff:register-list")).follow("計画を追加")
    walk.press("保存する")
    walk.reads("「計画名」を入力してください。")
    walk.write("計画名", "みほん市雪対策基本計画")
    walk.write("アドレスの名前", "yuki")
    walk.press("保存する")
    plan = Plan.objects.get(slug="yuki")
    walk.go(at("staff:register-term-add", plan))
    walk.press("保存する")
    walk.page.get_by_label("開始年度").select_option(value="2021")
    walk.page.get_by_label("終了年度").select_option(value="unknown")
    walk.write("期の名称", "第1期")
    walk.press("保存する")
    walk.go(at("staff:register-relation-add", plan))
    walk.press("保存する")
    walk.page.get_by_label("相手の計画").select_option(label="みほん市地域福祉計画")
    walk.choose("連携する計画")
    walk.press("保存する")
    relation, term = PlanRelation.objects.get(), plan.terms.get()
    for address in (
        at("staff:register-plan", plan),
        at("staff:register-plan-edit", plan),
        at("staff:register-term-edit", term),
        at("staff:register-term-delete", term),
        at("staff:register-relation-edit", relation),
        at("staff:register-relation-delete", relation),
        at("staff:register-plan-delete", plan),
        at("staff:register-plan-close", plan),
    ):
        walk.go(address)
    walk.choose("廃止")
    walk.page.get_by_label("廃止・終了した年度").select_option(value="2022")
    walk.page.locator("textarea[name=closed_reason]").fill("総合計画に統合したため。")
    walk.press("廃止・終了した計画にする")
    assert Plan.objects.get(pk=plan.pk).closing == "abolished"
    walk.go(at("staff:register-plan-reopen", plan))
    walk.sign_out()
    walk.go("/plans/yuki/").reads("総合計画に統合したため。")
    for address in ("/plans/", "/plans/map/", "/plans/periods/"):
        walk.go(address)


def test_a_term_is_carried_over_and_read_by_everybody(walk, cast, monkeypatch):
    monkeypatch.setattr("evaluations.views.public_bridge.LINES_ON_A_PAGE", 1)
    builders.indicator(cast.walk, targets={2022: 24})
    builders.published(builders.round_(cast.term, cast.committee, cast.jimu), cast.jimu)
    bridge = builders.carried_over(cast.term)
    walk.sign_in("ito").go(at("staff:carry-over-list")).follow(
        "みほん市地域福祉計画 第1期から第2期への引継ぎ"
    )
    for name in ("decide", "copy", "newcomers"):
        walk.go(at(f"staff:carry-over-{name}", bridge))
    walk.go(at("staff:carry-over-initiative", bridge, cast.walk))
    (line,) = builders.carried(bridge, cast.walk, "renamed", title="見守りと声かけ")
    builders.carried(bridge, cast.salon, "completed")
    walk.go(at("staff:lineage-edit", line)).go(at("staff:lineage-undo", line))
    walk.go(at("staff:carried-issue-list", bridge)).press("検討課題を集める")
    issue = bridge.issues.first()
    walk.go(at("staff:carried-issue-edit", issue)).press("保存して、次の課題へ")
    walk.go(at("staff:handover-print", bridge))
    builders.chapter(bridge.new_term)
    publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW)
    walk.sign_out()
    walk.go(f"{cast.plan.get_absolute_url()}?term={cast.term.pk}").follow("次の期へ")
    walk.reads("見守りと声かけ")
    walk.follow("次のページ")
    walk.reads("2ページ中2ページ目")
    walk.go(line.new.get_absolute_url()).reads("名称変更")
