"""Floor 5: pages cleaned for programs that ask over HTTP, or as a tool of a language model (MCP)."""
