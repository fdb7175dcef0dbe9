"""The rules for Prometheus name figures that there are and runbooks that there are, and every row of the index has one."""

import importlib
import re

import pytest
from prometheus_client import REGISTRY
from tests.docs.documents import ROOT

RUNBOOKS = ROOT / "docs" / "runbooks"
RULES = (RUNBOOKS / "alarms.yml").read_text(encoding="utf-8")
FIGURE = re.compile(r"\bbaraza_[a-z_]+")
# Proposed beside the rules: what rises slowly, which somebody looks at by the week.
LOOKED_AT = {"baraza_ussd_refused_screens_total", "baraza_live_reconnects_total", "baraza_sends_held_total"}


@pytest.mark.django_db
def test_every_figure_of_a_rule_is_one_of_ours() -> None:
    for module in ("baraza.config.urls", "baraza.core.ingress.metrics", "baraza.web.ui.counting"):
        importlib.import_module(module)
    ours = {sample.name for family in REGISTRY.collect() for sample in family.samples}
    ours |= {f"{family.name}_total" for family in REGISTRY.collect() if family.type == "counter"}
    ours |= {family.name for family in REGISTRY.collect()}
    assert set(FIGURE.findall(RULES)) - ours == set()


def test_every_rule_leads_to_a_runbook_and_every_alarm_of_the_index_has_a_rule() -> None:
    assert [name for name in re.findall(r"runbook: ([\w.-]+)", RULES) if not (RUNBOOKS / name).is_file()] == []
    assert RULES.count("- alert: ") == RULES.count("expr: ") == RULES.count("runbook: ")

    index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    table = index[index.index("| alarm | when | do |") : index.index("### What is used")]
    rows = {FIGURE.findall(line)[0] for line in table.splitlines() if FIGURE.search(line)}
    assert rows - set(FIGURE.findall(RULES)) == LOOKED_AT
