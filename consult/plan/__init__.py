"""What we ask about: the Children and Young People's Plan, its versions and priorities."""
