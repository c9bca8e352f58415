"""What made-up people say in these tests: four things, each in ten ways."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import make_comment

BUSES = [
    "The last bus home leaves at six so I miss the club",
    "Buses never turn up in our village after school",
    "The bus costs too much for me and my brother",
    "More buses in the evening please",
    "I cannot get to town because there is no bus on Sunday",
    "Bus drivers drive past us when we wait at the stop",
    "We need a bus that goes to the youth club",
    "A cheaper bus ticket for under 18s",
    "The bus is always late and I get told off at school",
    "No buses at night so my mum must fetch me",
]
BULLYING = [
    "Teachers should stop the bullying in the corridor",
    "I was bullied online and nobody did anything",
    "Bullies get away with it at our school",
    "Somebody to tell when you are being bullied",
    "Stop bullying on the way home from school",
    "They bully me about my hair every day",
    "The school says there is no bullying but there is",
    "Bullying makes my friend stay at home",
    "Punish the bullies and not us",
    "More help for kids who are bullied",
]
MENTAL_HEALTH = [
    "We waited a year for CAMHS and it was too late",
    "The waiting list for counselling is far too long",
    "I want someone to talk to about my anxiety",
    "A counsellor in every school for mental health",
    "My daughter still waits for a mental health appointment",
    "Stress and anxiety before exams and no help",
    "CAMHS discharged us after one phone call",
    "Mental health help should come before it gets bad",
    "Nobody told me where to get help when I felt low",
    "Therapy waiting times need to be shorter",
]
PARKS = [
    "The park is full of broken glass and litter",
    "Fix the swings in the playground",
    "A skate park that is not smashed up",
    "Dogs mess all over the play park",
    "The playground closed and nothing came instead",
    "Cleaner parks with toilets please",
    "A bigger slide and new swings in the park",
    "Lights in the park so we can play football",
    "There is rubbish everywhere in our park",
    "We want a park for teenagers and not only babies",
]
EVERYTHING = [*BUSES, *BULLYING, *MENTAL_HEALTH, *PARKS]


def say(
    session: Session, consultation: Consultation, texts: Sequence[str] = EVERYTHING
) -> dict[str, Comment]:
    """Let people say these things, every third one a parent; comments by their text."""
    said: Mapping[str, Comment] = {
        text: make_comment(
            session,
            consultation,
            text,
            audience=Audience.PARENT if at % 3 == 2 else Audience.YOUNG_PERSON,
            may_quote=at % 2 == 0,
        )
        for at, text in enumerate(texts)
    }
    return dict(said)
