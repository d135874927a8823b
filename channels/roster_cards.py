"""How the roster looks: who is on duty now and next, and one's own hours and leave."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.cards import Act, Card, Row, ward_name
from domain.duty import EVERY_DAY, Leave, Presence, Rota, Shift
from domain.people import Role
from domain.texts import Text
from domain.wards import OnRoster

DAYS = (Text("Mon"), Text("Tue"), Text("Wed"), Text("Thu"), Text("Fri"), Text("Sat"), Text("Sun"))
TYPED = "typed"
TODAY, TOMORROW, BACK = "today", "tomorrow", "back"
MOST = 40


def roster_card(lines: Sequence[OnRoster], mine: OnRoster | None, *, plans: bool) -> Card:
    """/truc: everybody's line; below it the switch, one's own hours and, for those who plan, those of others."""
    order = {Presence.HERE: 0, Presence.OFF_HOURS: 1, Presence.AWAY: 2}
    first = sorted(lines, key=lambda one: (one.contact.staff.ward or "", order[one.contact.presence]))
    rows: list[Row] = []
    if mine is not None:
        on = mine.contact.staff.on_duty
        rows.append(
            [Act(Text("🔕 I go off duty"), buttons.Duty(0)) if on else Act(Text("🔔 I am on duty"), buttons.Duty(1))]
        )
        if mine in lines:
            rows.append([Act(Text("🕒 My hours and leave"), buttons.PlanOf(mine.contact.staff.id))])
    if plans:
        rows.append([Act(Text("👥 Hours and leave of others"), buttons.PlanOthers())])
        rows.append([Act(Text("💬 Duty groups"), buttons.ListDutyGroups())])
    head = Text("<b>On duty</b> (❗️ has not pressed START or blocked the bot)")
    return Card([head, *(_line(one) for one in first[:MOST])], rows=rows)


def others_card(lines: Sequence[OnRoster]) -> Card:
    """Whose hours and leave?"""
    acts = [[Act(Text("{name}", name=one.contact.staff.name), buttons.PlanOf(one.contact.staff.id))] for one in lines]
    return Card([Text("Whose hours and leave?")], rows=acts[:MOST])


def plan_card(one: OnRoster) -> Card:
    """The hours and leave of one, and what can be changed about them."""
    staff = one.contact.staff.id
    weeks = {
        "office": Text("Office hours"),
        "always": Text("Always on duty"),
        "nights": Text("Nights"),
        "office_weekend": Text("Office hours and weekend"),
    }
    acts = [Act(label, buttons.SetHours(staff, week)) for week, label in weeks.items()]
    rows: list[Row] = [acts[:2], acts[2:], [Act(Text("✍️ Other hours"), buttons.SetHours(staff, TYPED))]]
    rows.append(
        [
            Act(Text("🏖 Off today"), buttons.SetLeave(staff, TODAY)),
            Act(Text("🏖 Off tomorrow"), buttons.SetLeave(staff, TOMORROW)),
        ]
    )
    rows.append([Act(Text("✍️ Other days off"), buttons.SetLeave(staff, TYPED))])
    if one.rota.leaves:
        rows.append([Act(Text("↩️ Take the days off back"), buttons.SetLeave(staff, BACK))])
    paragraphs = [
        Text("🕒 <b>{name}</b>: {hours}", name=one.contact.staff.name, hours=hours_text(one.rota.shifts)),
        *(Text("🏖 Off: {days}", days=_leave_text(leave)) for leave in one.rota.leaves),
        Text("Now: {when}", when=_when(one)),
        Text("Outside these hours they are rung only when nobody else answers; on days off never."),
    ]
    return Card(paragraphs, rows=rows)


def hours_text(shifts: Sequence[Shift]) -> Text:
    """«Mon–Fri 07:30–17:00; Sat 08:00–12:00», or always."""
    if not shifts:
        return Text("always on duty")
    said = _shift_text(shifts[0])
    for shift in shifts[1:]:
        said = Text("{before}; {next}", before=said, next=_shift_text(shift))
    return said


def _shift_text(shift: Shift) -> Text:
    begins, ends = f"{shift.begins:%H:%M}", f"{shift.ends:%H:%M}"
    return Text("{days} {begins}–{ends}", days=_days_text(shift.days), begins=begins, ends=ends)


def _days_text(days: Sequence[int]) -> Text:
    if tuple(days) == EVERY_DAY:
        return Text("every day")
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return Text("{first}–{last}", first=DAYS[days[0]], last=DAYS[days[-1]])
    said = DAYS[days[0]]
    for day in days[1:]:
        said = Text("{before}, {next}", before=said, next=DAYS[day])
    return said


def _leave_text(leave: Leave) -> Text:
    if leave.first == leave.last:
        return Text("{day}", day=leave.first)
    return Text("{first} to {last}", first=leave.first, last=leave.last)


def _line(one: OnRoster) -> Text:
    staff = one.contact.staff
    if staff.role is Role.COORDINATOR:
        return Text("{mark} {name} · coordinator · {when}", mark=_mark(one), name=staff.name, when=_when(one))
    return Text(
        "{mark} {name} · {ward} · rung {rung} · {when}",
        mark=_mark(one),
        name=staff.name,
        ward=ward_name(staff.ward),
        rung=staff.rung,
        when=_when(one),
    )


def _mark(one: OnRoster) -> str:
    if not one.contact.reachable:
        return "❗️"
    return {Presence.HERE: "🟢", Presence.OFF_HOURS: "🌙", Presence.AWAY: "⚪️"}[one.contact.presence]


def _when(one: OnRoster) -> Text:
    match one.contact.presence, one.next_at:
        case Presence.HERE, None:
            return Text("on duty")
        case Presence.HERE, until:
            return Text("on duty until {at:day}", at=until)
        case _, None:
            return Text("off duty") if _switched_off(one.rota) else Text("away")
        case _, until:
            return Text("back at {at:day}", at=until)
    raise AssertionError


def _switched_off(rota: Rota) -> bool:
    return not rota.on
