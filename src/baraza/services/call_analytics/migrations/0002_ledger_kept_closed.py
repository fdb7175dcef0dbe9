import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, append_only, enable_row_level_security

_KEPT_CLOSED = migrations.RunSQL(
    sql="""
    CREATE FUNCTION calls_month_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM calls_closed_month
            WHERE organisation_id = NEW.organisation_id AND month >= NEW.month
        ) THEN
            RAISE EXCEPTION 'The statement of % is closed.', NEW.month USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER calls_month_is_open BEFORE INSERT ON calls_ledger_entry
        FOR EACH ROW EXECUTE FUNCTION calls_month_is_open();
    """,
    reverse_sql="""
    DROP TRIGGER calls_month_is_open ON calls_ledger_entry;
    DROP FUNCTION calls_month_is_open();
    """,
)


class Migration(migrations.Migration):

    replaces = [
        ('call_analytics', '0003_bills_and_their_ledger'),
    ]

    dependencies = [
        ('call_analytics', '0001_agents_and_their_calls'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Ledger',
                fields=[
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                    ('currency', models.CharField(max_length=3)),
                    ('rules_number', models.PositiveIntegerField(default=0)),
                    ('worked_out_number', models.PositiveIntegerField(default=0)),
                    ('closed_until', models.DateField(help_text='First day of the newest closed month', null=True)),
                    ('credit_notes', models.PositiveIntegerField(default=0)),
                    ('worked_out_at', models.DateTimeField(null=True)),
                ],
                options={
                    'db_table': 'calls_ledger',
                },
            ),
            migrations.CreateModel(
                name='LedgerEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(help_text='First day of the month whose statement it is in')),
                    ('kind', models.CharField(choices=[('charge', 'Charge'), ('reversal', 'Reversal'), ('credit', 'Credit')], max_length=8)),
                    ('credit_number', models.PositiveIntegerField(null=True)),
                    ('calls', models.SmallIntegerField(help_text='1 of a charge, -1 of a reversal, else 0')),
                    ('call_id', models.BigIntegerField(null=True)),
                    ('external_id', models.CharField(blank=True, max_length=120)),
                    ('at', models.DateTimeField(null=True)),
                    ('day', models.DateField(help_text="Of the organisation's clock", null=True)),
                    ('about_month', models.DateField(help_text='Of the call; of a credit note the month that it is about')),
                    ('agent_id', models.BigIntegerField(null=True)),
                    ('agent_name', models.CharField(blank=True, max_length=200)),
                    ('client', models.CharField(blank=True, max_length=120)),
                    ('duration_ms', models.BigIntegerField(null=True)),
                    ('billable', models.BooleanField()),
                    ('rule', models.CharField(help_text='Which kind of rule decided, or what else did', max_length=20)),
                    ('rule_place', models.PositiveSmallIntegerField(null=True)),
                    ('rules_number', models.PositiveIntegerField(null=True)),
                    ('billed_seconds', models.BigIntegerField()),
                    ('included_seconds', models.BigIntegerField()),
                    ('price_micros', models.BigIntegerField(null=True)),
                    ('cost_micros', models.BigIntegerField(help_text="The provider's total", null=True)),
                    ('lines_micros', models.BigIntegerField(help_text="The provider's lines added up; null without lines", null=True)),
                    ('cost_currency', models.CharField(blank=True, max_length=3)),
                    ('reconciled', models.BooleanField(default=True)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('by_id', models.BigIntegerField(null=True)),
                    ('by_name', models.CharField(blank=True, max_length=120)),
                    ('made_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='call_analytics.ledgerentry')),
                ],
                options={
                    'db_table': 'calls_ledger_entry',
                    'indexes': [
                        models.Index(fields=['organisation', 'month', 'id'], name='entry_of_month'),
                        models.Index(fields=['organisation', 'call_id', 'id'], name='entry_of_call'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('credit_number__isnull', False)), fields=('organisation', 'credit_number'), name='credit_note_numbered_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('call_id__isnull', False), ('calls', 1), ('kind', 'charge'), ('reverses', None)), models.Q(('call_id__isnull', False), ('calls', -1), ('kind', 'reversal'), ('reverses__isnull', False)), models.Q(('calls', 0), ('credit_number__isnull', False), ('kind', 'credit'), ('price_micros__lt', 0), ('reverses', None)), _connector='OR'), name='entry_is_of_its_kind'),
                        models.CheckConstraint(condition=models.Q(models.Q(('kind', 'credit'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='credit_note_has_reason'),
                        models.CheckConstraint(condition=models.Q(('about_month__day', 1), ('month__day', 1)), name='entry_months_begin'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='RuleBook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('starts_on', models.DateField()),
                    ('rules', models.JSONField()),
                    ('by_id', models.BigIntegerField(null=True)),
                    ('by_name', models.CharField(blank=True, max_length=120)),
                    ('made_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_rule_book',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'number'), name='rule_book_numbered_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Standing',
                fields=[
                    ('call_id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('call_version', models.PositiveIntegerField()),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='call_analytics.ledgerentry')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_ledger_standing',
                },
            ),
            migrations.CreateModel(
                name='CallOverride',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('call_id', models.BigIntegerField()),
                    ('choice', models.CharField(max_length=5)),
                    ('price_micros', models.BigIntegerField(null=True)),
                    ('reason', models.CharField(max_length=300)),
                    ('by_id', models.BigIntegerField(null=True)),
                    ('by_name', models.CharField(blank=True, max_length=120)),
                    ('made_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_override',
                    'indexes': [
                        models.Index(fields=['organisation', 'call_id', '-id'], name='override_of_call'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason'),
                        models.CheckConstraint(condition=models.Q(models.Q(('choice', 'price'), _negated=True), ('price_micros__gte', 0), _connector='OR'), name='override_price_is_told'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ClosedMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField()),
                    ('total_micros', models.BigIntegerField()),
                    ('calls', models.IntegerField()),
                    ('unpriced', models.IntegerField()),
                    ('unreconciled', models.IntegerField()),
                    ('by_id', models.BigIntegerField(null=True)),
                    ('by_name', models.CharField(blank=True, max_length=120)),
                    ('closed_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_closed_month',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'month'), name='month_closed_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('calls_ledger'),
        enable_row_level_security('calls_ledger_entry', commands=('SELECT', 'INSERT')),
        append_only('calls_ledger_entry'),
        enable_row_level_security('calls_rule_book', commands=('SELECT', 'INSERT')),
        append_only('calls_rule_book'),
        enable_row_level_security('calls_ledger_standing'),
        enable_row_level_security('calls_override', commands=('SELECT', 'INSERT')),
        append_only('calls_override'),
        enable_row_level_security('calls_closed_month', commands=('SELECT', 'INSERT')),
        append_only('calls_closed_month'),
        _KEPT_CLOSED,
    ]
