"""The state of the models while tables are made in an empty database, without making each of them again.

Django makes a model's class anew, and those of all models it can reach, at each operation that touches one:
an alteration may change what they refer to. Nothing refers yet to a model that is added, and the SQL of a
constraint or of an index is written from the columns alone. So the first has its class made and joined to the
others, as when an application starts, and the second are added to the class there is. With the models of
Jalon, which all reach each other through the journal, that was most of the time of an installation.
"""

from django.db.migrations.state import ProjectState


class GrowingState(ProjectState):
    """A state to which models come one by one; every other operation does what Django does."""

    def add_model(self, model_state):
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.apps.render_multiple([model_state])

    def add_constraint(self, app_label, model_name, constraint):
        self._keep("constraints", app_label, model_name, constraint)

    def add_index(self, app_label, model_name, index):
        self._keep("indexes", app_label, model_name, index)

    def _keep(self, option: str, app_label: str, model_name: str, one) -> None:
        options = self.models[app_label, model_name].options
        options[option] = [*options[option], one]
        if "apps" in self.__dict__:
            setattr(self.apps.get_model(app_label, model_name)._meta, option, options[option])

    def clone(self):
        copy = super().clone()
        copy.__class__ = type(self)
        return copy
