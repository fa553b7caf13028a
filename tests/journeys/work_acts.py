"""What a firm and the people of a centre do on their pages, from a request to a certificate, act by act."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.journeys.acts import Story, digits, follows, title
from tests.journeys.work_world import CONTRACT, METHOD, YEAR

WORK = "/fr/work"
PORTAL = f"{WORK}/portal"
SHEET = f"{WORK}/tests/sheet/?method={METHOD.replace(chr(32), chr(43))}"
NEED = "Masque M-95\nDeux tailles, S et M"
TODAY = date.today().isoformat()
LATER = (date.today() + timedelta(days=30)).isoformat()
A_FILE = {"name": "accord.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 accord"}


def typed(page: Page, action: str = "", **fields) -> Page:
    """Fill the form of the page that leads somewhere, a field a name, and send it by its first button."""
    which = f"[action*='{action}']" if action else "[method=post]"
    form = page.locator(f"main form{which}").first
    if form.locator("xpath=ancestor::details[not(@open)]").count():
        form.locator("xpath=ancestor::details[not(@open)]/summary").first.click()
    for name, value in fields.items():
        fill(form, name, value)
    button = form.locator("button.button, button.button-quiet, button.button-danger").first
    return follows(page, button)


def fill(form, name: str, value) -> None:
    boxes = form.locator(f"[name='{name}']")
    kind = boxes.first.evaluate("box => box.type")
    if kind == "radio":
        form.locator(f"[name='{name}'][value='{value}']").check()
    elif kind == "checkbox" and isinstance(value, str):
        form.locator("label", has_text=value).locator(f"[name='{name}']").check()
    elif kind == "checkbox":
        boxes.first.set_checked(value)
    elif kind == "file":
        boxes.first.set_input_files(value)
    elif kind.startswith("select"):
        choose(boxes.first, value)
    else:
        boxes.first.fill(str(value))


def choose(box, value: str) -> None:
    """By the value of an option, else by words of its label."""
    options = box.locator("option").evaluate_all("all => all.map(one => [one.value, one.textContent])")
    found = next((key for key, label in options if value in (key, label)), None)
    found = found or next(key for key, label in options if value in label)
    box.select_option(found)


def does(story: Story, who: str, path: str, verb: str, **fields) -> Page:
    """A verb of a thing, on the page that asks what it needs; the page that follows is judged.

    A page that asks nothing is like every other one that does: one of them is judged.
    """
    there = f"{path}steps/{verb}/"
    is_new = fields or not any("/steps/" in kind for kind in story.read)
    page = story(who, there) if is_new else gone_to(story, who, there)
    typed(page, **fields)
    assert f"/steps/{verb}/" not in page.url, page.locator("main").inner_text()
    story.judge(story.people[who])
    return page


def gone_to(story: Story, who: str, path: str) -> Page:
    story(who)
    return story.people[who].goes_to(path)


def here(page: Page) -> str:
    """The address of the page, without the machine."""
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


# the firm asks


def the_firm_finds_the_service_and_asks(story: Story) -> str:
    """The address of its request, on the portal."""
    page = story("firm", f"{PORTAL}/services/?q=validation+masqué")
    follows(page, page.locator("main li a", has_text="masques").first)
    story.judge(story.people["firm"])
    typed(page, text=NEED, q1="2")
    story.judge(story.people["firm"])
    return here(page)


def at_the_centre(asked: str) -> str:
    """The same request as the centre opens it."""
    return asked.replace("/portal/requests/", "/requests/")


def the_centre_answers_with_a_quote(story: Story, request: str) -> None:
    does(story, "colleague", request, "review")
    page = story("colleague", f"{request}review/")
    for box in page.locator("main select").all():
        box.select_option("yes")
    typed(page, rule="four_way")
    quoted(story, request, "4500")


def quoted(story: Story, request: str, price: str, **more) -> None:
    page = story("colleague", f"{request}quote/")
    line = {"text": "Essais, avis et certificat", "quantity": "2", "price": price, "vat": "20"}
    said = {f"lines-0-{name}": value for name, value in line.items()} | {"valid_until": LATER}
    typed(page, **said, **more)
    assert "/quote/" not in page.url, page.locator("main").inner_text()


def a_stale_page_is_refused(story: Story, asked: str) -> str:
    """The firm accepts a quote that was revised while its page was open: what it is told."""
    page = story("firm", f"{asked}steps/accept/")
    quoted(story, at_the_centre(asked), "4000", reason="Un modèle de moins à préparer")
    with story.people["firm"].expecting(422):
        typed(page, order_number="BC-1")
    return page.locator("main [role=alert], main .error-summary").first.inner_text()


def the_firm_accepts(story: Story, asked: str) -> None:
    page = does(story, "firm", asked, "accept", order_number="BC-2")
    assert "BC-2" in page.locator("main").inner_text()


def the_work_begins(story: Story, request: str) -> None:
    does(story, "colleague", request, "plan", starts_on=TODAY, ends_on=LATER)
    does(story, "colleague", request, "start")


# the laboratory


def a_sample_comes(story: Story, request: str) -> None:
    page = story("colleague", f"{request}tests/")
    typed(page, "/samples/", description="Masques M-95, 50 pièces", family="masques", origin="local")
    story.judge(story.people["colleague"])
    does(story, "colleague", here(page), "receive", day=TODAY, quantity="50", unit="u", condition="good")


def two_tests_are_ordered_and_given(story: Story, request: str) -> None:
    page = story("colleague", f"{request}tests/")
    typed(page, "/orders/", version="masques")
    given_to_the_analyst(story)


def given_to_the_analyst(story: Story) -> None:
    page = story("colleague", SHEET)
    typed(page, "/assignments/", operator="Salma Idrissi", planned_on=TODAY)


def the_analyst_enters(story: Story, results: dict[str, str]) -> list[str]:
    """Results by clause, each with U = 4 and k = 2; the instruments the sheet offered."""
    page = story("analyst", SHEET)
    offered = page.locator("main label", has=page.locator("input[name=equipment]")).all_inner_texts()
    page.locator("main label", has_text="PD-01").locator("input").check()
    for clause, value in results.items():
        row = page.locator("main tbody tr", has=page.locator(f"input[aria-label$=' {clause}']"))
        for name, text in (("value", value), ("spread", "4"), ("k", "2")):
            row.locator(f"input[name^='{name}-']").fill(text)
    follows(page, page.locator("main form:has(input[name^='value-']) button.button").first)
    assert "/sheet/" not in page.url, page.locator("main").inner_text()
    return offered


def others_verify_and_authorise(story: Story) -> None:
    for who, verb in (("colleague", "verify"), ("centre_director", "authorise")):
        page = story(who, f"{WORK}/tests/verification/")
        for box in page.locator("main input[name=line]").all():
            box.check()
        follows(page, page.locator(f"main button[name=verb][value={verb}]"))


def a_test_is_done_again(story: Story, request: str, clause: str, value: str) -> None:
    """What a report said already is tested again, and verified and authorised as the first time."""
    page = story("colleague", f"{request}tests/")
    follows(page, page.locator("main tbody th a", has_text=clause).first)
    does(story, "colleague", here(page), "again")
    given_to_the_analyst(story)
    the_analyst_enters(story, {clause: value})
    others_verify_and_authorise(story)


def verdicts_of(story: Story, request: str) -> list[str]:
    """What is stated of each test, as the title of its page says it."""
    page = story("colleague", f"{request}tests/")
    links = page.locator("main tbody th a[href*='/work/tests/']")
    lines = links.evaluate_all("all => all.map(one => one.pathname)")
    return [title(story("colleague", address)).split(":")[1].strip() for address in lines]


def title_of(story: Story, who: str, address: str) -> str:
    return title(story(who, address))


def a_report_is_issued(story: Story, request: str, **said) -> str:
    """The public page of a report drafted by one and authorised by another."""
    page = story("colleague", f"{request}tests/")
    typed(page, "/reports/", language="fr", **said)
    story.judge(story.people["colleague"])
    report = here(page)
    does(story, "colleague", report, "submit")
    page = story("centre_director", f"{report}steps/authorise/")
    for box in page.locator("main select").all():
        box.select_option("yes")
    typed(page)
    page = does(story, "centre_director", report, "issue")
    return page.locator("main a[href*='/check/']").first.evaluate("link => link.pathname")


def number_of(page: Page) -> str:
    """The number a page is about, as its title writes it."""
    return page.locator("h1 bdi").first.inner_text()


# certification


def the_product_is_certified(story: Story, request: str, report: str) -> str:
    """Evaluated by one, decided by another who took no part; the page of the certificate."""
    page = story("colleague", request)
    follows(page, page.locator("main a[href*='/applications/new/']"))
    story.judge(story.people["colleague"])
    typed(page)  # what the request says is there already
    story.judge(story.people["colleague"])
    application = here(page)
    does(story, "colleague", application, "admit")
    does(story, "colleague", application, "sign", file=A_FILE)
    does(story, "colleague", application, "evaluate", people="Omar Tazi")
    for code in ("R1", "R2"):
        said = {"requirement": code, "verdict": "met", "text": "Vu au rapport", "report": report}
        typed(story("colleague", application), "/judgements/", **said)
    does(story, "colleague", application, "submit")
    does(story, "certification", application, "conclude", text="Dossier complet")
    page = does(story, "certification", application, "grant", text="Accordée")
    if "/certificates/" not in page.url:
        follows(page, page.locator("main a[href*='/certificates/']").first)
    certificate = here(page)
    does(story, "certification", certificate, "issue")
    return certificate


def it_is_withdrawn(story: Story, certificate: str) -> None:
    said = {"text": "Retiré", "reason": "Marquage trompeur"}
    does(story, "certification", certificate, "withdraw", **said)


def on_the_register(story: Story, certificate: str) -> str:
    """The page the certificate's QR code opens."""
    page = story("certification", certificate)
    return page.locator("main a[href*='/register/']").first.evaluate("link => link.pathname")


