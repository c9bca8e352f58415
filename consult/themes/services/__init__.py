"""What can be done with themes: let the machine suggest them, judge them, read them."""

from consult.themes.services.asking import ask_for_themes, newest_request, newest_run
from consult.themes.services.judging import (
    LONGEST_NAME,
    add_theme,
    confirm_theme,
    merge_themes,
    move_comments,
    move_to_new_theme,
    rename_theme,
    set_aside_theme,
    split_theme,
)
from consult.themes.services.placing import placements, theme_of_comment
from consult.themes.services.reading import (
    CommentView,
    ThemeView,
    comments_shown,
    quotable,
    theme_view,
    themes_of,
    themes_with_status,
    unplaced_comments,
    writers,
)
from consult.themes.services.suggesting import suggest_themes

__all__ = [
    "LONGEST_NAME",
    "CommentView",
    "ThemeView",
    "add_theme",
    "ask_for_themes",
    "comments_shown",
    "confirm_theme",
    "merge_themes",
    "move_comments",
    "move_to_new_theme",
    "newest_request",
    "newest_run",
    "placements",
    "quotable",
    "rename_theme",
    "set_aside_theme",
    "split_theme",
    "suggest_themes",
    "theme_of_comment",
    "theme_view",
    "themes_of",
    "themes_with_status",
    "unplaced_comments",
    "writers",
]
