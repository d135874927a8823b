"""What was found in words is not looked for again while they stay the same: kept by the words, never by times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

FILES = 64  # a table of one file each: the product has 24, and an editor saves one at a time
READINGS = 4  # what is made of whole files: today's, and those an editor just tried
PAGES = 128  # articles and lessons: twice what the library has
PARAGRAPHS = 16_384  # the library has 5,000, the bot's own sentences 3,000

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Kept(Generic[Key, Found]):
    """At most so many, those that were not asked for longest go first; safe for several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._there: OrderedDict[Key, Found] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Found | None:
        """What was kept, if it still is."""
        with self._lock:
            if key in self._there:
                self._there.move_to_end(key)
            return self._there.get(key)

    def put(self, key: Key, found: Found) -> None:
        """Keeps it."""
        with self._lock:
            self._there[key] = found
            self._there.move_to_end(key)
            if len(self._there) > self._most:
                self._there.popitem(last=False)
