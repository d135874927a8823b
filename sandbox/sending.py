"""Methods that bring a message into a chat: send…, copyMessage, forwardMessage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat
from sandbox.files import Stored
from sandbox.markup import checked_markup
from sandbox.requests import Call
from sandbox.texts import Words, caption_of, text_of
from sandbox.world import Message, Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

MOST_IN_ALBUM = 10
NO_WORDS = Words("")
VOICES = ("voice", "video_note")
ALONE = ("audio", "document")  # only among themselves in an album


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is sent: its kind, its fields as the Bot API shows them, its words as people see them."""

    kind: str
    fields: dict[str, Any]
    words: Words = NO_WORDS
    file: Stored | None = None


def send_message(sandbox: Sandbox, call: Call) -> Any:
    """sendMessage."""
    words = text_of(call.params)
    return _deliver(sandbox, call, [Draft("text", words.fields("text"), words)])[0].raw


def send_file(kind: str, name: str | None = None) -> Callable[[Sandbox, Call], Any]:
    """sendPhoto and all its kind: a file, by id or uploaded, with a caption where the method has one."""

    def send(sandbox: Sandbox, call: Call) -> Any:
        draft = _draft(sandbox, kind, call.params[name or kind], call.params, call)
        return _deliver(sandbox, call, [draft])[0].raw

    return send


def send_location(sandbox: Sandbox, call: Call) -> Any:
    """sendLocation."""
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    place = {name: call.params[name] for name in names if name in call.params}
    if not (-90 <= place["latitude"] <= 90 and -180 <= place["longitude"] <= 180):
        raise Refused(400, "Bad Request: wrong location specified")
    return _deliver(sandbox, call, [Draft("location", {"location": place})])[0].raw


def send_contact(sandbox: Sandbox, call: Call) -> Any:
    """sendContact."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.params[name] for name in names if name in call.params}
    return _deliver(sandbox, call, [Draft("contact", {"contact": contact})])[0].raw


def send_media_group(sandbox: Sandbox, call: Call) -> Any:
    """sendMediaGroup: 2 to 10 files, of which audio and documents stay among themselves."""
    media = call.params["media"]
    if not 2 <= len(media) <= MOST_IN_ALBUM:
        few_many = "few" if len(media) < 2 else "many"
        raise Refused(400, f"Bad Request: too {few_many} messages to send as an album")
    kinds = {each["type"] for each in media}
    for kind in ALONE:
        if kind in kinds and len(kinds) > 1:
            raise Refused(400, f"Bad Request: {kind} can't be mixed with other media types")
    drafts = [draft_of(sandbox, each, call) for each in media]
    return [message.raw for message in _deliver(sandbox, call, drafts, album=sandbox.next_album())]


def copy_message(sandbox: Sandbox, call: Call) -> Any:
    """copyMessage; refused for what is protected."""
    source = _source(sandbox, call, "copy", "copied")
    fields, words = source.content, Words(source.text, source.html or source.text)
    if "caption" in call.params and source.kind != "text":
        words = caption_of(call.params)
        kept = {name: value for name, value in fields.items() if not name.startswith("caption")}
        fields = {**kept, **words.fields("caption")}
    draft = Draft(source.kind, fields, words, _stored(sandbox, source))
    return {"message_id": _deliver(sandbox, call, [draft])[0].id}


def forward_message(sandbox: Sandbox, call: Call) -> Any:
    """forwardMessage; refused for what is protected."""
    source = _source(sandbox, call, "forward", "forwarded")
    origin = {"type": "user", "date": source.date, "sender_user": source.raw["from"]}
    fields = {**source.content, "forward_origin": source.raw.get("forward_origin", origin)}
    words = Words(source.text, source.html or source.text)
    return _deliver(sandbox, call, [Draft(source.kind, fields, words, _stored(sandbox, source))])[0].raw


def draft_of(sandbox: Sandbox, media: dict[str, Any], call: Call) -> Draft:
    """The Bot API's InputMedia as a message."""
    return _draft(sandbox, media["type"], media["media"], media, call)


def _draft(sandbox: Sandbox, kind: str, given: Any, described: dict[str, Any], call: Call) -> Draft:
    words = caption_of(described)
    stored = sandbox.files.wanted(kind, given, call.uploads)
    return Draft(kind, {**stored.as_message(), **words.fields("caption")}, words, stored)


def _source(sandbox: Sandbox, call: Call, verb: str, done: str) -> Message:
    message = sandbox.chat_of(call.params["from_chat_id"]).find(call.params["message_id"])
    if message is None:
        raise Refused(400, f"Bad Request: message to {verb} not found")
    if message.protected or not message.content:
        raise Refused(400, f"Bad Request: message can't be {done}")
    return message


def _stored(sandbox: Sandbox, source: Message) -> Stored | None:
    return None if source.file_id is None else sandbox.files.find(source.file_id)


def _deliver(sandbox: Sandbox, call: Call, drafts: list[Draft], album: str = "") -> list[Message]:
    chat = sandbox.chat_of(call.params["chat_id"])
    markup = checked_markup(call.params.get("reply_markup", {}), private=chat.private)
    shared = _shared(sandbox, chat, call.params, markup, album)
    if any(draft.kind in VOICES for draft in drafts) and chat.takes_no_voice:
        raise Refused(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
    sandbox.limits.send(chat.id, len(drafts))
    return [_post(chat, draft, {**shared, "message_id": chat.next_message()}, markup) for draft in drafts]


def _post(chat: Chat, draft: Draft, shared: dict[str, Any], markup: dict[str, Any]) -> Message:
    message = Message(
        *(shared["message_id"], shared["date"], chat.id, True, draft.kind, draft.words.plain, draft.words.html),
        file_id=None if draft.file is None else draft.file.id,
        markup=markup,
        protected="has_protected_content" in shared,
        raw={**shared, **draft.fields},
    )
    chat.add(message)
    return message


def _shared(sandbox: Sandbox, chat: Chat, params: dict[str, Any], markup: dict[str, Any], album: str) -> dict[str, Any]:
    """The fields of a message that do not depend on what it says."""
    fields = {"message_id": 0, "date": sandbox.now(), "chat": chat.as_chat(), "from": sandbox.me}
    if params.get("protect_content"):
        fields["has_protected_content"] = True
    if "inline_keyboard" in markup:
        fields["reply_markup"] = markup
    if album:
        fields["media_group_id"] = album
    if "reply_parameters" in params:
        answered = chat.find(params["reply_parameters"]["message_id"])
        if answered is not None:
            fields["reply_to_message"] = answered.quoted
        elif not params["reply_parameters"].get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")
    return fields
