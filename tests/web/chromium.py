"""One Chromium for the tests that follow each other in it, started by the first that needs it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from weakref import WeakSet

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Colours are the same in every language, and measuring them takes longer than all else together.
COLOURS = "color-contrast"

_RUN_AXE = """async ([tags, left_out]) => {
  const rules = Object.fromEntries(left_out.map((rule) => [rule, { enabled: false }]));
  const result = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], rules });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}"""


# On a busy machine a page may come late; a wait that ends early costs nothing.
expect.set_options(timeout=60_000)


class _Shared:
    """Playwright cannot be started twice in one thread, and fixtures of several folders want it."""

    def __init__(self) -> None:
        self.users = 0
        self.running: Browser | None = None
        self.end = ExitStack()


_shared = _Shared()


@contextmanager
def chromium() -> Iterator[Browser]:
    if _shared.running is None:
        record = ROOT / "var" / "chromium"
        program = record.read_text().strip() if record.is_file() else "/usr/bin/chromium"
        playwright = _shared.end.enter_context(sync_playwright())
        _shared.running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        _shared.end.callback(_shared.running.close)
    _shared.users += 1
    try:
        yield _shared.running
    finally:
        _shared.users -= 1
        # The next module finds no page open that goes on asking a server that is gone.
        for context in _shared.running.contexts if _shared.running and not _shared.users else ():
            context.close()


def close_unused() -> None:
    """Before a test that is none of a browser: while one runs, its thread can have no event loop of another kind."""
    if _shared.running is not None and not _shared.users:
        _shared.running = None
        _shared.end.close()


def follow(page: Page, button: Locator) -> None:
    """Press what leads to another page (or to the same one with its mistakes) and go on when that page is there."""
    with page.expect_navigation():
        button.click()


@cache
def axe_source() -> str:
    """The accessibility checker from the front end's lock file."""
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()


# Where every new page brings the checker along: the browser then reads it once and not again for each page.
_with_checker: WeakSet[BrowserContext] = WeakSet()


def faults(page: Page, *, left_out: tuple[str, ...] = ()) -> list[str]:
    """What the accessibility checker finds on the page as it is shown now, but for the rules that are left out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
        if page.context not in _with_checker:
            page.context.add_init_script(axe_source())
            _with_checker.add(page.context)
    found: list[str] = page.evaluate(_RUN_AXE, [RULES, left_out])
    return found
