"""Floor 0: text as Unicode: folding, scripts, languages, tokens. It knows no survey and no rules."""
