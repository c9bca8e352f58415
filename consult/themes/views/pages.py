"""What the pages of the workspace show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_wtf import FlaskForm

from consult.clock import today
from consult.db import db_session, find
from consult.disclosure import LEAST_BASE, share, shown
from consult.errors import NotFound
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, LANGUAGES
from consult.themes import services
from consult.themes.forms import MergeForm, MoveForm, NameForm, NestForm, SuggestForm
from consult.themes.models import Theme
from consult.themes.rules import ACT_LABELS, LIVE, ThemeStatus
from consult.themes.services import Filters, Place, Workspace

PER_PAGE = 50
LONGEST_WORDS = 100
MOST_DIGITS = 10
TABS = {"all": "All", "check": "To check", "confirmed": "Confirmed"}
KINDS = {"who": "Who", "age": "Age", "area": "Where", "setting": "Through"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long list of comments; `hidden`: too few people to show words by place."""

    comments: Sequence[services.CommentView]
    number: int
    pages: int
    total: int
    first: int
    hidden: bool = False


def themes_page(consultation: Consultation, form: FlaskForm) -> str:
    """Show the themes of a consultation, and beside them what the machine and people did last."""
    suggest = form if isinstance(form, SuggestForm) else SuggestForm(None, prefix="suggest")
    context = _context(consultation)
    opened = "themes/_machine.html"
    acts = services.newest_acts(db_session(), consultation.id)
    return _page(context, form, "themes.themes", opened, acts=acts, suggest_form=suggest)


def acts_page(consultation: Consultation) -> str:
    """Show all that people did to the themes, newest first, each with its Undo."""
    session, context = db_session(), _context(consultation)
    number, pages = _asked_page(services.count_acts(session, consultation.id))
    first = (number - 1) * PER_PAGE
    acts = services.newest_acts(session, consultation.id, first=first, most=PER_PAGE)
    told = {"acts": acts, "number": number, "pages": pages}
    return _page(context, FlaskForm(), "themes.themes", "themes/_all_acts.html", **told)


def theme_page(theme_id: int, failed: FlaskForm | None = None) -> str:
    """Show a theme with its comments, and the form that failed with what was typed."""
    session = db_session()
    theme = find(session, Theme, theme_id)
    context = {**_context(theme.consultation), "current": theme.id}
    ws: Workspace = context["ws"]
    count = next((one for one in ws.flat if one.theme.id == theme.id), None)
    quotes, against = services.quotes_of(session, theme) if count else ([], None)
    others = [one for one in live_themes(theme.consultation_id) if one.id != theme.id]
    above = services.broader_of(theme, ws.themes)
    return _page(
        context,
        failed or FlaskForm(),
        "themes.theme",
        "themes/_theme.html",
        theme=theme,
        count=count,
        quotes=quotes,
        against=against,
        page=_comments(context, Place(theme_id=theme.id)) if count else None,
        merged_into=ws.themes.get(theme.merged_into_id or 0),
        broader=ws.themes.get(above or 0),
        reading=services.youth_readings(session, theme.consultation_id).get(theme.id),
        acts=services.newest_acts(session, theme.consultation_id),
        **_forms(failed, theme, others, ws.themes),
    )


def unplaced_page(consultation: Consultation, failed: MoveForm | None = None) -> str:
    """Show the comments that no theme fits, or those that the machine kept apart for a reason."""
    context = _context(consultation)
    reason = request.args.get("apart", "")
    place = Place(unplaced=True, apart=reason if reason in context["ws"].apart else "")
    return _page(
        context,
        failed or FlaskForm(),
        "themes.unplaced",
        "themes/_unplaced.html",
        place=place,
        page=_comments(context, place),
        move_form=_move_form(failed, live_themes(consultation.id)),
    )


def found_page(consultation: Consultation, like: str | None) -> str:
    """Show the comments with the words that were asked for, or those most like one."""
    session, context = db_session(), _context(consultation)
    ids = None
    if like is not None:
        if not like.isdecimal() or len(like) > MOST_DIGITS:
            raise NotFound("There is no such comment.")
        ids = services.comments_like(session, consultation.id, int(like), context["filters"])
    return _page(
        context,
        FlaskForm(),
        "themes.comments",
        "themes/_found.html",
        like=like,
        page=_comments(context, Place(), ids),
        move_form=_move_form(None, live_themes(consultation.id)),
    )


def _page(context: dict[str, Any], form: FlaskForm, endpoint: str, opened: str, **more: Any) -> str:
    return render_template(
        "themes/themes.html", form=form, endpoint=endpoint, opened=opened, **context, **more
    )


