import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0013_notices_and_what_the_public_sees"),
        ("organisations", "0002_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=10)),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="complaints.complaint"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "complaints_due_reminder",
                "constraints": [
                    models.UniqueConstraint(fields=("complaint", "stage", "due_at"), name="due_reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ("due_soon", "overdue"))), name="due_reminder_stage_known"
                    ),
                ],
            },
        ),
        enable_row_level_security("complaints_due_reminder"),
    ]
