"""What is open to all: a product, by the code printed on its opinion."""

from django.urls import path

from jalon.services.validation.views.register import validation_check

urlpatterns = [path("validation/<uuid:uid>/", validation_check, name="validation_check")]
