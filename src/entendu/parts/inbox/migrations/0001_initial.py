import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RawLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('via', models.CharField(choices=[('smtp', 'Smtp'), ('lmtp', 'Lmtp'), ('imap', 'Imap'), ('pipe', 'Pipe'), ('import', 'Import'), ('own', 'Own'), ('relay', 'Relay')], max_length=8)),
                ('envelope_from', models.CharField(blank=True, max_length=320)),
                ('envelope_to', models.JSONField(default=list)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('stored', 'Stored'), ('placed', 'Placed'), ('duplicate', 'Duplicate'), ('recorded', 'Recorded'), ('quarantined', 'Quarantined')], default='stored', max_length=12)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letter', to='tickets.entry')),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.mailbox')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'stored')), fields=['id'], name='letter_to_read')],
            },
        ),
        migrations.CreateModel(
            name='MailAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, verbose_name='Server')),
                ('port', models.PositiveIntegerField(default=993, verbose_name='Port')),
                ('security', models.CharField(choices=[('tls', 'TLS'), ('starttls', 'STARTTLS'), ('none', 'None (this machine only)')], default='tls', max_length=8, verbose_name='Encryption')),
                ('username', models.CharField(max_length=254, verbose_name='User name')),
                ('sign_in', models.CharField(choices=[('password', 'Password'), ('oauth2', 'OAuth 2')], default='password', max_length=8, verbose_name='Sign-in')),
                ('secret', models.TextField(blank=True)),
                ('token_url', models.URLField(blank=True, verbose_name='Token address')),
                ('client_id', models.CharField(blank=True, max_length=254, verbose_name='Client id')),
                ('folder', models.CharField(default='INBOX', max_length=254, verbose_name='Folder')),
                ('active', models.BooleanField(default=True, verbose_name='Fetch mail')),
                ('uid_validity', models.PositiveBigIntegerField(default=0)),
                ('last_uid', models.PositiveBigIntegerField(default=0)),
                ('last_success_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('last_error_at', models.DateTimeField(blank=True, null=True)),
                ('mailbox', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_account', to='tickets.mailbox')),
            ],
        ),
        migrations.CreateModel(
            name='RawContent',
            fields=[
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='content', serialize=False, to='inbox.rawletter')),
                ('content', models.BinaryField()),
            ],
        ),
    ]
