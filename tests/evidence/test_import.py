import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from jalon.evidence.actions import register_kinds, reverse, store_document
from jalon.evidence.imports import Report, import_file
from jalon.evidence.imports.workbook import template
from jalon.evidence.models import Document, Evidence, Mapping
from jalon.evidence.rows import row_digest
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel import chain, kinds
from jalon.kernel.words import Words
from jalon.network.models import Enterprise, EnterpriseProfile, Region, Sector
from tests.evidence.files import csv_file, line, ods_file, served, xlsx_file
from tests.evidence.making import DAY, ICE, OTHER_ICE, centre, deed, recorded
from tests.factories.plan import service

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 30)


@pytest.fixture
def take(where, tmp_path):
    """Import lines as a CSV file."""

    def take(*lines, **options):
        made = csv_file(tmp_path / "file.csv", *lines)
        return import_file(made, centre=where, by=None, on=TODAY, **options)

    return take


def codes(report):
    return [(said["row"], said["field"], said["code"]) for said in report.problems]


# what comes in


def test_a_line_becomes_a_row(take, where):
    report = take(served(amount="1 234,50", origin="importé", **{"attributes.conform": "non"}))

    row = Evidence.objects.get()
    assert report.recorded and report.new == 1 and report.moment == latest()
    assert (row.centre, row.external_id, row.kind, row.on) == (where, "T-1", "test.reported", DAY)
    assert (row.quantity, row.unit, row.amount, row.origin) == (3, "tests", 123450, "import")
    assert row.enterprise.number == ICE[:9]
    assert row.attributes == {"conform": False}
    assert row.source == "file"


def test_the_chain_covers_what_a_file_brings(take):
    take(*(served(external_id=f"T-{n}", identity=f"échantillon «{n}»\t\\") for n in range(20)))

    rows = list(Evidence.objects.order_by("id"))
    assert [row.external_id for row in rows] == [f"T-{n}" for n in range(20)]
    assert all(row_digest(row) == bytes(row.hash) for row in rows)
    event = Event.objects.get(verb="evidence.imported")
    assert bytes(event.root) == chain.merkle_root([bytes(row.hash) for row in rows])


def test_the_file_itself_is_kept(take, tmp_path):
    take(line())

    document = Document.objects.get()
    assert document.names.get().name == "file.csv"
    assert Event.objects.get(verb="evidence.imported").payload["file"] == document.sha256


def test_dimensions_are_derived_from_the_kind_and_the_firm(take, where):
    food = Sector.objects.create(code="10", name=Words("Alimentaire"))
    firm = Enterprise.objects.create(number=ICE[:9], name="Conserves", search="conserves")
    EnterpriseProfile.objects.create(
        enterprise=firm, starts_on=dt.date(2024, 1, 1), size="small", sector=food
    )

    take(served(kind="product.validated", quantity=""))

    row = Evidence.objects.get()
    assert (row.firm_size, row.sector, row.general_interest, row.quantity) == ("small", "10", True, 1)


def test_what_the_file_says_of_a_firm_becomes_its_profile(take):
    take(served(firm_size="moyenne", region=""))
    (profile,) = EnterpriseProfile.objects.all()
    assert (profile.size, profile.starts_on) == ("medium", DAY)

    take(served(external_id="T-2", on="2024-04-01"))
    assert Evidence.objects.get(external_id="T-2").firm_size == "medium"


def test_a_firm_without_ice_is_counted_apart_and_said(take):
    report = take(line(firm_name="Atelier du Rif", firm_ice="en cours"))

    assert Evidence.objects.get().enterprise.number is None
    assert report.counts == {"ice_pending": 1}


def test_kinds_are_understood_in_the_three_languages_and_as_a_pack_names_them(take):
    register_kinds([kinds.Kind("mask.tested", Words("Masque essayé"), "tests")], pack="ma-cti")

    take(
        line("A", kind="Essai rendu"),
        line("B", kind="ESSAI  RENDU"),
        line("C", kind="اختبار منجز"),
        line("D", kind="masque essaye"),
    )

    assert list(Evidence.objects.order_by("id").values_list("kind", flat=True)) == ["test.reported"] * 3 + [
        "mask.tested"
    ]


