import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0001_initial'),
        ('staff', '__first__'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('address', models.CharField(max_length=254)),
                ('message_id', models.CharField(max_length=255, unique=True)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('body', models.TextField()),
                ('automatic', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('calling', 'Calling'), ('claimed', 'Claimed'), ('in_flight', 'In Flight'), ('sent', 'Sent'), ('failed', 'Failed'), ('unknown', 'Unknown'), ('bounced', 'Bounced'), ('cancelled', 'Cancelled')], default='waiting', max_length=12)),
                ('due_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='accounts.channelaccount')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='people.contact')),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='delivery', to='tickets.entry')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='delivery_due'), models.Index(condition=models.Q(('state__in', ['claimed', 'in_flight'])), fields=['claimed_at'], name='delivery_claimed'), models.Index(fields=['contact', '-id'], name='delivery_of_contact')],
            },
        ),
        migrations.CreateModel(
            name='SendAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, verbose_name='Server')),
                ('port', models.PositiveIntegerField(default=587, verbose_name='Port')),
                ('security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'None (this machine only)')], default='starttls', max_length=8, verbose_name='Encryption')),
                ('username', models.CharField(blank=True, max_length=254, verbose_name='User name')),
                ('secret', models.TextField(blank=True)),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='send_account', to='tickets.mailbox')),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='Name')),
                ('username', models.SlugField(max_length=60, unique=True)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('door', models.CharField(choices=[('both', 'Mail relay and interface for programs'), ('relay', 'Mail relay only'), ('api', 'Interface for programs only')], default='both', max_length=8, verbose_name='Comes by')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='Language')),
                ('may_claim_urgency', models.BooleanField(default=False, verbose_name='May claim urgency')),
                ('is_bot', models.BooleanField(default=False, verbose_name='An AI agent')),
                ('rate', models.PositiveIntegerField(default=600, verbose_name='Messages a minute at most')),
                ('largest', models.PositiveIntegerField(default=10485760, verbose_name='Largest message in bytes')),
                ('active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('minute', models.DateTimeField(blank=True, null=True)),
                ('in_minute', models.PositiveIntegerField(default=0)),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='tickets.mailbox', verbose_name='Mailbox')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('intent', models.CharField(max_length=16)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('body', models.TextField()),
                ('language', models.CharField(blank=True, max_length=8)),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('vital', models.BooleanField(default=False)),
                ('due', models.DateTimeField(null=True)),
                ('expires', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('in_reply_to', models.CharField(blank=True, max_length=255)),
                ('override', models.CharField(blank=True, max_length=300)),
                ('by', models.CharField(blank=True, max_length=16)),
                ('author', models.CharField(blank=True, max_length=160)),
                ('status_before', models.CharField(blank=True, max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leaving', 'Leaving'), ('carried', 'Carried'), ('delivered', 'Delivered'), ('dropped', 'Dropped'), ('asked', 'Asked'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='waiting', max_length=12)),
                ('submitted_at', models.DateTimeField()),
                ('opens_at', models.DateTimeField(null=True)),
                ('closes_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('reading', models.TextField(blank=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='people.contact')),
                ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to='outbox.delivery')),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submission', to='tickets.entry')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['contact', '-id'], name='submission_of_contact'), models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='submission_due'), models.Index(condition=models.Q(('delivery__isnull', False)), fields=['contact', '-submitted_at'], name='submission_told'), models.Index(condition=models.Q(('state', 'waiting')), fields=['contact', '-submitted_at'], name='submission_waits')],
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='one_submission_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('sent', 'Sent'), ('deferred', 'Deferred'), ('refused', 'Refused'), ('unknown', 'Unknown')], max_length=10)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='outbox.delivery')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProviderReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=255)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('taken', 'Taken'), ('delivered', 'Delivered'), ('read', 'Read'), ('failed', 'Failed')], default='taken', max_length=9)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.channelaccount')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='outbox.delivery')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('account', 'reference'), name='one_delivery_per_reference')],
            },
        ),
        migrations.CreateModel(
            name='SourceCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.CharField(blank=True, max_length=200)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.contact')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='outbox.source')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'case', 'contact'), name='one_ticket_per_case_and_contact')],
            },
        ),
        migrations.CreateModel(
            name='SourceTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=32)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('sample', models.TextField(blank=True)),
                ('intent', models.CharField(choices=[('confirmation', 'Confirmation: we have your request'), ('answer', 'Answer to a question of theirs'), ('question', 'Question: we need something from them'), ('update', 'Update: something changed, or did not'), ('promise', 'News that was promised for a time'), ('resolution', 'Resolution: done, solved, delivered'), ('alert', 'Alert: danger, outage, cancelled today'), ('courtesy', 'Courtesy: thanks, survey, tips')], max_length=16)),
                ('seen', models.PositiveIntegerField(default=0)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='outbox.source')),
            ],
            options={
                'ordering': ['-seen', 'id'],
                'constraints': [models.UniqueConstraint(fields=('source', 'digest'), name='one_template_per_digest')],
            },
        ),
        migrations.CreateModel(
            name='SourceMessage',
            fields=[
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='handed', serialize=False, to='outbox.submission')),
                ('fingerprint', models.CharField(max_length=64)),
                ('claimed', models.CharField(blank=True, max_length=16)),
                ('received_at', models.DateTimeField()),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='outbox.source')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='outbox.sourcetemplate')),
            ],
            options={
                'indexes': [models.Index(fields=['source', '-received_at'], name='source_message_latest'), models.Index(fields=['source', 'fingerprint'], name='source_message_same')],
            },
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('type', models.CharField(max_length=127)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='outbox.submission')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=8)),
                ('until', models.DateTimeField()),
                ('reasons', models.JSONField(default=list)),
                ('because', models.JSONField(default=list)),
                ('decided_at', models.DateTimeField()),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='outbox.submission')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
    ]
