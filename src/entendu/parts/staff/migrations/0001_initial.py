import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='Email')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Lead'), ('administrator', 'Administrator')], default='agent', max_length=16, verbose_name='Role')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='Language')),
                ('time_zone', models.CharField(default='UTC', max_length=64, verbose_name='Time zone')),
                ('theme', models.CharField(blank=True, default='', max_length=8, verbose_name='Theme')),
                ('undo_seconds', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Time to take a reply back')),
                ('single_keys', models.BooleanField(default=True, verbose_name='Single-key shortcuts')),
                ('hides_insults', models.BooleanField(default=False, verbose_name='Insults are shown on a press alone')),
                ('is_active', models.BooleanField(default=True, verbose_name='May sign in')),
                ('joined_at', models.DateTimeField()),
                ('teams', models.ManyToManyField(blank=True, related_name='members', to='staff.team', verbose_name='Teams')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='What uses it')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
    ]