def test_headers_are_understood_in_french_whatever_their_accents_and_case(tmp_path, where):
    said = {
        "IDENTIFIANT": "T-1",
        "Type d'acte": "Essai rendu",
        " date ": "05/03/2024",
        "Quantite": "3",
        "Conforme": "oui",
    }

    report = import_file(csv_file(tmp_path / "f.csv", said, delimiter=";"), centre=where, by=None, on=TODAY)

    assert report.recorded
    assert Evidence.objects.get().attributes == {"conform": True}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_recognised(tmp_path, where, encoding, delimiter):
    said = [line(f"é-{n}", campaign="Été à Fès, côté sud") for n in range(3)]
    made = csv_file(tmp_path / "f.csv", *said, delimiter=delimiter, encoding=encoding)

    import_file(made, centre=where, by=None, on=TODAY)

    assert {row.campaign for row in Evidence.objects.all()} == {"Été à Fès, côté sud"}
    assert Evidence.objects.filter(external_id="é-2").exists()


def test_arabic_of_an_older_windows_is_recognised(tmp_path, where):
    made = csv_file(tmp_path / "f.csv", line(campaign="حملة مراقبة المنتوجات المستوردة"), encoding="cp1256")

    import_file(made, centre=where, by=None, on=TODAY)

    assert Evidence.objects.get().campaign == "حملة مراقبة المنتوجات المستوردة"


def test_a_quoted_text_may_hold_delimiters_quotes_and_lines(take):
    take(line(identity='a, "b"\nc'))

    assert Evidence.objects.get().identity == 'a, "b"\nc'


