"""What can go wrong, as sentences for the person at the screen."""


class ConsultError(Exception):
    """Anything we refuse or cannot do; the text says what to do next."""


class NotFound(ConsultError):
    """There is no such thing, or it is not for this person to know."""


class NotAllowed(ConsultError):
    """This person may not do this."""


class RuleBroken(ConsultError):
    """The step would break a rule of the law or of the house."""


class Stale(RuleBroken):
    """Somebody else changed it first."""


class BadSetting(ConsultError):
    """A setting has a value we cannot start with."""


class BadFile(ConsultError):
    """A file that was handed in cannot be read: the text names its row or column."""


def in_any_language(sentence: str) -> str:
    """Mark a sentence that pages say in their own language; return it as it stands."""
    return sentence
