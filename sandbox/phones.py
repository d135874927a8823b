"""People with phones: they say, tap, edit, block; and they see what stands in their chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.world import Message

if TYPE_CHECKING:
    from sandbox.server import Sandbox

ANSWER_WITHIN = 10.0


class Phone:
    """One person's private chat with the bot."""

    def __init__(self, sandbox: Sandbox, person_id: int, first_name: str) -> None:
        self._sandbox = sandbox
        self.id = person_id
        self.first_name = first_name
        self.started = self.blocked = False
        self.messages: list[Message] = []
        self.keyboard: list[list[str]] = []
        self.toasts: list[str] = []

    @property
    def chat(self) -> list[Message]:
        """What is visible, oldest first."""
        return list(self.messages)

    async def starts(self, payload: str = "") -> Message:
        """Presses START."""
        return await self.says(f"/start {payload}".strip())

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Types and sends."""
        return self._arrive("text", {"text": text}, text, reply_to)

    async def sends(self, kind: str, caption: str = "") -> Message:
        """Sends a photo or a voice message."""
        file: dict[str, Any] = {"file_id": f"{kind}-{self.id}-{len(self.messages)}", "file_unique_id": f"u{self.id}"}
        shape: Any = [{**file, "width": 90, "height": 90}] if kind == "photo" else {**file, "duration": 3}
        return self._arrive(kind, {kind: shape, **({"caption": caption} if caption else {})}, caption, None)

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of their own."""
        message.text, message.edited = text, True
        message.raw = {**message.raw, "text": text, "edit_date": self._sandbox.now()}
        self._sandbox.push("edited_message", message.raw)

    async def taps(self, label: str, *, message: Message | None = None) -> str:
        """Taps a button (newest first) or a key of the keyboard; gives the toast, if one was shown."""
        for shown in [message] if message is not None else reversed(self.messages):
            cell = shown.button(label)
            if cell is not None:
                return cell["url"] if "url" in cell else await self.presses(cell["callback_data"], shown)
        for key in (key for row in self.keyboard for key in row):
            if label.lower() in key.lower():
                await self.says(key)
                return ""
        raise LookupError(f"{self.first_name} sees no button “{label}”; there are {[m.buttons for m in self.chat]}")

    async def presses(self, callback_data: str, message: Message) -> str:
        """Sends any callback data on a message, as a forged client can."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._sandbox.tap(self, message, callback_data, answer)
        return await asyncio.wait_for(answer, ANSWER_WITHIN)

    async def blocks(self) -> None:
        """Blocks the bot."""
        self.blocked = True
        member = {"user": self._sandbox.me, "status": "kicked", "until_date": 0}
        before = {"user": self._sandbox.me, "status": "member"}
        change = {"chat": self.as_chat(), "from": self.as_user(), "date": self._sandbox.now()}
        self._sandbox.push("my_chat_member", {**change, "old_chat_member": before, "new_chat_member": member})

    async def until(self, check: Callable[[], object], timeout: float = 5.0) -> None:
        """Waits for the chat to become so."""
        try:
            await asyncio.wait_for(self._sandbox.wait(check), timeout)
        except TimeoutError:
            shown = "\n".join(
                f"  [{'bot' if m.from_bot else self.first_name}] {m.text!r} {m.buttons}" for m in self.chat
            )
            raise AssertionError(f"{self.first_name} did not come to see it. The chat:\n{shown}") from None

    def as_user(self) -> dict[str, Any]:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.first_name}

    def as_chat(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        return {"id": self.id, "type": "private", "first_name": self.first_name}

    def _arrive(self, kind: str, fields: dict[str, Any], text: str, reply_to: Message | None) -> Message:
        self.started, self.blocked = True, False
        number = self._sandbox.next_message()
        raw = {
            "message_id": number,
            "date": self._sandbox.now(),
            "chat": self.as_chat(),
            "from": self.as_user(),
            **fields,
        }
        if reply_to is not None:
            raw["reply_to_message"] = reply_to.raw
        message = Message(number, raw["date"], self.id, False, kind, text, raw=raw)
        self.messages.append(message)
        self._sandbox.push("message", raw)
        return message
