"""What each of the people of the journey does on the pages, act by act."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Locator, Page

from tests.journeys.small_plan import CODE, YEAR
from tests.journeys.visitor import Visitor, accessible, overflow
from tests.journeys.workbooks import filled, rows_of_the_year

CONTRACT = f"/fr/contracts/{CODE}"
RETURN = f"{CONTRACT}/returns/{YEAR}"
TRANCHE = f"{CONTRACT}/tranches/T1"
EVERYBODY = (
    "programme_officer", "centre_director", "federation_delegate", "centre_staff",
    "verifier", "committee_member", "fund_officer", "accountant",
)  # fmt: skip


@dataclass
class Story:
    """Eight people, each before a browser of their own, and the addresses the story comes by."""

    come_in: Callable[[str], Visitor]
    folder: object
    people: dict[str, Visitor] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)  # pages judged for everybody's eyes, by their pattern
    colours: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    session: str = ""

    def __call__(self, role: str, path: str = "") -> Page:
        """A person, at a page; a page of a new kind is judged."""
        if role not in self.people:
            self.people[role] = self.come_in(role)
        visitor = self.people[role]
        page = visitor.goes_to(path) if path else visitor.page
        self.judge(visitor)
        return page

    def judge(self, visitor: Visitor) -> None:
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UID", visitor.where.split("?")[0])
        if kind in self.read:
            return
        self.read.add(kind)
        page = visitor.page
        self.wrong += [f"{kind}: {said}" for said in accessible(page, self.colours)]
        if overflow(page) > 0:
            self.wrong.append(f"{kind}: {overflow(page)} pixels too wide")

    def fills(self, page: Page, action: str = "", having: str = "", **fields) -> Page:
        """Fill a form of the page, found by where it leads, and send it by its button."""
        which = f"[action*='{action}']" if action else "[method=post]"
        form = page.locator(f"main form{which}{having}").first
        for name, value in fields.items():
            box = form.locator(f"[name='{name}']").first
            kind = box.evaluate("box => box.type")
            if kind == "select-one":
                box.select_option(label=value.pattern) if isinstance(
                    value, re.Pattern
                ) else box.select_option(value)
            elif kind == "checkbox":
                box.set_checked(value)
            else:
                box.fill(str(value))
        return follows(page, form.locator("button.button").first)

    @property
    def objections(self) -> list[str]:
        return [said for visitor in self.people.values() for said in visitor.objections]


def presses(page: Page, words: str) -> Page:
    """A button of the page by its words."""
    return follows(page, page.locator("main button:not([disabled]), main a.button", has_text=words).first)


def follows(page: Page, link: Locator) -> Page:
    """Clicks what leads to another page, and waits for it."""
    with page.expect_navigation():
        link.click()
    return page


def title(page: Page) -> str:
    return " ".join(page.locator("h1").inner_text().replace("\u202f", " ").replace("\xa0", " ").split())


def digits(text: str) -> str:
    """The first number of a text, its groups closed up."""
    found = re.search(r"\d{1,3}(?:\s\d{3})+(?:,\d+)?|\d+(?:,\d+)?", text)[0]
    return "".join(found.split())


# before the story: when returns are due, who sits in the committee, which money there is


def the_committee_has_its_rules(story: Story) -> None:
    page = story("programme_officer", "/fr/returns/calendar/terms/")
    story.fills(page, every="year", effective_from=f"{YEAR}-01-01")
    page = story("programme_officer", "/fr/committee/rules/")
    story.fills(page, effective_from=f"{YEAR}-01-01", notice_days=0)
    for person, organisation, chairs in (
        ("Membre du comité de suivi", "Ministère (MIN)", True),
        ("Coordination du réseau", "Réseau (NET)", False),
    ):
        page = story("programme_officer", "/fr/committee/seats/")
        story.fills(
            page, person=re.compile(person), organisation=re.compile(organisation),
            since=f"{YEAR}-01-01", is_chair=chairs,
        )  # fmt: skip


def the_fund_holds_money(story: Story) -> None:
    page = story("fund_officer", "/fr/fund/pledges/new/")
    story.fills(page, funder=re.compile("Fonds (FON)"), amount="150000", document="Convention")
    follows(page, page.locator("button[name=confirmed]"))
    page = story("fund_officer", "/fr/fund/allocations/new/")
    story.fills(page, funder=re.compile("Fonds (FON)"), line="L1", axis="1", year=str(YEAR), amount="120000")
    follows(page, page.locator("button[name=confirmed]"))


# the contract


def the_contract_is_drafted(story: Story) -> None:
    page = story("programme_officer", f"{CONTRACT}/workbook/")
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    path = story.folder / "contrat.xlsx"
    download.value.save_as(path)
    page.locator("main input[type=file]").set_input_files(filled(path))
    presses(page, "Voir ce qu’il change")
    story.judge(story.people["programme_officer"])
    presses(page, "Garder comme projet")
    assert "s’engage sur 3 cibles" in title(page)


def the_parties_agree(story: Story) -> None:
    for role, words in (
        ("centre_director", "Donner son accord"),
        ("federation_delegate", "Donner son accord"),
        ("centre_director", "Soumettre"),
    ):
        presses(story(role, f"{CONTRACT}/documents/"), words)


def three_parties_sign(story: Story) -> list[str]:
    """The titles of the page after each signature."""
    titles = []
    for role in ("ministry", "centre", "federation"):
        person = {"ministry": "programme_officer", "centre": "centre_director"}.get(
            role, "federation_delegate"
        )
        page = story(person, f"{CONTRACT}/signature/")
        password = story.people[person].accounts[person]
        page.locator("input[type=password]").first.fill(password)
        presses(page, "Signer avec mon mot de passe")
        titles.append(title(page))
    return titles


def it_enters_into_force(story: Story) -> None:
    presses(story("programme_officer", f"{CONTRACT}/documents/"), "en vigueur")
    page = story("fund_officer", f"{CONTRACT}/money/commitment/")
    presses(page, "Engager")


# what was done, and the return


def evidence_is_imported(story: Story) -> None:
    page = story("centre_staff", "/fr/evidence/imports/")
    page.locator("main input[type=file]").first.set_input_files(rows_of_the_year(story.folder / "annee.csv"))
    person = story.people["centre_staff"]
    presses(page, "Voir ce qui changerait")
    story.judge(person)
    presses(page, "Enregistrer")
    page = story("centre_director", "/fr/evidence/received-to/")
    story.fills(page, day=f"{YEAR}-12-31")


def the_return_is_submitted(story: Story) -> None:
    page = story("centre_director", f"{RETURN}/")
    for folded in page.locator("main details:not([open]) > summary").all():
        folded.click()
    for box in page.locator("main textarea[name^='explain:'], main textarea[name^='comment:']").all():
        box.fill("Vu avec le ministère.")
    if page.locator("main textarea[name='comment']").count():
        page.locator("main textarea[name='comment']").fill("Une bonne année.")
        presses(page, "Garder")
    page = story("centre_director", f"{RETURN}/submission/")
    presses(page, "Transmettre")


# the verification


def the_sample_is_drawn(story: Story) -> None:
    presses(story("verifier", f"{RETURN}/sample/"), "Tirer")


def the_sample_is_checked(story: Story, rejected: dict[str, str]) -> None:
    """Each thing accepted, but for those with a reason here, by the reference of their row."""
    page = story("verifier", f"{RETURN}/sample/")
    for place in range(1, page.locator("#things li[id^=thing-]").count() + 1):
        thing = page.locator(f"#thing-{place}")
        why = next((why for row, why in rejected.items() if row in thing.inner_text()), "")
        thing.locator(f"input[name=outcome][value={'rejected' if why else 'accepted'}]").check()
        if why:
            thing.locator("input[name=reason]").fill(why)
        with page.expect_response(lambda said: "/sampled/" in said.url) as answer:
            thing.locator("button[type=submit]").click()
        assert answer.value.ok
        page.locator(f"#thing-{place}[aria-live]").wait_for()


def the_findings_are_closed(story: Story) -> None:
    presses(story("verifier", f"{RETURN}/sample/"), "vérifi")


def the_centre_contests(story: Story, row: str, text: str) -> None:
    page = story("centre_director", f"{RETURN}/sample/")
    page.locator("#things li[id^=thing-]", has_text=row).locator("a", has_text="Contester").click()
    page.locator("textarea[name=text]").wait_for()
    story.judge(story.people["centre_director"])
    story.fills(page, text=text)


def the_centre_accepts(story: Story) -> None:
    presses(story("centre_director", f"{RETURN}/sample/"), "Accepter")


# the committee


def the_committee_is_called(story: Story) -> None:
    page = story("programme_officer", "/fr/committee/call/")
    story.fills(page, day=date.today().isoformat(), hour="23:50", place_fr="Rabat")
    story.judge(story.people["programme_officer"])
    story.session = re.search(r"/sessions/([0-9a-f-]{36})/", page.url)[1]


def a_point_is_put_on_the_agenda(story: Story, words: str) -> None:
    page = story("programme_officer", f"/fr/committee/sessions/{story.session}/agenda/")
    page.locator("main tr", has_text=words).locator("input[name=subject]").check()
    presses(page, "Inscrire ce qui est coché")


def the_session_opens(story: Story) -> None:
    page = story("programme_officer", f"/fr/committee/sessions/{story.session}/roll/")
    for box in page.locator("main select[name$=how]").all():
        box.select_option("present")
    presses(page, "Consigner")
    page = story("committee_member", f"/fr/committee/sessions/{story.session}/")
    story.fills(page, "/opening/")


def the_committee_decides(story: Story, about: str, verb: str, **said) -> str:
    """By consensus; what the page of the decision says."""
    chair = "committee_member"
    page = story(chair, f"/fr/committee/sessions/{story.session}/")
    follows(page, page.locator("main tbody tr", has_text=about).last.locator("th a").first)
    story.judge(story.people[chair])
    story.fills(page, "/decision/", verb=verb, by_consensus=True, **said)
    follows(page, page.locator("main .lead a").first)
    story.judge(story.people[chair])
    return page.locator("main").inner_text()


# the money


def the_release_is_proposed(story: Story) -> str:
    """The address of the release."""
    page = story("programme_officer", f"{TRANCHE}/")
    presses(page, "Proposer")
    story.judge(story.people["programme_officer"])
    return story.people["programme_officer"].where


def takes(story: Story, role: str, release: str, verb: str, **fields) -> Page:
    """A step of a release, by who may take it."""
    page = story(role, release)
    return story.fills(page, "/steps/", f":has(input[value={verb}])", **fields)


def it_is_ordered_paid_and_justified(story: Story, release: str, amount: str) -> None:
    takes(story, "fund_officer", release, "order", document="Ordre 1")
    takes(story, "accountant", release, "pay", document="Virement 1")
    takes(story, "centre_director", release, "justify", amount=amount, document="Factures 1 à 6")


# every figure opens onto its rows


def opens_onto(story: Story, role: str, link, figure: str) -> None:
    """A figure is clicked: the sum at the foot of its rows is the figure."""
    visitor = story.people[role]
    page = visitor.page
    link.click()
    page.locator("#rows .foot-line strong").first.wait_for()
    story.judge(visitor)
    foot = page.locator("#rows .foot-line").first.inner_text()
    assert digits(foot.split(":", 1)[1]) == figure, (visitor.where, foot)
    assert digits(title(page).split(":", 1)[1]) == figure, (visitor.where, title(page))
    page.go_back()
    page.wait_for_load_state()
