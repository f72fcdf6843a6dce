"""Where people's judgements are written: codings by hand, decisions on suggestions, passes."""
