from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0006_views_kept_by_their_mechanism'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='forget_soon',
            field=models.BooleanField(
                default=False,
                db_default=False,
                help_text='Its person had themselves removed: the words go once it is settled',
            ),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(
                fields=['organisation', 'id'], condition=Q(forget_soon=True), name='complaint_forget_soon'
            ),
        ),
    ]
