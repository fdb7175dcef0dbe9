from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('complaints', '0010_questions_become_threads')]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['organisation', '-id'], name='entry_newest'),
        ),
    ]
