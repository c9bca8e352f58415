"""What the pages on themes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_wtf import FlaskForm

from consult.db import db_session, find
from consult.disclosure import share, shown
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.themes import services
from consult.themes.forms import MergeForm, MoveForm, NameForm
from consult.themes.models import Theme
from consult.themes.rules import LIVE, ThemeStatus
from consult.themes.services import ThemeView

PER_PAGE = 50
TABS = {"all": "All", "check": "To check", "confirmed": "Confirmed"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long list of comments."""

    comments: Sequence[services.CommentView]
    number: int
    pages: int
    total: int
    first: int


def themes_page(consultation: Consultation, form: FlaskForm) -> str:
    """Show the themes of a consultation, among the audiences that were asked for."""
    session = db_session()
    views = services.themes_of(session, consultation.id, audiences=_audiences())
    show = request.args.get("show", "all")
    lists = {
        "all": views,
        "check": [one for one in views if one.theme.status is ThemeStatus.SUGGESTED],
        "confirmed": [one for one in views if one.theme.status is ThemeStatus.CONFIRMED],
    }
    left = services.unplaced_comments(session, consultation.id, audiences=_audiences())
    return render_template(
        "themes/themes.html",
        consultation=consultation,
        form=form,
        views=lists.get(show, views),
        tabs=_tabs(consultation.id, lists, show, len(left)),
        show=show if show in lists else "all",
        unplaced=len(left),
        written=services.writers(session, consultation.id),
        chosen=_audiences(),
        run=services.newest_run(session, consultation.id),
        set_aside=services.themes_with_status(session, consultation.id, ThemeStatus.SET_ASIDE),
        **_words(),
    )


def _tabs(
    consultation_id: int, lists: dict[str, list[ThemeView]], show: str, left: int
) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"consultation_id": consultation_id, "who": _audiences()}
    links = [
        {
            "label": label,
            "url": url_for("themes.themes", show=key, **where),
            "current": key == show or (key == "all" and show not in lists),
            "count": len(lists[key]),
        }
        for key, label in TABS.items()
    ]
    url = url_for("themes.unplaced", **where)
    return [*links, {"label": "Unplaced", "url": url, "current": False, "count": shown(left)}]


def theme_page(theme_id: int, failed: FlaskForm | None = None) -> str:
    """Show a theme with its comments, and the form that failed with what was typed."""
    session = db_session()
    theme = find(session, Theme, theme_id)
    view = services.theme_view(session, theme_id, audiences=_audiences())
    others = other_themes(theme_id)
    merge = failed if isinstance(failed, MergeForm) else MergeForm(None, prefix="merge")
    named = NameForm(None, prefix="name", name=theme.name)
    return render_template(
        "themes/theme.html",
        consultation=theme.consultation,
        theme=theme,
        view=view,
        page=_page(theme.consultation_id, view.comment_ids if view else (), theme_id),
        merged_into=theme.merged_into_id and find(session, Theme, theme.merged_into_id),
        form=failed or FlaskForm(),
        name_form=failed if isinstance(failed, NameForm) else named,
        merge_form=merge.offer(others),
        move_form=_move_form(failed, others),
        chosen=_audiences(),
        **_words(),
    )


def unplaced_page(consultation: Consultation, failed: MoveForm | None = None) -> str:
    """Show the comments that no theme fits."""
    session = db_session()
    left = services.unplaced_comments(session, consultation.id, audiences=_audiences())
    return render_template(
        "themes/unplaced.html",
        consultation=consultation,
        page=_page(consultation.id, left, None),
        form=failed or FlaskForm(),
        move_form=_move_form(failed, live_themes(consultation.id)),
        chosen=_audiences(),
        **_words(),
    )


def _move_form(failed: FlaskForm | None, themes: Sequence[Theme]) -> MoveForm:
    form = failed if isinstance(failed, MoveForm) else MoveForm(None, prefix="move")
    return form.offer(themes)


def _page(consultation_id: int, comment_ids: Sequence[int], theme_id: int | None) -> Page:
    pages = max(1, -(-len(comment_ids) // PER_PAGE))
    asked = request.args.get("page", "1")
    number = min(int(asked), pages) if asked.isdecimal() and len(asked) < len("100000") else 1
    first = (max(number, 1) - 1) * PER_PAGE
    comments = services.comments_shown(
        db_session(), consultation_id, comment_ids[first : first + PER_PAGE], theme_id=theme_id
    )
    return Page(comments, max(number, 1), pages, len(comment_ids), first)


def other_themes(theme_id: int) -> list[Theme]:
    """Return the other themes in use of the same consultation, by name."""
    theme = find(db_session(), Theme, theme_id)
    return [one for one in live_themes(theme.consultation_id) if one.id != theme.id]


def live_themes(consultation_id: int) -> Sequence[Theme]:
    """Return the themes in use, by name."""
    return services.themes_with_status(db_session(), consultation_id, *LIVE)


def _audiences() -> list[Audience]:
    """Return the audiences the page was asked to count; anything else in the address is ignored."""
    asked = set(request.args.getlist("who"))
    return [audience for audience in Audience if audience.value in asked]


def _words() -> dict[str, Any]:
    return {
        "audiences": AUDIENCE_LABELS,
        "shown": shown,
        "share": share,
        "ThemeStatus": ThemeStatus,
        "LIVE": LIVE,
    }
