"""What for: a plan and its versions, its agreement, what was published about it."""

from django.urls import path

from jalon.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("agreement/", views.agreement, name="agreement"),
    path("claims/", views.claims, name="claims"),
    path("<str:code>/", views.plan, name="plan"),
    path("<str:code>/agreement/", views.agreement, name="agreement"),
    path("<str:code>/claims/", views.claims, name="claims"),
]
