"""The products validated outside campaigns, open to everybody."""

from django.urls import path

from jalon.services.validation.views import products

app_name = "products"
urlpatterns = [
    path("", products.products, name="products"),
    path("products.<slug:form>", products.data, name="data"),
]
