"""Floor 5: a scan for the owner of a site: what was put into pages, by whom, and what to delete."""
