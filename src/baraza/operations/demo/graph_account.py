"""What the sandbox of the Graph API tells of an account: its numbers, its apps, its templates."""

from baraza.operations.demo.graph_rules import Json, Refusal
from baraza.operations.demo.graph_state import Behaviour

_HIDDEN = Refusal(400, 100, "Unsupported get request", "Object does not exist or is not visible to this token.")


def number_facts(behaviour: Behaviour, number_id: str, *, fields: str) -> Json | Refusal:
    """`GET /<phone number id>`; any number exists unless the sandbox was told which do."""
    if behaviour.number_ids and number_id not in behaviour.number_ids:
        return _HIDDEN
    facts: Json = {
        "display_phone_number": f"+27 60 {number_id[-7:-4]} {number_id[-4:]}",
        "verified_name": "Sandbox desk",
        "quality_rating": behaviour.quality,
    }
    if behaviour.webhook_url:
        facts["webhook_configuration"] = {"application": behaviour.webhook_url}
    return {**{name: facts[name] for name in fields.split(",") if name in facts}, "id": number_id}


def account_facts(behaviour: Behaviour, what: str, *, asked_number: str) -> Json:
    """`GET /<WhatsApp business account>/<what>`; the number that was asked for last belongs to it unless told otherwise."""
    match what:
        case "phone_numbers":
            ids = behaviour.number_ids or [asked_number]
            return {"data": [{"id": one} for one in ids]}
        case "subscribed_apps":
            app = {"whatsapp_business_api_data": {"id": "1", "name": "Sandbox app", "link": "https://example.org/"}}
            return {"data": [app] if behaviour.subscribed else []}
        case _:
            return {"data": list(behaviour.templates)}
