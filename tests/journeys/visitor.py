"""A person before the browser, who notices everything that goes wrong on the way."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from tests.installation import Installation

REFUSED_BY_POLICY = """
document.addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# every text in which digits stand beside digits: numbers, amounts, years and ranges of years, as written and as seen
AS_SEEN = """
() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("svg, script, style, .visually-hidden")) continue;
    for (const match of node.data.matchAll(/\\d[\\d\\u202f]*(?:[,.]\\d+)?(?:\\s?[-–]\\s?\\d{4})?/g)) {
      const places = [...match[0]].map((letter, at) => {
        const range = document.createRange();
        range.setStart(node, match.index + at);
        range.setEnd(node, match.index + at + 1);
        return [letter, range.getBoundingClientRect()];
      });
      if (!places[0][1].width || places.some(([, box]) => box.top !== places[0][1].top)) continue;
      const seen = [...places].sort((one, other) => one[1].left - other[1].left).map(([letter]) => letter).join("");
      found.push([match[0], seen]);
    }
  }
  return found;
}
"""
# rows of tables with more or fewer cells than the table has columns: their figures stand under other headings
RAGGED = """
() => [...document.querySelectorAll("main table")].flatMap(table => {
  const across = row => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
  const heads = table.tHead && table.tHead.rows.length === 1 && across(table.tHead.rows[0]);
  if (!heads || table.querySelector("[rowspan]")) return [];
  const rows = [...table.tBodies].flatMap(body => [...body.rows]);
  return rows.filter(row => across(row) !== heads).map(row => `${row.innerText.slice(0, 60)} | ${across(row)} of ${heads}`);
})
"""
# Texts whose colours were not judged before: at another place of the templates, or of another colour, size or ground;
# and the links they stand in. Contrast takes four fifths of axe's time, telling links from the text around them a fifth
# of the rest, and the hundredth row of a table has the colours of the first.
NEW_COLOURS = """
judged => {
  const known = new Set(judged), fresh = [], grounds = new Map([[null, 7]]);
  const sign = (begun, ...said) => {
    for (const letter of said.join()) begun = (begun * 31 + letter.charCodeAt()) % 281474976710597;
    return begun;
  };
  const ground = node => {
    if (!grounds.has(node)) {
      const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, color, textDecorationLine} = getComputedStyle(node);
      const look = [node.tagName, node.getAttribute("class"), backgroundColor, backgroundImage, opacity, filter, mixBlendMode,
                    color, textDecorationLine];
      grounds.set(node, sign(ground(node.parentElement), ...look));
    }
    return grounds.get(node);
  };
  const hasText = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  window.newColours = [...document.querySelectorAll("body *")].filter(node => {
    if (!hasText(node) && !node.matches("input, select, textarea")) return false;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(node);
    const seen = sign(ground(node), color, fontSize, fontWeight, textShadow, node.matches(":disabled"));
    return !known.has(seen) && known.add(seen) && fresh.push(seen);
  }).flatMap(node => node.closest("a[href]") && !node.matches("a") ? [node, node.closest("a[href]")] : [node]);
  return fresh;
}
"""
# without `preload`, axe would fetch the style sheets again and put them into the page, which the policy refuses
ASKED = {"resultTypes": ["violations"], "preload": False}
OF_COLOURS = ("color-contrast", "link-in-text-block")
ALL_BUT_COLOURS = (
    f"axe.run({json.dumps(ASKED | {'rules': {rule: {'enabled': False} for rule in OF_COLOURS}})})"
)
NEW_CONTRAST = f"axe.run(newColours, {json.dumps(ASKED | {'runOnly': OF_COLOURS})})"


class Visitor:
    def __init__(self, context: BrowserContext, server: str, accounts: dict[str, str], place: Installation):
        self.context, self.server, self.accounts, self.place = context, server, accounts, place
        self.objections: list[str] = []
        self.expected: set[int] = set()
        context.set_default_timeout(15_000)
        context.add_init_script(REFUSED_BY_POLICY)
        context.on("request", self.asked)
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.objections.append(f"error: {error.error}"))
        context.on("response", self.answered)
        self.page: Page = context.new_page()

    def asked(self, request: Request) -> None:
        """Nothing is asked of another machine; a route that refused it would keep the browser from its cache."""
        if not request.url.startswith((f"{self.server}/", "data:", "blob:")):
            self.objections.append(f"left the machine: {request.url}")

    def heard(self, message: ConsoleMessage) -> None:
        # what a failed answer prints is judged by `answered`
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.objections.append(f"console at {self.page.url}: {message.text}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.objections.append(f"{response.status}: {response.url}")

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """A refusal that belongs to the story."""
        self.expected.add(status)
        yield
        self.expected.discard(status)

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.server}{path}")
        return self.page

    def signs_in(self, role: str, *, password: str = "", then: str = "/") -> Page:
        """With the demonstration's account of a role, on the page everybody uses."""
        page = self.goes_to(then)
        page.locator("input[type=email]").fill(f"{role.replace('_', '.')}@demo.example")
        page.locator("input[type=password]").fill(password or self.accounts[role])
        self.sends()
        return page

    def sends(self) -> Page:
        """The form of the page, by its first button."""
        self.page.locator("main form .button").first.click()
        self.page.wait_for_load_state()
        return self.page

    def signs_out(self) -> None:
        self.context.clear_cookies()

    @property
    def where(self) -> str:
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def accessible(page: Page, judged: set[int]) -> list[str]:
    """What axe finds wrong with the page: one sentence for each of the first places.

    `judged` holds the colours of the pages before, which are not judged again, and takes those of this page.
    """
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ALL_BUT_COLOURS)["violations"]
    if fresh := page.evaluate(NEW_COLOURS, list(judged)):
        judged.update(fresh)
        found += page.evaluate(NEW_CONTRAST)["violations"]
    return [
        f"{violation['impact']} {violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def numbers_as_seen(page: Page) -> list[tuple[str, str]]:
    """Each number, amount or range of years of the page: as written, and as it stands from left to right."""
    return [tuple(pair) for pair in page.evaluate(AS_SEEN)]


def number_in(found: Locator) -> str:
    """The first number of a text, its groups closed up: "1 429 essais" is "1429"."""
    return re.search(r"\d[\d\u202f]*(?:,\d+)?", found.inner_text())[0].replace("\u202f", "")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def ragged(page: Page) -> list[str]:
    """Rows of tables whose cells do not stand under their own headings."""
    return page.evaluate(RAGGED)[:3]
