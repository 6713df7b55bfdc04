import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.foundation import Foundation


class Migration(Foundation):
    replaces = [('accounts', '0001_first_release')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('code', models.SlugField(unique=True, verbose_name='コード')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='略称')),
                ('kind', models.CharField(choices=[('city', '市'), ('council', '社会福祉協議会')], max_length=10, verbose_name='区分')),
                ('municipality_code', models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('^[0-9]{6}\\Z', '6桁の数字で書いてください。先頭の0も要ります。')], verbose_name='全国地方公共団体コード')),
                ('contact_name', models.CharField(blank=True, max_length=100, verbose_name='問合せ先')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='所在地')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='電話番号')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('website', models.URLField(blank=True, verbose_name='ホームページ')),
                ('asks_section_chief', models.BooleanField(default=False, help_text='年度記録を提出する前に、課長の確認を求めます。課長は「利用者」で登録します。', verbose_name='課長確認')),
            ],
            options={
                'verbose_name': '団体',
                'verbose_name_plural': '団体',
                'ordering': ['kind', 'name'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organizationevent" ("address", "asks_section_chief", "code", "contact_name", "email", "id", "kind", "municipality_code", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name", "version", "website") VALUES (NEW."address", NEW."asks_section_chief", NEW."code", NEW."contact_name", NEW."email", NEW."id", NEW."kind", NEW."municipality_code", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."short_name", NEW."version", NEW."website"); RETURN NULL;', hash='67c453ec169d6ab14857231584fe8215e9aac531', operation='INSERT', pgid='pgtrigger_insert_insert_6d17a', table='accounts_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_organizationevent" ("address", "asks_section_chief", "code", "contact_name", "email", "id", "kind", "municipality_code", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name", "version", "website") VALUES (NEW."address", NEW."asks_section_chief", NEW."code", NEW."contact_name", NEW."email", NEW."id", NEW."kind", NEW."municipality_code", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."short_name", NEW."version", NEW."website"); RETURN NULL;', hash='c89a288b59084329d851f1c960186a7fd493472d', operation='UPDATE', pgid='pgtrigger_update_update_df7c2', table='accounts_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_organizationevent" ("address", "asks_section_chief", "code", "contact_name", "email", "id", "kind", "municipality_code", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name", "version", "website") VALUES (OLD."address", OLD."asks_section_chief", OLD."code", OLD."contact_name", OLD."email", OLD."id", OLD."kind", OLD."municipality_code", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."short_name", OLD."version", OLD."website"); RETURN NULL;', hash='84e73b1e0e8753df5f508be61845b20ee3b0fada', operation='DELETE', pgid='pgtrigger_delete_delete_c7034', table='accounts_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='3f91df49f07ad73115d8d25eb409f10182dd8c42', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_33bd2', table='accounts_organization', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='accounts.organization', verbose_name='団体')),
                ('code', models.SlugField(unique=True, verbose_name='コード')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦の年度', verbose_name='設置年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, help_text='西暦の年度。続いているときは空欄', null=True, verbose_name='廃止年度')),
            ],
            options={
                'verbose_name': '所管課',
                'verbose_name_plural': '所管課',
                'ordering': ['organization__kind', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='department_years_in_order', violation_error_message='廃止年度は設置年度以後にしてください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_departmentevent" ("code", "first_year", "id", "last_year", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."first_year", NEW."id", NEW."last_year", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;', hash='14c75b60a45be0f93658bbad448e310533fb1e68', operation='INSERT', pgid='pgtrigger_insert_insert_b4692', table='accounts_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_departmentevent" ("code", "first_year", "id", "last_year", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."first_year", NEW."id", NEW."last_year", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;', hash='acf5e0e4be5d5b7676be2dab25deef8085466b39', operation='UPDATE', pgid='pgtrigger_update_update_afd13', table='accounts_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_departmentevent" ("code", "first_year", "id", "last_year", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."code", OLD."first_year", OLD."id", OLD."last_year", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;', hash='02caf5e5f4f10bc804c80bb4eb20bf38f20b5708', operation='DELETE', pgid='pgtrigger_delete_delete_7ff5b', table='accounts_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='0d43c76361d47593209a8797d1e1f1dc231d3106', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_96dfc', table='accounts_department', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OrganizationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.organization')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('code', models.SlugField(db_index=False, verbose_name='コード')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='略称')),
                ('kind', models.CharField(choices=[('city', '市'), ('council', '社会福祉協議会')], max_length=10, verbose_name='区分')),
                ('municipality_code', models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('^[0-9]{6}\\Z', '6桁の数字で書いてください。先頭の0も要ります。')], verbose_name='全国地方公共団体コード')),
                ('contact_name', models.CharField(blank=True, max_length=100, verbose_name='問合せ先')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='所在地')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='電話番号')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('website', models.URLField(blank=True, verbose_name='ホームページ')),
                ('asks_section_chief', models.BooleanField(default=False, help_text='年度記録を提出する前に、課長の確認を求めます。課長は「利用者」で登録します。', verbose_name='課長確認')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organizationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54b4f4ac465ee58914aa45dbd28aa68208d61f5d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_88592', table='accounts_organizationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organizationevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='c62aae4442aef954fe00dcf50ce90844d518c1b9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_16846', table='accounts_organizationevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Context',
            fields=[
            ],
            options={
                'verbose_name': '変更の場面',
                'verbose_name_plural': '変更の場面',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('pghistory.context',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='context',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='901af3c93be04fcad80405c3b8bb6fae6e502883', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1abf2', table='pghistory_context', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='context',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cf75e9a3acf88aa248c7ea34d065dcc6d38b1c72', operation='DELETE', pgid='pgtrigger_kept_bcd43', table='pghistory_context', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='context',
            trigger=pgtrigger.compiler.Trigger(name='only_added_to', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW.id = OLD.id AND NEW.created_at = OLD.created_at AND NEW.metadata @> jsonb_strip_nulls(OLD.metadata)))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9ff5d8c1600d5265a5a1a48f474b9cf4b6d11291', operation='UPDATE', pgid='pgtrigger_only_added_to_e1912', table='pghistory_context', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(error_messages={'unique': 'この利用者IDは、すでに使われています。'}, max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='利用者ID')),
                ('name', models.CharField(max_length=100, verbose_name='氏名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('role', models.CharField(choices=[('clerk', '担当課の職員'), ('secretariat', '事務局'), ('member', '推進委員会の委員'), ('administrator', 'システム管理者')], max_length=20, verbose_name='役割')),
                ('department', models.ForeignKey(blank=True, help_text='職員と事務局は必須です。委員は空欄にします。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.department', verbose_name='所属')),
                ('is_section_chief', models.BooleanField(default=False, help_text='課長確認を行う団体で、所属する課の年度記録を確認して、事務局に提出します。', verbose_name='課長')),
                ('is_active', models.BooleanField(default=True, verbose_name='有効')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登録日時')),
            ],
            options={
                'verbose_name': '利用者',
                'verbose_name_plural': '利用者',
                'ordering': ['username'],
                'constraints': [models.CheckConstraint(condition=models.Q(('department__isnull', False), models.Q(('role__in', ['clerk', 'secretariat']), _negated=True), _connector='OR'), name='staff_belong_to_a_department', violation_error_message='職員と事務局には、所属を入力してください。'), models.CheckConstraint(condition=models.Q(('is_section_chief', False), ('role__in', ['clerk', 'secretariat']), _connector='OR'), name='section_chiefs_are_staff', violation_error_message='課長にできるのは、職員と事務局だけです。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='address_counts_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.email <> OLD.email AND NEW.version <= OLD.version)', func='NEW.version := OLD.version + 1; RETURN NEW;', hash='63957fd841bafb694940e9bdbed67d1227f7207f', operation='UPDATE', pgid='pgtrigger_address_counts_version_576ef', table='accounts_user', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "department_id", "email", "id", "is_active", "is_section_chief", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "username", "version") VALUES (NEW."date_joined", NEW."department_id", NEW."email", NEW."id", NEW."is_active", NEW."is_section_chief", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."username", NEW."version"); RETURN NULL;', hash='124728f0c671baaf6d61deda9c7ad0b34c333c5a', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_section_chief" IS DISTINCT FROM (NEW."is_section_chief") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."username" IS DISTINCT FROM (NEW."username") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "accounts_userevent" ("date_joined", "department_id", "email", "id", "is_active", "is_section_chief", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "username", "version") VALUES (NEW."date_joined", NEW."department_id", NEW."email", NEW."id", NEW."is_active", NEW."is_section_chief", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."username", NEW."version"); RETURN NULL;', hash='4a948fbac0cb0dee462331773bd48253a57c662f', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "department_id", "email", "id", "is_active", "is_section_chief", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "username", "version") VALUES (OLD."date_joined", OLD."department_id", OLD."email", OLD."id", OLD."is_active", OLD."is_section_chief", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."username", OLD."version"); RETURN NULL;', hash='43bbff5270c4741b9cc74feb191141b45eb09e6a', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='1b69e840740e269c466360a48c5e90eefd806753', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_37fec', table='accounts_user', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to=settings.AUTH_USER_MODEL, verbose_name='宛先')),
                ('subject', models.CharField(max_length=200, verbose_name='件名')),
                ('body', models.TextField(verbose_name='本文')),
                ('message_id', models.CharField(max_length=255, unique=True, verbose_name='Message-ID')),
                ('state', models.CharField(choices=[('waiting', '送信待ち'), ('sending', '送信中'), ('sent', '送信済み'), ('failed', '送れませんでした'), ('cancelled', '取りやめ')], default='waiting', max_length=10, verbose_name='状態')),
                ('queued_at', models.DateTimeField(verbose_name='作成日時')),
                ('next_attempt_at', models.DateTimeField(verbose_name='次に送る日時')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='送信を始めた日時')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='送信を試みた回数')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送信日時')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='送れなかった理由')),
            ],
            options={
                'verbose_name': 'お知らせのメール',
                'verbose_name_plural': 'お知らせのメール',
                'ordering': ['-queued_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='mail_by_turn')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='mail_sent_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_at__isnull', False), _connector='OR'), name='mail_sending_has_time')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_outgoingmailevent" ("attempts", "claimed_at", "id", "message_id", "next_attempt_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "state", "subject", "to_id") VALUES (NEW."attempts", NEW."claimed_at", NEW."id", NEW."message_id", NEW."next_attempt_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."sent_at", NEW."state", NEW."subject", NEW."to_id"); RETURN NULL;', hash='b7d694d89ac6adb98c13e839ed1dfa0e57a3ba77', operation='INSERT', pgid='pgtrigger_insert_insert_b31de', table='accounts_outgoingmail', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."claimed_at" IS DISTINCT FROM (NEW."claimed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."next_attempt_at" IS DISTINCT FROM (NEW."next_attempt_at") OR OLD."queued_at" IS DISTINCT FROM (NEW."queued_at") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."to_id" IS DISTINCT FROM (NEW."to_id"))', func='INSERT INTO "accounts_outgoingmailevent" ("attempts", "claimed_at", "id", "message_id", "next_attempt_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "state", "subject", "to_id") VALUES (NEW."attempts", NEW."claimed_at", NEW."id", NEW."message_id", NEW."next_attempt_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_at", NEW."sent_at", NEW."state", NEW."subject", NEW."to_id"); RETURN NULL;', hash='23d80159eabed63eb6cc391610ab4cf4bcb2c016', operation='UPDATE', pgid='pgtrigger_update_update_501fd', table='accounts_outgoingmail', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_outgoingmailevent" ("attempts", "claimed_at", "id", "message_id", "next_attempt_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "sent_at", "state", "subject", "to_id") VALUES (OLD."attempts", OLD."claimed_at", OLD."id", OLD."message_id", OLD."next_attempt_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."sent_at", OLD."state", OLD."subject", OLD."to_id"); RETURN NULL;', hash='27a1f952c90dc79250f184cb3c8a0949df701c61', operation='DELETE', pgid='pgtrigger_delete_delete_790a1', table='accounts_outgoingmail', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmail',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='b126799cefc001265da61ee79df7b15d7af2c11b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f8083', table='accounts_outgoingmail', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OutgoingMailEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.outgoingmail')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('to', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='宛先')),
                ('subject', models.CharField(max_length=200, verbose_name='件名')),
                ('message_id', models.CharField(max_length=255, verbose_name='Message-ID')),
                ('state', models.CharField(choices=[('waiting', '送信待ち'), ('sending', '送信中'), ('sent', '送信済み'), ('failed', '送れませんでした'), ('cancelled', '取りやめ')], default='waiting', max_length=10, verbose_name='状態')),
                ('queued_at', models.DateTimeField(verbose_name='作成日時')),
                ('next_attempt_at', models.DateTimeField(verbose_name='次に送る日時')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='送信を始めた日時')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='送信を試みた回数')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送信日時')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmailevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5719eb2220e547003630eb69906bd53fb39879ea', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e072e', table='accounts_outgoingmailevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outgoingmailevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='a51a43e1a601fc00fa1a283f4bcdb443f23b2991', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6f818', table='accounts_outgoingmailevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('username', models.CharField(error_messages={'unique': 'この利用者IDは、すでに使われています。'}, max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='利用者ID')),
                ('name', models.CharField(max_length=100, verbose_name='氏名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='メールアドレス')),
                ('role', models.CharField(choices=[('clerk', '担当課の職員'), ('secretariat', '事務局'), ('member', '推進委員会の委員'), ('administrator', 'システム管理者')], max_length=20, verbose_name='役割')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, help_text='職員と事務局は必須です。委員は空欄にします。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='所属')),
                ('is_section_chief', models.BooleanField(default=False, help_text='課長確認を行う団体で、所属する課の年度記録を確認して、事務局に提出します。', verbose_name='課長')),
                ('is_active', models.BooleanField(default=True, verbose_name='有効')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登録日時')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='6b4d84b03c6508a83e4579919abf73ebeba896fb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bcf41', table='accounts_userevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='DepartmentName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='accounts.department')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦の年度', verbose_name='この名称になった年度')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
            ],
            options={
                'verbose_name': '所管課の名称',
                'verbose_name_plural': '所管課の名称',
                'ordering': ['first_year'],
                'constraints': [models.UniqueConstraint(fields=('department', 'first_year'), name='department_one_name_a_year', violation_error_message='この年度からの名称は、すでに登録されています。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentname',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_departmentnameevent" ("department_id", "first_year", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."first_year", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='4115f424c47f1ba22256f8a63ea83ccbac47f4c3', operation='INSERT', pgid='pgtrigger_insert_insert_27b88', table='accounts_departmentname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentname',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_departmentnameevent" ("department_id", "first_year", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."department_id", NEW."first_year", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='3021ebf6aaab732ba3f881876fde31c4f1cb6f4c', operation='UPDATE', pgid='pgtrigger_update_update_a39ad', table='accounts_departmentname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentname',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_departmentnameevent" ("department_id", "first_year", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."department_id", OLD."first_year", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='62cfe2165e06ff1f14369849a51c70d7f244d8d6', operation='DELETE', pgid='pgtrigger_delete_delete_76b51', table='accounts_departmentname', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentname',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='eaef3ab5b572da9f193349e62f844bba6e9c1de8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_591ba', table='accounts_departmentname', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='DepartmentNameEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.departmentname')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦の年度', verbose_name='この名称になった年度')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentnameevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a393eb299e62546002183eace08952fdd3aa1e29', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e419c', table='accounts_departmentnameevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentnameevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='cda5da622034a296b6bf15362ae2c78430f0a113', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_acf39', table='accounts_departmentnameevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='DepartmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.department')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='団体')),
                ('code', models.SlugField(db_index=False, verbose_name='コード')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦の年度', verbose_name='設置年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, help_text='西暦の年度。続いているときは空欄', null=True, verbose_name='廃止年度')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d0b73ae90c10ca016650f767fcc115b9efc13513', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f603', table='accounts_departmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='8382bed34797205b1c544ea73d6f694b588ec67c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_561f5', table='accounts_departmentevent', when='BEFORE')),
        ),
    ]
