"""The demo: the real register of Otaru's plans, and sample data that says of itself that it is invented."""
