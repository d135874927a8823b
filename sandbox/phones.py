"""People with phones: they say, tap, edit, block; and they see what stands in their chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat
from sandbox.texts import typed
from sandbox.world import Message, Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Phone(Chat):
    """One person's private chat with the bot."""

    def __init__(self, sandbox: Sandbox, person_id: int, first_name: str) -> None:
        super().__init__(sandbox, person_id)
        self.first_name = first_name
        self.username: str | None = None
        self.started = self.blocked = self.deactivated = False
        self.toasts: list[str] = []

    async def starts(self, payload: str = "") -> Message:
        """Presses START."""
        return await self.says(f"/start {payload}".strip())

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Types and sends."""
        return self._say(self, text, reply_to)

    async def sends(self, kind: str, caption: str = "", *, reply_to: Message | None = None) -> Message:
        """Sends a photo, voice, video, video_note, audio, animation, document, sticker, location or contact."""
        return self._send(self, kind, caption, reply_to)

    async def sends_album(self, *kinds: str, caption: str = "") -> list[Message]:
        """Sends photos and videos together: one message each, of one album; the caption stands on the first."""
        album = self._sandbox.next_album()
        return [self._send(self, kind, "" if i else caption, album=album) for i, kind in enumerate(kinds)]

    async def forwards(self, text: str, of: str) -> Message:
        """Passes on what somebody called `of`, who hides their account, wrote elsewhere."""
        origin = {"type": "hidden_user", "date": self._sandbox.now(), "sender_user_name": of}
        return self._arrive(self, "text", {"forward_origin": origin, **typed(text).fields("text")}, text)

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of their own."""
        self._edit(self, message, text)

    async def taps(self, label: str, *, message: Message | None = None) -> str:
        """Taps a button (newest first) or a key of the keyboard; gives the toast, if one was shown."""
        return await self._tap(self, label, message)

    async def presses(self, callback_data: str, message: Message) -> str:
        """Sends any callback data on a message, as a forged client can."""
        return await self._press(self, callback_data, message)

    async def blocks(self) -> None:
        """Blocks the bot."""
        self.blocked = True
        self._change_member("member", "kicked")

    async def unblocks(self) -> None:
        """Takes the bot back."""
        self.blocked = False
        self._change_member("kicked", "member")

    async def leaves_telegram(self) -> None:
        """Deletes their account; the bot is not told."""
        self.deactivated = True

    @property
    def name(self) -> str:
        return self.first_name

    def as_user(self) -> dict[str, Any]:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.first_name}

    def as_chat(self) -> dict[str, Any]:
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": "private", "first_name": self.first_name, **named}

    def refusal(self) -> Refused | None:
        if self.deactivated:
            return Refused(403, "Forbidden: user is deactivated")
        if self.blocked:
            return Refused(403, "Forbidden: bot was blocked by the user")
        if not self.started:
            return Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return None

    def _arrive(self, who: Phone, kind: str, fields: dict[str, Any], *more: Any, **others: Any) -> Message:
        if self.blocked:  # whoever writes takes the bot back first
            self.blocked = False
            self._change_member("kicked", "member")
        self.started = True
        return super()._arrive(who, kind, fields, *more, **others)

    def _change_member(self, before: str, after: str) -> None:
        change = {"chat": self.as_chat(), "from": self.as_user(), "date": self._sandbox.now()}
        old, new = self._sandbox.member(before), self._sandbox.member(after)
        self._sandbox.push("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})
