import django.db.models.deletion
import entendu.core.tickets.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('staff', '0001_initial'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('address', models.EmailField(max_length=254, unique=True, verbose_name='Address')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='Language')),
                ('time_zone', models.CharField(default='UTC', max_length=64, verbose_name='Time zone')),
                ('hours', models.JSONField(blank=True, default=list, verbose_name='Our hours')),
                ('holidays', models.JSONField(blank=True, default=list, verbose_name='Holidays')),
                ('signature', models.TextField(blank=True, verbose_name='Signature')),
                ('confirms', models.BooleanField(default=True, verbose_name='Confirm new requests')),
                ('plus_addresses', models.BooleanField(default=False, verbose_name='Plus-addresses work')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='staff.team', verbose_name='Team')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='Subject')),
                ('base_subject', models.CharField(blank=True, max_length=300)),
                ('status', models.CharField(choices=[('open', 'open'), ('us', 'waiting for us'), ('them', 'waiting for them'), ('solved', 'solved'), ('closed', 'closed')], default=entendu.core.tickets.states.Status['OPEN'], max_length=8, verbose_name='Status')),
                ('channel', models.CharField(default='email', max_length=16)),
                ('created_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('later_until', models.DateTimeField(blank=True, null=True)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tickets', to=settings.AUTH_USER_MODEL, verbose_name='Assigned to')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.contact')),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='tickets.mailbox')),
                ('tags', models.ManyToManyField(blank=True, related_name='tickets', to='tickets.tag')),
            ],
            options={
                'ordering': ['-last_at'],
                'indexes': [models.Index(fields=['mailbox', 'status', 'assignee', 'later_until'], name='ticket_list'), models.Index(fields=['mailbox', 'status', 'last_at', 'id', 'assignee', 'later_until'], name='ticket_newest'), models.Index(fields=['mailbox', 'status', 'waiting_since', 'id', 'assignee', 'later_until'], name='ticket_longest'), models.Index(fields=['assignee', 'status'], name='ticket_mine'), models.Index(fields=['contact', '-last_at'], name='ticket_of_contact')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='ours', max_length=8)),
                ('key', models.CharField(max_length=40, unique=True)),
                ('text', models.TextField(blank=True)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('seen_entry', models.PositiveBigIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'member'), name='one_draft_per_member')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('theirs', 'Theirs'), ('ours', 'Ours'), ('note', 'Note'), ('event', 'Event')], max_length=8)),
                ('author', models.CharField(blank=True, max_length=160)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('visible', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('message_id', models.CharField(blank=True, max_length=255)),
                ('automatic', models.CharField(blank=True, max_length=16)),
                ('event', models.CharField(blank=True, max_length=32)),
                ('details', models.JSONField(blank=True, default=dict)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contact')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='tickets.ticket')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['ticket', 'at'], name='entry_thread'), models.Index(fields=['message_id'], name='entry_message_id')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.PositiveBigIntegerField(default=0)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'member'), name='one_reading_per_member')],
            },
        ),
        migrations.CreateModel(
            name='MissingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=255)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message_id', 'ticket'), name='missing_letter_once_per_ticket')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('at', models.DateTimeField(db_index=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.mailbox')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='Unfinished',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('end', models.CharField(max_length=16)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unfinished', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'end'), name='unfinished_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('type', models.CharField(max_length=127)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('inline', models.BooleanField(default=False)),
                ('content_id', models.CharField(blank=True, max_length=255)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='tickets.draft')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='tickets.entry')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
    ]
