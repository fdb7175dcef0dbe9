import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q


def clients() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=120), blank=True, default=list, db_default=[], size=None
    )


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_keys_reviews_and_support'),
    ]

    operations = [
        migrations.AddField(model_name='membership', name='clients', field=clients()),
        migrations.AddField(model_name='invitation', name='clients', field=clients()),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(
                condition=Q(clients=[]) | Q(role='org_viewer'), name='membership_clients_read'
            ),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(
                condition=Q(clients=[]) | Q(role='org_viewer'), name='invitation_clients_read'
            ),
        ),
    ]
