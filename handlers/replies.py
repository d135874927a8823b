"""*Câu mẫu*: an officer chooses a ready sentence, reads it, and sends it with one more tap."""

from __future__ import annotations

from channels import reply_cards
from channels.buttons import ListReplies, PreviewReply, SendReply
from domain.texts import Text
from handlers.context import BotContext
from services.cases.replies import Choice


async def listing(context: BotContext, button: ListReplies) -> None:
    """The titles: below the card of the case, or another page where they stand."""
    case, page = await context.services.replies.listing(context.person, button.case, button.page or 0)
    card = reply_cards.titles_card(case, page)
    await (context.show(card) if button.page is None else context.change(card))


async def preview(context: BotContext, button: PreviewReply) -> None:
    """One of them in full; nothing is sent."""
    to_child = None if button.to_child is None else bool(button.to_child)
    shown = await context.services.replies.preview(context.person, button.case, button.reply, to_child)
    await context.change(reply_cards.preview_card(shown.case, shown.reply, to_child=shown.to_child))


async def send(context: BotContext, button: SendReply) -> None:
    """It goes to the sender; the same preview sends once."""
    choice = Choice(button.case, button.reply, bool(button.to_child), button.mark)
    sent = await context.services.replies.send(context.person, choice, context.heard)
    shown = await context.services.replies.preview(context.person, button.case, button.reply, choice.to_child)
    await context.change(reply_cards.sent_card(shown.case, shown.reply))
    if not sent:
        await context.toast(Text("This was sent before. Nothing was sent twice."))