# the end of the order


def the_order_is_invoiced(story: Story, request: str) -> None:
    page = story("colleague", f"{request}invoice/")
    typed(page, due_on=LATER)
    assert "/invoices/" in page.url, page.locator("main").inner_text()
    story.judge(story.people["colleague"])


def the_firm_is_satisfied(story: Story, asked: str) -> None:
    page = story("firm", asked)
    typed(page, "/rating/", score="5", text="Rapide et clair")
    assert "Rapide et clair" in page.locator("main").inner_text()


# product validation


def a_campaign_is_opened(story: Story) -> None:
    page = story("centre_director", f"{WORK}/campaigns/new/")
    words = {"title_fr": "Masques 2020", "title_ar": "كمامات 2020", "code": "masques-2020"}
    typed(page, **words, version="masques")
    story.judge(story.people["centre_director"])
    does(story, "centre_director", here(page), "open")


def a_file_is_opened(story: Story, request: str) -> str:
    """The file of the product in the campaign."""
    uid = request.rstrip("/").rsplit("/", 1)[1]
    page = story("colleague", f"{WORK}/validations/new/{uid}/")
    typed(page, product="Masque M-95", under="Masques 2020")
    story.judge(story.people["colleague"])
    return here(page)


def its_plan_rests_on_the_tests(story: Story, file: str) -> None:
    page = story("colleague", f"{file}plan/")
    follows(page, page.locator("main form:has(select) button.button"))  # the tests ordered are proposed
    does(story, "colleague", file, "approve_plan")
    does(story, "colleague", file, "test")


