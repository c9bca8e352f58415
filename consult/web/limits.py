"""How often somebody may try: sign-in and receipts are guessed slowly.

Addresses live in memory (or Redis) for the hour that is counted and are never written down.
"""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)

SIGN_IN = "10 per minute; 60 per hour"
RECEIPT = "20 per minute; 120 per hour"
# Wrong codes only, with room for a class in which many mistype theirs from one address.
WRONG_CODES = "200 per 10 minutes; 600 per hour"
# Starting a reply, and sending one: a school sends 300 in one lesson from one address.
ANSWERING = "600 per 10 minutes; 2400 per hour"
