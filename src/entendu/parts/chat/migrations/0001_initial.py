import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0001_initial'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(max_length=40, unique=True)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('page', models.CharField(blank=True, max_length=300)),
                ('mail', models.CharField(blank=True, max_length=254)),
                ('last', models.PositiveIntegerField(default=0)),
                ('shown', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='accounts.channelaccount')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='people.contact')),
                ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('left_at', None)), fields=['seen_at'], name='visit_here'), models.Index(fields=['account', 'started_at'], name='visit_of_account'), models.Index(fields=['ticket', '-seen_at'], name='visit_of_ticket'), models.Index(fields=['contact', '-seen_at'], name='visit_of_contact')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('theirs', 'Theirs'), ('ours', 'Ours'), ('moved', 'Moved')], max_length=8)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('reference', models.CharField(blank=True, max_length=255)),
                ('way', models.CharField(blank=True, max_length=16)),
                ('masked', models.CharField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('went_at', models.DateTimeField(blank=True, null=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='chat_lines', to='tickets.entry')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='chat.visit')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('kind', 'ours'), ('shown_at', None), ('went_at', None)), fields=['at'], name='chat_line_unseen'), models.Index(condition=models.Q(('kind', 'ours'), ('shown_at__isnull', False), ('told_at', None)), fields=['shown_at'], name='chat_line_untold'), models.Index(condition=models.Q(('kind', 'theirs')), fields=['visit', 'at'], name='chat_line_lately')],
                'constraints': [models.UniqueConstraint(fields=('visit', 'number'), name='chat_line_number_once'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('visit', 'key'), name='chat_line_key_once'), models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference',), name='chat_line_reference_once'), models.CheckConstraint(condition=models.Q(('shown_at', None), ('went_at', None), _connector='OR'), name='chat_line_shown_or_gone_elsewhere')],
            },
        ),
    ]