def it_is_found_favourable(story: Story, file: str, asked: str) -> str:
    """The opinion of somebody who tested nothing, the maker's consent; the public page of the product."""
    does(story, "colleague", file, "review")
    page = does(story, "centre_director", file, "favour", text="Les clauses sont satisfaites")
    public = page.locator("main a[href*='/check/validation/']").first.evaluate("link => link.pathname")
    page = story("firm", f"{asked}consents/")
    typed(page, is_given="yes")
    return public


# what it comes to, for the plan


def figure(code: str, day: date | None = None, moment: str = "") -> str:
    """The address of a figure of the centre, on a day, as known at a moment."""
    year = (day or date.today()).year
    asked = f"/fr/figure/?indicator={code}&centre=EAU&period={year}"
    return asked + (f"&on={day}" if day else "") + (f"&known_at={moment}" if moment else "")


def counted(story: Story, code: str, **asked) -> str:
    """What an indicator of the centre's contract comes to; its rows add up to it."""
    page = story("centre_director", figure(code, **asked))
    value = digits(title(page).split(":", 1)[1])
    foot = page.locator("#rows .foot-line")
    assert not foot.count() or digits(foot.inner_text().split(":", 1)[1]) == value, foot.inner_text()
    return value


def moment_of(story: Story, code: str) -> str:
    """The moment a figure of now is known at."""
    page = story("centre_director", figure(code))
    return digits(page.locator("main dd", has_text=re.compile(r"^moment")).first.inner_text())


def on_the_contract(story: Story) -> list[str]:
    """Tests, products and certificates of this year, on the page of the contract's results."""
    page = story("programme_officer", f"/fr/contracts/{CONTRACT}/results/")
    found = []
    for code in ("TESTS", "PRODUCTS", "CERTIFICATES"):
        row = page.locator("main tbody tr", has=page.locator(f"a[href*='/indicators/{code}/']")).first
        cell = row.locator(f"a[href*='/figure/'][href*='period={YEAR}']").first
        found.append(digits(cell.inner_text()))
    return found


def expected_of_the_tranche(story: Story) -> str:
    """What the tranche of the certificates is expected to give."""
    return title(story("programme_officer", f"/fr/contracts/{CONTRACT}/tranches/T1/expected/"))


def on_the_state_page(story: Story) -> str:
    """The certificates of the plan, on its first page."""
    page = story("programme_officer", "/fr/")
    return digits(page.locator("main a[href*='indicator=CERTIFICATES']").first.inner_text())


def behind_the_figure(story: Story, who: str, code: str) -> Page:
    """The first row behind a figure."""
    page = story(who, figure(code) + "&list=rows")
    follows(page, page.locator("#rows tbody th a").first)
    story.judge(story.people[who])
    return page
