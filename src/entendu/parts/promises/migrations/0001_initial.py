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
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('word', 'Word'), ('news', 'News'), ('step', 'Step'), ('call', 'Call'), ('visit', 'Visit')], default='word', max_length=5)),
                ('submission', models.PositiveBigIntegerField(null=True)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('words', models.TextField()),
                ('opens', models.DateTimeField(null=True)),
                ('due', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Open'), ('kept', 'Kept'), ('moved', 'Moved'), ('broken', 'Broken'), ('withdrawn', 'Withdrawn')], default='open', max_length=9)),
                ('settled_at', models.DateTimeField(null=True)),
                ('kept_by', models.PositiveBigIntegerField(null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('told_by', models.PositiveBigIntegerField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('heads_up', models.PositiveBigIntegerField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.contact')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.mailbox')),
                ('moved_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moved_from', to='promises.promise')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='promises', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='tickets.ticket')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('due'), nulls_last=True), 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['ticket', 'due'], name='promise_open'), models.Index(condition=models.Q(('state', 'open')), fields=['due', 'id', 'mailbox', 'owner'], name='promise_by_day'), models.Index(fields=['mailbox', 'due', 'state', 'settled_at', 'told_at', 'contact'], name='promise_by_week'), models.Index(condition=models.Q(('told_at__isnull', True), ('told_by__isnull', False)), fields=['told_by'], name='promise_untold'), models.Index(fields=['contact', 'due'], name='promise_of_contact'), models.Index(condition=models.Q(('state', 'open')), fields=['kind', 'due'], name='promise_kinds')],
                'constraints': [models.UniqueConstraint(fields=('submission', 'place'), name='each_promise_once_per_message')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every', models.PositiveSmallIntegerField(default=0)),
                ('by_rule', models.BooleanField(default=False)),
                ('doing', models.CharField(blank=True, max_length=300)),
                ('agreed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('text', models.TextField(blank=True)),
                ('next_due', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ready_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='promises.promise')),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to='tickets.ticket')),
            ],
        ),
    ]