def test_an_excel_file_with_a_title_above_its_columns_is_read(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", line(on=DAY, external_id=1001), before=3)

    import_file(made, centre=where, by=None, on=TODAY)

    row = Evidence.objects.get()
    assert (row.external_id, row.on) == ("1001", DAY)


def test_days_count_from_1904_in_the_files_of_old_macintoshes(tmp_path, where):
    made = xlsx_file(
        tmp_path / "f.xlsx", line("A", on=DAY), line("B", on=(DAY - dt.date(1904, 1, 1)).days), date_1904=True
    )

    report = import_file(made, centre=where, by=None, on=TODAY)

    assert set(Evidence.objects.values_list("on", flat=True)) == {DAY}
    assert report.counts == {"serial_day": 1}


def test_an_ods_file_is_read(tmp_path, where):
    made = ods_file(
        tmp_path / "f.ods",
        ("external_id", "kind", "on", "quantity"),
        ("T-1", "test.reported", "05/03/2024", "2,5"),
    )

    import_file(made, centre=where, by=None, on=TODAY)

    assert Evidence.objects.get().quantity == Decimal("2.5")


def test_the_name_of_a_file_does_not_say_what_it_is(tmp_path, where):
    xlsx_file(tmp_path / "f.csv", line(on=DAY))

    assert import_file(tmp_path / "f.csv", centre=where, by=None, on=TODAY).recorded


def test_zeros_that_a_spreadsheet_removed_from_an_ice_come_back(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", served(firm_ice=int(ICE)))

    report = import_file(made, centre=where, by=None, on=TODAY)

    assert Evidence.objects.get().enterprise.number == ICE[:9]
    assert report.counts == {"ice_restored": 1}


def test_documents_are_found_by_the_name_the_centre_gave_them(take, where):
    sha256 = store_document(b"report", name="PV 12.pdf", centre=where)

    take(line(kind="partnership.signed", quantity="", document="PV 12.pdf"))

    assert Evidence.objects.get().documents == [sha256]


# again


def test_the_same_file_again_changes_nothing(take):
    lines = [served(external_id=f"T-{n}", quantity=n + 1, amount="12,5") for n in range(10)]
    take(*lines)
    before = latest()

    report = take(*lines)

    assert (report.unchanged, report.changed, report.recorded) == (10, 0, False)
    assert latest() == before


def test_the_same_file_changes_nothing_although_the_firm_is_known_better_now(take):
    take(served())
    firm = Enterprise.objects.get()
    EnterpriseProfile.objects.create(enterprise=firm, starts_on=dt.date(2020, 1, 1), size="large")

    assert take(served()).unchanged == 1


def test_a_corrected_line_is_a_reversal_and_a_new_row(take):
    take(line("A", quantity=3), line("B"))

    report = take(line("A", quantity=5), line("B"))

    assert (report.corrected, report.unchanged) == (1, 1)
    rows = Evidence.objects.filter(external_id="A").order_by("id")
    assert [(row.quantity, row.revision, row.reverses_id) for row in rows] == [
        (3, 1, None),
        (-3, 1, rows[0].pk),
        (5, 2, None),
    ]
    assert report.changes[0]["differences"] == [["quantity", "3", "5"]]
    assert all(row_digest(row) == bytes(row.hash) for row in rows)


def test_a_line_corrected_twice_and_back_is_known_again(take):
    take(line(quantity=3))
    take(line(quantity=5))
    take(line(quantity=3))

    assert take(line(quantity=3)).unchanged == 1
    assert Evidence.objects.live().get().revision == 3


def test_removing_what_a_line_said_is_a_correction(take):
    take(line(service="Essai mécanique"))

    assert take(line(service="")).corrected == 1


def test_a_line_is_cancelled_by_asking_for_it(take):
    take(line("A"), line("B"))

    report = take(line("A", action="annuler"), line("B", action=""))

    assert (report.reversed, report.unchanged) == (1, 1)
    assert [row.external_id for row in Evidence.objects.live()] == ["B"]
    assert take(line("A", action="annuler")).unchanged == 1


def test_a_cancelled_line_comes_back(take):
    take(line("A"))
    take(line("A", action="cancel"))

    report = take(line("A"))

    assert report.new == 1
    assert Evidence.objects.live().get().revision == 2


def test_cancelling_what_was_never_recorded_is_an_error(take):
    report = take(line("A", action="annuler"))

    assert codes(report) == [(2, "external_id", "nothing_to_cancel")]
    assert not report.recorded


def test_a_row_reversed_by_hand_comes_back_with_its_file(take):
    take(line("A"))
    reverse(Evidence.objects.get(), by=None, reason="by mistake")

    assert take(line("A")).new == 1


def test_a_row_typed_in_is_known_when_the_file_says_the_same(take, where):
    recorded(where, deed("A", quantity=Decimal(3)))

    assert take(line("A", quantity=3)).unchanged == 1


def test_a_preview_says_what_would_change_and_records_nothing(take):
    take(line("A"), line("B"))
    before = latest()

    report = take(line("A", quantity=9), line("B"), served(external_id="C"), dry_run=True)

    assert (report.new, report.unchanged, report.corrected) == (1, 1, 1)
    assert latest() == before
    assert not Enterprise.objects.exists()
    assert Report.from_json(report.as_json()) == report


# what is refused


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"on": ""}, "on", "missing"),
        ({"on": "31/02/2024"}, "on", "not_a_date"),
        ({"on": "03/25/2024"}, "on", "month_first"),
        ({"on": "5/3/24"}, "on", "not_a_date"),
        ({"on": "2024-07-01"}, "on", "in_the_future"),
        ({"kind": "test.imagined"}, "kind", "unknown_kind"),
        ({"kind": ""}, "kind", "missing"),
        ({"external_id": ""}, "external_id", "missing"),
        ({"quantity": "beaucoup"}, "quantity", "not_a_number"),
        ({"quantity": "-3"}, "quantity", "not_positive"),
        ({"quantity": "0"}, "quantity", "is_zero"),
        ({"quantity": "1,234"}, "quantity", "ambiguous_number"),
        ({"quantity": "1.2345"}, "quantity", "too_precise"),
        ({"quantity": ""}, "quantity", "missing"),
        ({"quantity": "1,2E+05"}, "quantity", "scientific"),
        ({"unit": "hours"}, "unit", "other_unit"),
        ({"amount": "12,345.678"}, "amount", "third_decimal"),
        ({"amount": "-5"}, "amount", "negative_amount"),
        ({"amount": "1" * 30}, "amount", "too_large"),
        ({"firm_ice": "001561191000065"}, "firm_ice", "ice_control"),
        ({"firm_ice": "12345"}, "firm_ice", "ice_length"),
        ({"firm_ice": "A01561191000066"}, "firm_ice", "ice_characters"),
        ({"firm_ice": "1,56119E+12"}, "firm_ice", "ice_scientific"),
        ({"firm_size": "énorme"}, "firm_size", "not_a_choice"),
        ({"origin": "lune"}, "origin", "not_a_choice"),
        ({"general_interest": "peut-être"}, "general_interest", "not_yes_or_no"),
        ({"attributes.colour": "red"}, "attributes.colour", "unknown_attribute"),
        ({"attributes.conform": "maybe"}, "attributes.conform", "not_yes_or_no"),
        ({"document": "absent.pdf"}, "document", "unknown_document"),
        ({"identity": "x" * 121}, "identity", "too_long"),
        ({"identity": "#DIV/0!"}, "identity", "error_cell"),
        ({"kind": "income.invoiced"}, "amount", "missing"),
        ({"kind": "product.validated"}, "firm_ice", "missing"),
        ({"kind": "certificate.issued", "quantity": 1, "firm_ice": ICE}, "identity", "missing"),
        ({"centre": "CTPC"}, "centre", "other_centre"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_recorded(take, said, field, code):
    report = take(line("A"), line("B") | said)

    assert codes(report) == [(3, field, code)]
    assert not report.recorded
    assert not Evidence.objects.exists()


def test_an_unknown_region_is_refused_with_what_was_meant(take):
    Region.objects.create(code="MA-09", name=Words("Souss-Massa"))

    report = take(line("A", region="souss massa"), line("B", region="Sous-Massa"))

    assert codes(report) == [(3, "region", "unknown_reference")]
    assert report.problems[0]["detail"] == "MA-09"


def test_every_error_is_told_in_one_go(take):
    report = take(line("A", on="never"), line("B", quantity="-1", unit="hours"), line("A"))

    assert codes(report) == [
        (2, "on", "not_a_date"),
        (3, "quantity", "not_positive"),
        (3, "unit", "other_unit"),
        (4, "external_id", "twice_in_file"),
    ]


def test_good_lines_are_taken_when_asked_for(take):
    report = take(line("A"), line("B", quantity="-1"), take_good_lines=True)

    assert report.recorded and report.new == 1
    assert codes(report) == [(3, "quantity", "not_positive")]
    assert Evidence.objects.get().external_id == "A"


def test_days_before_the_plan_are_a_warning(take):
    from jalon.journal.actions import recording
    from jalon.plan.models import Plan, PlanVersion

    with recording("test") as event:
        PlanVersion.objects.create(
            plan=Plan.objects.create(code="P", name=Words("Plan")), number=1, label=Words("v1"), status="signed",
            effective_from=dt.date(2024, 4, 1), starts_on=dt.date(2024, 4, 1), ends_on=dt.date(2026, 12, 31),
            event_id=event.event_id,
        )  # fmt: skip

    report = take(line())

    assert report.recorded
    assert [said["code"] for said in report.warnings] == ["before_plan"]


def test_a_comma_is_read_as_the_other_numbers_of_its_column_show(take):
    take(line("A", quantity="1,234"), line("B", quantity="0,5"))

    assert Evidence.objects.get(external_id="A").quantity == Decimal("1.234")


def test_a_cell_with_an_error_is_not_a_blank_cell(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", line(on=DAY, amount="ERROR:#DIV/0!"))

    report = import_file(made, centre=where, by=None, on=TODAY)

    assert codes(report) == [(2, "amount", "error_cell")]
    assert report.problems[0]["letter"] == "E"


def test_what_cannot_be_read_is_told_once(tmp_path, where):
    broken = xlsx_file(tmp_path / "f.xlsx", line(quantity="ERROR:#DIV/0!"))
    merged = xlsx_file(tmp_path / "g.xlsx", line("A", on=""), line("B", on=""), merge=(1, 2, 2, 2))

    def found(path):
        return codes(import_file(path, centre=where, by=None, on=TODAY))

    assert found(broken) == [(2, "quantity", "error_cell")]
    assert found(merged) == [(2, "on", "merged"), (2, "on", "not_a_date")]


def test_a_refused_cell_is_shown_as_it_stands_in_the_file(take):
    report = take(line("A", kind="income.invoiced", quantity="", amount="-100"), line("B", quantity="−3"))

    assert [said["value"] for said in report.problems] == ["-100", "−3"]


def test_merged_cells_are_refused(tmp_path, where):
    made = xlsx_file(tmp_path / "f.xlsx", line("A", identity=""), line("B"), merge=(1, 4, 2, 4))

    assert codes(import_file(made, centre=where, by=None, on=TODAY)) == [(2, "identity", "merged")]


HEADS = ["external_id", "kind", "on", "quantity"]


def book(path, sheets, hidden=()):
    """A workbook of several sheets, each with its headers and lines."""
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if name in hidden:
                sheet.hide()
    return path


def test_a_sheet_that_is_not_read_is_named(tmp_path, where):
    sheets = {
        "January": [HEADS, ["A", "test.reported", "2024-01-05", 3]],
        "February": [HEADS[1:], ["test.reported", "2024-02-05", 4]],
        "Notes": [["nothing of interest"]],
        "Drafts": [HEADS, ["A", "test.reported", "2024-01-05", 5]],
    }

    report = import_file(
        book(tmp_path / "f.xlsx", sheets, hidden=["Drafts"]), centre=where, by=None, on=TODAY
    )

    assert [(said["code"], said["sheet"], said["detail"]) for said in report.warnings] == [
        ("hidden_sheet", "Drafts", "Drafts"),
        ("sheet_without", "February", "February: external_id"),
    ]
    assert Evidence.objects.get().quantity == 3


def test_a_line_is_placed_on_its_own_sheet_when_no_line_of_another_is_right(tmp_path, where):
    heads = [*HEADS, "action"]
    sheets = {
        "January": [heads, ["A", "test.reported", "2024-01-05", -3]],
        "February": [heads, ["B", "test.reported", "2024-02-05", 4, "cancel"]],
    }

    report = import_file(
        book(tmp_path / "f.xlsx", sheets), centre=where, by=None, on=TODAY, take_good_lines=True
    )

    assert [(said["sheet"], said["letter"], said["code"]) for said in report.problems] == [
        ("January", "D", "not_positive"),
        ("February", "A", "nothing_to_cancel"),
    ]


def test_a_line_with_more_cells_than_columns_is_refused(tmp_path, where):
    made = tmp_path / "f.csv"
    made.write_text(
        "external_id,kind,on,quantity\nA,test.reported,2024-03-05,2,5\nB,test.reported,2024-03-05,3\n"
    )

    assert codes(import_file(made, centre=where, by=None, on=TODAY)) == [(2, "", "extra_cells")]


def test_a_file_without_the_columns_is_refused_by_their_names(take):
    report = take({"identifiant": "A", "quantité": 3})

    assert (report.refusal, report.detail) == ("no_columns", "kind, on")


def test_a_document_nobody_deposited_is_named_with_its_cell(take):
    report = take(line(pièce="missing.pdf"))

    (said,) = report.problems
    assert (said["letter"], said["row"], said["column"], said["value"]) == ("E", 2, "pièce", "missing.pdf")


# a centre's own file


def test_a_centre_s_own_columns_and_words_are_told_once(tmp_path, where):
    Mapping.objects.create(
        centre=where,
        name="laboratoire",
        columns={"Réf. labo": "external_id", "Fait le": "on", "Nb": "quantity", "Remarque": ""},
        values={"kind": {"": "test.reported"}, "origin": {"L": "local", "E": "import"}},
    )
    said = {"Réf. labo": "A", "Fait le": "05/03/2024", "Nb": 4, "Origine": "E", "Remarque": "x"}

    report = import_file(csv_file(tmp_path / "f.csv", said), centre=where, by=None, on=TODAY)

    assert report.recorded, report.problems or report.refusal
    row = Evidence.objects.get()
    assert (row.kind, row.origin, row.quantity) == ("test.reported", "import", 4)


def test_two_firms_of_one_file_stay_two(take):
    take(served(external_id="A"), line("B", firm_ice=OTHER_ICE, firm_name="Atlas"), served(external_id="C"))

    assert Evidence.objects.values("enterprise").distinct().count() == 2
    assert Enterprise.objects.count() == 2


# what a line leaves to its service


STANDARDS = Words("Élaboration de normes", "إعداد المواصفات", "Development of standards")


@pytest.fixture
def standards():
    """A service: from 2022 on axis 2, line 2, of general interest; from April 2024 on axis 3."""
    service("standards", STANDARDS, axis_code="2", funding_line_code="2", general_interest=True)
    service("standards", STANDARDS, number=2, effective_from=dt.date(2024, 4, 1), axis_code="3")


def derived_of(external_id):
    row = Evidence.objects.get(external_id=external_id)
    return row.service, row.axis, row.funding_line, row.general_interest


def test_dimensions_are_derived_from_the_service_in_force_on_the_day(take, standards):
    take(
        served(external_id="A", service="standards"),
        served(external_id="B", service="إعداد المواصفات", on="2024-04-01"),
    )

    assert derived_of("A") == ("standards", "2", "2", True)
    assert derived_of("B") == ("standards", "3", "", None)


def test_what_the_line_says_goes_before_its_service_and_the_service_before_the_kind(take, standards):
    service("prototypes", Words("Prototypes"), axis_code="2", general_interest=False)
    validated = {"kind": "product.validated", "quantity": "", "service": "prototypes"}

    take(
        served(external_id="A", service="standards", axis="7", general_interest="non"),
        served(external_id="B", **validated),
    )

    assert derived_of("A") == ("standards", "7", "2", False)
    assert derived_of("B") == ("prototypes", "2", "", False)


def test_a_service_the_catalogue_does_not_know_is_kept_and_told_with_what_is_near(take, standards):
    report = take(
        served(external_id="A", service="Elaboration de norme"), served(external_id="B", service="hydrologie")
    )

    assert [said["code"] for said in report.warnings] == ["unknown_service"] * 2
    assert [said["detail"] for said in report.warnings] == ["Elaboration de norme ≈ standards", "hydrologie"]
    assert derived_of("A") == ("Elaboration de norme", "", "", None)


def test_a_preview_says_what_follows_from_services_and_kinds(take, standards):
    report = take(*(served(external_id=f"T-{n}", service="standards") for n in range(3)), dry_run=True)

    assert report.derived == [
        {"kind": "test.reported", "service": "standards", "axis": "2", "funding_line": "2"}
        | {"general_interest": True, "high_value": None, "lines": 3}
    ]


def test_a_line_sent_again_is_known_though_the_catalogue_has_grown(take):
    take(served(service="Normes"))
    service("standards", Words("Normes"), axis_code="2")

    report = take(served(service="Normes"))

    assert (report.unchanged, report.corrected) == (1, 0)


def test_a_deed_that_its_service_does_not_leave_is_told(take):
    service("standards", STANDARDS, kinds=["standard.*"])

    report = take(served(service="standards"))

    assert [said["code"] for said in report.warnings] == ["other_service"]
    assert report.recorded


@pytest.mark.parametrize(
    ("language", "said"), (("fr", STANDARDS.fr), ("ar", STANDARDS.ar), ("en", STANDARDS.en))
)
def test_the_template_offers_the_services_in_its_language_and_takes_others(standards, language, said):
    made = parts_of(template(language))

    assert said in made["lists"]
    assert 'errorStyle="information"' in made["lines"]


def parts_of(content):
    """The words of a workbook, and its first sheet as it is written."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        words = packed.read("xl/sharedStrings.xml").decode()
        return {"lists": words, "lines": packed.read("xl/worksheets/sheet1.xml").decode()}


def test_a_document_of_another_centre_is_not_opened_by_naming_its_digest(take, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    digest = store_document(b"%PDF-1.7 theirs", name="theirs.pdf", centre=centre("OTHER"))

    report = take(line("A", document=digest))

    assert [said["code"] for said in report.problems] == ["unknown_document"]
