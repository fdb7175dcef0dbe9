from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0007_words_of_who_left_go_when_settled'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='latitude',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='office',
            name='longitude',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('latitude__isnull', True), ('longitude__isnull', True),
                ) | models.Q(
                    ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180)),
                ),
                name='office_on_earth_or_nowhere',
            ),
        ),
    ]
