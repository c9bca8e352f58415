"""How often somebody may try: sign-in and receipts are guessed slowly.

Addresses live in memory (or Redis) for the hour that is counted and are never written down.
"""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)

SIGN_IN = "10 per minute; 60 per hour"
RECEIPT = "20 per minute; 120 per hour"
