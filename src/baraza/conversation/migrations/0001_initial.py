import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("ingress", "0001_initial"),
        ("messaging", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("state", models.JSONField(null=True)),
                ("screen", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                ("connection", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="ingress.connection")),
                ("contact", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="messaging.contact")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation")),
            ],
            options={
                "db_table": "conversation_session",
                "indexes": [models.Index(fields=["updated_at"], name="conversation_session_age")],
            },
        ),
        enable_row_level_security("conversation_session"),
    ]
