"""The questions of a case: an answer by button or typed, and the short codes of who cannot write safely."""

from __future__ import annotations

from dataclasses import replace

from channels import cards, place_cards, question_cards, sender_cards
from channels.buttons import AnswerQuestion, AskAllWards, AskOldName, PlaceByOldName
from channels.cards import LEAVE, Card
from domain.cases import Case, Content
from domain.dialogs import OPENING, OWN, SEEN, UNKNOWN, WARD, WHEN, Question, question
from domain.news import Placed
from domain.people import Forged
from domain.places import Meaning
from domain.recontact import NEVER, hours_in
from domain.texts import Text
from domain.wards import OUTSIDE
from handlers import menu
from handlers.context import BotContext

CALL_ME, LATER, DELETE_ALL = "1", "2", "3"  # safeguarding.md, «Questions», 3
AFTER_THE_PLACE = ("age", "help", WHEN, OPENING, "others")
FIRST_115 = Text("Please call <b>115</b> (ambulance) first, or ask somebody to call.")
SAID_AFTER = {
    (SEEN, "yes"): Text("Then we write first only at times you choose. 🚪 empties this screen at once."),
    (WHEN, NEVER): Text(
        "All right: we do not write first, not even to say that nobody has taken it yet. Please look in here again; in danger call <b>111</b>."
    ),
    (WARD, UNKNOWN): Text("That is all right; nothing waits for it."),
    (WARD, OUTSIDE): Text(
        "It lies outside our four wards. <b>111</b> helps everywhere in the country, day and night: please call them. In danger now: <b>113</b>; somebody hurt: <b>115</b>. What you wrote stays with the officers on duty here."
    ),
}


async def answer(context: BotContext, button: AnswerQuestion) -> None:
    """One answer (or skip); then the next question in the same message."""
    following = await context.services.questions.answer(context.person, button.case, button.question, button.answer)
    match button.question, button.answer:
        case "hurt", "yes":
            await context.change(Card([FIRST_115], rows=[[LEAVE]]))
            await _say_next(context, button.case, following)
        case "safe", "no":
            await context.change(question_cards.codes_card())
        case "opening", "own":
            await context.change(question_cards.own_words_card(button.case))
        case name, value:
            await context.change(await _next(context, button.case, following, SAID_AFTER.get((name, value or ""))))


async def old_names(context: BotContext, button: AskOldName) -> None:
    """Of the place they only know what it was called."""
    await context.change(question_cards.old_names_card(button.case, context.places.old))


async def by_old_name(context: BotContext, button: PlaceByOldName) -> None:
    """An old name: the ward it is today, or the one question where it was divided."""
    old = context.places.old_ward(button.old)
    if old is None:
        raise Forged(Text("This button is too old. You can just write what you want to say."))
    said = replace(context.heard, content=Content(text=old.full_name), message=None)
    await context.services.cases.add(context.person, said)  # the officer sees it, whatever they answer now
    ward = context.places.answer(old.becomes)
    if ward is None:
        choice = place_cards.case_choice(button.case, Meaning(old.becomes, (old,)), context.places)
        await context.change(question_cards.which_ward_card(choice))
        return
    following = await context.services.questions.answer(context.person, button.case, WARD, ward)
    await context.change(cards.card(Placed(button.case, ward)))
    await _say_next(context, button.case, following)


async def all_wards(context: BotContext, button: AskAllWards) -> None:
    """It was none of those an old name can mean."""
    asked = question(WARD)
    assert asked is not None
    await context.change(question_cards.question_card(button.case, asked))


async def short_code(context: BotContext, case: Case) -> bool:
    """1 call me, 2 later, from somebody who cannot write safely. True when it was one of them."""
    match context.incoming.text.strip():
        case "1":
            known = await context.services.cases.call_me(context.person, case.id)
            await context.show(question_cards.call_me_card(menu.keyboard(context.person), known=known))
        case "2":
            await context.services.cases.later(context.person, case.id)
            await context.show(question_cards.later_card())
        case _:
            return False
    return True


async def own_words(context: BotContext, case: Case) -> bool:
    """The words to begin with, which they were about to write. They stay between them and us."""
    text = context.incoming.text.strip()
    if not text or await context.services.questions.open_question(context.person, case.id) != OWN:
        return False
    following = await context.services.questions.begin_with(context.person, case.id, text)
    said = Text("All right. When we write first, it begins with: {words}", words=text)
    await context.show(await _next(context, case.id, following, said))
    return True


async def understood(context: BotContext, case: Case) -> bool:
    """A typed answer to the question that is open; the message itself is in the case already."""
    asked = await context.services.questions.open_question(context.person, case.id)
    if asked == WARD:
        return await _place(context, case)
    if (
        asked is not None and asked in AFTER_THE_PLACE and context.heard.place is not None
    ):  # it stood in their words: on with the questions
        await _say_next(context, case.id, question(asked))
        return True
    hours = hours_in(context.incoming.text) if asked == WHEN else None
    if hours is None:
        return False
    following = await context.services.questions.answer(context.person, case.id, WHEN, hours)
    await context.show(await _next(context, case.id, following, Text("All right, we write first only then.")))
    return True


async def _place(context: BotContext, case: Case) -> bool:
    """A typed place: one ward of ours is taken (and said back), several, a guess, and a place outside are asked about;
    none, and a name that may be somebody's («bạn ấy tên là Ngọc Lâm»), is left to the officer."""
    places, text = context.places, context.incoming.text
    meant = places.meant(text)
    ward = places.answer(meant.units)
    guess = Meaning() if meant.units else places.guessed(text)
    if not meant.units and not guess.units:
        return False
    if ward is not None and not meant.alone and not meant.placed:
        return False
    if ward is None or ward == OUTSIDE:  # it would stop the ring here: only a tap does that
        is_guess = bool(guess.units) or ward == OUTSIDE
        choice = place_cards.case_choice(case.id, guess if guess.units else meant, places, guessed=is_guess)
        await context.show(question_cards.which_ward_card(choice))
        return True
    following = await context.services.questions.answer(context.person, case.id, WARD, ward)
    await context.show(cards.card(Placed(case.id, ward)))
    await context.show(await _next(context, case.id, following, SAID_AFTER.get((WARD, ward))))
    return True


async def _say_next(context: BotContext, case: int, following: Question | None) -> None:
    await context.show(await _next(context, case, following, None))


async def _next(context: BotContext, case: int, following: Question | None, said: Text | None) -> Card:
    if following is None:
        return sender_cards.quiet_card(*([said] if said else []), question_cards.THAT_IS_ALL, rows=[[LEAVE]])
    choice = None
    if following.name == WARD and (meant := await _named_before(context, case)) is not None:
        choice = place_cards.case_choice(case, meant, context.places)
    return question_cards.question_card(case, following, said, choice)


async def _named_before(context: BotContext, case: int) -> Meaning | None:
    """The place their words name that can be more than one ward today, the last one first."""
    for text in reversed(await context.services.questions.said(context.person, case)):
        meant = context.places.meant(text)
        if meant.placed and context.places.answer(meant.units) is None:
            return meant
    return None
