"""Regions, sectors and organisations."""

from jalon.network.models import Organisation, Region, Sector
from jalon.site.packs import schema
from jalon.site.packs.keeping.values import kept_words, said_words


def regions() -> list[schema.Region]:
    return [
        schema.Region.model_construct(code=row.code, name=said_words(row.name))
        for row in Region.objects.all()
    ]


def keep_region(part: schema.Region, position: int, event_id: int) -> None:
    terms = {"name": kept_words(part.name), "position": position}
    Region.objects.update_or_create(code=part.code, defaults=terms)


def sectors() -> list[schema.Sector]:
    return [
        schema.Sector.model_construct(code=row.code, name=said_words(row.name))
        for row in Sector.objects.all()
    ]


def keep_sector(part: schema.Sector, position: int, event_id: int) -> None:
    Sector.objects.update_or_create(code=part.code, defaults={"name": kept_words(part.name)})


def organisations() -> list[schema.Organisation]:
    rows = Organisation.objects.select_related("region", "federation").prefetch_related("sectors")
    return [_organisation(row) for row in rows.order_by("kind", "code")]


def _organisation(row) -> schema.Organisation:
    return schema.Organisation.model_construct(
        code=row.code,
        kind=row.kind,
        name=said_words(row.name),
        region=row.region.code if row.region else None,
        address=said_words(row.address),
        sectors=tuple(sector.code for sector in row.sectors.all()),
        federation=row.federation.code if row.federation else None,
        founded=row.founded or None,
        note=said_words(row.note),
        source=row.source or None,
    )


def keep_organisation(part: schema.Organisation, position: int, event_id: int) -> None:
    terms = {
        "kind": part.kind,
        "name": kept_words(part.name),
        "region": Region.objects.get(code=part.region) if part.region else None,
        "address": kept_words(part.address),
        "federation": Organisation.objects.get(code=part.federation) if part.federation else None,
        "founded": part.founded or "",
        "note": kept_words(part.note),
        "source": part.source or "",
    }
    row, _ = Organisation.objects.update_or_create(code=part.code, defaults=terms)
    row.sectors.set(Sector.objects.filter(code__in=part.sectors))
