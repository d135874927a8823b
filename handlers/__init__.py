"""Handlers listen: one ordered way for every update, from its meaning to the handler that answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from channels import buttons, consent_buttons, day_buttons, editing_buttons, family_buttons, figure_buttons
from domain.people import Forged, StaffOnly
from domain.texts import Refusal, Text
from domain.triage import Level
from handlers import (
    afterwards,
    arrivals,
    broadcasts,
    cases,
    consents,
    desk,
    desk_list,
    desk_split,
    desk_words,
    drills,
    duty_groups,
    emergency,
    errors,
    event_editor,
    events,
    families,
    figures,
    guidance,
    handover,
    headcounts,
    identity,
    invites,
    kept_seats,
    labels,
    learning,
    legal,
    lessons,
    lost,
    lost_times,
    menu,
    own_data,
    people,
    questions,
    replies,
    roster,
    sheet,
    signups,
    wards,
    words,
)
from handlers.context import BotContext

COMMANDS: dict[str, Callable[[BotContext], Awaitable[None]]] = {
    "start": people.start,
    "sos": words.sos,
    "thoat": people.leave,
    "phuong": wards.ward,
    "ngonngu": people.language,
    "dulieu": own_data.my_data,
    "xoa": own_data.erase,
    "trogiup": people.help_me,
    "camnang": guidance.browse,
    "sukien": events.listing,
    "cuatoi": signups.mine,
    "vuviec": desk_list.listing,
    "dientap": drills.overview,
    "moi": invites.overview,
    "baocao": figures.report,
    "thongbao": broadcasts.overview,
    "chuabiet": learning.misses,
    "matmay": lost.whose,
    "truc": roster.roster,
    "soansukien": event_editor.listing,
}

BUTTONS: dict[type[buttons.Button], Callable[[BotContext, Any], Awaitable[None]]] = {
    buttons.Sos: words.sos_button,
    buttons.Leave: people.leave_button,
    buttons.Home: words.home,
    buttons.ChooseAudience: people.choose_audience,
    buttons.ChooseWard: wards.choose_ward,
    buttons.AskWard: wards.ask_again,
    buttons.ListOldNames: wards.old_names,
    buttons.ChooseOldName: wards.choose_old_name,
    buttons.ChooseLanguage: people.choose_language,
    buttons.Erase: own_data.erase_now,
    buttons.AnswerDoubt: words.answer_doubt,
    buttons.AnswerQuestion: questions.answer,
    buttons.AskOldName: questions.old_names,
    buttons.PlaceByOldName: questions.by_old_name,
    buttons.AskAllWards: questions.all_wards,
    buttons.Retract: cases.retract,
    buttons.NotThisWard: cases.not_this_ward,
    buttons.MayWrite: cases.may_write,
    buttons.OpenLine: words.open_line,
    buttons.AskOfficer: cases.talk,
    buttons.ShowTopic: words.show_topic,
    buttons.OpenArticle: words.open_article,
    buttons.ReadArticle: guidance.turn_page,
    buttons.Listen: guidance.listen,
    buttons.Browse: guidance.browse_as,
    buttons.OpenChapter: guidance.open_chapter,
    buttons.NotWhatIMeant: guidance.not_what_i_meant,
    buttons.ListEvents: events.listing_button,
    buttons.ShowEvent: events.show_event,
    buttons.RemindMe: events.remind,
    buttons.RemindNoMore: events.remind_no_more,
    buttons.Subscribe: events.subscribe,
    buttons.AddToCalendar: events.add_to_calendar,
    buttons.DoorList: arrivals.door_list,
    buttons.TurnDoorList: arrivals.turn,
    buttons.OpenFamily: arrivals.open_family,
    buttons.Came: arrivals.came,
    buttons.CameOnList: arrivals.came_on_list,
    buttons.NotCome: arrivals.not_come,
    buttons.AgreesAtDoor: arrivals.agrees,
    day_buttons.FindFamily: arrivals.find_family,
    day_buttons.StopFinding: arrivals.stop_finding,
    buttons.ListNoPhotos: arrivals.no_photos,
    buttons.MakeDoorPaper: arrivals.make_paper,
    buttons.Feel: afterwards.feel,
    buttons.WriteLine: afterwards.write_line,
    buttons.ShowAfterwards: afterwards.show,
    figure_buttons.CountHeads: headcounts.show,
    figure_buttons.CountHeadsOf: headcounts.ask,
    figure_buttons.TapHeads: headcounts.tap,
    buttons.ShowYear: figures.year,
    buttons.DrawYear: figures.draw,
    buttons.ShowYearOf: figures.earlier_year,
    buttons.DrawYearOf: figures.draw_earlier,
    buttons.CountChildren: figures.count_children,
    buttons.AskPickup: arrivals.ask_pickup,
    buttons.GoHomeWith: arrivals.go_home_with,
    buttons.PickOne: arrivals.pick_one,
    buttons.AskPickupOf: arrivals.ask_pickup_of,
    buttons.GoHomeOf: arrivals.go_home_of,
    buttons.NameCollectors: arrivals.name_collectors,
    buttons.ForgetCollectors: arrivals.forget_collectors,
    buttons.TellLostChild: arrivals.tell_lost_child,
    buttons.IsBack: arrivals.is_back,
    buttons.Announce: broadcasts.announce,
    buttons.WriteAnnouncement: broadcasts.write,
    buttons.ListAnnouncements: broadcasts.overview_button,
    buttons.OpenAnnouncement: broadcasts.open_one,
    buttons.PreviewAnnouncement: broadcasts.preview,
    buttons.AskNarrow: broadcasts.ask_narrow,
    buttons.Narrow: broadcasts.narrow,
    buttons.SendAnnouncement: broadcasts.send,
    buttons.DiscardAnnouncement: broadcasts.discard,
    buttons.ApproveAnnouncement: broadcasts.approve,
    buttons.PauseAnnouncement: broadcasts.pause,
    buttons.ResumeAnnouncement: broadcasts.go_on,
    buttons.StopAnnouncement: broadcasts.stop,
    buttons.SubscribeTo: broadcasts.subscribe_to,
    editing_buttons.ListDrafts: event_editor.listing_button,
    editing_buttons.NewEvent: event_editor.new,
    editing_buttons.NewOn: event_editor.new_on,
    editing_buttons.EditEvent: event_editor.edit,
    editing_buttons.EditField: event_editor.ask,
    editing_buttons.SetField: event_editor.set_field,
    editing_buttons.KeepMine: event_editor.keep_mine,
    editing_buttons.ShowKept: kept_seats.show,
    editing_buttons.KeepSeats: kept_seats.keep,
    editing_buttons.TakeBackKept: kept_seats.take_back,
    editing_buttons.SignUpKept: signups.begin_invited,
    editing_buttons.PreviewEvent: event_editor.preview,
    editing_buttons.PublishEvent: event_editor.publish,
    editing_buttons.AskTell: event_editor.ask_tell,
    editing_buttons.TellFamilies: event_editor.tell,
    editing_buttons.AskCancel: event_editor.ask_cancel,
    editing_buttons.CancelEvent: event_editor.cancel,
    buttons.SignUp: signups.begin,
    buttons.SignUpAs: signups.begin_as,
    buttons.AnswerForm: signups.answer,
    buttons.CancelSignup: signups.cancel,
    buttons.TakeSeats: signups.take_seats,
    buttons.ShowFamily: families.show,
    buttons.DropChild: families.drop_child,
    buttons.InviteGuardian: families.invite,
    buttons.InviteGuardianAnew: families.invite_anew,
    buttons.JoinFamily: families.join,
    consent_buttons.WithdrawConsent: consents.take_back,
    consent_buttons.ShowPictures: consents.show_pictures,
    consent_buttons.AllowPictures: consents.allow_pictures,
    consent_buttons.RefusePictures: consents.refuse_pictures,
    consent_buttons.ChildOnPictures: consents.child_on_pictures,
    consent_buttons.ShowKeeping: consents.show_keeping,
    consent_buttons.KeepChild: consents.keep_child,
    consent_buttons.ChildKeeps: consents.child_keeps,
    consent_buttons.ForgetChild: consents.forget,
    consent_buttons.SheetReceived: consents.sheet_received,
    consent_buttons.SheetNotReceived: consents.sheet_not_received,
    buttons.TakeYesBack: families.take_yes_back,
    buttons.TakeConsentSheet: families.consent_sheet,
    buttons.ShowTicket: signups.show_ticket,
    buttons.ChildAgrees: signups.child_agrees,
    buttons.ParentLink: signups.parent_link,
    buttons.ParentLinkAnew: signups.parent_link_anew,
    family_buttons.NameAdult: signups.ask_adult,
    family_buttons.SkipAdult: signups.skip_adult,
    buttons.AgreeByLink: signups.agree_by_link,
    buttons.TakeCase: desk.take,
    buttons.StandIn: desk.stand_in,
    buttons.ListCases: desk_list.turn,
    buttons.OpenCase: desk.open_case,
    buttons.ReadCase: desk_words.read,
    buttons.ReplyTo: desk_words.reply_to,
    buttons.HandOver: handover.hand_over,
    buttons.HandOverTo: handover.hand_over_to,
    buttons.AcceptCase: handover.accept,
    buttons.DeclineCase: handover.decline,
    buttons.AskReason: identity.ask,
    buttons.AskWho: identity.ask_who,
    buttons.AskSplit: desk_split.ask,
    buttons.PickForSplit: desk_split.pick,
    buttons.SplitCase: desk_split.split,
    buttons.FalseAlarm: desk.false_alarm,
    buttons.CloseCase: desk.close,
    buttons.CloseWith: desk.close_with,
    buttons.PutLabel: labels.put,
    buttons.TakeLabelBack: labels.take_back,
    buttons.ShowLimits: legal.show,
    buttons.MarkLimit: legal.mark,
    buttons.UnmarkLimit: legal.unmark,
    buttons.Invite: invites.choose,
    buttons.RevokeInvite: invites.revoke,
    buttons.AnswerDrill: drills.answer,
    buttons.HoldDrill: drills.hold,
    buttons.ShowMedia: desk_words.show_media,
    buttons.SensitiveImage: desk_words.sensitive,
    buttons.NoteOn: desk_words.note_on,
    buttons.Strike: desk_words.strike,
    buttons.MakeSheet: sheet.make,
    buttons.MakeSheetFor: sheet.make_for,
    buttons.ListReplies: replies.listing,
    buttons.PreviewReply: replies.preview,
    buttons.SendReply: replies.send,
    buttons.LostPhone: lost.lost,
    buttons.PhoneIsLost: lost.is_lost,
    buttons.Duty: roster.duty,
    buttons.PlanOthers: roster.plan_others,
    buttons.PlanOf: roster.plan_of,
    buttons.SetHours: roster.set_hours,
    buttons.SetLeave: roster.set_leave,
    buttons.ListDutyGroups: duty_groups.listing,
    buttons.ShowDutyGroup: duty_groups.show,
    buttons.AskDutyGroup: duty_groups.ask,
    buttons.KeepDutyGroup: duty_groups.keep,
    buttons.DropDutyGroup: duty_groups.drop,
    buttons.ListLessons: lessons.listing,
    buttons.OpenLesson: lessons.open_lesson,
    buttons.TurnLesson: lessons.turn,
    buttons.AnswerLesson: lessons.answer,
    buttons.StopLesson: lessons.stop,
    buttons.NoName: lessons.without_name,
}


async def handle(context: BotContext) -> None:
    """Answers one update. A Refusal becomes a sentence; anything else flies on to be tried again."""
    try:
        await _route(context)
    except Refusal as refusal:
        if isinstance(refusal, StaffOnly | Forged):
            await context.services.people.turned_away(
                context.person, context.incoming.update_id, forged=isinstance(refusal, Forged)
            )
        await errors.refused(context, refusal)
    finally:
        await context.toast()


async def _route(context: BotContext) -> None:
    incoming = context.incoming
    if incoming.group:
        if incoming.query is not None:  # what the bot writes in a group has links only
            raise Forged(Text("This button is too old. Please open the menu with /start."))
        if not incoming.edited:
            await words.in_group(context)
        return
    if incoming.query is not None:
        await _tapped(context)
        return
    command = incoming.command or (None if incoming.edited else context.labels.command(incoming.text))
    if command is None and _leaves(context):
        command = "thoat"
    if command == "start" and incoming.argument == "sos":
        command = "sos"
    if command != "sos" and emergency.level_of(incoming.text, context.triage) is Level.URGENT:
        await words.message(context)  # what is heard as danger counts before any command in front of it
    elif command == "start" and await _by_link(context):
        return
    elif command in COMMANDS:
        await COMMANDS[command](context)
    elif command is not None:
        await guidance.not_known(context)
    else:
        await words.message(context)


def _leaves(context: BotContext) -> bool:
    """The one word; of staff it may be meant for a child they write to, and below a picture it is no order."""
    incoming = context.incoming
    words_only = incoming.content is not None and incoming.content.kind == "text"
    return words_only and not incoming.edited and context.person.staff is None and menu.leaves(incoming.text)


async def _by_link(context: BotContext) -> bool:
    """/start behind a link of ours. True when it was one."""
    links = (
        signups.open_link,
        families.open_link,
        arrivals.open_link,
        desk.open_link,
        invites.open_link,
        duty_groups.open_link,
        kept_seats.open_link,
    )
    for opens in links:
        if await opens(context):
            return True
    return False


async def _tapped(context: BotContext) -> None:
    button = context.incoming.button
    handler = None if button is None else BUTTONS.get(type(button))
    if button is None or handler is None:
        raise Forged(Text("This button is too old. Please open the menu with /start."))
    await lost_times.check(context, button)
    await handler(context, button)
