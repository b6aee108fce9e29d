import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('staff', '__first__'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactStyle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('style', models.CharField(blank=True, choices=[('yellow', 'yellow'), ('red', 'red'), ('green', 'green'), ('blue', 'blue')], max_length=8)),
                ('weekly', models.BooleanField(default=False)),
                ('by_them', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='said_style', to='people.contact')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CallPutOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls_put_off', to='people.contact')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['contact', 'until'], name='call_put_off')],
            },
        ),
        migrations.CreateModel(
            name='CivilityStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('warned', 'warned'), ('paused', 'paused'), ('called', 'called'), ('invited', 'invited')], max_length=8)),
                ('text', models.TextField()),
                ('submission', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='civility_steps', to='people.contact')),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='civility_steps', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('taken_back_at__isnull', True)), fields=['contact', '-id'], name='civility_standing')],
            },
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('worry', 'worry'), ('frustration', 'frustration'), ('anger', 'anger'), ('insult', 'insult'), ('threat', 'threat'), ('satisfaction', 'satisfaction'), ('not-yet', 'not-yet'), ('agreed', 'agreed'), ('call', 'call'), ('kept', 'kept'), ('broken', 'broken'), ('late', 'late'), ('incident', 'incident')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=160)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moments', to='people.contact')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moments', to='tickets.entry')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moments', to='tickets.ticket')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['contact', 'at'], name='moments_of_contact'), models.Index(fields=['at', 'kind', 'contact'], name='moments_lately')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'kind'), name='moment_once_per_entry')],
            },
        ),
        migrations.CreateModel(
            name='Solution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField()),
                ('ask_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('asked', 'Asked'), ('agreed', 'Agreed'), ('not-yet', 'Not Yet'), ('over', 'Over')], default='planned', max_length=8)),
                ('submission', models.PositiveBigIntegerField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='solutions', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['ask_at'], name='solution_to_ask')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'asked'])), fields=('ticket',), name='one_open_solution_per_ticket')],
            },
        ),
    ]
