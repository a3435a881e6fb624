"""An app whose page fails."""

message = "broken on purpose"
raise RuntimeError(message)
