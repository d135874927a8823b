"""Whether and how we may write to a sender about a case: only as they allowed, never by surprise (safeguarding.md)."""

from __future__ import annotations

# what answers somebody who has just written or tapped; once they have left quickly nobody waits for it any more
ANSWERS = frozenset({"Stored", "WaitingPromise", "Ask", "SafetyCard", "Spoken"})
