"""Files that people send: asked of Meta, fetched only from Meta's hosts, and checked against Meta's own figures."""

import base64
import hashlib
import re
from urllib.parse import urljoin, urlsplit

from baraza.channels.whatsapp.errors import failure_of
from baraza.channels.whatsapp.graph import Account, call, fetch
from baraza.channels.whatsapp.limits import MEDIA_BYTES, MEDIA_HOSTS
from baraza.lib.http import AnswerTooLarge, HttpAnswer
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import Failure, FetchedMedia, MediaReference, MediaRefused, SendError

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_REDIRECTS = 3
_OK, _NOT_FOUND = 200, 404


def fetch_media(*, media: MediaReference, account: Account) -> FetchedMedia:
    """1. Ask for the file's address, good for five minutes. 2. Fetch it with the same token; when the address has
    expired, ask once more. 3. Compare size and digest.
    """
    if not _ID.fullmatch(media.id):
        raise MediaRefused("The file's id is not one of Meta's.")
    answer, facts = _attempt(media, account)
    if answer.status == _NOT_FOUND:
        answer, facts = _attempt(media, account)
    if answer.status == _NOT_FOUND:
        raise MediaRefused("The file is no longer at WhatsApp.")
    if answer.status != _OK:
        raise failure_of(error={}, status=answer.status)
    for digest in (media.sha256, text_at(facts, "sha256")):
        _check_digest(answer.body, digest)
    served = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return FetchedMedia(content=answer.body, mime_type=served or _declared_type(facts, media))


def upload_photo(*, photo: FetchedMedia, account: Account) -> str:
    """Its id at WhatsApp, good for thirty days. Whatever goes wrong here, the person has got nothing yet: it may be
    tried again.
    """
    try:
        answer = call(
            account=account,
            method="POST",
            path=f"{account.phone_number_id}/media",
            data={"messaging_product": "whatsapp", "type": photo.mime_type},
            files={"file": ("photo.jpg", photo.content, photo.mime_type)},
        )
    except AnswerTooLarge:
        raise _not_uploaded("WhatsApp's answer cannot be read.") from None
    except SendError as error:
        raise _later(error) from error
    media_id = text_at(answer, "id")
    if not _ID.fullmatch(media_id):
        raise _not_uploaded("WhatsApp took the photo without giving it an id.")
    return media_id


def _not_uploaded(detail: str) -> SendError:
    return SendError(detail, failure=Failure.TEMPORARY, retryable=True, code="upload")


def _attempt(media: MediaReference, account: Account) -> tuple[HttpAnswer, dict[str, object]]:
    facts = _facts(media, account)
    limit = MEDIA_BYTES.get(_declared_type(facts, media).partition("/")[0])
    if limit is None:
        raise MediaRefused("The file is of a type that WhatsApp does not carry.")
    size = text_at(facts, "file_size")
    if size.isascii() and size.isdigit() and int(size[:20]) > limit:
        raise MediaRefused(f"The file is larger than {limit} bytes.")
    return _download(text_at(facts, "url"), account, limit), facts


def _facts(media: MediaReference, account: Account) -> dict[str, object]:
    try:
        return call(account=account, method="GET", path=f"{media.id}?phone_number_id={account.phone_number_id}")
    except AnswerTooLarge:
        raise MediaRefused("WhatsApp's word on the file cannot be read.") from None
    except SendError as error:
        # 100 (and 404) is Meta's word for an id that is unknown or older than seven days.
        if error.failure == Failure.REFUSED:
            raise MediaRefused("The file is no longer at WhatsApp.") from error
        raise _later(error) from error


def _download(url: str, account: Account, limit: int) -> HttpAnswer:
    for _ in range(_REDIRECTS + 1):
        if not _is_metas(url, account):
            raise MediaRefused("The file's address is not one of Meta's.")
        try:
            answer = fetch(account=account, method="GET", url=url, limit_bytes=limit)
        except AnswerTooLarge:
            raise MediaRefused(f"The file is larger than {limit} bytes.") from None
        except SendError as error:
            raise _later(error) from error
        if answer.status not in {301, 302, 303, 307, 308}:
            return answer
        url = _joined(url, answer.headers.get("location", ""))
    raise MediaRefused("The file's address leads in a circle.")


def _is_metas(url: str, account: Account) -> bool:
    """The token goes along, so only https to Meta's hosts, or exactly the Graph address that is configured."""
    try:
        graph, asked = urlsplit(account.base), urlsplit(url)
    except ValueError:
        return False
    if (asked.scheme, asked.netloc) == (graph.scheme, graph.netloc):
        return True
    host = (asked.hostname or "").lower()
    return asked.scheme == "https" and asked.netloc == host and any(host.endswith(each[1:]) for each in MEDIA_HOSTS)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _later(error: SendError) -> SendError:
    """Fetching twice harms nobody: where a send would be uncertain, a fetch is only tried again."""
    if error.failure != Failure.UNCERTAIN:
        return error
    return SendError(error.detail, failure=Failure.TEMPORARY, retryable=True, code=error.code)


def _declared_type(facts: dict[str, object], media: MediaReference) -> str:
    return (text_at(facts, "mime_type") or media.mime_type).partition(";")[0].strip().lower()


def _check_digest(content: bytes, given: str) -> None:
    """Meta writes the digest in base64 in webhooks and in hexadecimal elsewhere."""
    if not given:
        return
    digest = hashlib.sha256(content)
    if given.lower() != digest.hexdigest() and given != base64.b64encode(digest.digest()).decode():
        raise MediaRefused("The file was altered on the way.")
