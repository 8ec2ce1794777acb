"""Floor 2: from a survey and the rules to marks; pure functions that know no browser."""
