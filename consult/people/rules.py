"""Roles, what each may open, and what makes a password good enough."""

from enum import StrEnum

from consult.errors import RuleBroken

MIN_PASSWORD = 12
MAX_PASSWORD = 256
LEAST_CHARACTERS = 4


class Role(StrEnum):
    """What somebody is here to do (requirements 1.6)."""

    PARTICIPATION_OFFICER = "participation_officer"
    ANALYST = "analyst"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    BOARD_MEMBER = "board_member"
    YOUTH_COUNCIL_MEMBER = "youth_council_member"
    SECRETARIAT = "secretariat"
    MONITORING_OFFICER = "monitoring_officer"
    LOCAL_MANAGER = "local_manager"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.PARTICIPATION_OFFICER: "Participation officer",
    Role.ANALYST: "Analyst",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead",
    Role.BOARD_MEMBER: "Board member",
    Role.YOUTH_COUNCIL_MEMBER: "Youth council member",
    Role.SECRETARIAT: "Secretariat",
    Role.MONITORING_OFFICER: "Monitoring officer",
    Role.LOCAL_MANAGER: "Local manager",
    Role.ADMINISTRATOR: "Administrator",
}

_PO, _AN, _SL = Role.PARTICIPATION_OFFICER, Role.ANALYST, Role.SAFEGUARDING_LEAD
_BM, _YC, _SEC = Role.BOARD_MEMBER, Role.YOUTH_COUNCIL_MEMBER, Role.SECRETARIAT
_LM, _ADM, _MO = Role.LOCAL_MANAGER, Role.ADMINISTRATOR, Role.MONITORING_OFFICER

Policy = frozenset[Role] | None

PUBLIC: Policy = None
EVERYONE_SIGNED_IN: Policy = frozenset(Role)
DESIGNERS: Policy = frozenset({_PO})
READERS_OF_WORDS: Policy = frozenset({_PO, _AN})
HANDLERS_OF_RAW_DATA: Policy = frozenset({_AN})
READERS_OF_RESULTS: Policy = frozenset({_PO, _AN, _BM, _YC, _SEC, _LM})
YOUTH_READERS: Policy = frozenset({_PO, _YC})
BOARD_ROOM: Policy = frozenset({_PO, _AN, _BM, _YC, _SEC})
MINUTE_TAKERS: Policy = frozenset({_SEC})
SAFEGUARDERS: Policy = frozenset({_SL})
CONCERN_RAISERS: Policy = frozenset({_PO, _AN, _SL})
KEEPERS: Policy = frozenset({_ADM})
KEEPERS_OF_SAFETY: Policy = frozenset({_PO, _SL})
REASON_GIVERS: Policy = frozenset({_PO, _SEC, _MO})

