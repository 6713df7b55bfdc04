import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
import plans.models.text
from django.conf import settings
from django.db import migrations, models

from accounts.foundation import Foundation


class Migration(Foundation):
    replaces = [('plans', '0001_first_release')]

    initial = True

    dependencies = [
        ('accounts', '0001_foundation'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('word', models.CharField(error_messages={'unique': 'この用語は、すでに登録されています。'}, max_length=50, unique=True, verbose_name='用語')),
                ('reading', models.CharField(help_text='ひらがな', max_length=100, verbose_name='よみ')),
                ('slug', models.SlugField(error_messages={'unique': 'このアドレスの名前は、ほかの用語で使っています。'}, unique=True, verbose_name='アドレスの名前')),
                ('definition', models.TextField(verbose_name='説明')),
            ],
            options={
                'verbose_name': '用語',
                'verbose_name_plural': '用語',
                'ordering': ['reading'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_glossarytermevent" ("definition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "slug", "version", "word") VALUES (NEW."definition", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reading", NEW."slug", NEW."version", NEW."word"); RETURN NULL;', hash='3ca3b0555d60316dc4c2679d5987c76c819dc90f', operation='INSERT', pgid='pgtrigger_insert_insert_cc13b', table='plans_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_glossarytermevent" ("definition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "slug", "version", "word") VALUES (NEW."definition", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reading", NEW."slug", NEW."version", NEW."word"); RETURN NULL;', hash='b3306b0097c9b3c338e584d4d796351e0102b9de', operation='UPDATE', pgid='pgtrigger_update_update_51e1c', table='plans_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_glossarytermevent" ("definition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading", "slug", "version", "word") VALUES (OLD."definition", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reading", OLD."slug", OLD."version", OLD."word"); RETURN NULL;', hash='957dde34667b6fd2f28d1d61e6304b06d43efc2d', operation='DELETE', pgid='pgtrigger_delete_delete_edd2e', table='plans_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='93668f160468165160c2f3cfebb8aa9cd9128e07', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1920d', table='plans_glossaryterm', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='GlossaryTermEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.glossaryterm')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('word', models.CharField(error_messages={'unique': 'この用語は、すでに登録されています。'}, max_length=50, verbose_name='用語')),
                ('reading', models.CharField(help_text='ひらがな', max_length=100, verbose_name='よみ')),
                ('slug', models.SlugField(db_index=False, error_messages={'unique': 'このアドレスの名前は、ほかの用語で使っています。'}, verbose_name='アドレスの名前')),
                ('definition', models.TextField(verbose_name='説明')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossarytermevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='74b999b0cc8a1a529ecf0dd6ee8b3fd8dfbe6711', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_af52b', table='plans_glossarytermevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossarytermevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='0f1063aab912d5a0beb6c10c64ddac45a8ccca57', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e6242', table='plans_glossarytermevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='KeptPrint',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20, verbose_name='種類')),
                ('state', models.CharField(choices=[('waiting', '作成待ち'), ('making', '作成中'), ('ready', 'できあがり'), ('failed', '作成できませんでした')], default='waiting', max_length=10, verbose_name='状態')),
                ('head', models.CharField(max_length=200, verbose_name='ページの上に入る名前')),
                ('marks', models.CharField(blank=True, max_length=20, verbose_name='ページの上に入る印')),
                ('pages', models.JSONField(default=list, verbose_name='組む内容')),
                ('piece_count', models.PositiveSmallIntegerField(verbose_name='まとまりの数')),
                ('pieces_done', models.PositiveSmallIntegerField(default=0, verbose_name='組み終えたまとまりの数')),
                ('requested_at', models.DateTimeField(verbose_name='作成を頼んだ日時')),
                ('pdf', models.BinaryField(null=True, verbose_name='PDF')),
            ],
            options={
                'verbose_name': '刷り物',
                'verbose_name_plural': '刷り物',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('pdf__isnull', False), ('state', 'ready')), models.Q(('pdf__isnull', True), models.Q(('state', 'ready'), _negated=True)), _connector='OR'), name='print_ready_with_pdf')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('slug', models.SlugField(error_messages={'unique': 'このアドレスの名前は、ほかの計画が使っています。'}, unique=True, verbose_name='アドレスの名前')),
                ('name', models.CharField(max_length=100, verbose_name='計画名')),
                ('short_name', models.CharField(blank=True, max_length=50, verbose_name='略称')),
                ('lead_department', models.ForeignKey(blank=True, help_text='わからないときは空欄（「不明」と表示されます）', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_plans', to='accounts.department', verbose_name='担当課')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='根拠')),
                ('obligation', models.CharField(choices=[('mandatory', '義務'), ('effort', '努力義務'), ('optional', '任意'), ('unknown', '不明')], default='unknown', max_length=10, verbose_name='策定の義務')),
                ('description', models.TextField(blank=True, verbose_name='概要')),
                ('website', models.URLField(blank=True, verbose_name='掲載場所')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('closing', models.CharField(blank=True, choices=[('abolished', '廃止'), ('ended', '終了')], max_length=10, verbose_name='廃止・終了')),
                ('closed_year', models.PositiveSmallIntegerField(blank=True, help_text='不明のときは空欄', null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='廃止・終了した年度')),
                ('closed_reason', models.TextField(blank=True, verbose_name='廃止・終了の理由')),
                ('owners', models.ManyToManyField(related_name='plans', to='accounts.organization', verbose_name='策定する団体')),
            ],
            options={
                'verbose_name': '計画',
                'verbose_name_plural': '計画',
                'ordering': ['position', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_reason', ''), ('closed_year__isnull', True), ('closing', '')), models.Q(models.Q(('closing', ''), _negated=True), models.Q(('closed_reason', ''), _negated=True)), _connector='OR'), name='plan_closed_with_a_reason', violation_error_message='廃止・終了した計画には理由を入力し、続いている計画では空欄にしてください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planevent" ("closed_reason", "closed_year", "closing", "description", "id", "lead_department_id", "legal_basis", "name", "obligation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "short_name", "slug", "version", "website") VALUES (NEW."closed_reason", NEW."closed_year", NEW."closing", NEW."description", NEW."id", NEW."lead_department_id", NEW."legal_basis", NEW."name", NEW."obligation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."short_name", NEW."slug", NEW."version", NEW."website"); RETURN NULL;', hash='17f6407ddb74dd3c155b3a30dd6ed4f774f2a268', operation='INSERT', pgid='pgtrigger_insert_insert_8b340', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_planevent" ("closed_reason", "closed_year", "closing", "description", "id", "lead_department_id", "legal_basis", "name", "obligation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "short_name", "slug", "version", "website") VALUES (NEW."closed_reason", NEW."closed_year", NEW."closing", NEW."description", NEW."id", NEW."lead_department_id", NEW."legal_basis", NEW."name", NEW."obligation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."short_name", NEW."slug", NEW."version", NEW."website"); RETURN NULL;', hash='c9d086943376bd4fa8608ea9ffcafcb36bcf8855', operation='UPDATE', pgid='pgtrigger_update_update_ee9c7', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planevent" ("closed_reason", "closed_year", "closing", "description", "id", "lead_department_id", "legal_basis", "name", "obligation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "short_name", "slug", "version", "website") VALUES (OLD."closed_reason", OLD."closed_year", OLD."closing", OLD."description", OLD."id", OLD."lead_department_id", OLD."legal_basis", OLD."name", OLD."obligation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."short_name", OLD."slug", OLD."version", OLD."website"); RETURN NULL;', hash='c0130e57ee8172c6dee4f47e43cfc6d4b17fa330', operation='DELETE', pgid='pgtrigger_delete_delete_3e165', table='plans_plan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plan',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='0ede611ab3fa463308c2c28024f9fa47c9631c38', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_dc681', table='plans_plan', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.plan')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('slug', models.SlugField(db_index=False, error_messages={'unique': 'このアドレスの名前は、ほかの計画が使っています。'}, verbose_name='アドレスの名前')),
                ('name', models.CharField(max_length=100, verbose_name='計画名')),
                ('short_name', models.CharField(blank=True, max_length=50, verbose_name='略称')),
                ('lead_department', models.ForeignKey(blank=True, db_constraint=False, help_text='わからないときは空欄（「不明」と表示されます）', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='担当課')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='根拠')),
                ('obligation', models.CharField(choices=[('mandatory', '義務'), ('effort', '努力義務'), ('optional', '任意'), ('unknown', '不明')], default='unknown', max_length=10, verbose_name='策定の義務')),
                ('description', models.TextField(blank=True, verbose_name='概要')),
                ('website', models.URLField(blank=True, verbose_name='掲載場所')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('closing', models.CharField(blank=True, choices=[('abolished', '廃止'), ('ended', '終了')], max_length=10, verbose_name='廃止・終了')),
                ('closed_year', models.PositiveSmallIntegerField(blank=True, help_text='不明のときは空欄', null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='廃止・終了した年度')),
                ('closed_reason', models.TextField(blank=True, verbose_name='廃止・終了の理由')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3f68a381db6a5160c734b02b91c789f663d554e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_038a7', table='plans_planevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='4c66b92c465c730ea93450c42516484675108722', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e5675', table='plans_planevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='plans.plan', verbose_name='計画')),
                ('kind', models.CharField(choices=[('upper', '上位計画'), ('integrated', '一体的に策定する計画'), ('contains', '包含する計画'), ('individual', '個別計画'), ('coordinates', '連携する計画')], max_length=15, verbose_name='関係')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_from', to='plans.plan', verbose_name='相手の計画')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='補足')),
            ],
            options={
                'verbose_name': '計画の位置付け',
                'verbose_name_plural': '計画の位置付け',
                'ordering': ['plan', 'kind', 'other__position'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('plan', 'other'), django.db.models.functions.comparison.Greatest('plan', 'other'), name='relation_once_either_way', violation_error_message='この2つの計画の関係は、すでに登録されています。'), models.CheckConstraint(condition=models.Q(('plan', models.F('other')), _negated=True), name='relation_to_another_plan', violation_error_message='ほかの計画を選んでください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planrelationevent" ("id", "kind", "note", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version") VALUES (NEW."id", NEW."kind", NEW."note", NEW."other_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."version"); RETURN NULL;', hash='cbda303ee29973b4ca30d8fdd08d7d58018096d0', operation='INSERT', pgid='pgtrigger_insert_insert_53148', table='plans_planrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_planrelationevent" ("id", "kind", "note", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version") VALUES (NEW."id", NEW."kind", NEW."note", NEW."other_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."version"); RETURN NULL;', hash='fb502414eaabd9e8bf55245c06dcaffa9b7788c6', operation='UPDATE', pgid='pgtrigger_update_update_a1be1', table='plans_planrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planrelationevent" ("id", "kind", "note", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version") VALUES (OLD."id", OLD."kind", OLD."note", OLD."other_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."version"); RETURN NULL;', hash='8fe8ee7985defca19b080b1bc36afd3ac2e8a4c2', operation='DELETE', pgid='pgtrigger_delete_delete_f4005', table='plans_planrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelation',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='984b64bbf0d611415e7e55bbba2c92df905962ad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d4054', table='plans_planrelation', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanRelationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.planrelation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan', verbose_name='計画')),
                ('kind', models.CharField(choices=[('upper', '上位計画'), ('integrated', '一体的に策定する計画'), ('contains', '包含する計画'), ('individual', '個別計画'), ('coordinates', '連携する計画')], max_length=15, verbose_name='関係')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan', verbose_name='相手の計画')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='補足')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='474edfb0b6f65c4f85a1dc06f6943d1d541f3015', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b09c0', table='plans_planrelationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrelationevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='ac51c039e46ac106b6d4205bbce08c8ab0cd3bd7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f9b15', table='plans_planrelationevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='plans.plan', verbose_name='計画')),
                ('name', models.CharField(help_text='例：第1期', max_length=30, verbose_name='期の名称')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='期の順番')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, help_text='不明のときは空欄', null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='開始年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='終了年度')),
                ('end', models.CharField(choices=[('year', '終了年度あり'), ('open', '終期なし'), ('unknown', '不明')], default='year', max_length=10, verbose_name='終わり方')),
                ('nickname', models.CharField(blank=True, max_length=50, verbose_name='愛称')),
                ('philosophy', models.CharField(blank=True, max_length=200, verbose_name='基本理念')),
                ('adopted_on', models.CharField(blank=True, help_text='例：令和3年3月', max_length=30, verbose_name='策定')),
                ('period_note', models.CharField(blank=True, help_text='公開した期の年度を変えたときの、もとの年度と理由', max_length=200, verbose_name='期間の補足')),
                ('book', models.ForeignKey(blank=True, help_text='ほかの計画と一体的に策定したとき、本文と取組を持つほうの期', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_terms', to='plans.planterm', verbose_name='一体の計画の本体')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公開日時')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '計画の期',
                'verbose_name_plural': '計画の期',
                'ordering': ['plan', 'ordinal'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'name'), name='term_one_name_a_plan', violation_error_message='同じ名称の期が、すでにあります。'), models.UniqueConstraint(fields=('plan', 'ordinal'), name='term_one_ordinal_a_plan', violation_error_message='同じ順番の期が、すでにあります。'), models.CheckConstraint(condition=models.Q(models.Q(('end', 'year'), ('last_year__isnull', False)), models.Q(('last_year__isnull', True), models.Q(('end', 'year'), _negated=True)), _connector='OR'), name='term_end_is_stated', violation_error_message='終了年度を入力するか、「終期なし」または「不明」を選んでください。'), models.CheckConstraint(condition=models.Q(('first_year__isnull', True), ('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='term_years_in_order', violation_error_message='終了年度は開始年度以後にしてください。'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('first_year__isnull', False), models.Q(('end', 'unknown'), _negated=True)), expressions=[(models.Func(models.F('plan'), models.F('plan'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('first_year'), models.F('last_year'), models.Value('[]'), function='int4range'), '&&')], name='term_no_overlap', violation_error_message='同じ計画のほかの期と、年度が重なっています。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planterm',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_plantermevent" ("adopted_on", "book_id", "end", "first_year", "id", "last_year", "name", "nickname", "ordinal", "period_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "philosophy", "plan_id", "published_at", "published_by_id", "version") VALUES (NEW."adopted_on", NEW."book_id", NEW."end", NEW."first_year", NEW."id", NEW."last_year", NEW."name", NEW."nickname", NEW."ordinal", NEW."period_note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."philosophy", NEW."plan_id", NEW."published_at", NEW."published_by_id", NEW."version"); RETURN NULL;', hash='1e0231b68f4fe4d7b19226bce50ad6edbf6432d6', operation='INSERT', pgid='pgtrigger_insert_insert_db2f9', table='plans_planterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planterm',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_plantermevent" ("adopted_on", "book_id", "end", "first_year", "id", "last_year", "name", "nickname", "ordinal", "period_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "philosophy", "plan_id", "published_at", "published_by_id", "version") VALUES (NEW."adopted_on", NEW."book_id", NEW."end", NEW."first_year", NEW."id", NEW."last_year", NEW."name", NEW."nickname", NEW."ordinal", NEW."period_note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."philosophy", NEW."plan_id", NEW."published_at", NEW."published_by_id", NEW."version"); RETURN NULL;', hash='8f0ae97f753cd989ff48817d1488c4c86b527084', operation='UPDATE', pgid='pgtrigger_update_update_0efb3', table='plans_planterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planterm',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_plantermevent" ("adopted_on", "book_id", "end", "first_year", "id", "last_year", "name", "nickname", "ordinal", "period_note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "philosophy", "plan_id", "published_at", "published_by_id", "version") VALUES (OLD."adopted_on", OLD."book_id", OLD."end", OLD."first_year", OLD."id", OLD."last_year", OLD."name", OLD."nickname", OLD."ordinal", OLD."period_note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."philosophy", OLD."plan_id", OLD."published_at", OLD."published_by_id", OLD."version"); RETURN NULL;', hash='528e70f9cf7f4969771f20dacae0b0223e52e37c', operation='DELETE', pgid='pgtrigger_delete_delete_4293f', table='plans_planterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planterm',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='d01be2b9f9ea4c8f35abb48a4eb1af1c05ac9dc2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e3892', table='plans_planterm', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chapters', to='plans.planterm', verbose_name='計画の期')),
                ('number', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('slug', models.SlugField(verbose_name='アドレスの名前')),
                ('title', models.CharField(max_length=100, verbose_name='見出し')),
                ('body', models.TextField(validators=[plans.models.text.refuse_bad_pictures], verbose_name='本文')),
                ('easy_summary', models.TextField(blank=True, help_text='ふりがなは 福祉《ふくし》 のように書きます。', verbose_name='やさしい日本語の要約')),
            ],
            options={
                'verbose_name': '計画の章',
                'verbose_name_plural': '計画の章',
                'ordering': ['term', 'number'],
                'constraints': [models.UniqueConstraint(fields=('term', 'number'), name='chapter_number_once'), models.UniqueConstraint(fields=('term', 'slug'), name='chapter_slug_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_chapterevent" ("body", "easy_summary", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "term_id", "title", "version") VALUES (NEW."body", NEW."easy_summary", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."term_id", NEW."title", NEW."version"); RETURN NULL;', hash='27ee78e36992bbc96cf0387807e0f323dd897cdd', operation='INSERT', pgid='pgtrigger_insert_insert_74c75', table='plans_chapter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_chapterevent" ("body", "easy_summary", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "term_id", "title", "version") VALUES (NEW."body", NEW."easy_summary", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."term_id", NEW."title", NEW."version"); RETURN NULL;', hash='7c1aecfbe50c193d01b82a2719fbf5c97686b283', operation='UPDATE', pgid='pgtrigger_update_update_b0dbf', table='plans_chapter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_chapterevent" ("body", "easy_summary", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "term_id", "title", "version") VALUES (OLD."body", OLD."easy_summary", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."term_id", OLD."title", OLD."version"); RETURN NULL;', hash='b4be1b18d708931f1f912a148a5587ee965b49b4', operation='DELETE', pgid='pgtrigger_delete_delete_77d8b', table='plans_chapter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapter',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='93a18e5184cb3527ba523e9ff1b0376045af2669', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_54deb', table='plans_chapter', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.planterm', verbose_name='計画の期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='plans.measure', verbose_name='上の階層')),
                ('depth', models.PositiveSmallIntegerField(editable=False, verbose_name='深さ')),
                ('number', models.CharField(max_length=20, verbose_name='番号')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('description', models.TextField(blank=True, verbose_name='説明')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'verbose_name': '施策',
                'verbose_name_plural': '施策',
                'ordering': ['term', 'depth', 'position', 'number'],
                'constraints': [models.UniqueConstraint(fields=('term', 'number'), name='measure_number_once', violation_error_message='この番号は、同じ期ですでに使われています。'), models.CheckConstraint(condition=models.Q(models.Q(('depth', 1), ('parent__isnull', True)), models.Q(('depth__gt', 1), ('parent__isnull', False)), _connector='OR'), name='measure_depth_fits_parent')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_measureevent" ("depth", "description", "id", "is_sample", "number", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "term_id", "title", "version") VALUES (NEW."depth", NEW."description", NEW."id", NEW."is_sample", NEW."number", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."term_id", NEW."title", NEW."version"); RETURN NULL;', hash='d30437ce51e3792929141a2c2f278daf43370f6c', operation='INSERT', pgid='pgtrigger_insert_insert_c1c4c', table='plans_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_measureevent" ("depth", "description", "id", "is_sample", "number", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "term_id", "title", "version") VALUES (NEW."depth", NEW."description", NEW."id", NEW."is_sample", NEW."number", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."term_id", NEW."title", NEW."version"); RETURN NULL;', hash='e57717bc32c57f91497a9bbf98001b56aee513e4', operation='UPDATE', pgid='pgtrigger_update_update_013d3', table='plans_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_measureevent" ("depth", "description", "id", "is_sample", "number", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "term_id", "title", "version") VALUES (OLD."depth", OLD."description", OLD."id", OLD."is_sample", OLD."number", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."term_id", OLD."title", OLD."version"); RETURN NULL;', hash='0aa78c5c695b93d4a8a14402846a25b40f805ad1', operation='DELETE', pgid='pgtrigger_delete_delete_2d882', table='plans_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='ffc384818b297a54b55469883e1e5cc90eb968e5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e94dd', table='plans_measure', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='MeasureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.measure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm', verbose_name='計画の期')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.measure', verbose_name='上の階層')),
                ('depth', models.PositiveSmallIntegerField(editable=False, verbose_name='深さ')),
                ('number', models.CharField(max_length=20, verbose_name='番号')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('description', models.TextField(blank=True, verbose_name='説明')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='20ec9b70044f7fd2d0a0bbc32c2e4607529837de', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ee085', table='plans_measureevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measureevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='633fc1604b740ade1fbb4da453dcff0032c2b3c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8094f', table='plans_measureevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='MeasureLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='plans.planterm')),
                ('depth', models.PositiveSmallIntegerField(help_text='1がいちばん上', verbose_name='深さ')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
            ],
            options={
                'verbose_name': '体系の階層',
                'verbose_name_plural': '体系の階層',
                'ordering': ['term', 'depth'],
                'constraints': [models.UniqueConstraint(fields=('term', 'depth'), name='level_depth_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevel',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_measurelevelevent" ("depth", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (NEW."depth", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."term_id"); RETURN NULL;', hash='4036bca235c8a91b7a0c42ac5cb32cfa812d9b6b', operation='INSERT', pgid='pgtrigger_insert_insert_a5c0c', table='plans_measurelevel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevel',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_measurelevelevent" ("depth", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (NEW."depth", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."term_id"); RETURN NULL;', hash='e94631b0e887760dc76c30d88f97253f50846a50', operation='UPDATE', pgid='pgtrigger_update_update_811ca', table='plans_measurelevel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevel',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_measurelevelevent" ("depth", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "term_id") VALUES (OLD."depth", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."term_id"); RETURN NULL;', hash='52890f00deddaca108385e5779394c977a84d606', operation='DELETE', pgid='pgtrigger_delete_delete_b0326', table='plans_measurelevel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevel',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='b417a1cc5978bb2f12d131a8f92474220972d254', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_140a9', table='plans_measurelevel', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='MeasureLevelEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.measurelevel')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('term', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm')),
                ('depth', models.PositiveSmallIntegerField(help_text='1がいちばん上', verbose_name='深さ')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevelevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='27a61bc08594f8e42c48588a388991f487545686', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28fd2', table='plans_measurelevelevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurelevelevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='d860dec9cb992a447da2b1d955f67f4a83b0dcba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b2e4d', table='plans_measurelevelevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='plans.planterm', verbose_name='本文に使う期')),
                ('data', models.BinaryField(verbose_name='画像')),
                ('sha256', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='要約値')),
                ('media_type', models.CharField(choices=[('image/jpeg', 'JPEG'), ('image/png', 'PNG'), ('image/webp', 'WebP')], editable=False, max_length=10, verbose_name='形式')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='幅（画素）')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='高さ（画素）')),
                ('alt', models.CharField(help_text='画像が見えない人に読み上げる文章です。写っているもの、図が伝えたいことを書きます。', max_length=200, verbose_name='代わりの文章')),
                ('caption', models.CharField(blank=True, help_text='画像の下に載せます。出典や撮影日など。', max_length=200, verbose_name='説明')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'verbose_name': '画像',
                'verbose_name_plural': '画像',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('term', 'sha256'), name='picture_once_a_term', violation_error_message='この画像は、すでに登録されています。'), models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='picture_has_alt', violation_error_message='代わりの文章を入力してください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='content_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."data" IS DISTINCT FROM (NEW."data") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."width" IS DISTINCT FROM (NEW."width") OR OLD."height" IS DISTINCT FROM (NEW."height"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e88b9293af61e6befe4cfc5c59deb3c107fbfa50', operation='UPDATE', pgid='pgtrigger_content_stays_9f242', table='plans_picture', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_pictureevent" ("alt", "caption", "height", "id", "is_sample", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "term_id", "version", "width") VALUES (NEW."alt", NEW."caption", NEW."height", NEW."id", NEW."is_sample", NEW."media_type", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."term_id", NEW."version", NEW."width"); RETURN NULL;', hash='21d6fb79707251b7f9e6d99650388f0756966834', operation='INSERT', pgid='pgtrigger_insert_insert_bbae4', table='plans_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."alt" IS DISTINCT FROM (NEW."alt") OR OLD."caption" IS DISTINCT FROM (NEW."caption") OR OLD."height" IS DISTINCT FROM (NEW."height") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."term_id" IS DISTINCT FROM (NEW."term_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."width" IS DISTINCT FROM (NEW."width"))', func='INSERT INTO "plans_pictureevent" ("alt", "caption", "height", "id", "is_sample", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "term_id", "version", "width") VALUES (NEW."alt", NEW."caption", NEW."height", NEW."id", NEW."is_sample", NEW."media_type", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."term_id", NEW."version", NEW."width"); RETURN NULL;', hash='d60690cc8c0ddf921062a5f9702c61f8487ec9d2', operation='UPDATE', pgid='pgtrigger_update_update_5178a', table='plans_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_pictureevent" ("alt", "caption", "height", "id", "is_sample", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "term_id", "version", "width") VALUES (OLD."alt", OLD."caption", OLD."height", OLD."id", OLD."is_sample", OLD."media_type", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."term_id", OLD."version", OLD."width"); RETURN NULL;', hash='92538f8ae0881d26e713ad104c1a1c6a88883eb9', operation='DELETE', pgid='pgtrigger_delete_delete_91e4e', table='plans_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='d4e3fe17ec46905d648cdb0eef25263490b18129', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_67740', table='plans_picture', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OutreachActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization', verbose_name='行った団体')),
                ('medium', models.CharField(choices=[('newsletter', '広報紙'), ('website', '市・社協のホームページ'), ('social', 'SNS'), ('lecture', '講座・説明会'), ('exhibition', '展示'), ('video', '動画'), ('broadcast', 'ラジオ・テレビ'), ('print', '印刷物'), ('other', 'その他')], max_length=10, verbose_name='媒体')),
                ('title', models.CharField(max_length=100, verbose_name='件名')),
                ('starts_on', models.DateField(verbose_name='行った日（期間のときは初日）')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='期間の最終日')),
                ('audience', models.CharField(blank=True, help_text='例：市民、民生委員、小学5年生', max_length=100, verbose_name='対象')),
                ('count', models.PositiveIntegerField(blank=True, null=True, verbose_name='人数・部数など')),
                ('unit', models.CharField(blank=True, help_text='例：人、部、回', max_length=10, verbose_name='単位')),
                ('description', models.TextField(blank=True, verbose_name='内容')),
                ('link', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='https:// で始まるアドレスを入力してください。', schemes=['http', 'https'])], verbose_name='関連するページ')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.picture', verbose_name='画像')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公開日時')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '周知・啓発',
                'verbose_name_plural': '周知・啓発',
                'ordering': ['starts_on', 'pk'],
                'indexes': [models.Index(fields=['starts_on'], name='outreach_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='outreach_days_in_order', violation_error_message='期間の最終日は、初日以後にしてください。'), models.CheckConstraint(condition=models.Q(models.Q(('count__isnull', True), ('unit', '')), models.Q(('count__isnull', False), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='outreach_count_has_unit', violation_error_message='人数・部数などと単位は、両方を入力するか、両方を空欄にしてください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_outreachactivityevent" ("audience", "count", "description", "ends_on", "id", "is_sample", "link", "medium", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "published_at", "published_by_id", "starts_on", "title", "unit", "version") VALUES (NEW."audience", NEW."count", NEW."description", NEW."ends_on", NEW."id", NEW."is_sample", NEW."link", NEW."medium", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."picture_id", NEW."published_at", NEW."published_by_id", NEW."starts_on", NEW."title", NEW."unit", NEW."version"); RETURN NULL;', hash='9ffc516c70465bcab03d50dd235ec0f1655ed26a', operation='INSERT', pgid='pgtrigger_insert_insert_19255', table='plans_outreachactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_outreachactivityevent" ("audience", "count", "description", "ends_on", "id", "is_sample", "link", "medium", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "published_at", "published_by_id", "starts_on", "title", "unit", "version") VALUES (NEW."audience", NEW."count", NEW."description", NEW."ends_on", NEW."id", NEW."is_sample", NEW."link", NEW."medium", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."picture_id", NEW."published_at", NEW."published_by_id", NEW."starts_on", NEW."title", NEW."unit", NEW."version"); RETURN NULL;', hash='65756b91f1899e0d5768259f6163929a49bdb061', operation='UPDATE', pgid='pgtrigger_update_update_89ea4', table='plans_outreachactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_outreachactivityevent" ("audience", "count", "description", "ends_on", "id", "is_sample", "link", "medium", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "published_at", "published_by_id", "starts_on", "title", "unit", "version") VALUES (OLD."audience", OLD."count", OLD."description", OLD."ends_on", OLD."id", OLD."is_sample", OLD."link", OLD."medium", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."picture_id", OLD."published_at", OLD."published_by_id", OLD."starts_on", OLD."title", OLD."unit", OLD."version"); RETURN NULL;', hash='580cf91431fda24d0a6d00df455fa0a74839280c', operation='DELETE', pgid='pgtrigger_delete_delete_81188', table='plans_outreachactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivity',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='5c9a932afd74963894f19b515a46b4d0d6090b63', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a9b66', table='plans_outreachactivity', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OutreachActivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.outreachactivity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='行った団体')),
                ('medium', models.CharField(choices=[('newsletter', '広報紙'), ('website', '市・社協のホームページ'), ('social', 'SNS'), ('lecture', '講座・説明会'), ('exhibition', '展示'), ('video', '動画'), ('broadcast', 'ラジオ・テレビ'), ('print', '印刷物'), ('other', 'その他')], max_length=10, verbose_name='媒体')),
                ('title', models.CharField(max_length=100, verbose_name='件名')),
                ('starts_on', models.DateField(verbose_name='行った日（期間のときは初日）')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='期間の最終日')),
                ('audience', models.CharField(blank=True, help_text='例：市民、民生委員、小学5年生', max_length=100, verbose_name='対象')),
                ('count', models.PositiveIntegerField(blank=True, null=True, verbose_name='人数・部数など')),
                ('unit', models.CharField(blank=True, help_text='例：人、部、回', max_length=10, verbose_name='単位')),
                ('description', models.TextField(blank=True, verbose_name='内容')),
                ('link', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='https:// で始まるアドレスを入力してください。', schemes=['http', 'https'])], verbose_name='関連するページ')),
                ('picture', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.picture', verbose_name='画像')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公開日時')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivityevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0431d1f28b4084e9791849d6d02f90de5651021c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_311d5', table='plans_outreachactivityevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outreachactivityevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='897ef7e3a6343dc24fb3fe06a13b025cf71a0135', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1bd81', table='plans_outreachactivityevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PictureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.picture')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm', verbose_name='本文に使う期')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='要約値')),
                ('media_type', models.CharField(choices=[('image/jpeg', 'JPEG'), ('image/png', 'PNG'), ('image/webp', 'WebP')], editable=False, max_length=10, verbose_name='形式')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='幅（画素）')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='高さ（画素）')),
                ('alt', models.CharField(help_text='画像が見えない人に読み上げる文章です。写っているもの、図が伝えたいことを書きます。', max_length=200, verbose_name='代わりの文章')),
                ('caption', models.CharField(blank=True, help_text='画像の下に載せます。出典や撮影日など。', max_length=200, verbose_name='説明')),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pictureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='085dd200c8e4335a91efda0175bad023c12c6dd2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb11c', table='plans_pictureevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pictureevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='9473a05fa15848fcdaf1f57d58ef5c51c6a2de28', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_8465b', table='plans_pictureevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='plans.planterm', verbose_name='計画の期')),
                ('state', models.CharField(choices=[('preparing', '準備中'), ('published', '公表済み'), ('abandoned', '取りやめ')], default='preparing', max_length=10, verbose_name='状態')),
                ('ordinal', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='回')),
                ('reason', models.TextField(verbose_name='見直しの理由')),
                ('decided_by', models.CharField(blank=True, max_length=100, verbose_name='決定した者・機関')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='決定した日')),
                ('meeting', models.CharField(blank=True, max_length=200, verbose_name='意見を聴いた会議')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公表日時')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'verbose_name': '計画の見直し',
                'verbose_name_plural': '計画の見直し',
                'ordering': ['term', 'ordinal', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('term', 'ordinal'), name='revision_one_ordinal_a_term'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', False), ('ordinal__isnull', False), ('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('ordinal__isnull', True), ('published_at__isnull', True)), _connector='OR'), name='revision_published_is_whole')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevision',
            trigger=pgtrigger.compiler.Trigger(name='published_revision_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."published_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dd358f91f00e02cb9d254005bfe66f219d06edd2', operation='UPDATE OR DELETE', pgid='pgtrigger_published_revision_stays_5d7de', table='plans_planrevision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planrevisionevent" ("decided_by", "decided_on", "id", "is_sample", "meeting", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reason", "state", "term_id", "version") VALUES (NEW."decided_by", NEW."decided_on", NEW."id", NEW."is_sample", NEW."meeting", NEW."ordinal", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reason", NEW."state", NEW."term_id", NEW."version"); RETURN NULL;', hash='33d09d521aab2227022daf3552405894ec74a465', operation='INSERT', pgid='pgtrigger_insert_insert_7ead1', table='plans_planrevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_planrevisionevent" ("decided_by", "decided_on", "id", "is_sample", "meeting", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reason", "state", "term_id", "version") VALUES (NEW."decided_by", NEW."decided_on", NEW."id", NEW."is_sample", NEW."meeting", NEW."ordinal", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."reason", NEW."state", NEW."term_id", NEW."version"); RETURN NULL;', hash='758a087cfe3ba3d1a0a709d95e0f8310258b03c7', operation='UPDATE', pgid='pgtrigger_update_update_12839', table='plans_planrevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planrevisionevent" ("decided_by", "decided_on", "id", "is_sample", "meeting", "ordinal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "reason", "state", "term_id", "version") VALUES (OLD."decided_by", OLD."decided_on", OLD."id", OLD."is_sample", OLD."meeting", OLD."ordinal", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."reason", OLD."state", OLD."term_id", OLD."version"); RETURN NULL;', hash='d514747594471b23a3c2002776f3aeaa07a86731', operation='DELETE', pgid='pgtrigger_delete_delete_efde8', table='plans_planrevision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevision',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='209cfb0393efd473bd463581d1b4eb718bd1c9e1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_27b82', table='plans_planrevision', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanRevisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.planrevision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm', verbose_name='計画の期')),
                ('state', models.CharField(choices=[('preparing', '準備中'), ('published', '公表済み'), ('abandoned', '取りやめ')], default='preparing', max_length=10, verbose_name='状態')),
                ('ordinal', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='回')),
                ('reason', models.TextField(verbose_name='見直しの理由')),
                ('decided_by', models.CharField(blank=True, max_length=100, verbose_name='決定した者・機関')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='決定した日')),
                ('meeting', models.CharField(blank=True, max_length=200, verbose_name='意見を聴いた会議')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公表日時')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_sample', models.BooleanField(default=False, verbose_name='見本データ')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevisionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='60d7eb6546ec7e784fd02ec12c877f9cf6a7b23f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_668a7', table='plans_planrevisionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planrevisionevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='0457927bb2fa915d7b7b84f5a26436a297c17e70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_095b9', table='plans_planrevisionevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanTermEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.planterm')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan', verbose_name='計画')),
                ('name', models.CharField(help_text='例：第1期', max_length=30, verbose_name='期の名称')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='期の順番')),
                ('first_year', models.PositiveSmallIntegerField(blank=True, help_text='不明のときは空欄', null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='開始年度')),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1989), django.core.validators.MaxValueValidator(2099)], verbose_name='終了年度')),
                ('end', models.CharField(choices=[('year', '終了年度あり'), ('open', '終期なし'), ('unknown', '不明')], default='year', max_length=10, verbose_name='終わり方')),
                ('nickname', models.CharField(blank=True, max_length=50, verbose_name='愛称')),
                ('philosophy', models.CharField(blank=True, max_length=200, verbose_name='基本理念')),
                ('adopted_on', models.CharField(blank=True, help_text='例：令和3年3月', max_length=30, verbose_name='策定')),
                ('period_note', models.CharField(blank=True, help_text='公開した期の年度を変えたときの、もとの年度と理由', max_length=200, verbose_name='期間の補足')),
                ('book', models.ForeignKey(blank=True, db_constraint=False, help_text='ほかの計画と一体的に策定したとき、本文と取組を持つほうの期', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm', verbose_name='一体の計画の本体')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='公開日時')),
                ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantermevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='36fdd2ee743424e567506070ca5155dcfd3f400a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_de6a5', table='plans_plantermevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantermevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='a585523f93b82284e7c3bfb9bf31f04e9592bf18', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5b5b1', table='plans_plantermevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Portal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('name', models.CharField(default='地域福祉計画 進行管理ポータル', max_length=50, verbose_name='サイトの名前')),
                ('nickname', models.CharField(blank=True, help_text='空欄のときは、公開している期の愛称を表示します。', max_length=50, verbose_name='愛称')),
                ('organization', models.ForeignKey(blank=True, help_text='ヘッダーの名称と、問合せ先に使います。空欄のときは、区分が「市」の団体です。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization', verbose_name='運営する団体')),
                ('licence_name', models.CharField(blank=True, max_length=100, verbose_name='オープンデータの利用条件')),
                ('licence_url', models.URLField(blank=True, verbose_name='利用条件のページ')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.picture', verbose_name='ロゴ')),
                ('is_only', models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'サイトの設定',
                'verbose_name_plural': 'サイトの設定',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_only', True), models.Q(('licence_url', ''), models.Q(('licence_name', ''), _negated=True), _connector='OR')), name='portal_licence_has_name', violation_error_message='「利用条件のページ」を書くときは、「オープンデータの利用条件」も入力してください。')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_portalevent" ("id", "is_only", "licence_name", "licence_url", "logo_id", "name", "nickname", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."id", NEW."is_only", NEW."licence_name", NEW."licence_url", NEW."logo_id", NEW."name", NEW."nickname", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;', hash='3b99eb7595480fcfab0fc4109317343844d66a4e', operation='INSERT', pgid='pgtrigger_insert_insert_02298', table='plans_portal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_portalevent" ("id", "is_only", "licence_name", "licence_url", "logo_id", "name", "nickname", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."id", NEW."is_only", NEW."licence_name", NEW."licence_url", NEW."logo_id", NEW."name", NEW."nickname", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;', hash='d38034c0ea100343a3fb00ff4c291d40e13f3900', operation='UPDATE', pgid='pgtrigger_update_update_be514', table='plans_portal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_portalevent" ("id", "is_only", "licence_name", "licence_url", "logo_id", "name", "nickname", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."id", OLD."is_only", OLD."licence_name", OLD."licence_url", OLD."logo_id", OLD."name", OLD."nickname", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;', hash='9fda86569cf947eb68d93bcf6aee0d4db976821a', operation='DELETE', pgid='pgtrigger_delete_delete_628bc', table='plans_portal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portal',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='640918d6326dd5784a85d09ebf0134a3a3efb5ed', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_041b2', table='plans_portal', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PortalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.portal')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('name', models.CharField(default='地域福祉計画 進行管理ポータル', max_length=50, verbose_name='サイトの名前')),
                ('nickname', models.CharField(blank=True, help_text='空欄のときは、公開している期の愛称を表示します。', max_length=50, verbose_name='愛称')),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, help_text='ヘッダーの名称と、問合せ先に使います。空欄のときは、区分が「市」の団体です。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization', verbose_name='運営する団体')),
                ('licence_name', models.CharField(blank=True, max_length=100, verbose_name='オープンデータの利用条件')),
                ('licence_url', models.URLField(blank=True, verbose_name='利用条件のページ')),
                ('logo', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.picture', verbose_name='ロゴ')),
                ('is_only', models.BooleanField(default=True, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4eea8a8c53c5705eb90649cdf6624de0e78699c9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_77032', table='plans_portalevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portalevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='748a5e60e27df741f856820b8e4bcbf6394bbcd9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_65c8b', table='plans_portalevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='ChapterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.chapter')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('term', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.planterm', verbose_name='計画の期')),
                ('number', models.PositiveSmallIntegerField(verbose_name='番号')),
                ('slug', models.SlugField(db_index=False, verbose_name='アドレスの名前')),
                ('title', models.CharField(max_length=100, verbose_name='見出し')),
                ('body', models.TextField(validators=[plans.models.text.refuse_bad_pictures], verbose_name='本文')),
                ('easy_summary', models.TextField(blank=True, help_text='ふりがなは 福祉《ふくし》 のように書きます。', verbose_name='やさしい日本語の要約')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapterevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3edcd010a70faf735f1a784f8e3619495a7e152', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bfd33', table='plans_chapterevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chapterevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='d9f34ff99c2909aadad63b1bacd5521e9bb69458', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_37692', table='plans_chapterevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanOwner',
            fields=[
            ],
            options={
                'verbose_name': '策定する団体',
                'verbose_name_plural': '策定する団体',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('plans.plan_owners',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planowner',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planownerevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id"); RETURN NULL;', hash='f9d06f9c48d80c8cefdec193bf4022e89cc0e1f4', operation='INSERT', pgid='pgtrigger_insert_insert_9e986', table='plans_plan_owners', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planowner',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "plans_planownerevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id"); RETURN NULL;', hash='20b3073c1a435db604cf49a1903bc9cc4f68c0c4', operation='UPDATE', pgid='pgtrigger_update_update_c8ded', table='plans_plan_owners', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planowner',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "plans_planownerevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id"); RETURN NULL;', hash='f6c315f92cb9d90dd49df7216122249c2beaf690', operation='DELETE', pgid='pgtrigger_delete_delete_51ff3', table='plans_plan_owners', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planowner',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='3982913502ef14e9e4f6952a2c28d0c70517ea00', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a55c6', table='plans_plan_owners', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlanOwnerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='plans.planowner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('plan', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                ('organization', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organization')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planownerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dedbdc7e96c1796114fb07a3b270db2c7273e4e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8007c', table='plans_planownerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planownerevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the rows of % must not be truncated', TG_TABLE_NAME;", hash='fe64859cf3eeee5b3605b40c5d9fac56e2ec8870', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_198f7', table='plans_planownerevent', when='BEFORE')),
        ),
    ]
