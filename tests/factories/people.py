"""Accounts that are ready to sign in."""

import factory
from factory.django import DjangoModelFactory

from jalon.people.models import User

PASSWORD = "une phrase assez longue"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"personne{number}@exemple.ma")
    name = factory.Sequence(lambda number: f"Personne {number}")
    language = "fr"

    @factory.post_generation
    def password(user, create, given, **_options):
        user.set_password(given or PASSWORD)
        if create:
            user.save(update_fields=("password",))

    class Params:
        inactive = factory.Trait(is_active=False)
        demo = factory.Trait(is_demo=True)
