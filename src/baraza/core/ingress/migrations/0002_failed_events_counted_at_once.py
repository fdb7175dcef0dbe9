"""How many events could not be handled is asked at every look at the figures: without an index all events are read."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The door goes on storing meanwhile.
    atomic = False

    dependencies = [("ingress", "0001_connections_and_events")]

    operations = [
        AddIndexConcurrently(
            model_name="inboundevent",
            index=models.Index(
                fields=["organisation", "id"],
                condition=models.Q(("state", "FAILED")),
                name="inbound_event_failed",
            ),
        ),
    ]
