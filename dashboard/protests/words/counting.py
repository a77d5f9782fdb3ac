"""Which events the Protests and arrests page counts, in words. Counts nothing itself."""

from dashboard.protests.measures.counts import DATED, REACHING
from dashboard.protests.view.sheet import ProtestSheet
from dashboard.vocabulary import DEFAULT_STATUSES, STATUSES
from dashboard.wording import join_words, number

HAVING = {DATED: "dated in", REACHING: "reaching into"}


def left_out_words(sheet: ProtestSheet) -> str:
    """Say what the choice of status leaves out: "Not counted: 1 claimed."; empty when nothing."""
    included = sheet.selection.statuses
    words = f"Counted: {join_words(included)}. " if included != DEFAULT_STATUSES else ""
    left_out = join_words([f"{number(value)} {status}" for status, value in sheet.left_out.items()])
    return f"{words}Not counted: {left_out}." if left_out else words.strip()


def days_words(sheet: ProtestSheet) -> str:
    """Say which events are counted by their days, and for which country."""
    words = f"Counted: what began in {sheet.selection.period}"
    if sheet.rule == REACHING:
        earlier = sheet.begun_earlier.total
        words += f" or went on into it ({number(earlier) if earlier else 'none'} begun earlier)"
    return f"{words}, for the country it concerns, abroad included."


def rule_words(sheet: ProtestSheet) -> str:
    """Say which events are counted: by their days, by their country, by their status."""
    unwanted = [status for status in STATUSES if status not in sheet.selection.statuses]
    if not unwanted:
        return f"{days_words(sheet)} No status is left out."
    told = join_words([f"{number(value)} {status}" for status, value in sheet.left_out.items()])
    left_out = " or ".join(filter(None, (", ".join(unwanted[:-1]), unwanted[-1])))
    return f"{days_words(sheet)} Left out by the status filter: {left_out} ({told or 'none'} here)."
