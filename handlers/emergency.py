"""Does this message need the safety card even if nothing else works? Reads memory only, never the database."""

from __future__ import annotations

from channels.buttons import AnswerDoubt, Sos
from domain.triage import Level, Triage
from handlers.incoming import Incoming
from handlers.menu import Labels

SIGN = "🆘"


def level_of(text: str, triage: Triage) -> Level:
    """How urgent these words are, behind a command as well; whoever begins with 🆘 has said so."""
    words = text.partition(" ")[2] if text.startswith("/") else text
    if words.lstrip().startswith(SIGN):
        return Level.URGENT
    level = triage.read(text).level
    if level is not Level.URGENT and words != text and triage.read(words).level is Level.URGENT:
        return Level.URGENT  # the command's own name may hide it
    return level


def cries_out(incoming: Incoming, labels: Labels, triage: Triage) -> bool:
    """🆘 in any form, or words that are heard as danger, in a private chat."""
    if incoming.group:
        return False
    match incoming.button:
        case Sos():
            return True
        case AnswerDoubt(answer=answer):
            return answer == "help"
    command = incoming.command or labels.command(incoming.text)
    return command == "sos" or level_of(incoming.text, triage) is Level.URGENT
