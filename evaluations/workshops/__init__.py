"""ワークショップ: holding one, the cards of the evening, what could tell of a person, and the way into the ledger."""
