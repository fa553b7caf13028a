import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jalon.ui.fields
from jalon.journal.lives import advances
from jalon.journal.triggers import append_only

TABLES = (
    "scheme",
    "schemeversion",
    "advice",
    "applicationstep",
    "evaluator",
    "judgement",
    "gapanswer",
    "certificatestep",
    "certificateterms",
    "surveillance",
)
LIVES = (("application", "application"), ("certificate", "granted"))


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0004_work'),
        ('journal', '0001_initial'),
        ('network', '0004_departures'),
        ('services', '0004_testing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('product_family', models.CharField(blank=True, max_length=60)),
                ('on', models.DateField(db_column='on_day')),
                ('text', models.TextField()),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.enterprise')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(max_length=30)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('product', models.CharField(max_length=300)),
                ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='network.organisation')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='application', to='services.request')),
            ],
            options={
                'ordering': ('-id',),
                "indexes": [models.Index(fields=['centre', 'state', '-id'], name='services_applications_listed')],
                "constraints": [models.UniqueConstraint(fields=('centre', 'year', 'serial'), name='services_an_application_has_its_number'), models.CheckConstraint(condition=models.Q(('scope__len__gte', 1)), name='services_an_application_names_its_scope', violation_error_message='Say what is to be certified, at least one line.')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(max_length=30)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('simulated', models.BooleanField(default=False)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='services.application')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='network.organisation')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
            ],
            options={
                'ordering': ('-id',),
                "indexes": [models.Index(fields=['centre', 'state', '-id'], name='services_certificates_listed')],
                "constraints": [models.UniqueConstraint(fields=('centre', 'year', 'serial'), name='services_a_certificate_has_its_number')],
            },
        ),
        migrations.CreateModel(
            name='CertificateStep',
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
                ('thing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='services.certificate')),
            ],
            options={
                'ordering': ('thing', 'turn'),
                'abstract': False,
                "constraints": [models.UniqueConstraint(fields=('thing', 'turn'), name='services_certificatestep_one_a_turn')],
            },
        ),
        migrations.CreateModel(
            name='CertificateTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('turn', models.PositiveIntegerField()),
                ('valid_until', models.DateField()),
                ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='services.certificate')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('issued', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.issueddocument')),
            ],
            options={
                'ordering': ('certificate', 'turn'),
                "constraints": [models.UniqueConstraint(fields=('certificate', 'turn'), name='services_one_terms_a_turn')],
            },
        ),
        migrations.CreateModel(
            name='Evaluator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluators', to='services.application')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('application', 'id'),
                "constraints": [models.UniqueConstraint(fields=('application', 'person'), name='services_one_evaluator_an_application')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('requirement', models.CharField(max_length=40)),
                ('verdict', models.CharField(choices=[('met', 'met'), ('gap', 'gap'), ('not_applicable', 'does not apply')], max_length=16)),
                ('text', models.TextField()),
                ('report', models.CharField(blank=True, max_length=80)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='services.application')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('application', 'id'),
            },
        ),
        migrations.CreateModel(
            name='GapAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('text', models.TextField()),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='services.judgement')),
            ],
            options={
                'ordering': ('judgement', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=60)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='network.organisation')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
            ],
            options={
                'ordering': ('centre', 'code'),
                "constraints": [models.UniqueConstraint(fields=('centre', 'code'), name='services_a_centre_runs_a_scheme_once', violation_error_message='The centre already runs a scheme under this code.')],
            },
        ),
        migrations.CreateModel(
            name='SchemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('number', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('name', jalon.ui.fields.WordsField(default=jalon.ui.fields.no_words)),
                ('product_family', models.CharField(max_length=60)),
                ('standards', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('requirements', models.JSONField(default=list)),
                ('validity_months', models.PositiveSmallIntegerField()),
                ('surveillance_months', models.PositiveSmallIntegerField(default=0)),
                ('years_without_advice', models.PositiveSmallIntegerField()),
                ('body', models.CharField(blank=True, max_length=200)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='services.scheme')),
            ],
            options={
                'ordering': ('scheme', 'number'),
                "constraints": [models.UniqueConstraint(fields=('scheme', 'number'), name='services_a_scheme_version_has_its_number'), models.CheckConstraint(condition=models.Q(('validity_months__gte', 1)), name='services_a_scheme_says_how_long')],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='services.schemeversion'),
        ),
        migrations.CreateModel(
            name='Surveillance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('on', models.DateField(db_column='on_day')),
                ('is_favourable', models.BooleanField()),
                ('text', models.TextField()),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveillances', to='services.certificate')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.document')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('certificate', 'on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ApplicationStep',
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
                ('thing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='services.application')),
            ],
            options={
                'ordering': ('thing', 'turn'),
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('thing', 'turn'), name='services_applicationstep_one_a_turn')],
            },
        ),
        *(operation for table in TABLES for operation in append_only(f"services_{table}")),
        *(advances(f"services_{name}step", f"services_{name}", initial=first) for name, first in LIVES),
    ]
