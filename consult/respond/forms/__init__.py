"""What is typed about ways in: by staff who open them, and by people who come with a code."""

from consult.respond.forms.codes import CodeForm, HostForm, ReceiptForm, ReturnForm
from consult.respond.forms.display import DisplayForm
from consult.respond.forms.late import LateForm
from consult.respond.forms.ways import CardsForm, SettingForm, WayForm

__all__ = [
    "CardsForm",
    "CodeForm",
    "DisplayForm",
    "HostForm",
    "LateForm",
    "ReceiptForm",
    "ReturnForm",
    "SettingForm",
    "WayForm",
]
