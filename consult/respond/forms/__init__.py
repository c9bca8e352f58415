"""What is typed about ways in: by staff who open them, and by people who come with a code."""

from consult.respond.forms.codes import CodeForm, HostForm
from consult.respond.forms.ways import CardsForm, SettingForm, WayForm

__all__ = ["CardsForm", "CodeForm", "HostForm", "SettingForm", "WayForm"]
