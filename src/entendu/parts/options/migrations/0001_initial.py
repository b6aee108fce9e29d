import django.db.models.deletion
import entendu.core.tickets.closing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '__first__'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('lead', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('until', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('answered', 'Answered'), ('chosen', 'Chosen')], default='draft', max_length=8)),
                ('changed_at', models.DateTimeField()),
                ('submission', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'version'), name='offer_versions')],
            },
        ),
        migrations.CreateModel(
            name='TemporaryFix',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('works', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('since', models.DateTimeField()),
                ('until', models.DateField(null=True)),
                ('state', models.CharField(choices=[('recorded', 'RECORDED'), ('told', 'TOLD'), ('answered', 'ANSWERED'), ('confirmed', 'CONFIRMED'), ('fixed', 'FIXED'), ('accepted', 'ACCEPTED')], default='recorded', max_length=9)),
                ('submission', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('asked_submission', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_words', models.CharField(blank=True, max_length=300)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='temporary_fixes', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', [entendu.core.tickets.closing.Fix['ANSWERED'], entendu.core.tickets.closing.Fix['CONFIRMED'], entendu.core.tickets.closing.Fix['RECORDED'], entendu.core.tickets.closing.Fix['TOLD']])), fields=('ticket',), name='one_open_temporary_fix')],
            },
        ),
        migrations.CreateModel(
            name='Mistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened', models.TextField(verbose_name='What happened')),
                ('effect', models.TextField(blank=True, verbose_name='What it did to them')),
                ('remedy', models.TextField(blank=True, verbose_name='What we do now')),
                ('language', models.CharField(blank=True, max_length=8)),
                ('changed_at', models.DateTimeField()),
                ('submission', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mistakes', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['sent_at'], name='mistake_sent')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('sent_at', None)), fields=('ticket',), name='one_mistake_in_writing')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=200)),
                ('pros', models.TextField(blank=True)),
                ('cons', models.TextField(blank=True)),
                ('cost', models.CharField(blank=True, max_length=120)),
                ('ready_on', models.DateField(null=True)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='options.offer')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('offer', 'place'), name='option_places')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('page', 'on the case page'), ('words', 'in their words'), ('told', 'told us')], max_length=5)),
                ('at', models.DateTimeField()),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='options.offer')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='options.option')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
    ]
