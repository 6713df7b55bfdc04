"""PDF reports of an edition: text made printable, charts, pages laid out in pieces and bound into one file."""
