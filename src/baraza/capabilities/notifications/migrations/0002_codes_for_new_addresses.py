from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_one_time_codes")]

    operations = [
        migrations.AddField(
            model_name="onetimecode",
            name="made_contact",
            field=models.BooleanField(default=False),
        ),
    ]
