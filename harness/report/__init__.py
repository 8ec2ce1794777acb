"""Floor 5: what a person looks at: two pages side by side with what differs, and a run as pages of HTML."""
