from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0005_devices")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="any_time",
            field=models.BooleanField(default=False, help_text="They want to be told in quiet hours, too"),
        ),
        migrations.AddField(
            model_name="address",
            name="stopped_at",
            field=models.DateTimeField(help_text="Nothing is sent there any more", null=True),
        ),
        migrations.AddField(
            model_name="address",
            name="stopped_for",
            field=models.CharField(blank=True, help_text="bounced, complained or unsubscribed", max_length=20),
        ),
        migrations.AddField(
            model_name="outboxentry",
            name="to",
            field=models.CharField(blank=True, help_text="An address that is to be proved by a code", max_length=254),
        ),
    ]
