import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('outbox', '0001_initial'),
        ('people', '0001_initial'),
        ('staff', '__first__'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call_task', to='outbox.delivery')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_tasks', to='tickets.ticket')),
            ],
            options={
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['due_at'], name='call_to_make'), models.Index(fields=['ticket', '-id'], name='call_task_of_ticket')],
            },
        ),
        migrations.CreateModel(
            name='CallRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call', models.CharField(blank=True, max_length=200)),
                ('inward', models.BooleanField(default=False)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('outcome', models.CharField(choices=[('ringing', 'Ringing'), ('talking', 'Talking'), ('reached', 'We spoke'), ('message', 'Left a message'), ('no-answer', 'No answer'), ('busy', 'Busy'), ('wrong', 'Wrong number'), ('missed', 'Missed: they called')], max_length=12)),
                ('started_at', models.DateTimeField()),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.channelaccount')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.contact')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='call_records', to='tickets.ticket')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='records', to='telephone.calltask')),
            ],
            options={
                'ordering': ['-started_at', '-id'],
                'indexes': [models.Index(fields=['ticket', '-started_at'], name='call_record_of_ticket')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('call', ''), _negated=True), fields=('account', 'call'), name='one_record_per_call')],
            },
        ),
    ]
