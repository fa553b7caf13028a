"""From the page of a thing to a case of quality about it, for who may write one."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.urls import reverse

from jalon.network.access import standing
from jalon.services.models import Case
from tests.factories import capacity
from tests.factories import validation as making
from tests.factories.certification import certified
from tests.factories.network import CentreFactory, MembershipFactory, holder
from tests.factories.services import ordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def of_certificate():
    certificate = certified()
    address = reverse("services:certificate", args=[certificate.uid])
    return certificate.centre, address, certificate.number, {"certificate": certificate}


def of_validation():
    validation = making.opened()
    address = reverse("services:validation", args=[validation.uid])
    return validation.centre, address, validation.request.number, {"request": validation.request}


def of_request():
    request = ordered()
    return (
        request.centre,
        reverse("services:request", args=[request.uid]),
        request.number,
        {"request": request},
    )


def of_equipment():
    thing = capacity.in_service()
    address = reverse("capacity:instrument", args=[thing.centre.code, thing.uid])
    return thing.centre, address, thing.code, {"equipment": thing}


@pytest.mark.parametrize(
    "make", [of_certificate, of_validation, of_request, of_equipment], ids=lambda make: make.__name__
)
def test_a_page_leads_to_a_case_about_its_thing(client, make):
    centre, address, number, about = make()
    client.force_login(holder("centre_director", centre))
    there = f"{reverse('services:new_case')}?about={number}&amp;centre={centre.code}"

    page = client.get(address).content.decode()
    form = client.get(there.replace("&amp;", "&")).context["form"]
    said = {
        "kind": "non_conformity",
        "about": form.initial["about"],
        "title": "Erreur",
        "text": "Unité fausse",
    }
    client.post(reverse("services:new_case"), said)

    assert there in page and "Ouvrir un dossier qualité à ce sujet" in page
    assert {name: getattr(Case.objects.get(), name) for name in about} == about


def test_who_works_in_two_centres_opens_the_case_in_that_of_the_thing(client):
    first, second = CentreFactory(), CentreFactory()
    person = holder("quality_manager", first)
    MembershipFactory(role="quality_manager", organisation=second, user=person)
    client.force_login(person)

    page = client.get(reverse("services:new_case"), {"about": "X-1", "centre": second.code})

    assert page.context["form"].initial["centre"].pk == second.pk
    assert client.get(reverse("services:new_case"), {"centre": "nothing"}).status_code == 200


def test_who_may_write_no_case_in_the_centre_is_shown_no_way_to_it():
    centre, other = CentreFactory(), CentreFactory()
    template = Template("{% load quality %}{% open_case centre number %}")

    def shown(person):
        request = SimpleNamespace(standing=standing(person))
        return template.render(Context({"request": request, "centre": centre, "number": "A-1"})).strip()

    assert shown(holder("centre_director", other)) == shown(holder("coordinator")) == ""
    assert "A-1" in shown(holder("quality_manager", centre))
