"""The repository held to its word."""

import re
import subprocess
import tomllib
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

import grimp
import polib
import pytest
from babel.messages.extract import extract
from django.apps import apps
from django.core.management import call_command
from django.utils.translation.template import templatize

from jalon.site import environment
from jalon.site.cli import COMMANDS, SENTENCES, jalon

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "jalon"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "_n": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def layers():
    """The import order, lowest first, as import-linter reads it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    order = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [layer.strip("()") for layer in reversed(order)]


def folders():
    return sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


@cache
def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@cache
def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def templates():
    return sorted(PACKAGE.glob("*/templates/**/*.*"))


def styles():
    return sorted(PACKAGE.glob("*/static/**/*.css"))


def catalogues():
    return sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"))


# the order of the telling


def test_foreign_keys_point_downwards():
    order = layers()
    upwards = []
    for model in apps.get_models():
        if not model.__module__.startswith("jalon."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target and target.__module__.startswith("jalon."):
                here, there = model._meta.app_label, target._meta.app_label
                if order.index(there) > order.index(here):
                    upwards.append(f"{model.__name__}.{field.name} of {here} points to {there}")

    assert not upwards


# What an app offers besides its models, queries and actions: who may is asked by every view, an event has words,
# migrations keep tables as they were written, files from outside are opened by one reader, results count segments,
# the fund pays by the rules of contracts' tranches.
OFFERED = {
    "contracts": {"rules", "terms"},
    "evidence": {"documents", "papers", "reading", "segments"},
    "fund": {"sentences"},
    "journal": {"lives", "triggers", "verbs"},
    "network": {"access", "roles"},
    "plan": {"triggers"},
    "reporting": {"sentences"},
    "results": {"sentences"},
}
FREE = {"kernel", "ui"}
ASSEMBLING = {"site", "__main__"}


def test_an_app_takes_models_queries_and_actions_of_another():
    graph = grimp.build_graph("jalon")

    taken = [
        f"{importer} imports {module}"
        for module in sorted(graph.modules)
        if is_an_apps_own(module)
        for importer in graph.find_modules_that_directly_import(module)
        if app_of(importer) not in {app_of(module)} | ASSEMBLING
    ]

    assert not taken, "\n".join(taken)


def app_of(module):
    return module.split(".")[1]


def is_an_apps_own(module):
    _root, app, *inside = module.split(".") if module.count(".") else ("", "kernel")
    if app in FREE or not inside or inside[0] in ("models", "queries", "actions"):
        return False
    offered, *deeper = inside
    return offered not in OFFERED.get(app, ()) or bool(deeper and deeper[0] not in face(app, offered))


def face(app, offered):
    """What a package offers is said in its `__init__`, and nothing else is taken of it."""
    return import_module(f"jalon.{app}.{offered}").__all__


def test_spark_too_is_known_in_results_engine_only():
    """import-linter says nothing of a package nobody imports yet."""
    named = [
        path
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(?:import|from) pyspark", text_of(path), re.M)
    ]

    assert all((PACKAGE / "results" / "engine") in path.parents for path in named)


def test_every_folder_has_its_place_in_the_order():
    assert set(folders()) <= set(layers())


def test_every_app_is_in_the_map():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    assert [name for name in folders() if f"`jalon/{name}`" not in text] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


# words


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_catalogue_is_complete(path):
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]

    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    assert [entry.msgid for entry in entries if lost_names(entry)] == []


def lost_names(entry):
    """Names of a text (%(name)s) that its translation invents, which fails when it is shown."""
    known = set(re.findall(r"%\((\w+)\)", entry.msgid + entry.msgid_plural))
    said = [entry.msgstr, *entry.msgstr_plural.values()]
    return any(set(re.findall(r"%\((\w+)\)", text)) - known for text in said)


@pytest.mark.parametrize("app", folders())
def test_every_text_of_an_app_is_translated(app):
    known = {language: translated(language) for language in ("fr", "ar")}

    texts = set(texts_of(app))

    missing = [
        f"{language}: {text}" for language in known for _context, text in sorted(texts - known[language])
    ]
    assert not missing, "\n".join(missing)


@cache
def translated(language):
    return frozenset(
        (entry.msgctxt or "", entry.msgid)
        for path in PACKAGE.glob(f"*/locale/{language}/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    )


def texts_of(app):
    """What makemessages would collect, without gettext's programs."""
    for path in sorted((PACKAGE / app).rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = text_of(path)
        elif path.suffix in (".html", ".txt", ".svg", ".xml") and "templates" in path.parts:
            lines = templatize(text_of(path), origin=str(path)).splitlines()
            source = "\n".join(line.strip() for line in lines)  # what stands between the texts is no Python
        else:
            continue
        for _line, text, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            yield context or "", text[0] if isinstance(text, tuple) else text


def test_every_catalogue_says_its_language():
    """Without it the compiled catalogue forgets its plurals, and six reads as one."""
    silent = [
        str(path.relative_to(PACKAGE))
        for path in catalogues()
        if polib.pofile(str(path)).metadata.get("Language") != path.parts[-3]
    ]

    assert not silent


def test_the_gendered_and_plural_forms_of_arabic_are_all_there():
    short = [
        f"{path.relative_to(PACKAGE)}: {entry.msgid}"
        for path in catalogues()
        for entry in polib.pofile(str(path))
        if not entry.obsolete and entry.msgid_plural and len(entry.msgstr_plural) != plural_forms(path)
    ]

    assert not short


def plural_forms(path):
    return 6 if "ar" in path.parts else 2 if "nplurals=2" in text_of(path) else 3


# pages


def test_no_template_is_unused():
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".txt", ".svg")]
    # names another package or Django itself asks for
    asked_elsewhere = re.compile(
        r"^(account|mfa|allauth|socialaccount|django|usersessions)/|^(400|403|403_csrf|404|429|500)\.html$"
    )
    unused = []
    for path in templates():
        name = path.as_posix().split("/templates/", 1)[1]
        used = asked_elsewhere.match(name) or any(
            name in text_of(source) for source in sources if source != path
        )
        if not used:
            unused.append(name)

    assert not unused


PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:^|[;{\s])(?:left|right)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius",
    re.MULTILINE,
)


@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_a_style_sheet_knows_neither_left_nor_right(path):
    rules = re.sub(r"/\*.*?\*/", "", text_of(path), flags=re.DOTALL)

    assert PHYSICAL.findall(rules) == []


def test_pages_bring_no_code_or_style_of_their_own():
    """The Content-Security-Policy refuses them: they would silently do nothing."""
    inline = re.compile(
        r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)[^>]*>|\son\w+\s*=\s*[\"']", re.IGNORECASE
    )
    found = {
        path.name: inline.findall(without_comments(text_of(path)))
        for path in templates()
        if path.suffix in (".html", ".svg") and "/documents/" not in path.as_posix()
    }

    assert {name: what for name, what in found.items() if what} == {}


def without_comments(template):
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", template, flags=re.DOTALL)


DOT = re.compile(r"·|&middot;|&#(?:183|x0*b7);", re.IGNORECASE)
KEPT_WITH_DOTS = {  # written once for every reader, with Western digits
    "jalon/committee/actions/effects/money.py",
    "jalon/fund/actions/releases.py",
    "jalon/fund/exports/release.py",
}


def test_no_page_writes_a_dot_that_a_reader_takes_for_a_zero():
    """Beside Arabic-Indic digits · is a zero: `{% dot %}` and `formats.dotted` know who reads."""
    pages = [path for path in (*templates(), *catalogues()) if DOT.search(text_of(path))]
    code = [path for path in PACKAGE.rglob("*.py") if " · " in text_of(path)]
    found = {path.relative_to(ROOT).as_posix() for path in (*pages, *code)}

    assert found == {"jalon/ui/formats/reading.py", *KEPT_WITH_DOTS}


def test_pages_ask_nothing_of_other_machines():
    address = re.compile(r"(?:src|href|action|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//[\w.]+", re.IGNORECASE)
    files = [*templates(), *styles(), *PACKAGE.glob("*/static/**/*.js")]
    found = {path.name: address.findall(text_of(path)) for path in files}

    assert {name: what for name, what in found.items() if what} == {}


# what is said about the repository


@pytest.mark.parametrize("setting", environment.TABLE, ids=lambda setting: setting.name)
def test_a_setting_is_documented(setting):
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert f"`{setting.name}`" in text
    assert setting.meaning in text
    assert setting.example in text


def command_lines(group=jalon, stem="jalon"):
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from command_lines(command, f"{stem} {name}")
        else:
            yield f"{stem} {name}"


@pytest.mark.parametrize("line", list(command_lines()))
def test_a_command_is_documented(line):
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert re.search(rf"`{line}[ `]", text)


def test_every_command_has_its_sentence_and_the_one_of_its_help():
    assert COMMANDS.keys() == SENTENCES.keys()
    for name in COMMANDS:
        assert jalon.get_command(None, name).help.startswith(SENTENCES[name].rstrip(".,")[:20])


def test_decisions_and_pages_linked_in_the_documents_exist():
    broken = [
        f"{path.name}: {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(((?!https?:|#|mailto:)[^)\s]+)\)", text_of(path))
        if not (path.parent / target.split("#")[0]).exists()
    ]

    assert not broken


def test_no_file_names_where_packages_come_from_or_the_machine_it_was_written_on():
    # in pieces, so that this file does not name them
    names = [
        "pypi" + ".org",
        "python" + "hosted",
        "npm" + "js.",
        "deb." + "debian",
        "/work/" + "main",
        "/work/" + "shared",
    ]
    named = [
        f"{path.relative_to(ROOT)}: {name}" for path in tracked() for name in names if name in text_of(path)
    ]

    assert not named


def test_every_requirement_has_its_reason_on_the_line_above():
    bare = []
    for path in sorted((ROOT / "requirements").glob("*.in")):
        lines = text_of(path).splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            if line and not line.startswith(("#", "-")) and not above.startswith("#"):
                bare.append(f"{path.name}: {line}")

    assert not bare


def test_every_pinned_package_has_its_hashes():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        pinned = re.findall(r"^[\w.\[\]-]+==[^\n]*\n(.*)", text_of(path), re.MULTILINE)
        assert pinned
        assert all("--hash=sha256:" in line for line in pinned)
