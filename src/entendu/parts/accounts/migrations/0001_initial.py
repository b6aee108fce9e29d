import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChannelAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('teams', 'Teams'), ('phone', 'Phone'), ('chat', 'Web chat'), ('other', 'Another service')], max_length=16, verbose_name='Channel')),
                ('provider', models.CharField(max_length=24)),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='Our number')),
                ('settings', models.JSONField(blank=True, default=dict)),
                ('secret', models.TextField(blank=True)),
                ('token', models.CharField(max_length=40, unique=True)),
                ('serves_all', models.BooleanField(default=True, verbose_name='Other mailboxes write by it too')),
                ('enabled', models.BooleanField(default=True, verbose_name='In use')),
                ('hook_at', models.DateTimeField(blank=True, null=True)),
                ('last_trouble', models.CharField(blank=True, max_length=300)),
                ('trouble_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channel_accounts', to='tickets.mailbox', verbose_name='Mailbox')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider_id', models.CharField(max_length=255)),
                ('at', models.DateTimeField()),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='arrival', to='tickets.entry')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrivals', to='accounts.channelaccount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'provider_id'), name='one_arrival_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=254)),
                ('group', models.CharField(max_length=40)),
                ('total', models.PositiveSmallIntegerField()),
                ('place', models.PositiveSmallIntegerField()),
                ('provider_id', models.CharField(max_length=255)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.channelaccount')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('account', 'sender', 'group', 'total', 'place'), name='one_piece_per_place')],
            },
        ),
        migrations.CreateModel(
            name='WebHook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(max_length=8)),
                ('url', models.TextField()),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('aside', 'Aside')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('due_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hooks', to='accounts.channelaccount')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='hook_to_read')],
            },
        ),
    ]
