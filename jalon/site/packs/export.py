"""The database back into a pack: what it writes loads to the same thing."""

from collections.abc import Iterator
from pathlib import Path

from jalon.journal.models import Event
from jalon.site.packs import schema, writing
from jalon.site.packs.folder import SECTIONS as FILES
from jalon.site.packs.keeping import catalogue, claims, contracts, counting, evaluations, network, plans
from jalon.site.packs.parts import Words
from jalon.site.packs.schema import SECTIONS

FIRST_VERSION = "1"


class NothingToExport(LookupError):
    """No plan has that code; `known` are those that exist."""

    def __init__(self, plan_code, known):
        self.known = known
        super().__init__(f"There is no plan {plan_code}. Known: {', '.join(known) or 'none'}.")


class FolderNotEmpty(OSError):
    """Exporting over files would mix two packs."""


def export(plan_code: str, folder: Path | str) -> list[str]:
    """Write the plan, the plans before it and all they name into an empty folder; the names of the files."""
    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FolderNotEmpty(f"{path} is not an empty folder.")
    texts = files(plan_code)
    for name, text in texts.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def files(plan_code: str) -> dict[str, str]:
    """Each file's name and text."""
    return texts_of(said(plan_code))


def texts_of(folder: schema.Folder) -> dict[str, str]:
    """A pack as files."""
    texts = {}
    for section in FILES:
        parts = getattr(folder, section.name)
        if section.name == "pack":
            texts[section.pattern] = writing.sheet(parts)
        elif section.is_folder and not section.is_list:
            texts |= {f"{section.name}/{part.code}.yaml": writing.sheet(part) for part in parts}
        elif parts:
            name = f"{section.name}/all.yaml" if section.is_folder else section.pattern
            texts[name] = writing.sheets(parts)
    return texts


def said(plan_code: str) -> schema.Folder:
    """What the database says of the plan and of those before it. Simulated contract versions stay behind."""
    heads = {head.code: head for head in plans.heads()}
    if plan_code not in heads:
        raise NothingToExport(plan_code, sorted(heads))
    line = list(_and_before(plan_code, heads))
    codes = {head.code for head in line}
    return schema.Folder.model_construct(
        pack=_sheet(line[0]),
        regions=network.regions(),
        sectors=network.sectors(),
        organisations=network.organisations(),
        kinds=counting.pack_kinds(),
        services=catalogue.services(),
        plans=[_plan(head) for head in line],
        agreements=[one for one in plans.agreements() if one.plan in codes],
        indicators=counting.indicators(),
        contracts=[one for one in map(_without_simulation, contracts.contracts()) if one.plan in codes],
        evaluations=[_in_line(one, codes) for one in evaluations.evaluations() if one.plan in codes],
        claims=[one for one in claims.claims() if one.plan is None or one.plan in codes],
    )


def _and_before(code, heads) -> Iterator[plans.Head]:
    while code:
        yield heads[code]
        code = heads[code].previous


def _sheet(head: plans.Head) -> schema.PackSheet:
    """Of the pack last loaded for this plan the journal keeps the code and the version."""
    loads = Event.objects.filter(verb="pack.loaded", payload__plans__contains=[head.code])
    last = loads.order_by("-number").first()
    payload = last.payload if last else {}
    return schema.PackSheet(
        code=payload.get("pack", head.code),
        name=_words(head.name),
        version=payload.get("version", FIRST_VERSION),
        author="Jalon",
        time_zone=head.time_zone,
    )


def _words(kept):
    return Words(fr=kept.fr, ar=kept.ar, en=kept.en)


def _plan(head: plans.Head) -> schema.Plan:
    versions, before = [], None
    for version in plans.versions(head.code):
        versions.append(_since(version, before))
        before = version
    return schema.Plan.model_construct(
        code=head.code, name=_words(head.name), previous=head.previous, versions=tuple(versions)
    )


def _since(version, before):
    """The version without the sections it takes over unchanged from the one before it."""
    same = (name for name in SECTIONS if before and getattr(before, name) == getattr(version, name))
    return version.model_copy(update=dict.fromkeys(same))


def _in_line(evaluation, codes):
    """What a recommendation led to in a plan that is not exported stays behind."""
    asked = tuple(
        one
        if not one.led_to or one.led_to.partition(":")[2].partition("/")[0] in codes
        else one.model_copy(update={"led_to": None})
        for one in evaluation.recommendations
    )
    return evaluation.model_copy(update={"recommendations": asked})


def _without_simulation(contract):
    """A draft beside a simulated annex amends it, and would be signed as simulated: it stays behind too."""
    left = ("simulated", "draft") if any(one.status == "simulated" for one in contract.versions) else ()
    versions = tuple(version for version in contract.versions if version.status not in left)
    return contract.model_copy(update={"versions": versions})
