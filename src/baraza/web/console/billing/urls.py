"""Addresses of bills."""

from django.urls import path

from baraza.web.console.billing import acts, own, rates, rules, statements

urlpatterns = [
    path("billing/", statements.listed, name="billing"),
    path("billing/own/", own.listed, name="billing-own"),
    path("billing/own/<int:year>-<int:month>/paper/", own.paper, name="billing-own-paper"),
    path("billing/rules/", rules.rules, name="billing-rules"),
    path("billing/rates/", rates.rates, name="billing-rates"),
    path("billing/calls/<int:call_id>/", acts.override, name="billing-call"),
    path("billing/<int:year>-<int:month>/", statements.statement, name="billing-statement"),
    path("billing/<int:year>-<int:month>/paper/", statements.paper, name="billing-paper"),
    path("billing/<int:year>-<int:month>/close/", acts.close, name="billing-close"),
    path("billing/<int:year>-<int:month>/credit/", acts.credit, name="billing-credit"),
]
