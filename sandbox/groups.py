"""Groups: several people and the bot, which by privacy hears only what is meant for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat
from sandbox.phones import Phone
from sandbox.world import Message, Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

LAST_BASIC = -1_000_000_000_000  # supergroups are numbered below
UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"
COMMAND = re.compile(r"/\w{1,64}(?:@(\w+))?(?!\S)", re.ASCII)


class Group(Chat):
    """A supergroup, or a basic group while its number is short: `await group.says(hanh, "/truc@treem_bot")`."""

    def __init__(self, sandbox: Sandbox, number: int, title: str, members: list[Phone]) -> None:
        super().__init__(sandbox, number)
        self.title, self.members = title, members
        self.bot = "left"
        self.became: Group | None = None
        self._numbers = 0

    async def says(self, who: Phone, text: str, *, reply_to: Message | None = None) -> Message:
        """A member types and sends."""
        return self._say(self._member(who), text, reply_to)

    async def sends(self, who: Phone, kind: str, caption: str = "", *, reply_to: Message | None = None) -> Message:
        """A member sends a photo, voice, location … as in `Phone.sends`."""
        return self._send(self._member(who), kind, caption, reply_to)

    async def edits(self, who: Phone, message: Message, text: str) -> None:
        """A member changes a message of their own."""
        self._edit(self._member(who), message, text)

    async def taps(self, who: Phone, label: str, *, message: Message | None = None) -> str:
        """A member taps a button; gives the toast that only they see."""
        return await self._tap(self._member(who), label, message)

    async def presses(self, who: Phone, callback_data: str, message: Message) -> str:
        """A member's forged client sends any callback data."""
        return await self._press(self._member(who), callback_data, message)

    async def adds(self, who: Phone, newcomer: Phone) -> None:
        """A member brings somebody in."""
        self._arrive(self._member(who), "service", {"new_chat_members": [newcomer.as_user()]})
        self.members.append(newcomer)

    async def removes(self, who: Phone, member: Phone) -> None:
        """A member sends another one away, or leaves."""
        self._arrive(self._member(who), "service", {"left_chat_member": self._member(member).as_user()})
        self.members.remove(member)

    def adds_bot(self, who: Phone) -> None:
        """A member brings the bot in."""
        self._change_bot(who, "member")
        self._arrive(self._member(who), "service", {"new_chat_members": [self._sandbox.me]})

    def promotes_bot(self, who: Phone) -> None:
        """The bot becomes an administrator: it hears everything, pins, and deletes other people's messages."""
        self._change_bot(who, "administrator")

    def removes_bot(self, who: Phone) -> None:
        """The bot is sent away."""
        self._change_bot(who, "kicked")

    async def becomes_supergroup(self, who: Phone) -> Group:
        """A basic group is upgraded: both chats say so, the old one takes nothing any more; gives the new one."""
        if not self.is_basic or self.became is not None:
            raise ValueError(f"{self.title} is not a basic group")
        new = self._sandbox.upgrade(self)
        self._arrive(self._member(who), "service", {"migrate_to_chat_id": new.id})
        new._arrive(who, "service", {"migrate_from_chat_id": self.id})
        self.became = new
        return new

    @property
    def is_basic(self) -> bool:
        """Whether it is not a supergroup."""
        return self.id > LAST_BASIC

    @property
    def name(self) -> str:
        return self.title

    @property
    def bot_is_administrator(self) -> bool:
        return self.bot == "administrator"

    def as_chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "title": self.title}

    @property
    def kind(self) -> str:
        """Its type in the Bot API."""
        return "group" if self.is_basic else "supergroup"

    def refusal(self) -> Refused | None:
        if self.became is not None:
            return Refused(400, UPGRADED, migrate_to=self.became.id)
        match self.bot:
            case "left":
                return Refused(403, f"Forbidden: bot is not a member of the {self.kind} chat")
            case "kicked":
                return Refused(403, f"Forbidden: bot was kicked from the {self.kind} chat")
            case _:
                return None

    def next_message(self) -> int:
        if self.is_basic:
            return super().next_message()
        self._numbers += 1  # a supergroup counts for itself
        return self._numbers

    def _member(self, who: Phone) -> Phone:
        if who not in self.members:
            raise LookupError(f"{who.first_name} is not in {self.title}")
        return who

    def _reaches_bot(self, _who: Phone, message: Message) -> bool:
        if self.refusal() is not None:
            return False
        if self.bot_is_administrator or not self._sandbox.privacy or message.kind == "service":
            return True
        return self._is_meant_for_bot(message)

    def _is_meant_for_bot(self, message: Message) -> bool:
        me = str(self._sandbox.me["username"]).lower()
        if message.raw.get("reply_to_message", {}).get("from", {}).get("id") == self._sandbox.me["id"]:
            return True
        command = COMMAND.match(message.text)
        if command is not None:
            return command[1] is None or command[1].lower() == me
        return re.search(rf"(?<![\w@])@{me}(?!\w)", message.text, re.IGNORECASE | re.ASCII) is not None

    def _change_bot(self, who: Phone, status: str) -> None:
        change = {"chat": self.as_chat(), "from": self._member(who).as_user(), "date": self._sandbox.now()}
        old, new = self._sandbox.member(self.bot), self._sandbox.member(status)
        self.bot = status
        self._sandbox.push("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})
