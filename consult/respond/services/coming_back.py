"""Stopping half way and going on, on this device or another, with a code of words."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.respond.models import Draft
from consult.respond.receipts import key_hash, return_code, return_hash
from consult.respond.rules import NoReply, Route, UnknownCode
from consult.respond.services.replying import Reply, reply_of


def pause(session: Session, secret: str, key: str, *, today: date) -> str:
    """Keep a reply for seven days from today; return the code that opens it on any device.

    Raises:
        NoReply: there is no reply under way with this key, or it is one of a shared tablet.
    """
    code = return_code(secret, key)
    kept = session.execute(
        update(Draft)
        .where(Draft.key_hash == key_hash(secret, key), Draft.route != Route.KIOSK)
        .values(return_hash=return_hash(secret, code), saved_on=today)
        .returning(Draft.id)
    ).first()
    session.commit()
    if kept is None:
        raise NoReply("We could not find your answers on this phone. You can start again.")
    return code


def resume(session: Session, secret: str, code: str, key: str, *, today: date) -> Reply:
    """Go on with a reply on a device that holds a new key; the key before opens it no more.

    Raises:
        UnknownCode: no reply is kept under this code, or not any more.
    """
    hashed = return_hash(secret, code)
    found = session.scalar(select(Draft.id).where(Draft.return_hash == hashed).with_for_update())
    if found is None:
        session.rollback()
        raise UnknownCode
    session.execute(update(Draft).where(Draft.id == found).values(key_hash=key_hash(secret, key)))
    reply = reply_of(session, secret, key, today=today)
    session.commit()
    if reply is None:
        raise UnknownCode
    return reply
