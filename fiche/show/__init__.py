"""How things are shown in a language: functions from a lens to views, a file a kind of thing."""
