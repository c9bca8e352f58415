"""The checks on what is recorded: proposals, ways to take part, bodies asked, safety, papers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from consult.survey.rules.calendar import DayRange
from consult.survey.rules.definition import Definition
from consult.survey.rules.gates import APPROVERS, Check, Part, Place, day_in_words, listed
from consult.survey.rules.kinds import QuestionType
from consult.survey.rules.languages import ENGLISH, LANGUAGES, Texts, languages_of
from consult.survey.rules.launching import ConsultationDraft
from consult.survey.rules.proposals import PriorityProposal, incomplete, unequal
from consult.survey.rules.readiness import (
    ASSISTED,
    NOT_DIGITAL,
    YOUTH_OUTCOME_LABELS,
    Reach,
    Records,
    Safety,
    Voices,
    YouthStep,
    alert_stands,
    blocks_missing,
    not_heard,
    people_missing,
    rota_gaps,
)
from consult.survey.rules.stages import AUDIENCE_LABELS, Audience

Published = Mapping[Audience, Definition]
Lines = Mapping[Audience, Texts]

HELPED = "helped"
WAYS_WANTED = 2


def check_proposals(
    published: Published, proposals: Sequence[PriorityProposal], about: Texts, lines: Lines
) -> list[Check]:
    """Say whether people are told enough to answer, and all the same (L-CON-01, 04 and 05).

    `about` is what the consultation says of itself, `lines` what it proposes to each audience:
    texts to translate, by their places.
    """
    gaps = list(incomplete(proposals, published))
    differ = [*unequal(proposals, published), *_untranslated(published, about, lines)]
    return [
        Check(
            "proposals",
            "Every proposal gives its reasons and says what can change",
            bool(proposals) and not gaps,
            f"{'; '.join(gaps)}." if gaps else "They do." if proposals else "There is none yet.",
            Part.ASKING,
            Place.PROPOSALS,
            "Write what is missing.",
        ),
        Check(
            "same_proposals",
            "Every wording and language puts the same proposals",
            bool(published) and not differ,
            f"{'; '.join(differ)}."
            if differ
            else "They do."
            if published
            else "This is looked at when a survey is published.",
            Part.ASKING,
            Place.PROPOSALS,
            "Write them there, too." if differ else "",
        ),
    ]


def _untranslated(published: Published, about: Texts, lines: Lines) -> Iterator[str]:
    for audience, definition in published.items():
        whole = set(languages_of(definition, about))
        for language in sorted(whole - set(languages_of(definition, about | lines[audience]))):
            _, name = LANGUAGES[language]
            yield f"{AUDIENCE_LABELS[audience]} in {name} leaves proposals out"


def check_reach(reach: Reach, published: Published) -> Iterator[Check]:
    """Say whether everybody can take part and has more than one way (L-PAR-01, 02 and 05)."""
    plain = reach.offers & NOT_DIGITAL
    where = reach.offers_how.strip()
    yield Check(
        "routes",
        "People can take part without a screen, too",
        bool(plain and where),
        "They can. Online it is open day and night, with no account, and any question can be "
        "skipped."
        if plain and where
        else "It does not say where and when."
        if plain
        else "No such way is recorded.",
        Part.TAKING_PART,
        Place.REACH,
        "Say how, where and when, some of it outside school hours.",
    )
    kinds = {question.type for each in published.values() for question in each.questions}
    ways = 1 + bool(reach.offers & ASSISTED) + bool(kinds & {QuestionType.VOICE})
    ways += bool(kinds & {QuestionType.PHOTO})
    yield Check(
        "ways",
        "Open questions can be answered in more than one way",
        ways >= WAYS_WANTED,
        "They can." if ways >= WAYS_WANTED else "People can only type.",
        Part.TAKING_PART,
        Place.REACH,
        "Offer somebody who writes down what they say, or ask for a voice note or a photo.",
    )
    blocks = blocks_missing(reach)
    yield Check(
        "lundy",
        "Space, voice, audience and influence are thought through",
        not blocks,
        f"Nothing is written on {listed(blocks)}." if blocks else "They are.",
        Part.TAKING_PART,
        Place.REACH,
        "Say what you do.",
    )


def check_wordings_offered(published: Published, about: Texts, lines: Lines) -> Iterator[Check]:
    """Say whether there is easy read, another language, and a word on who helped (L-PAR-02)."""
    easy = Audience.EASY_READ in published
    yield Check(
        "easy_read",
        "There is an easy read survey",
        easy,
        "There is." if easy else "There is no easy read survey.",
        Part.TAKING_PART,
        Place.SURVEYS,
        "Add one, or have an approver say why not.",
        APPROVERS,
    )
    spoken = {
        code
        for audience, each in published.items()
        for code in languages_of(each, about | lines[audience])
        if code != ENGLISH
    }
    names = listed(sorted(LANGUAGES[code][1] for code in spoken))
    yield Check(
        "languages",
        "It is there in other languages",
        bool(spoken),
        f"It is there in {names}." if spoken else "It is only there in English.",
        Part.TAKING_PART,
        Place.SURVEYS,
        "Translate it, or have an approver say why not.",
        APPROVERS,
    )
    without = [AUDIENCE_LABELS[a] for a, each in published.items() if not each.question(HELPED)]
    yield Check(
        "helped",
        "People are asked whether somebody helped them",
        bool(published) and not without,
        f"{listed(without)} does not ask it."
        if without
        else "They are."
        if published
        else "This is looked at when a survey is published.",
        Part.TAKING_PART,
        Place.SURVEYS,
        f"Add a question with the key “{HELPED}”, or have an approver say why not."
        if published
        else "",
        APPROVERS,
    )


def check_voices_heard(voices: Voices) -> Iterator[Check]:
    """Say whether those who speak for children were asked (L-CON-16, L-PAR-06)."""
    silent = list(not_heard(voices))
    yield Check(
        "consultees",
        "Bodies that speak for children are asked, or there is a reason",
        not silent,
        f"Nothing is said of: {listed(silent)}." if silent else "They are.",
        Part.TAKING_PART,
        Place.VOICES,
        "Say that each was asked, or why not.",
    )
    review = voices.youth.get(YouthStep.SURVEY)
    known = bool(review and review.on)
    yield Check(
        "youth_council",
        "The youth council could look at the survey",
        known,
        f"{YOUTH_OUTCOME_LABELS[review.outcome]}, {day_in_words(review.on)}."
        if review and review.on
        else "It is not recorded, or has no day.",
        Part.TAKING_PART,
        Place.VOICES,
        "Show it to them, and record what came of it.",
    )


def check_safe(
    safety: Safety, draft: ConsultationDraft, calendar: Sequence[DayRange], today: date
) -> Iterator[Check]:
    """Say whether somebody is there for a child who needs help (SG-01).

    Asked of every consultation: parents can be under 18, too.
    """
    part, place = Part.SAFETY, Place.SAFETY
    gaps = people_missing(safety)
    yield Check(
        "lead",
        "A safeguarding lead and a deputy can be reached",
        not gaps,
        f"This is missing: {listed(gaps)}." if gaps else "They can.",
        part,
        place,
        "Write it down.",
    )
    unwatched = rota_gaps(safety.rota, calendar, max(today, draft.opens_on), draft.closes_on)
    yield Check(
        "rota",
        "Somebody reads on every working day, up to 5 days after it closes",
        not unwatched,
        f"Nobody is on the rota on {len(unwatched)} of these days, first on "
        f"{day_in_words(unwatched[0])}."
        if unwatched
        else "Somebody does.",
        part,
        place,
        "Fill the rota.",
    )
    told = bool(safety.escalation.strip() and safety.out_of_hours.strip())
    yield Check(
        "escalation",
        "There is a number for when nobody answers, and words for nights and weekends",
        told,
        "Both are there." if told else "One of them is missing.",
        part,
        place,
        "Write both.",
    )
    stands = alert_stands(safety.alert_on, today=today, opens_on=draft.opens_on)
    yield Check(
        "alert",
        "A test alert was seen to in the 7 days before it opens",
        stands,
        f"The last one was seen to on {day_in_words(safety.alert_on)}."
        if safety.alert_on
        else "None was.",
        part,
        place,
        "Send one in the 7 days before the first day, and record when it was seen to.",
    )


def check_papers(records: Records, draft: ConsultationDraft) -> Iterator[Check]:
    """Say whether data protection and the board's agenda are on the record (L-DP-02, L-PAR-03)."""
    assessed = bool(records.dpia_reference and records.dpia_on and records.dpo_name)
    yield Check(
        "dpia",
        "The data protection impact assessment is done",
        assessed,
        f"{records.dpia_reference}, with {records.dpo_name}."
        if assessed
        else "Its reference, its day or the data protection officer’s name is missing.",
        Part.RECORDS,
        Place.RECORDS,
        "Write them down.",
    )
    meets = records.board_meets_on
    known = bool(records.board_reference and meets)
    after = meets is not None and meets > draft.closes_on
    yield Check(
        "agenda",
        "It is on the agenda of the board",
        known and after,
        f"{records.board_reference}, {day_in_words(meets)}."
        if meets and known
        else "The agenda item or the day of the meeting is missing.",
        Part.RECORDS,
        Place.RECORDS,
        "The meeting must come after the last day." if known else "Write them down.",
    )
