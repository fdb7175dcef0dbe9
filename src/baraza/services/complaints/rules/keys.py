"""Under which keys news of a complaint are sent, and under which their delivery is found."""

from baraza.services.complaints.states import State


def reply_key(*, line_id: int) -> str:
    """Under which a reply is sent, and under which its delivery is found."""
    return f"complaints.reply:{line_id}"


def state_key(*, state: State, complaint_id: int, version: int) -> str:
    return f"complaints.{state.lower()}:{complaint_id}:{version}"
