import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, unique=True, verbose_name='Name')),
                ('domain', models.CharField(blank=True, db_index=True, max_length=190, verbose_name='Mail domain')),
                ('about', models.TextField(blank=True, verbose_name='How they work')),
                ('process', models.TextField(blank=True, verbose_name='Their process')),
                ('vocabulary', models.TextField(blank=True, verbose_name='Their words')),
                ('systems', models.TextField(blank=True, verbose_name='Their systems')),
                ('busy_times', models.TextField(blank=True, verbose_name='When they are busy')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='Name')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='About')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='Language')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='Time zone')),
                ('channel', models.CharField(blank=True, choices=[('email', 'Email'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('teams', 'Teams'), ('phone', 'Phone'), ('chat', 'Web chat'), ('other', 'Another service')], max_length=16, verbose_name='Chosen channel')),
                ('hours', models.JSONField(blank=True, default=list, verbose_name='Hours')),
                ('emergencies', models.BooleanField(default=True, verbose_name='Urgent news at any hour')),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='people.organisation', verbose_name='Organisation')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('teams', 'Teams'), ('phone', 'Phone'), ('chat', 'Web chat'), ('other', 'Another service')], max_length=16, verbose_name='Channel')),
                ('value', models.CharField(max_length=254, verbose_name='Address or number')),
                ('undeliverable_since', models.DateTimeField(blank=True, null=True)),
                ('undeliverable_why', models.CharField(blank=True, max_length=300)),
                ('opted_out_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='people.contact')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['channel', 'value'], name='people_addr_channel_80cb84_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('channel', 'email')), fields=('channel', 'value'), name='one_contact_per_mail_address'), models.UniqueConstraint(fields=('contact', 'channel', 'value'), name='each_address_once_per_contact')],
            },
        ),
    ]
