"""With what: laboratories, instruments, people, scope."""

from django.urls import path

from jalon.capacity.views import centres, equipment, laboratories, people, scope, utilisation

app_name = "capacity"
urlpatterns = [
    path("", centres.centres, name="centres"),
    path("<str:code>/", laboratories.centre, name="centre"),
    path("<str:code>/laboratories/opening/", laboratories.opening, name="opening"),
    path("<str:code>/laboratories/<uuid:uid>/closure/", laboratories.closure, name="closure"),
    path("<str:code>/equipment/", equipment.instruments, name="equipment"),
    path("<str:code>/equipment/registration/", equipment.registration, name="equipment_registration"),
    path("<str:code>/equipment/<uuid:uid>/", equipment.instrument, name="instrument"),
    path("<str:code>/equipment/<uuid:uid>/steps/", equipment.steps, name="steps"),
    path("<str:code>/equipment/<uuid:uid>/calibration/", equipment.calibration, name="calibration"),
    path("<str:code>/equipment/<uuid:uid>/booking/", equipment.booking, name="booking"),
    path("<str:code>/bookings/<uuid:uid>/cancellation/", equipment.cancellation, name="cancellation"),
    path("<str:code>/calibrations/<uuid:uid>/impact/", equipment.in_doubt, name="impact"),
    path("<str:code>/equipment/<uuid:uid>/uses/", utilisation.uses, name="uses"),
    path("<str:code>/utilisation/", utilisation.instruments, name="utilisation"),
    path("<str:code>/people/", people.people, name="people"),
    path("<str:code>/people/registration/", people.registration, name="staff_registration"),
    path("<str:code>/people/<uuid:uid>/", people.person, name="person"),
    path("<str:code>/people/<uuid:uid>/move/", people.move, name="move"),
    path("<str:code>/people/<uuid:uid>/authorisation/", people.authorisation, name="authorisation"),
    path("<str:code>/authorisations/<uuid:uid>/end/", people.authorisation_end, name="authorisation_end"),
    path("<str:code>/scope/", scope.scope, name="scope"),
    path("<str:code>/scope/registration/", scope.registration, name="scope_registration"),
    path("<str:code>/scope/<uuid:uid>/change/", scope.change, name="scope_change"),
]