# Every route of the application, by endpoint. A route that is not here is refused, and a test
# fails. People see in their menu only what they may open.
POLICIES: dict[str, Policy] = {
    "static": PUBLIC,
    "web.healthz": PUBLIC,
    "web.privacy": PUBLIC,
    "web.accessibility": PUBLIC,
    "web.contact": PUBLIC,
    "web.help": PUBLIC,
    "people.sign_in": PUBLIC,
    "people.sign_out": EVERYONE_SIGNED_IN,
    "people.account": EVERYONE_SIGNED_IN,
    "people.people": KEEPERS,
    "people.add_person": KEEPERS,
    "people.edit_person": KEEPERS,
    "people.audit": KEEPERS,
    "people.jobs": KEEPERS,
    "partnership.trust": PUBLIC,
    "plan.plan": PUBLIC,
    "plan.priority": PUBLIC,
    "plan.plans": EVERYONE_SIGNED_IN,
    "plan.edit_version": DESIGNERS,
    "plan.edit_priority": DESIGNERS,
    "survey.overview": EVERYONE_SIGNED_IN,
    "survey.consultation": EVERYONE_SIGNED_IN,
    "survey.add_consultation": DESIGNERS,
    "survey.edit_consultation": DESIGNERS,
    "survey.launch": DESIGNERS,
    "survey.safety": KEEPERS_OF_SAFETY,
    "survey.papers": DESIGNERS,
    "survey.reach": DESIGNERS,
    "survey.voices": DESIGNERS,
    "survey.reason": REASON_GIVERS,
    "survey.withdraw_reason": REASON_GIVERS,
    "survey.proposals": DESIGNERS,
    "survey.edit_proposal": DESIGNERS,
    "survey.calendar": DESIGNERS,
    "survey.import_calendar": DESIGNERS,
    "survey.remove_days": DESIGNERS,
    "survey.extend": DESIGNERS,
    "survey.add_survey": DESIGNERS,
    "survey.survey": DESIGNERS,
    "survey.edit_start": DESIGNERS,
    "survey.add_question": DESIGNERS,
    "survey.edit_question": DESIGNERS,
    "survey.move_question": DESIGNERS,
    "survey.remove_question": DESIGNERS,
    "survey.preview": DESIGNERS,
    "survey.preview_draft": DESIGNERS,
    "survey.copy_question": DESIGNERS,
    "survey.undo": DESIGNERS,
    "survey.redo": DESIGNERS,
    "survey.history": DESIGNERS,
    "survey.go_back": DESIGNERS,
    "survey.publish": DESIGNERS,
    "survey.publish_all": DESIGNERS,
    "survey.add_models": DESIGNERS,
    "survey.guide": EVERYONE_SIGNED_IN,
    "survey.wording": DESIGNERS,
    "survey.accept_wording": DESIGNERS,
    "survey.languages": DESIGNERS,
    "survey.translate": DESIGNERS,
    "survey.translations_file": DESIGNERS,
    "survey.import_translations": DESIGNERS,
    "survey.compare": DESIGNERS,
    "survey.closed_wording": DESIGNERS,
    "survey.accept_closed_wording": DESIGNERS,
    "survey.bank": DESIGNERS,
    "survey.bank_entry": DESIGNERS,
    "survey.keep_in_bank": DESIGNERS,
    "survey.clone_consultation": DESIGNERS,
    "survey.exchange_page": DESIGNERS,
    "survey.export_survey": DESIGNERS,
    "survey.import_survey": DESIGNERS,
    "survey.imported": DESIGNERS,
    "survey.use_import": DESIGNERS,
    "survey.paper": DESIGNERS,
    "survey.paper_html": DESIGNERS,
    "survey.posters": DESIGNERS,
    "survey.poster": DESIGNERS,
    "respond.home": PUBLIC,
    "respond.choose": PUBLIC,
    "respond.start": PUBLIC,
    "respond.question": PUBLIC,
    "respond.words": PUBLIC,
    "respond.check": PUBLIC,
    "respond.send": PUBLIC,
    "respond.enter_code": PUBLIC,
    "respond.resume": PUBLIC,
    "respond.copy": PUBLIC,
    "respond.change": PUBLIC,
    "respond.display": PUBLIC,
    "respond.leave": PUBLIC,
    "respond.late": DESIGNERS,
    "respond.take_late": DESIGNERS,
    "respond.join": PUBLIC,
    "respond.start_again": PUBLIC,
    "respond.host_class": PUBLIC,
    "respond.start_class": PUBLIC,
    "respond.end_class": PUBLIC,
    "respond.ways": DESIGNERS,
    "respond.add_way": DESIGNERS,
    "respond.add_setting": DESIGNERS,
    "respond.end_way": DESIGNERS,
    "respond.by_code": DESIGNERS,
    "respond.poster": DESIGNERS,
    "respond.poster_file": DESIGNERS,
    "respond.cards": DESIGNERS,
    "respond.host_code": DESIGNERS,
    "respond.worker": PUBLIC,
    "respond.offline": PUBLIC,
    "respond.kept": PUBLIC,
    "respond.send_whole": PUBLIC,
    "respond.upload": PUBLIC,
    "respond.paper": DESIGNERS,
    "respond.add_sheet": DESIGNERS,
    "respond.type_again": DESIGNERS,
    "respond.settle": DESIGNERS,
    "respond.group_sessions": READERS_OF_WORDS,
    "respond.add_group_session": DESIGNERS,
    "respond.group_session": READERS_OF_WORDS,
    "respond.add_flip_chart": DESIGNERS,
    "safeguarding.files": SAFEGUARDERS,
    "safeguarding.file": SAFEGUARDERS,
    "safeguarding.file_content": SAFEGUARDERS,
    "safeguarding.allowed": CONCERN_RAISERS,
    "safeguarding.allowed_content": CONCERN_RAISERS,
    "safeguarding.queue": SAFEGUARDERS,
    "safeguarding.concern": SAFEGUARDERS,
    "safeguarding.raise_concern": CONCERN_RAISERS,
    "themes.themes": READERS_OF_WORDS,
    "themes.theme": READERS_OF_WORDS,
    "themes.suggest": READERS_OF_WORDS,
    "themes.progress": READERS_OF_WORDS,
    "themes.add_theme": READERS_OF_WORDS,
    "themes.rename_theme": READERS_OF_WORDS,
    "themes.confirm_theme": READERS_OF_WORDS,
    "themes.set_aside_theme": READERS_OF_WORDS,
    "themes.merge_theme": READERS_OF_WORDS,
    "themes.move_comments": READERS_OF_WORDS,
    "themes.unplaced": READERS_OF_WORDS,
    "themes.comments": READERS_OF_WORDS,
    "themes.stop": READERS_OF_WORDS,
    "themes.nest_theme": READERS_OF_WORDS,
    "themes.undo": READERS_OF_WORDS,
    "themes.youth_council": YOUTH_READERS,
    "themes.youth_reading": YOUTH_READERS,
    "themes.coding": READERS_OF_WORDS,
    "themes.code_rest": READERS_OF_WORDS,
    "themes.coding_progress": READERS_OF_WORDS,
    "themes.teach": READERS_OF_WORDS,
    "themes.codebooks": READERS_OF_WORDS,
    "themes.keep_themes": READERS_OF_WORDS,
    "themes.codebook": READERS_OF_WORDS,
    "themes.use_themes": READERS_OF_WORDS,
    "themes.put_away": READERS_OF_WORDS,
    "themes.code": READERS_OF_WORDS,
    "themes.codebook_file": READERS_OF_WORDS,
    "themes.second_readings": READERS_OF_WORDS,
    "themes.code_second": READERS_OF_WORDS,
    "themes.agreement": READERS_OF_WORDS,
    "themes.settle_reading": READERS_OF_WORDS,
    "results.results": READERS_OF_RESULTS,
    "results.download": READERS_OF_RESULTS,
    "results.compare": BOARD_ROOM,
    "results.theme_groups": BOARD_ROOM,
    "results.change": BOARD_ROOM,
    "results.weighted": BOARD_ROOM,
    "results.exports": READERS_OF_WORDS,
    "results.export": READERS_OF_WORDS,
    "results.ask_raw": HANDLERS_OF_RAW_DATA,
    "results.export_raw": HANDLERS_OF_RAW_DATA,
    "results.watch": READERS_OF_WORDS,
    "results.targets": DESIGNERS,
    "results.population": DESIGNERS,
    "evidence.evidence": BOARD_ROOM,
    "evidence.write": READERS_OF_WORDS,
    "evidence.report": READERS_OF_WORDS,
    "board.meetings": BOARD_ROOM,
    "board.add_meeting": MINUTE_TAKERS,
    "board.meeting": BOARD_ROOM,
    "board.write_minutes": MINUTE_TAKERS,
    "board.add_item": MINUTE_TAKERS,
    "board.item": BOARD_ROOM,
    "board.decide": MINUTE_TAKERS,
    "board.update_commitment": MINUTE_TAKERS,
    "feedback.public": PUBLIC,
    "feedback.receipt": PUBLIC,
    "feedback.withdraw": PUBLIC,
    "feedback.manage": DESIGNERS,
    "feedback.write": DESIGNERS,
}


