"""Questions an organisation keeps to ask again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, IntKey


class BankQuestion(Base):
    """A question of our own with its wordings; the key is the one it is asked by."""

    __tablename__ = "bank_question"

    id: Mapped[IntKey]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    definition: Mapped[dict[str, Any]]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
