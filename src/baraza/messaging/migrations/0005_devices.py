import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0004_how_people_want_to_be_told"),
        ("organisations", "0002_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.TextField()),
                (
                    "endpoint_digest",
                    models.CharField(help_text="Endpoints are too long for an index", max_length=64),
                ),
                ("key", models.CharField(max_length=100)),
                ("auth", models.CharField(max_length=40)),
                (
                    "our_key",
                    models.CharField(help_text="The public key that the browser was given", max_length=100),
                ),
                ("language", models.CharField(max_length=5)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="messaging.contact"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "messaging_device",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "endpoint_digest"), name="device_once"),
                ],
            },
        ),
        enable_row_level_security("messaging_device"),
    ]
