"""A talk: saved states in order with notes, shown in big type, kept as a file, written as slides or a briefing."""