def may_open(role: Role | None, endpoint: str) -> bool:
    """Return whether this role (None: nobody is signed in) may open a route. Deny by default."""
    if endpoint not in POLICIES:
        return False
    policy = POLICIES[endpoint]
    return policy is PUBLIC or role in (policy or ())


class WrongSignIn(RuleBroken):
    """The email or the password did not fit; which one is nobody's business."""

    def __init__(self) -> None:
        super().__init__("That email and password do not match. Check both and try again.")


class EmailTaken(RuleBroken):
    """Two people cannot sign in with one email."""

    def __init__(self) -> None:
        super().__init__("Somebody already signs in with this email.")


class NobodyLeft(RuleBroken):
    """The last administrator who can sign in was to be sent away."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only administrator who can sign in. Make somebody else one first."
        )


class PasswordTooWeak(RuleBroken):
    """A password that a machine guesses in no time."""

    def __init__(self) -> None:
        super().__init__(
            f"Use a password of {MIN_PASSWORD} characters or more that is not one letter over "
            "and over."
        )


def check_password_strength(password: str) -> None:
    """Raise when a new password is too short, too long or the same few letters."""
    long_enough = MIN_PASSWORD <= len(password) <= MAX_PASSWORD
    if not long_enough or len(set(password)) < LEAST_CHARACTERS:
        raise PasswordTooWeak


def tidy_email(email: str) -> str:
    """Return an email as we keep and compare it."""
    return email.strip().casefold()
