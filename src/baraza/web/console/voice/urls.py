"""Addresses of voice agents."""

from django.urls import path

from baraza.web.console.voice import agents, pings, views

urlpatterns = [
    path("voice/", views.voice, name="voice"),
    path("voice/connect/", views.connect, name="voice-connect"),
    path("voice/<int:connection_id>/", views.connection, name="voice-connection"),
    path("voice/<int:connection_id>/check/", views.check, name="voice-check"),
    path("voice/<int:connection_id>/account/", views.account, name="voice-account"),
    path("voice/<int:connection_id>/offer/", agents.ask, name="voice-offer"),
    path("voice/<int:connection_id>/import/", agents.take, name="voice-import"),
    path("voice/<int:connection_id>/add/", agents.add, name="voice-agent-add"),
    path("voice/agents/<int:agent_id>/", agents.agent, name="voice-agent"),
    path("voice/agents/<int:agent_id>/archive/", agents.archive, name="voice-agent-archive"),
    path("voice/<int:connection_id>/test/", pings.test_all, name="voice-agents-test"),
    path("voice/agents/<int:agent_id>/test/", pings.test_one, name="voice-agent-test"),
    path("voice/agents/<int:agent_id>/address/", agents.address, name="voice-agent-address"),
]
