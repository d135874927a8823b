"""Every use case, made once over one database and one clock."""

from __future__ import annotations

from bot.content import Content
from bot.settings import Settings
from handlers.use_cases import Services
from services.afterwards import After
from services.arrivals import Arrivals
from services.broadcast_drafts import BroadcastDrafts
from services.broadcasts import Broadcasts
from services.calendars import Calendars
from services.cases import (
    CaseList,
    Cases,
    Closing,
    Desk,
    DeskWords,
    Doubts,
    HandOvers,
    Identity,
    Labels,
    LegalClocks,
    Questions,
    Splitting,
    live,
)
from services.cases.replies import CannedReplies
from services.cases.sheet import Sheets
from services.clock import Clock
from services.consent_papers import ConsentPapers
from services.consents import Consents
from services.door_papers import DoorPapers
from services.drills import Drills
from services.duty_groups import DutyGroups
from services.event_editor import EventEditor
from services.events import Events
from services.figures import Figures
from services.guardians import Guardians
from services.guidance import Guidance
from services.headcounts import Headcounts
from services.invites import Invites
from services.keeping import KeptChildren
from services.kept_seats import KeptSeats
from services.learning import Learning
from services.leaving import Leaving
from services.lessons import Lessons
from services.lost_children import LostChildren
from services.lost_times import LostTimes
from services.own_data import OwnData
from services.parent_links import ParentLinks
from services.participation import Participation
from services.people import People
from services.pickups import Pickups
from services.promises import Promises
from services.reminders import Reminders
from services.roster import Roster
from services.signup_form import SignupForm
from services.signups import Signups
from services.tickets import Tickets
from services.waiting import Waiting
from services.wording import Wording
from storage.database import Database
from storage.erasures import Erasures


def services_of(database: Database, clock: Clock, settings: Settings, content: Content) -> Services:
    """The services; from now on every step of a case changes the cards that stand in chats (services/cases/live.py)."""
    database.before_commit(live.keep_up)
    timing = settings.timing
    signups = Signups(database, clock)
    guidance = Guidance(database, clock, content.shelf, content.triage.choices)
    return Services(
        people=People(database, clock, Erasures(settings.erasures())),
        cases=Cases(database, clock, timing),
        doubts=Doubts(database, clock, timing, guidance.place_in),
        questions=Questions(database, clock, timing),
        desk=Desk(database, clock, timing),
        closing=Closing(database, clock),
        case_list=CaseList(database, clock, timing),
        desk_words=DeskWords(database, clock),
        sheets=Sheets(database, clock),
        replies=CannedReplies(database, clock, content.replies),
        identity=Identity(database, clock),
        splitting=Splitting(database, clock, timing),
        leaving=Leaving(database, clock),
        handovers=HandOvers(database, clock, timing),
        roster=Roster(database, clock, timing),
        limits=LegalClocks(database, clock),
        labels=Labels(database, clock),
        promises=Promises(database, clock),
        guidance=guidance,
        events=Events(database, clock),
        wording=Wording(lambda: guidance.library),
        event_editor=EventEditor(database, clock),
        signups=signups,
        arrivals=Arrivals(database, clock, signups),
        pickups=Pickups(database, clock),
        after=After(database, clock),
        door_papers=DoorPapers(database, clock),
        lost_children=LostChildren(database, clock),
        signup_form=SignupForm(database, clock),
        waiting=Waiting(database, clock),
        broadcasts=Broadcasts(database, clock, settings.tempo),
        broadcast_drafts=BroadcastDrafts(database, clock, settings.tempo),
        guardians=Guardians(database, clock),
        kept_seats=KeptSeats(database, clock),
        parent_links=ParentLinks(database, clock),
        tickets=Tickets(database, clock),
        consent_papers=ConsentPapers(database, clock),
        consents=Consents(database, clock),
        kept_children=KeptChildren(database, clock),
        reminders=Reminders(database, clock),
        calendars=Calendars(database, clock),
        drills=Drills(database, clock, timing),
        duty_groups=DutyGroups(database, clock),
        invites=Invites(database, clock),
        figures=Figures(database, clock),
        participation=Participation(database, clock),
        headcounts=Headcounts(database, clock),
        learning=Learning(database, clock),
        lessons=Lessons(database, clock, lambda: guidance.library.lessons),
        lost_times=LostTimes(database),
        own_data=OwnData(database, clock, lambda: guidance.library.lessons),
    )
