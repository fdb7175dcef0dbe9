"""Which complaints wait for a word of ours: the resident wrote last."""

from collections.abc import Collection

from baraza.services.complaints.models import Entry


def wrote_last(*, complaint_ids: Collection[int]) -> set[int]:
    """Those among these where nothing was said or done by us since the resident's last words or photo."""
    newest = (
        Entry.objects.filter(complaint_id__in=complaint_ids)
        .order_by("complaint_id", "-id")
        .distinct("complaint_id")
        .values_list("complaint_id", "actor_kind", "kind", "source_key")
    )
    said = {Entry.Kind.COMMENT, Entry.Kind.PHOTO}
    # The photos that came with the report itself are no answer to anything.
    return {
        pk for pk, actor, kind, key in newest if actor == "contact" and kind in said and not key.startswith("open:")
    }
