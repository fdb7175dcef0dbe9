from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0014_due_times_told")]

    operations = [
        migrations.AddField(
            model_name="follower",
            name="told_only",
            field=models.BooleanField(
                default=False,
                help_text="A reporter's own browser that is told of news, nobody else with the same problem",
            ),
        ),
    ]