def _context(consultation: Consultation) -> dict[str, Any]:
    """Count the workspace once, under the filters of the address."""
    session, filters = db_session(), asked_filters()
    ws = services.workspace(session, consultation.id, filters, today=today())
    show = request.args.get("show", "all")
    lists = {
        "all": ws.counts,
        "check": [one for one in ws.flat if one.theme.status is ThemeStatus.SUGGESTED],
        "confirmed": [one for one in ws.flat if one.theme.status is ThemeStatus.CONFIRMED],
    }
    show = show if show in lists else "all"
    sizes = {
        "all": len(ws.flat),
        "check": len(lists["check"]),
        "confirmed": len(lists["confirmed"]),
    }
    aside = [one for one in ws.themes.values() if one.status is ThemeStatus.SET_ASIDE]
    return {
        "consultation": consultation,
        "ws": ws,
        "filters": filters,
        "kinds": KINDS,
        "counts": lists[show],
        "show": show,
        "tabs": _tabs(consultation.id, show, sizes, shown(ws.unplaced)),
        "kept": kept(),
        "set_aside": aside,
        "current": 0,
        "largest": max((one.size for one in ws.counts), default=0) or 1,
        "languages": {code: english for code, (_, english) in LANGUAGES.items()},
        "audiences": AUDIENCE_LABELS,
        "act_labels": ACT_LABELS,
        "shown": shown,
        "share": share,
        "LIVE": LIVE,
    }


def asked_filters() -> Filters:
    """Return the filters that the address asks for."""
    asked = {kind: request.args.getlist(kind) for kind in KINDS}
    return services.read_filters(asked, request.args.get("words", "")[:LONGEST_WORDS])


def kept() -> dict[str, Any]:
    """Return what links keep of the address: the filters and the list that is shown."""
    filters = asked_filters()
    words = {"words": filters.words} if filters.words else {}
    show = {"show": request.args["show"]} if request.args.get("show") in TABS else {}
    return {**{kind: list(keys) for kind, keys in filters.chosen.items()}, **words, **show}


def _tabs(
    consultation_id: int, show: str, sizes: Mapping[str, int], unplaced: str
) -> list[dict[str, Any]]:
    where: dict[str, Any] = {**kept(), "consultation_id": consultation_id}
    is_list = request.endpoint != "themes.unplaced"
    links = [
        {
            "label": label,
            "url": url_for("themes.themes", **{**where, "show": key}),
            "current": is_list and key == show,
            "count": sizes[key],
        }
        for key, label in TABS.items()
    ]
    url = url_for("themes.unplaced", **where, _anchor="opened")
    return [*links, {"label": "Unplaced", "url": url, "current": not is_list, "count": unplaced}]


def _comments(context: Mapping[str, Any], place: Place, ids: Sequence[int] | None = None) -> Page:
    """Return the page of comments that the address asks for; fifty at a time."""
    session, ws, filters = db_session(), context["ws"], context["filters"]
    consultation_id = context["consultation"].id
    if filters.chosen.get("area") and ws.writers.people.total() < LEAST_BASE:
        return Page([], 1, 1, 0, 0, hidden=True)
    if ids is None:
        ids = services.comment_ids(session, consultation_id, ws.themes, place, filters)
    number, pages = _asked_page(len(ids))
    first = (number - 1) * PER_PAGE
    comments = services.comments_shown(
        session, consultation_id, ids[first : first + PER_PAGE], theme_id=place.theme_id
    )
    return Page(comments, number, pages, len(ids), first)


def _asked_page(total: int) -> tuple[int, int]:
    """Return the number of the page that the address asks for, and how many there are."""
    pages = max(1, -(-total // PER_PAGE))
    asked = request.args.get("page", "1")
    number = min(int(asked), pages) if asked.isdecimal() and len(asked) < MOST_DIGITS else 1
    return max(number, 1), pages


def _forms(
    failed: FlaskForm | None, theme: Theme, others: Sequence[Theme], themes: Mapping[int, Theme]
) -> dict[str, FlaskForm]:
    merge = failed if isinstance(failed, MergeForm) else MergeForm(None, prefix="merge")
    above = services.broader_of(theme, themes)
    nested = NestForm(None, prefix="nest", under=str(above) if above else "none")
    named = NameForm(None, prefix="name", name=theme.name)
    tops = [one for one in others if services.broader_of(one, themes) is None]
    return {
        "name_form": failed if isinstance(failed, NameForm) else named,
        "merge_form": merge.offer(others),
        "nest_form": (failed if isinstance(failed, NestForm) else nested).offer(tops),
        "move_form": _move_form(failed, others),
    }


def _move_form(failed: FlaskForm | None, themes: Sequence[Theme]) -> MoveForm:
    form = failed if isinstance(failed, MoveForm) else MoveForm(None, prefix="move")
    return form.offer(themes)


def other_themes(theme_id: int) -> list[Theme]:
    """Return the other themes in use of the same consultation, by name."""
    theme = find(db_session(), Theme, theme_id)
    return [one for one in live_themes(theme.consultation_id) if one.id != theme.id]


def live_themes(consultation_id: int) -> Sequence[Theme]:
    """Return the themes in use, by name."""
    return services.themes_with_status(db_session(), consultation_id, *LIVE)
