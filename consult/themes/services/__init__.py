"""What can be done with themes: let the machine suggest them, judge them, read them."""

from consult.themes.services.acts import ActView, count_acts, newest_acts, undo_act
from consult.themes.services.asking import ask_for_themes, newest_request, newest_run, stop_asking
from consult.themes.services.counting import (
    Place,
    ThemeCount,
    Workspace,
    broader_of,
    comment_ids,
    workspace,
)
from consult.themes.services.filtering import Filters, Option, read_filters
from consult.themes.services.judging import (
    LONGEST_NAME,
    add_theme,
    confirm_theme,
    merge_themes,
    nest_theme,
    rename_theme,
    set_aside_theme,
)
from consult.themes.services.likening import comments_like
from consult.themes.services.moving import move_comments, move_to_new_theme, split_theme
from consult.themes.services.placing import placements, theme_of_comment
from consult.themes.services.reading import (
    CommentView,
    ThemeView,
    comments_shown,
    quotable,
    quotes_of,
    themes_of,
    themes_with_status,
    unplaced_comments,
)
from consult.themes.services.suggesting import suggest_themes
from consult.themes.services.youth import (
    LONGEST_WORDS,
    read_as_youth_council,
    themes_to_read,
    youth_readings,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_WORDS",
    "ActView",
    "CommentView",
    "Filters",
    "Option",
    "Place",
    "ThemeCount",
    "ThemeView",
    "Workspace",
    "add_theme",
    "ask_for_themes",
    "broader_of",
    "comment_ids",
    "comments_like",
    "comments_shown",
    "confirm_theme",
    "count_acts",
    "merge_themes",
    "move_comments",
    "move_to_new_theme",
    "nest_theme",
    "newest_acts",
    "newest_request",
    "newest_run",
    "placements",
    "quotable",
    "quotes_of",
    "read_as_youth_council",
    "read_filters",
    "rename_theme",
    "set_aside_theme",
    "split_theme",
    "stop_asking",
    "suggest_themes",
    "theme_of_comment",
    "themes_of",
    "themes_to_read",
    "themes_with_status",
    "undo_act",
    "unplaced_comments",
    "workspace",
    "youth_readings",
]
