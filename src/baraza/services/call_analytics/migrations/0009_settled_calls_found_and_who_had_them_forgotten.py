from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0008_archived_agents_are_let_go'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='asked_to_forget_at',
            field=models.DateTimeField(
                help_text='When it was cleared because the caller asked; what went before was too old to be kept',
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(
                fields=['organisation', 'disposition', '-at', '-id'],
                condition=~Q(disposition=''),
                name='call_newest_settled',
            ),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(
                fields=['organisation', 'sentiment', '-at', '-id'],
                condition=Q(sentiment__in=['negative', 'unknown']),
                name='call_newest_of_rare_mood',
            ),
        ),
    ]
