"""Cases, decided and recorded: the sender's side, the ladder, the officer's desk, the hand-over."""

from services.cases.clocks import LegalClocks
from services.cases.closing import Closing
from services.cases.desk import Desk
from services.cases.desk_words import DeskWords
from services.cases.doubts import Doubts
from services.cases.handover import HandOvers
from services.cases.identity import Identity
from services.cases.labels import Labels
from services.cases.ladder import Climb
from services.cases.listing import CaseList
from services.cases.questions import Questions
from services.cases.sender import Cases
from services.cases.splitting import Splitting

__all__ = [
    "CaseList",
    "Cases",
    "Climb",
    "Closing",
    "Desk",
    "DeskWords",
    "Doubts",
    "HandOvers",
    "Identity",
    "Labels",
    "LegalClocks",
    "Questions",
    "Splitting",
]
