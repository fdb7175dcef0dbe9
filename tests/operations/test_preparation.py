"""The tools that make a checkout ready and check it: once per change, never half, and honest about failures."""

import dataclasses
import importlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.syspath_prepend(str(TOOLS))
    module = importlib.import_module("preparation.steps")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VAR", tmp_path / "var")
    return module


@pytest.fixture
def make_step(steps: ModuleType, tmp_path: Path) -> Callable:
    (tmp_path / "recipe").write_text("one")

    def make(act: Callable):
        return steps.Step(
            name="bake",
            title="Bread",
            act=act,
            reads=lambda: [tmp_path / "recipe"],
            makes=lambda: [tmp_path / "bread"],
            remedy="buy flour",
            stamps=tmp_path / "stamps",
        )

    return make


def test_a_step_is_done_once_until_what_it_reads_changes(
    steps: ModuleType, make_step: Callable, tmp_path: Path
) -> None:
    baked: list[str] = []

    def bake(_journal: object) -> None:
        baked.append((tmp_path / "recipe").read_text())
        (tmp_path / "bread").write_text("bread")

    step = make_step(bake)
    assert [steps.carry_out([[[step]]]), steps.carry_out([[[step]]])] == [0, 0]
    (tmp_path / "recipe").write_text("two")
    steps.carry_out([[[step]]])

    assert baked == ["one", "two"]


def test_a_step_is_due_again_when_what_it_made_is_gone(steps: ModuleType, make_step: Callable, tmp_path: Path) -> None:
    baked: list[int] = []

    def bake(_journal: object) -> None:
        baked.append(1)
        (tmp_path / "bread").write_text("bread")

    step = make_step(bake)
    steps.carry_out([[[step]]])
    (tmp_path / "bread").unlink()
    steps.carry_out([[[step]]])

    assert baked == [1, 1]


def test_a_failed_step_shows_its_last_lines_and_the_remedy_and_is_due_again(
    steps: ModuleType, make_step: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    step = make_step(lambda journal: journal.run([sys.executable, "-c", "print('no flour'); raise SystemExit(4)"]))

    assert steps.carry_out([[[step]]]) == 1

    said = capsys.readouterr().out
    assert "    no flour\n" in said
    assert "What helps: buy flour" in said
    assert not step.stamp.exists()
    assert not step.is_done()


def test_a_step_that_makes_nothing_has_failed(steps: ModuleType, make_step: Callable) -> None:
    step = make_step(lambda _journal: None)

    assert steps.carry_out([[[step]]]) == 1
    assert not step.stamp.exists()


def test_what_goes_on_beside_each_other_ends_whatever_one_of_it_does_and_what_follows_does_not_begin(
    steps: ModuleType, make_step: Callable, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed, ended = threading.Event(), threading.Event()

    def fail(_journal: object) -> None:
        failed.set()
        raise steps.StepFailed("there is no flour")

    def bake(_journal: object) -> None:
        assert failed.wait(10)
        (tmp_path / "bread").write_text("bread")

    def step(name: str, act: Callable):
        return dataclasses.replace(make_step(act), name=name, title=name)

    stages = [
        [[step("fails", fail), step("after it", lambda _: ended.set())], [step("bakes", bake)]],
        [[step("then", lambda _: ended.set())]],
    ]
    assert steps.carry_out(stages) == 1

    said = capsys.readouterr().out
    assert [line.split(" … ")[0] for line in said.splitlines() if " … " in line] == ["[1/4] fails", "[3/4] bakes"]
    assert "fails: there is no flour." in said
    assert not ended.is_set()


def test_nothing_is_said_when_nothing_is_due(
    steps: ModuleType, make_step: Callable, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = make_step(lambda _journal: (tmp_path / "bread").write_text("bread"))
    steps.carry_out([[[step]]])
    capsys.readouterr()

    steps.carry_out([[[step]]])

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("version", [(20, 19), (20, 21), (22, 12), (24, 1)])
def test_the_machines_node_is_taken_when_the_build_runs_on_it(steps: ModuleType, version: tuple[int, int]) -> None:
    assert importlib.import_module("preparation.front_end")._is_new_enough(version)


@pytest.mark.parametrize("version", [(18, 20), (20, 18), (21, 7), (22, 11)])
def test_a_node_that_the_build_does_not_run_on_is_left_aside(steps: ModuleType, version: tuple[int, int]) -> None:
    assert not importlib.import_module("preparation.front_end")._is_new_enough(version)


PIP_LISTS = """\
global.cert='/etc/ssl/ours.crt'
global.index-url='file:///general'
install.index-url='file:///for-installing'
global.extra-index-url='file:///one file:///two'
global.find-links='/general'
:env:.find-links='/here'
download.timeout='1'
"""


def test_the_faster_installer_is_told_what_the_machine_tells_pip(steps: ModuleType) -> None:
    assert importlib.import_module("preparation.libraries").told_to_pip(PIP_LISTS) == {
        "cert": "/etc/ssl/ours.crt",
        "index-url": "file:///for-installing",
        "extra-index-url": "file:///one file:///two",
        "find-links": "/here",
    }


def test_without_the_faster_installer_pip_installs(steps: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries, ran, noted = importlib.import_module("preparation.libraries"), [], []

    class Journal:
        note = noted.append

        def run(self, words: list[object], **_: object) -> None:
            program, lock = Path(str(words[0])).name, Path(str(words[-1])).name
            ran.append((program, lock))
            if program == "uv":
                raise steps.StepFailed("uv ended with code 2")

    libraries.install_locked(Path("main.txt"), journal=Journal())

    assert ran == [("python", "uv.txt"), ("uv", "main.txt"), ("python", "main.txt")]
    assert noted == ["Without uv: uv ended with code 2."]


def test_every_check_runs_and_one_failure_fails_all(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    check = importlib.import_module("check")
    python = Path(sys.executable).name
    monkeypatch.setattr(check, "PROGRAMS", Path(sys.executable).parent)
    monkeypatch.setattr(
        check,
        "CHECKS",
        [
            check.Check("first", (python, "-c", "raise SystemExit(2)"), remedy="mend it"),
            check.Check("second", (python, "-c", "print('second ran')")),
            check.Check("third", ("no-such-program",)),
        ],
    )
    monkeypatch.setattr(check, "TESTS", check.Check("tests", (python, "-c", "print('=== 5 passed in 1s ===')")))

    assert check.main([]) == 1

    lines = capfd.readouterr().out.splitlines()
    table = [line.split()[0] + " " + line.split(" s   ")[1] for line in lines[-6:-2]]
    assert table == ["first FAILED (2)   mend it", "second passed", "third FAILED (127)", "tests passed"]
    assert "second ran" in lines
    assert lines[-1] == "=== 5 passed in 1s ==="
