"""The queue's tables, as PgQueuer itself describes them."""

from django.db import migrations
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            sql=QueryBuilderEnvironment().build_install_query(),
            reverse_sql=QueryBuilderEnvironment().build_uninstall_query(),
        ),
    ]
