import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
        ('staff', '__first__'),
        ('tickets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=16, unique=True)),
                ('value', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=32, unique=True)),
                ('documents', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['text'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=255)),
                ('type', models.CharField(choices=[('markdown', 'Markdown'), ('html', 'HTML'), ('pdf', 'PDF')], max_length=8)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('ro', 'Romanian')], max_length=2)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['name'], name='document_name')],
            },
        ),
        migrations.CreateModel(
            name='Elsewhere',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=120, verbose_name='Topic')),
                ('signs', models.TextField(blank=True, verbose_name='How they speak of it')),
                ('whom', models.CharField(max_length=200, verbose_name='Whom to ask')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='Where to reach them')),
                ('reply_en', models.TextField(blank=True, verbose_name='Prepared reply, English')),
                ('reply_fr', models.TextField(blank=True, verbose_name='Prepared reply, French')),
                ('reply_ro', models.TextField(blank=True, verbose_name='Prepared reply, Romanian')),
                ('changed_at', models.DateTimeField()),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='elsewhere', to='staff.team')),
            ],
            options={
                'ordering': ['topic', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'Article'), ('error', 'Known error'), ('limit', 'Limit'), ('decision', 'Decision')], max_length=8, verbose_name='Kind')),
                ('stance', models.CharField(blank=True, choices=[('can', 'Can be done'), ('cannot', 'Cannot be done'), ('planned', 'Planned, without a date')], max_length=8, verbose_name='It says')),
                ('for_customers', models.BooleanField(default=True, verbose_name='Customers may read it')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team', verbose_name='Team')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ReplyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=2)),
                ('name', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('submission', models.PositiveBigIntegerField(null=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reply_uses', to='staff.team')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('submission__isnull', False)), fields=['team', 'language', 'name'], name='reply_sent'), models.Index(fields=['submission'], name='reply_of_message')],
                'constraints': [models.UniqueConstraint(fields=('key', 'language', 'name'), name='each_reply_once_per_draft')],
            },
        ),
        migrations.CreateModel(
            name='SavedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('ro', 'Romanian')], max_length=2, verbose_name='Language')),
                ('name', models.CharField(max_length=80)),
                ('occasion', models.CharField(blank=True, max_length=20, verbose_name='Occasion')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='Name')),
                ('text', models.TextField(blank=True)),
                ('active', models.BooleanField(default=True, verbose_name='On')),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_replies', to='staff.team')),
            ],
            options={
                'ordering': ['language', 'name'],
                'constraints': [models.UniqueConstraint(fields=('team', 'language', 'name'), name='one_saved_reply_per_name'), models.UniqueConstraint(condition=models.Q(('team', None)), fields=('language', 'name'), name='one_saved_reply_of_all_per_name')],
            },
        ),
        migrations.CreateModel(
            name='WebSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.URLField(max_length=300)),
                ('active', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ItemCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=80)),
                ('folded', models.CharField(db_index=True, max_length=80)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='knowledge.item')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'folded'), name='code_once_per_item')],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('ro', 'Romanian')], max_length=2, verbose_name='Language')),
                ('changed_at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='knowledge.item')),
            ],
            options={
                'ordering': ['language'],
                'indexes': [models.Index(fields=['-changed_at', '-id'], name='page_newest')],
                'constraints': [models.UniqueConstraint(fields=('item', 'language'), name='one_page_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.item')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='tickets.ticket')),
                ('reply', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.savedreply')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=2)),
                ('place', models.PositiveIntegerField(default=0)),
                ('title', models.CharField(max_length=300)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='knowledge.document')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='knowledge.page')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('title', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.document')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.page')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knowledge_references', to='tickets.ticket')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('public', 'Published'), ('past', 'Earlier')], default='draft', max_length=8)),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('symptoms', models.TextField(blank=True)),
                ('cause', models.TextField(blank=True)),
                ('fix', models.TextField(blank=True)),
                ('workaround', models.TextField(blank=True)),
                ('affected', models.CharField(blank=True, max_length=300)),
                ('edits', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.page')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['state', '-written_at'], name='version_state')],
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='version_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'review'])), fields=('page',), name='one_open_version')],
            },
        ),
        migrations.AddField(
            model_name='page',
            name='published',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.version'),
        ),
    ]
