"""What the watcher says: kinds and counts only, one sentence and where its cure stands in docs/runbook.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.texts import Text
from domain.watch import Alarm, Figure, Trouble, Turn

WHAT = {
    Trouble.GONE: Text("The bot is not running: messages wait at Telegram and nobody is rung"),
    Trouble.HANGS: Text("The bot runs but does not answer"),
    Trouble.NOT_READY: Text("The bot cannot store messages: its database is away or of another version"),
    Trouble.STOPPED: Text("Part of the bot has stood still for {minutes} min: alerts may not leave or move on"),
    Trouble.TELEGRAM_AWAY: Text("The bot has not reached Telegram for {minutes} min"),
    Trouble.LATE: Text("Urgent notices that have not left: {count}; the oldest has waited {minutes} min"),
    Trouble.DISK: Text("Only {count} MB are left on the disk of the database"),
    Trouble.ASIDE: Text("Messages set aside because the bot fails on them: {count}"),
    Trouble.REFUSED: Text("Urgent notices that Telegram refuses for good: {count}"),
    Trouble.ABSENCE: Text(
        "The bot was out of touch for {count} hours; Telegram keeps messages for 24 hours: older ones, if any, are lost"
    ),
    Trouble.KEYS: Text("The data keys do not open the database"),
    Trouble.UNREADABLE: Text(
        "The watcher cannot read in the database who the administrators are; only this second road can be told"
    ),
    Trouble.UNDELIVERED: Text("Telegram cannot bring messages to the bot: {count} wait at Telegram"),
    Trouble.DAYS_OFF: Text(
        "The days off of {year} are not in the program yet: legal limits in that year are estimates till then"
    ),
    Trouble.NO_BACKUP: Text("No backup of the last {count} hours lies where it should"),
    Trouble.RESTORED: Text(
        "The bot was restored from a backup: everything from {since:day} to {until:day} is lost, cases too"
    ),
}
WELL = {
    Trouble.GONE: Text("the bot is running"),
    Trouble.HANGS: Text("the bot answers"),
    Trouble.NOT_READY: Text("the bot can store messages"),
    Trouble.STOPPED: Text("every part of the bot moves"),
    Trouble.TELEGRAM_AWAY: Text("the bot reaches Telegram"),
    Trouble.LATE: Text("no urgent notice is late"),
    Trouble.DISK: Text("there is room on the disk"),
    Trouble.KEYS: Text("the data keys fit"),
    Trouble.UNREADABLE: Text("the watcher knows the administrators"),
    Trouble.UNDELIVERED: Text("Telegram brings messages to the bot"),
    Trouble.DAYS_OFF: Text("the days off are in the program"),
    Trouble.NO_BACKUP: Text("there is a new backup"),
}


TITLE = Text("The bot's watcher")  # of an e-mail


def alarm(told: Alarm) -> Text:
    """One alarm as a sentence."""
    if told.turn is Turn.WELL:
        return Text("✅ Well again: {what}.", what=WELL[told.trouble])
    what = _with(WHAT[told.trouble], told.figure)
    if told.turn is Turn.STILL:
        return Text("⚠️ Still so: {what}. The cure: section {section} of the runbook.", what=what, section=told.trouble)
    return Text("⚠️ {what}. The cure: section {section} of the runbook.", what=what, section=told.trouble)


def _with(what: Text, figure: Figure) -> Text:
    year = str(figure.count)  # a number would be shown with a point in it
    since = datetime.fromtimestamp(figure.count, UTC)
    moments = {"since": since, "until": since + figure.age}
    return Text(what.source, count=figure.count, minutes=figure.age // timedelta(minutes=1), year=year, **moments)
