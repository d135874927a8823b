"""Every use case a handler may call, by its feature word."""

from __future__ import annotations

from dataclasses import dataclass

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
)
from services.cases.replies import CannedReplies
from services.cases.sheet import Sheets
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


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, by its feature word."""

    people: People
    cases: Cases
    doubts: Doubts
    questions: Questions
    desk: Desk
    closing: Closing
    case_list: CaseList
    desk_words: DeskWords
    replies: CannedReplies
    identity: Identity
    splitting: Splitting
    sheets: Sheets
    leaving: Leaving
    handovers: HandOvers
    roster: Roster
    limits: LegalClocks
    labels: Labels
    promises: Promises
    guidance: Guidance
    events: Events
    wording: Wording
    event_editor: EventEditor
    signups: Signups
    signup_form: SignupForm
    waiting: Waiting
    guardians: Guardians
    kept_seats: KeptSeats
    parent_links: ParentLinks
    tickets: Tickets
    consent_papers: ConsentPapers
    consents: Consents
    kept_children: KeptChildren
    broadcasts: Broadcasts
    broadcast_drafts: BroadcastDrafts
    reminders: Reminders
    calendars: Calendars
    arrivals: Arrivals
    pickups: Pickups
    after: After
    door_papers: DoorPapers
    lost_children: LostChildren
    drills: Drills
    duty_groups: DutyGroups
    invites: Invites
    figures: Figures
    participation: Participation
    headcounts: Headcounts
    learning: Learning
    lessons: Lessons
    own_data: OwnData
    lost_times: LostTimes
