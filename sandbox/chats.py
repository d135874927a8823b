"""What a private chat and a group have in common: messages that come and stand there, and buttons to tap."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.files import CAPTIONED, KINDS
from sandbox.texts import Words, typed
from sandbox.world import Message, Refused

if TYPE_CHECKING:
    from sandbox.phones import Phone
    from sandbox.server import Sandbox

ANSWER_WITHIN = 10.0
PLACE = {"latitude": 21.0491, "longitude": 105.8831}


class Chat(ABC):
    """A chat as the people in it see it."""

    def __init__(self, sandbox: Sandbox, number: int) -> None:
        self._sandbox = sandbox
        self.id = number
        self.messages: list[Message] = []
        self.keyboard: list[list[str]] = []
        self.pinned: list[int] = []
        self.takes_no_voice = False  # Telegram Premium has a setting: voice and video messages from nobody

    @property
    def chat(self) -> list[Message]:
        """What is visible, oldest first."""
        return list(self.messages)

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.id > 0

    @property
    def bot_is_administrator(self) -> bool:
        """Whether the bot may pin and delete other people's messages: in a private chat it may."""
        return self.private

    @property
    @abstractmethod
    def name(self) -> str:
        """What a failing test calls it."""

    @abstractmethod
    def as_chat(self) -> dict[str, Any]:
        """The Bot API's Chat."""

    @abstractmethod
    def refusal(self) -> Refused | None:
        """Why the bot may not write here, if it may not."""

    def next_message(self) -> int:
        """The number of the next message."""
        return self._sandbox.next_message()

    def find(self, number: int) -> Message | None:
        """A message that stands here."""
        return next((message for message in self.messages if message.id == number), None)

    def add(self, message: Message) -> None:
        """A message comes to stand here."""
        self.messages.append(message)
        if "keyboard" in message.markup:
            self.keyboard = [[key["text"] for key in row] for row in message.markup["keyboard"]]
        elif "remove_keyboard" in message.markup:
            self.keyboard = []
        self._sandbox.tell()

    async def until(self, check: Callable[[], object], timeout: float = 15.0) -> None:
        """Waits for the chat to become so."""
        try:
            await asyncio.wait_for(self._sandbox.wait(check), timeout)
        except TimeoutError:
            shown = "\n".join(f"  [{'bot' if m.from_bot else 'person'}] {m.text!r} {m.buttons}" for m in self.chat)
            raise AssertionError(f"{self.name} did not come to see it. The chat:\n{shown}") from None

    # --- what a member does ---

    def _say(self, who: Phone, text: str, reply_to: Message | None) -> Message:
        return self._arrive(who, "text", typed(text).fields("text"), text, reply_to)

    def _send(self, who: Phone, kind: str, caption: str, reply_to: Message | None = None, album: str = "") -> Message:
        fields, file_id = self._made_up(who, kind)
        if caption and kind not in CAPTIONED:
            raise ValueError(f"a {kind} has no caption")
        grouped = {"media_group_id": album} if album else {}
        return self._arrive(who, kind, {**grouped, **fields, **_caption(typed(caption))}, caption, reply_to, file_id)

    def _edit(self, who: Phone, message: Message, text: str) -> None:
        name = "text" if message.kind == "text" else "caption"
        message.text, message.edited = text, True
        kept = {key: value for key, value in message.raw.items() if key not in ("entities", "caption_entities", name)}
        message.raw = {**kept, **typed(text).fields(name), "edit_date": self._sandbox.now()}
        if self._reaches_bot(who, message):
            self._sandbox.push("edited_message", message.raw)
        self._sandbox.tell()

    async def _tap(self, who: Phone, label: str, message: Message | None) -> str:
        for shown in [message] if message is not None else reversed(self.messages):
            cell = shown.button(label)
            if cell is not None:
                return cell["url"] if "url" in cell else await self._press(who, cell["callback_data"], shown)
        for key in (key for row in self.keyboard for key in row):
            if label.lower() in key.lower():
                self._say(who, key, None)
                return ""
        raise LookupError(f"{self.name} shows no button “{label}”; there are {[m.buttons for m in self.chat]}")

    async def _press(self, who: Phone, callback_data: str, message: Message) -> str:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._sandbox.tap(who, self, message, callback_data, answer)
        return await asyncio.wait_for(answer, ANSWER_WITHIN)

    def _arrive(
        self,
        who: Phone,
        kind: str,
        fields: dict[str, Any],
        text: str = "",
        reply_to: Message | None = None,
        file_id: str | None = None,
    ) -> Message:
        number, now = self.next_message(), self._sandbox.now()
        raw = {"message_id": number, "date": now, "chat": self.as_chat(), "from": who.as_user(), **fields}
        if reply_to is not None:
            raw["reply_to_message"] = reply_to.quoted
        message = Message(number, now, self.id, False, kind, text, file_id=file_id, raw=raw)
        self.add(message)
        if self._reaches_bot(who, message):
            self._sandbox.push("message", raw)
        return message

    def _reaches_bot(self, _who: Phone, _message: Message) -> bool:
        return True

    def _made_up(self, who: Phone, kind: str) -> tuple[dict[str, Any], str | None]:
        if kind == "location":
            return {"location": PLACE}, None
        if kind == "contact":
            number = f"+8490{who.id % 10_000_000:07}"
            return {"contact": {"phone_number": number, "first_name": who.first_name, "user_id": who.id}}, None
        if kind not in KINDS:
            raise ValueError(f"there is no {kind} to send; there are {KINDS}, location and contact")
        stored = self._sandbox.files.keep(kind, f"a {kind} from {who.id}".encode(), f"{kind}.bin")
        return stored.as_message(), stored.id


def _caption(words: Words) -> dict[str, Any]:
    return words.fields("caption")
