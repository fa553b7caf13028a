import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jalon.journal.lives import advances
from jalon.journal.triggers import append_only

TABLES = ("casestep", "caseaction", "caseactiondone")


class Migration(migrations.Migration):

    dependencies = [
        ('capacity', '0002_kept'),
        ('evidence', '0004_work'),
        ('journal', '0001_initial'),
        ('network', '0005_firm_accounts'),
        ('services', '0008_laboratory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(max_length=30)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('non_conformity', 'non-conformity'), ('complaint', 'complaint'), ('appeal', 'appeal')], max_length=16)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('by_firm', models.BooleanField(default=False)),
                ('simulated', models.BooleanField(default=False)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='network.organisation')),
                ('certificate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='services.certificate')),
                ('equipment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='capacity.equipment')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='services.report')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='services.request')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='CaseAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='services.case')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('case', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CaseActionDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('on', models.DateField(db_column='on_day')),
                ('text', models.TextField(blank=True)),
                ('action', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='done', to='services.caseaction')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('turn', models.PositiveIntegerField()),
                ('verb', models.CharField(max_length=30)),
                ('before', models.CharField(max_length=30)),
                ('state', models.CharField(max_length=30)),
                ('role', models.CharField(max_length=30)),
                ('for_whom', models.CharField(blank=True, max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('said_with_it', models.JSONField(blank=True, default=dict)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='services.case')),
            ],
            options={
                'ordering': ('thing', 'turn'),
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['centre', 'state', '-id'], name='services_cases_of_a_centre'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('centre', 'year', 'serial'), name='services_a_case_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certificate__isnull', True), ('equipment__isnull', True), ('report__isnull', True)), models.Q(('certificate__isnull', True), ('equipment__isnull', True), ('request__isnull', True)), models.Q(('equipment__isnull', True), ('report__isnull', True), ('request__isnull', True)), models.Q(('certificate__isnull', True), ('report__isnull', True), ('request__isnull', True)), models.Q(('certificate__isnull', True), ('equipment__isnull', True), ('report__isnull', True), ('request__isnull', True)), _connector='OR'), name='services_a_case_is_about_one_thing', violation_error_message='A case is about one thing, or about none.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='services_a_case_says_what_happened', violation_error_message='Say what happened, in a title and in a few sentences.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'appeal'), _negated=True), ('request__isnull', False), ('report__isnull', False), ('certificate__isnull', False), _connector='OR'), name='services_an_appeal_names_what_it_contests', violation_error_message='An appeal contests a decision: name the request, the report or the certificate.'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('by_firm', False), models.Q(('request__isnull', False), models.Q(('kind', 'non_conformity'), _negated=True)), _connector='OR'), name='services_a_firm_complains_of_its_request', violation_error_message='A firm complains of its own request.'),
        ),
        migrations.AddConstraint(
            model_name='caseaction',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='services_an_action_says_what_is_done', violation_error_message='Say what is to be done.'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.UniqueConstraint(fields=('thing', 'turn'), name='services_casestep_one_a_turn'),
        ),
        *(operation for table in TABLES for operation in append_only(f"services_{table}")),
        advances("services_casestep", "services_case", initial="open"),
    ]
