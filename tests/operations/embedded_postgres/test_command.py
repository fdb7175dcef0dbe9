"""What the command says of a server that runs, and of none."""

from types import SimpleNamespace

import pytest

from baraza.operations.embedded_postgres import __main__ as command

RUNNING = SimpleNamespace(
    url="postgresql://o@/b", superuser_url="postgresql://postgres@/b", binaries="/opt/bin", version="18.6"
)


@pytest.mark.parametrize(
    ("action", "said"),
    [("url", "postgresql://o@/b\n"), ("superuser", "postgresql://postgres@/b\n"), ("programs", "/opt/bin\n")],
)
def test_what_a_backup_needs_is_said_alone_on_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], action: str, said: str
) -> None:
    monkeypatch.setattr(command.servers, "find_running", lambda **_: RUNNING)

    assert command.main([action]) == 0

    assert capsys.readouterr().out == said


def test_without_a_server_there_is_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.servers, "find_running", lambda **_: None)

    assert command.main(["superuser"]) == 3

    assert capsys.readouterr().out == ""
