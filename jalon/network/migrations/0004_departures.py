import django.db.models.deletion
from django.db import migrations, models

from jalon.journal.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
        ('network', '0003_deputies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(max_length=32)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(max_length=300)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='network.organisation')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='network_a_departure_has_its_reason', violation_error_message='Say why the centre leaves, or stays.')],
            },
        ),
        *append_only("network_departure"),
    ]
