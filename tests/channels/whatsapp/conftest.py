"""A person who has written within the last day."""

import pytest
from tests.channels.whatsapp.sending import PHONE

from baraza.operations.demo.graph_api import Sandbox


@pytest.fixture
def open_window(graph: Sandbox) -> Sandbox:
    graph.state.person_wrote(address=PHONE)
    return graph
