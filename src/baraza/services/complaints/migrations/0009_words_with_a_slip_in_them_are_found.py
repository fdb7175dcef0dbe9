from django.db import migrations

# In a word of four or five letters one slip leaves a fifth of the parts as they were. Which of the words that are
# that much alike is nearest is decided where they are asked for (rules/spelling).
# The first statement loads the extension's code: before that its settings are nobody's but a superuser's.
_LESS_ALIKE = """
SELECT similarity('', '');
ALTER FUNCTION complaints_search_alike(text, integer) SET pg_trgm.similarity_threshold = 0.2;
"""
_UNDO = """
SELECT similarity('', '');
ALTER FUNCTION complaints_search_alike(text, integer) SET pg_trgm.similarity_threshold = 0.4;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0008_offices_on_the_map'),
    ]

    operations = [migrations.RunSQL(sql=_LESS_ALIKE, reverse_sql=_UNDO)]
