"""Telegram on this machine: the Bot API over HTTP, and people with phones. Knows nothing of ours."""

from sandbox.groups import Group
from sandbox.phones import Phone
from sandbox.server import Sandbox
from sandbox.world import Message

__all__ = ["Group", "Message", "Phone", "Sandbox"]
